"""What an hour would have brought: the mean of clean weeks, times trend and holidays."""

import numpy as np
import pytest

from warehouse.usual_week import usual_week


def expect(contacts: np.ndarray, clean: np.ndarray | None = None, holiday: np.ndarray | None = None):
    at = np.arange(len(contacts))
    clean = np.ones(len(at), bool) if clean is None else clean
    holiday = np.zeros(len(at), bool) if holiday is None else holiday
    return usual_week(contacts, at % 168, at // 168, clean, holiday)


def test_a_week_that_repeats_is_expected_exactly():
    contacts = np.tile(np.arange(168), 6)

    assert expect(contacts).expected == pytest.approx(contacts)


def test_what_isnt_clean_isnt_counted():
    contacts = np.tile(np.full(168, 6), 6)
    clean = np.ones(len(contacts), bool)
    contacts[200:230], clean[200:230] = 90, False
    found = expect(contacts, clean)

    assert found.expected[200:230] == pytest.approx(6)
    assert (found.weeks[200], found.weeks[100]) == (5, 6)


def test_a_straight_growth_is_followed_to_both_ends():
    contacts = np.rint(np.repeat(np.linspace(1000, 2000, 20), 168)).astype(np.int64)
    found = expect(contacts).expected

    assert found == pytest.approx(contacts, rel=0.01)


def test_holidays_have_a_factor_of_their_own_and_spoil_no_usual_week():
    contacts, holiday = np.full(10 * 168, 20), np.zeros(10 * 168, bool)
    holiday[2 * 168 : 2 * 168 + 24] = holiday[6 * 168 : 6 * 168 + 24] = True
    contacts[holiday] = 5
    found = expect(contacts, holiday=holiday).expected

    assert found[holiday] == pytest.approx(5, rel=1e-6)
    assert found[~holiday] == pytest.approx(20, rel=1e-6)


def test_nothing_clean_is_nothing_known():
    contacts = np.full(2 * 168, 20)
    found = expect(contacts, clean=np.zeros(len(contacts), bool))

    assert (found.weeks.max(), found.expected.max()) == (0, 0)
