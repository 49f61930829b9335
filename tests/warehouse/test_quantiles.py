"""Quantiles are those of scipy.stats, which is too heavy to load with every command."""

import numpy as np
import pytest
from scipy import stats

from warehouse import quantiles


def test_both_sides_of_students_t_and_the_normal():
    assert quantiles.student(0.95, 11) == pytest.approx(2.20098516)  # as tables have it
    assert quantiles.student(0.8, np.array([3.0, 200.0])) == pytest.approx(stats.t.ppf(0.9, [3.0, 200.0]))
    assert quantiles.normal(0.95) == pytest.approx(1.95996398)


def test_the_beta_distribution_and_the_f_statistic():
    first, second = np.array([0.5, 3.0, 40.0]), np.array([7.5, 9.0, 160.0])

    assert quantiles.beta(0.025, first, second) == pytest.approx(stats.beta.ppf(0.025, first, second))
    assert quantiles.f_exceeds(2.5, 4, 30) == pytest.approx(stats.f.sf(2.5, 4, 30))
