"""How many contacts will come, hour by hour: paths drawn from what was seen, with all that isn't known about them.

Three layers, each estimated by itself and fast enough for every night:
1. Days: a quasi-Poisson regression on the kind of day (weekday, closed day) and the campaigns that run (statsmodels).
2. Weeks: what the kinds of days leave is a level that wanders and drifts, and a yearly wave (a structural model:
   Harvey, 1989), how much it wanders being averaged over a grid instead of chosen. That is what makes the fan open.
3. Hours: the day's profile by its kind; around all of it days and hours that vary more than chance alone would let
   them (gamma noise, by moments).

Pure functions on arrays; the same seed gives the same paths. Until two years have shown the season, its two waves are
drawn from what is usual, and make the fan wider.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]

WEEK = 7
QUARTER_WEEKS = 13
FEWEST_WEEKS = 8
FEWEST_CONTACTS = 100
KINDS = 8
CLOSED = (
    7  # the kind of a day on which a department is closed although its weekday isn't; 0 to 6 are weekdays
)
_FEW_CLOSED = 3  # closed days seen, below which they are taken for Sundays
_FEW_CAMPAIGN = 5
_WANDERING = np.array(
    [0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]
)  # variance of the level's steps to the noise's
# How likely each is before anything is seen: a company's demand wanders little from week to week.
_BELIEVED = np.array([0.30, 0.20, 0.15, 0.12, 0.10, 0.07, 0.04, 0.02])
_SEASON = 0.10  # standard deviation of a yearly wave, of the log, before a year has shown it
_YEAR_WEEKS = 365.25 / 7
_STATES = 4
_PRIOR_CONTACTS = 50.0  # how much a kind's own hours weigh against those of all days
_DIFFUSE = 1e6


@dataclass(frozen=True)
class Level:
    """The log level after the last week, for each way of wandering: weight, states and covariance, and the noise."""

    weights: Numbers  # (grid,)
    means: Numbers  # (grid, 4): level, drift a week, and a yearly wave's cosine and sine from then on
    covariances: Numbers  # (grid, 4, 4), in units of `variances`
    variances: Numbers  # (grid,) of a week's noise
    freedom: int


@dataclass(frozen=True)
class Fit:
    """What was learned from the days of one queue: `shape` days' contacts at level 1, by kind; `profile` shares of
    hours by kind; gamma variances of days and hours; what a running campaign adds (log) with its variance.
    """

    shape: Numbers  # (KINDS,)
    profile: Numbers  # (KINDS, 24)
    level: Level
    day_noise: float
    hour_noise: float
    campaign: float
    campaign_variance: float
    days: int
    contacts: int


def kinds_of(
    weekdays: Counts, is_closed: NDArray[np.bool_], usual: NDArray[np.bool_] | None = None
) -> Counts:
    """Kinds of days: the weekday, or CLOSED where a weekday that is usually open is closed.

    `usual` says for each weekday whether it is usually open; without it, it is found in the days themselves.
    """
    if usual is None:
        usual = np.array([(~is_closed[weekdays == day]).mean() > 0.5 for day in range(WEEK)])
    return np.where(is_closed & usual[weekdays], CLOSED, weekdays)


def fit(hours: Counts, kinds: Counts, campaigns: Numbers | None = None) -> Fit | None:
    """Learn from `hours` (days, 24), the contacts of each complete local day in order, and the kinds of the days.

    `campaigns` says how many campaigns ran on each day. None where there are too few weeks or contacts.
    """
    counts = hours.sum(axis=1)
    weeks = len(counts) // WEEK
    if weeks < FEWEST_WEEKS or counts.sum() < FEWEST_CONTACTS:
        return None
    # Whole weeks, back from the last day.
    cut = len(counts) - weeks * WEEK
    hours, counts, kinds = hours[cut:], counts[cut:], kinds[cut:]
    running = np.zeros(len(counts)) if campaigns is None else campaigns[cut:]
    kinds = np.where((kinds == CLOSED) & ((kinds == CLOSED).sum() < _FEW_CLOSED), 6, kinds)
    shape, added, variance = _day_effects(counts, kinds, running)
    expected = shape[kinds] * np.exp(added * running)
    by_week, expected_by_week = (x.reshape(weeks, WEEK).sum(axis=1) for x in (counts, expected))
    fitted = expected * np.repeat(by_week / expected_by_week, WEEK)
    # A week's own sum was fitted, so six of seven days are free.
    day_noise = _excess(counts, fitted, fitted) * WEEK / (WEEK - 1)
    # Small weeks vary more by chance; what else they vary by is estimated as a multiple of both.
    chance = 1 / np.maximum(by_week, 0.5) + day_noise * _unevenness(shape)
    level = _filter(np.log(np.maximum(by_week, 0.5) / expected_by_week), chance / chance[-WEEK:].mean())
    profile = profiles(hours, kinds)
    of_day = counts[:, None] * profile[kinds]
    return Fit(
        shape=shape,
        profile=profile,
        level=level,
        day_noise=day_noise,
        hour_noise=_excess(hours, of_day, of_day * (1 - profile[kinds])),
        campaign=added,
        campaign_variance=variance,
        days=len(counts),
        contacts=int(counts.sum()),
    )  # fmt: skip


def growth(found: Fit) -> tuple[float, float, float]:
    """Growth a quarter as a share, with its 95 % interval: what the drift says."""
    draws = _states(found.level, np.random.default_rng(0), 4000)[0][:, 1]
    low, middle, high = np.quantile(draws, [0.025, 0.5, 0.975])
    return tuple(float(np.expm1(QUARTER_WEEKS * value)) for value in (middle, low, high))  # type: ignore[return-value]


def rates(
    found: Fit,
    kinds: Counts,
    paths: int,
    seed: tuple[int, ...],
    campaigns: Numbers | None = None,
    quarterly: float | None = None,
) -> Numbers:
    """Draw `paths` of the days' expected contacts that follow on the last one learned from: (paths, days).

    Level, drift and campaign effect are drawn once a path, so that the paths hold what isn't known of them. With
    `quarterly` the level grows by that share a quarter instead of as it did.
    """
    rng = np.random.default_rng(list(seed))
    days = len(kinds)
    weeks = -(-days // WEEK)
    drawn, step, noise = _states(found.level, rng, paths)
    drift = drawn[:, 1]
    if quarterly is not None:
        drift = np.full(paths, np.log1p(quarterly) / QUARTER_WEEKS)
    ahead = np.arange(1, weeks + 1)
    cosine, sine = _waves(ahead)
    season = np.outer(drawn[:, 2], cosine) + np.outer(drawn[:, 3], sine)
    wandered = np.cumsum(rng.standard_normal((paths, weeks)) * step[:, None], axis=1)
    # A week's noise holds that of its days and of chance, which come below.
    usual = float(np.exp(np.median(drawn[:, 0] + drawn[:, 2]))) * found.shape[:WEEK].sum()
    days_alone = found.day_noise * _unevenness(found.shape) + 1 / max(usual, 1.0)
    left = np.sqrt(np.maximum(noise**2 - days_alone, 0.0))
    own = rng.standard_normal((paths, weeks)) * left[:, None]
    logs = drawn[:, :1] + drift[:, None] * ahead + season + wandered + own - left[:, None] ** 2 / 2
    logs = np.repeat(logs, WEEK, axis=1)[:, :days]
    if campaigns is not None and found.campaign_variance:
        effect = found.campaign + rng.standard_normal(paths) * np.sqrt(found.campaign_variance)
        logs = logs + effect[:, None] * campaigns
    expected = np.exp(logs) * found.shape[kinds]
    return expected * _gamma(rng, found.day_noise, expected.shape)


def spread(
    found: Fit, daily: Numbers, kinds: Counts, day: Counts, hour: Counts, seed: tuple[int, ...]
) -> Numbers:
    """Expected contacts of hours from those of days: `day` is the place of each hour's local day, `hour` its clock."""
    rng = np.random.default_rng([*seed, 1])
    drawn = daily[:, day] * found.profile[kinds[day], hour]
    return drawn * _gamma(rng, found.hour_noise, drawn.shape) if found.hour_noise > 0.01 else drawn


