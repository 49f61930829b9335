"""Arrivals that come: what is planted is found, bands hold what comes, and the same seed gives the same paths."""

import numpy as np
import pytest

from warehouse import forecast

pytestmark = pytest.mark.conflict(10)
WEEK = np.array([60, 55, 50, 52, 48, 20, 8.0])
DAY = np.exp(-(((np.arange(24) - 13) / 4.0) ** 2))
DAY /= DAY.sum()


def planted(
    seed: int, weeks: int, growth: float = 0.0, campaigns: np.ndarray | None = None, effect: float = 0.0
):
    rng = np.random.default_rng(seed)
    days = weeks * 7
    mean = WEEK[np.arange(days) % 7] * (1 + growth) ** ((np.arange(days) - days) / 91)
    if campaigns is not None:
        mean = mean * np.exp(effect * campaigns)
    return rng.poisson((mean * rng.gamma(25, 1 / 25, days))[:, None] * DAY)


def test_weekdays_hours_and_growth_are_found_again():
    hours = planted(1, 104, growth=0.30)
    found = forecast.fit(hours, np.arange(len(hours)) % 7)
    assert found is not None
    middle, low, high = forecast.growth(found)

    assert found.shape[:7] / found.shape[:7].sum() == pytest.approx(WEEK / WEEK.sum(), abs=0.02)
    assert found.profile[0] == pytest.approx(DAY, abs=0.01)
    assert found.day_noise == pytest.approx(1 / 25, rel=0.4)
    assert low < 0.30 < high
    assert middle == pytest.approx(0.30, abs=0.05)


def test_a_campaign_s_days_are_higher_and_say_by_how_much():
    running = np.zeros(52 * 7)
    running[100:114] = running[200:210] = running[300:312] = 1
    hours = planted(2, 52, campaigns=running, effect=0.4)
    found = forecast.fit(hours, np.arange(len(hours)) % 7, running)
    assert found is not None

    assert abs(found.campaign - 0.4) < 3 * np.sqrt(found.campaign_variance)
    plain = forecast.rates(found, np.arange(28) % 7, 100, (1,), np.zeros(28))
    with_one = forecast.rates(found, np.arange(28) % 7, 100, (1,), np.ones(28))
    assert np.median(with_one / plain) == pytest.approx(np.exp(0.4), rel=0.15)


def test_bands_of_eighty_percent_hold_about_eighty_percent_of_weeks_to_come():
    held = []
    for seed in range(30):
        hours = planted(seed, 60, growth=0.1)
        found = forecast.fit(hours[: 52 * 7], np.arange(52 * 7) % 7)
        assert found is not None
        daily = forecast.draw(forecast.rates(found, np.arange(56) % 7, 150, (seed,)), (seed,))
        low, high = np.quantile(daily.reshape(150, 8, 7).sum(axis=2), [0.1, 0.9], axis=0)
        came = hours[52 * 7 :].sum(axis=1).reshape(8, 7).sum(axis=1)
        held.append(((came >= low) & (came <= high)).mean())

    assert 0.7 < np.mean(held) < 0.95


def test_the_filter_s_level_is_that_of_statsmodels():
    # here, as every process of the tests reads this file, and it takes a second to import
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    rng = np.random.default_rng(7)
    logs = 5 + 0.01 * np.arange(80) + np.cumsum(rng.normal(0, 0.02, 80)) + rng.normal(0, 0.1, 80)
    level = forecast._filter(logs, np.ones(80))
    place = 3
    theirs = UnobservedComponents(logs, level="lldtrend")
    filtered = theirs.filter([level.variances[place], forecast._WANDERING[place] * level.variances[place]])

    # Ours also knows a yearly wave, which 80 weeks hardly show: the level with it is theirs.
    ours = level.means[place, 0] + level.means[place, 2]
    assert ours == pytest.approx(filtered.filtered_state[0, -1], abs=0.06)


def test_the_fan_opens_with_time_and_more_so_the_less_was_seen():
    def width(weeks: int) -> np.ndarray:
        found = forecast.fit(planted(3, weeks), np.arange(weeks * 7) % 7)
        assert found is not None
        drawn = forecast.rates(found, np.arange(182) % 7, 300, (3,)).reshape(300, 26, 7).sum(axis=2)
        low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
        return np.log(high / low)

    short, long = width(16), width(104)
    assert short[-1] > 2 * short[0]
    assert short[-1] > 1.5 * long[-1]


def test_planned_growth_takes_the_drift_s_place():
    found = forecast.fit(planted(4, 104), np.arange(104 * 7) % 7)
    assert found is not None
    drawn = (
        forecast.rates(found, np.arange(182) % 7, 300, (4,), quarterly=0.3).reshape(300, 26, 7).sum(axis=2)
    )

    assert np.median(drawn[:, 25]) / np.median(drawn[:, 0]) == pytest.approx(1.3 ** (25 / 13), rel=0.12)


def test_the_same_seed_gives_the_same_paths_and_a_shorter_look_the_same_beginning():
    found = forecast.fit(planted(5, 30), np.arange(210) % 7)
    assert found is not None
    kinds = np.arange(56) % 7
    one, other = (forecast.rates(found, kinds, 20, (9, 1)) for _ in range(2))

    assert (one == other).all()
    assert (forecast.rates(found, kinds, 20, (9, 2)) != one).any()


@pytest.mark.parametrize(("weeks", "share"), [(7, 1.0), (20, 0.01)])
def test_too_few_weeks_or_contacts_give_no_forecast(weeks, share):
    hours = (planted(6, weeks) * share).astype(np.int64)

    assert forecast.fit(hours, np.arange(weeks * 7) % 7) is None


def test_a_holiday_is_a_day_of_its_own_kind_and_without_experience_a_sunday():
    weekdays = np.arange(70) % 7
    closed = (weekdays >= 5) | np.isin(np.arange(70), [10, 11])
    kinds = forecast.kinds_of(weekdays, closed)
    assert kinds[10] == kinds[11] == forecast.CLOSED
    assert kinds[5] == 5
    hours = planted(8, 10)
    hours[[10, 11]] = 0
    found = forecast.fit(hours, kinds)
    assert found is not None

    # Two closed days are too few to learn from.
    assert found.shape[forecast.CLOSED] == pytest.approx(found.shape[6])
