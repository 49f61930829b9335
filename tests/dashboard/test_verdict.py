import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.verdict import Estimate, change, estimate
from warehouse.intervals import newcombe, wilson


def share(met: int, n: int) -> Estimate:
    lower, upper = wilson(met, n)
    return Estimate(met / n, lower, upper, n, met)


@pytest.mark.parametrize(
    ("found", "goal", "better", "verdict"),
    [
        (Estimate(0.7, 0.65, 0.75, 300), 0.8, "higher", "bad"),
        (Estimate(0.7, 0.65, 0.81, 300), 0.8, "higher", "unclear"),
        (Estimate(0.9, 0.85, 0.95, 300), 0.8, "higher", "good"),
        (Estimate(0.03, 0.025, 0.035, 300), 0.02, "lower", "bad"),
        (Estimate(0.1, 0.01, 0.2, 19), 0.8, "higher", "few"),
        (Estimate(None), 0.8, "higher", "unknown"),
        (Estimate(0.7, 0.65, 0.75, 300), None, "higher", "unclear"),
    ],
)
def test_only_an_interval_that_excludes_the_goal_is_a_verdict(found, goal, better, verdict):
    assert found.against(goal, better) == verdict


@given(st.data())
def test_a_change_of_shares_has_newcombes_interval(data):
    n, m = data.draw(st.integers(20, 500)), data.draw(st.integers(20, 500))
    met, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))

    found = change(share(met, n), share(other, m))

    assert (found.lower, found.upper) == pytest.approx(newcombe(met, n, other, m))


def test_a_change_against_too_few_is_not_claimed():
    assert change(share(50, 100), share(5, 10)) is None


def test_a_change_is_distinguishable_only_if_its_interval_excludes_zero():
    assert change(share(500, 1000), share(700, 1000)).is_distinguishable
    assert not change(share(50, 100), share(55, 100)).is_distinguishable


def test_an_interval_without_width_is_no_interval():
    row = {"metric_value": 3e-15, "lower": 3e-15, "upper": 3e-15, "sample_size": 280, "numerator": 277.0}

    assert estimate(row) == Estimate(3e-15, None, None, 280, 277.0)