def draw(expected: Numbers, seed: tuple[int, ...]) -> Numbers:
    """Contacts that come, given what is expected: whole numbers by chance (Poisson)."""
    return np.random.default_rng([*seed, 2]).poisson(expected).astype(np.float64)


def _day_effects(counts: Counts, kinds: Counts, running: Numbers) -> tuple[Numbers, float, float]:
    """Contacts of each kind of day (the last day's level being 1), a campaign's effect on the log, its variance."""
    seen = [kind for kind in range(KINDS) if counts[kinds == kind].sum() > 0]
    is_known = np.isin(kinds, seen)
    trend = (np.arange(len(counts)) - len(counts) + 1) / WEEK / QUARTER_WEEKS
    columns = [(kinds == kind).astype(np.float64) for kind in seen] + [trend]
    on_days = min(int((running > 0).sum()), int((running == 0).sum()))
    if on_days >= _FEW_CAMPAIGN:
        columns.append(running)
    design = np.column_stack(columns)[is_known]
    # Loaded when a forecast is made: it takes seconds and 150 MB, and the catalog is read by every command.
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    fitted: Any = GLM(counts[is_known], design, family=Poisson()).fit(scale="X2")
    shape = np.zeros(KINDS)
    shape[seen] = np.exp(fitted.params[: len(seen)])
    if CLOSED not in seen:
        shape[CLOSED] = shape[6]  # as quiet as a Sunday
    if on_days < _FEW_CAMPAIGN:
        return shape, 0.0, 0.0
    return shape, float(fitted.params[-1]), float(fitted.cov_params()[-1, -1])


