"""The excess after events, on weeks small enough to know what had to come."""

import numpy as np
import pytest

from tests.warehouse.event_worlds import hours_frame
from warehouse.event_study import Hours, effect, pretrend

WEEKS = 12
TUESDAY, FRIDAY = 24 + 12, 4 * 24 + 9


def week(weeks: int = WEEKS) -> np.ndarray:
    """10 contacts in each hour of the day, 4 in each of the night, and a third of that on Sundays."""
    day = np.where((np.arange(24) >= 8) & (np.arange(24) < 20), 10, 4)
    return np.tile(np.concatenate([np.tile(day, 6), day // 3]), weeks)


def noisy(seed: int, weeks: int = WEEKS) -> np.ndarray:
    return np.random.default_rng(seed).poisson(week(weeks))


def studied(contacts: np.ndarray, posts: list[int], **given):
    clock = Hours.of(hours_frame(len(contacts) // 168, given.pop("touching", posts), **given))
    return effect(clock, clock.usual(contacts), contacts, posts, [post + 24 for post in posts])


def test_without_noise_the_excess_is_what_was_added():
    contacts, post = week(), 5 * 168 + TUESDAY
    contacts[post : post + 3] += [20, 10, 5]
    found = studied(contacts, [post])

    assert found.expected == pytest.approx(7 * 24)  # half of them day and half of them night
    assert found.total == pytest.approx(35)
    assert found.observed == 7 * 24 + 35


def test_a_steady_growth_is_expected_and_no_effect():
    contacts = np.rint(week(20) * 10 * np.linspace(1, 2, 20 * 168)).astype(np.int64)
    post = 10 * 168 + TUESDAY

    found = studied(contacts, [post])
    assert abs(found.total) < 0.01 * found.expected
    assert found.before_after != 0


def test_monday_is_no_effect_of_a_post_of_monday():
    contacts = week()
    contacts[np.arange(len(contacts)) % 168 < 24] *= 3
    found = studied(contacts, [5 * 168 + 9])

    # The day before was a Sunday: others would take the Monday for the post's work.
    assert found.total == pytest.approx(0, abs=1e-6)
    assert found.before_after > 100


def test_hours_that_two_posts_cover_count_once():
    contacts, post = week(), 5 * 168 + TUESDAY
    contacts[post + 6 : post + 12] += 10
    found = studied(contacts, [post, post + 6])

    assert found.total == pytest.approx(60)
    assert found.observed == 60 + week()[post : post + 30].sum()
    assert "overlap" not in found.checks  # they are asked about together


def test_a_post_of_others_within_the_window_is_said():
    post = 5 * 168 + TUESDAY
    assert "overlap" in studied(noisy(1), [post], touching=[post, post + 20]).checks
    assert "overlap" not in studied(noisy(1), [post], touching=[post, post + 80]).checks


def test_posts_of_one_weekday_alone_are_said():
    mondays = [week * 168 + 9 for week in (2, 5, 8)]
    assert "one_weekday_slot" in studied(noisy(1), mondays).checks
    assert "one_weekday_slot" not in studied(noisy(1), [*mondays, 9 * 168 + FRIDAY]).checks
    assert "one_weekday_slot" not in studied(noisy(1), mondays[:1]).checks


def test_what_began_before_the_post_fails_the_pre_trend_test():
    contacts, post = noisy(3, 26), 12 * 168 + TUESDAY
    clock = Hours.of(hours_frame(26, [post]))
    usual = clock.usual(contacts)
    calm = pretrend(clock, usual, contacts, np.array([post]))
    contacts[post - 6 : post] += 40

    assert calm > 0.05
    assert pretrend(clock, usual, contacts, np.array([post])) < 0.001


def test_near_an_incident_nothing_is_said():
    post = 5 * 168 + TUESDAY
    found = studied(noisy(1), [post], incidents=[(post - 4, post + 3)])

    assert (found.reason, np.isnan(found.total)) == ("incident", True)


def test_an_incident_is_no_part_of_the_usual_week():
    contacts, post = week(), 5 * 168 + TUESDAY
    outage = 8 * 168 + TUESDAY
    contacts[outage : outage + 8] += 500

    assert studied(contacts, [post], incidents=[(outage, outage + 8)]).total == pytest.approx(0, abs=1e-6)
    assert studied(contacts, [post]).total < -100


@pytest.mark.parametrize(
    ("posts", "weeks", "reason"),
    [
        ([11 * 168 + 6 * 24 + 20], WEEKS, "unmatured"),
        ([week * 168 + TUESDAY for week in range(1, 11)], WEEKS, "few_clean_weeks"),
        ([], WEEKS, "no_posts"),
    ],
)
def test_what_cant_be_told_has_a_reason_and_no_number(posts: list[int], weeks: int, reason: str):
    found = studied(noisy(1, weeks), posts)

    assert (found.reason, np.isnan(found.total)) == (reason, True)


def test_the_interval_is_the_formulas():
    """Var(mean) = (v + mean⁺) / n + v · Σ share² / k, and what the trend adds."""
    contacts = noisy(5, 26)
    posts = [3 * 168 + TUESDAY, 8 * 168 + FRIDAY, 15 * 168 + TUESDAY, 20 * 168 + FRIDAY]
    clock = Hours.of(hours_frame(26, posts))
    usual = clock.usual(contacts)
    found = effect(clock, usual, contacts, posts, [post + 24 for post in posts])

    residual = contacts - usual.expected
    variances, freedom = [], []
    for hour in (12, 9, 12, 9):
        shares, days = [], set()
        for at in range(hour, len(contacts) - 24, 24):
            if clock.is_clean[at : at + 24].all():
                shares.append(residual[at : at + 24].sum() / usual.expected[at : at + 24].sum())
                days.add(at // 24 % 7)
        freedom.append(len(shares) - len(days) - usual.spent)
        variances.append(sum(share**2 for share in shares) / freedom[-1])
    v = [s * usual.expected[post : post + 24].sum() ** 2 for s, post in zip(variances, posts, strict=True)]
    weeks = [1 / np.mean(1 / usual.weeks[post : post + 24]) for post in posts]
    shared = 0.5**2 * (v[0] + v[2]) / 2 / ((weeks[0] + weeks[2]) / 2)
    shared += 0.5**2 * (v[1] + v[3]) / 2 / ((weeks[1] + weeks[3]) / 2)
    drift = np.mean(v) * (1 + (usual.spent - 1) / 4) / (min(freedom) + usual.spent)
    mean = found.total / 4
    variance = (np.mean(v) + max(mean, 0)) / 4 + shared + drift

    assert found.standard_error / 4 == pytest.approx(np.sqrt(variance), rel=1e-9)