def _unevenness(shape: Numbers) -> float:
    """What of the days' variance is left in a week's sum: a seventh, and more where days differ."""
    week = shape[:WEEK]
    return float((week**2).sum() / week.sum() ** 2)


def _filter(logs: Numbers, chance: Numbers) -> Level:
    """Kalman filter of level, drift and season, for all ways of wandering at once; the variance is concentrated out.

    `chance` is the variance of each week's noise, relative to that of the last weeks. The season's two waves begin as
    what is usual: in half a year they can hardly be told from growth, in two years the data says them.
    """
    size = len(_WANDERING)
    mean, squares, dets = np.zeros((size, _STATES)), np.zeros(size), np.zeros(size)
    mean[:, 0] = logs[0]
    noise = max(
        float(np.var(np.diff(logs))) / 2, 1e-6
    )  # a first guess, to put the season's prior in units of it
    prior = np.diag([_DIFFUSE, _DIFFUSE, *[_SEASON**2 / noise] * 2])
    cov = np.tile(prior, (size, 1, 1))
    for place, seen in enumerate(logs):
        if place:
            mean[:, 0] += mean[:, 1]
            cov[:, 0, :] += cov[:, 1, :]
            cov[:, :, 0] += cov[:, :, 1]
            cov[:, 0, 0] += _WANDERING
        looks = np.array([1.0, 0.0, *_waves(place - len(logs) + 1)])
        shown = cov @ looks
        total = shown @ looks + chance[place]
        error = seen - mean @ looks
        if place >= 2:  # the first two make level and drift
            squares += error**2 / total
            dets += np.log(total)
        gain = shown / total[:, None]
        mean = mean + gain * error[:, None]
        cov = cov - gain[:, :, None] * shown[:, None, :]
    freedom = len(logs) - 2
    variances = np.maximum(squares / freedom, 1e-8)
    likelihood = np.log(_BELIEVED) - 0.5 * (freedom * np.log(variances) + dets)
    return Level(np.exp(likelihood - logsumexp(likelihood)), mean, cov, variances, freedom)


def _waves(week: int | NDArray[np.int64]) -> tuple[Any, Any]:
    """A year's cosine and sine, so many weeks after the last that was seen."""
    angle = 2 * np.pi * np.asarray(week) / _YEAR_WEEKS
    return np.cos(angle), np.sin(angle)


def _states(level: Level, rng: np.random.Generator, paths: int) -> tuple[Numbers, Numbers, Numbers]:
    """Draw level, drift and season (paths, 4), the level's step a week and a week's noise (standard deviations)."""
    choice = rng.choice(len(level.weights), size=paths, p=level.weights)
    variance = level.variances[choice] * level.freedom / rng.chisquare(level.freedom, size=paths)
    # Eigenvalues, as a variance may be nearly none, and rounding make it less.
    values, vectors = np.linalg.eigh(level.covariances)
    roots = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    normal = rng.standard_normal((paths, _STATES))
    drawn = np.einsum("pij,pj->pi", roots[choice], normal) * np.sqrt(variance)[:, None] + level.means[choice]
    return drawn, np.sqrt(_WANDERING[choice] * variance), np.sqrt(variance)


def profiles(hours: Counts, kinds: Counts) -> Numbers:
    """Shares of the 24 hours by kind of day, drawn towards those of all days where a kind was seldom seen."""
    overall = (hours.sum(axis=0) + 0.1) / (hours.sum() + 2.4)
    found = np.zeros((KINDS, 24))
    for kind in range(KINDS):
        own = hours[kinds == kind].sum(axis=0)
        found[kind] = (own + _PRIOR_CONTACTS * overall) / (own.sum() + _PRIOR_CONTACTS)
    return found


def _excess(seen: Counts, expected: Numbers, chance: Numbers) -> float:
    """Variance of a factor of mean 1 that explains what chance alone doesn't (by moments); 0 if chance does."""
    squares = float((expected**2).sum())
    return max(float(((seen - expected) ** 2 - chance).sum()) / squares, 0.0) if squares else 0.0


def _gamma(rng: np.random.Generator, variance: float, shape: tuple[int, ...]) -> Numbers:
    """Factors of mean 1."""
    return rng.gamma(1 / variance, variance, size=shape) if variance > 1e-9 else np.ones(shape)
