"""What is said of a department's capacity: date of overload, people needed, a month of waiting, weeks and hours.

Everything follows from the paths of capacity.py; rows come out in one long shape, so that one computation makes all
tables of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warehouse import capacity, erlang, forecast, overload
from warehouse.capacity import Model, Outcome, Target
from warehouse.capacity_inputs import Inputs
from warehouse.intervals import wilson

Numbers = NDArray[np.float64]

GROWTHS = ("observed", "planned")
BANDS = {"p03": 0.025, "p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p98": 0.975}
UNSAID = ("no_staffing", "short_history", "data_gap")  # reasons for which not even load can be told
MONTH = 30
NEEDED_DAYS = 91
_MATURING = 7  # days kept at the end of a horizon, so that what comes before them is decided
_HOUR_DAYS = 28
_TOGETHER = 2  # contacts of a live queue that are late together: who waits long seldom waits alone
_HISTORY_WEEKS = 26
_ORIGINS = (28, 56, 84)


@dataclass(frozen=True)
class Row:
    """One number: `kind` is figure, week or hour; `day` and `hour_of_week` say of which week or hour."""

    department_id: str
    growth: str
    kind: str
    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    sample_size: int = 0
    day: Any = None
    hour_of_week: int | None = None
    reason: str | None = None
    detail: str | None = None


def rows(inputs: Inputs) -> Iterator[Row]:
    """Yield all that is said of one department."""
    name = inputs.department.department_id
    for growth in GROWTHS:
        if inputs.reason:
            yield Row(name, growth, "figure", "days_until", None, reason=inputs.reason)
        if inputs.reason in UNSAID:
            continue
        model = Model(inputs.department, None if growth == "observed" else inputs.planned_growth)
        outcome = model.outcome()
        if not inputs.reason:
            yield from _figures(inputs, growth, model, outcome)
        yield from _growth(inputs, growth, model)
        yield from _weeks(inputs, growth, model, outcome)
        yield from _hours(inputs, growth, model)
    if inputs.reason not in UNSAID:
        yield from _backtest(inputs)


def overload_days(outcome: Outcome, model: Model) -> tuple[Numbers, str | None]:
    """The day of overload on each path (the first of any target), and the target that breaks most often first."""
    business = capacity.is_business_day(model.coming)
    goals = {target.target_id: target.goal for one in model.drawn for target in one.queue.targets}
    rng = np.random.default_rng([model.department.seed, 4])
    found = {
        name: overload.first_days(_happened(outcome, name, rng), goals[name], business)
        for name in sorted(outcome.kept)
    }
    if not found:
        return np.full(model.paths, np.inf), None
    stacked = np.stack(list(found.values()))
    first = stacked.min(axis=0)
    broken = np.isfinite(first)
    if not broken.any():
        return first, None
    which = np.bincount(stacked[:, broken].argmin(axis=0), minlength=len(found))
    return first, list(found)[int(which.argmax())]


def _happened(outcome: Outcome, target_id: str, rng: np.random.Generator) -> Numbers:
    """Shares in time by day as they would be counted: of a live queue the formula gives an expectation only."""
    kept = outcome.kept[target_id]
    if target_id not in outcome.by_chance:
        return kept
    contacts = np.maximum(outcome.decided[target_id].astype(np.int64) // _TOGETHER, 1)
    counted = rng.binomial(contacts, np.clip(np.nan_to_num(kept), 0.0, 1.0)) / contacts
    return np.where(np.isnan(kept), np.nan, counted)


def people_needed(
    inputs: Inputs, quarterly: float | None, holds: Sequence[float], days: int = NEEDED_DAYS
) -> list[int | None]:
    """How many more people keep these shares of paths from overload in the next days."""
    model = Model(inputs.department, quarterly, days=days + _MATURING)

    @cache
    def overloaded(more: int) -> float:
        first, _ = overload_days(model.outcome(more * inputs.person_share), model)
        return float((first < days).mean())

    return [overload.people_needed(overloaded, share) for share in holds]


def _figures(inputs: Inputs, growth: str, model: Model, outcome: Outcome) -> Iterator[Row]:
    name = inputs.department.department_id
    quarterly = model.quarterly
    contacts = sum(fit.contacts for fit in model.fits if fit)

    def row(
        statistic: str,
        value: float | None,
        lower: float | None = None,
        upper: float | None = None,
        n: int = contacts,
        **more: Any,
    ) -> Row:
        return Row(name, growth, "figure", statistic, value, lower, upper, n, **more)

    first, target = overload_days(outcome, model)
    date = overload.quantiles(first)
    reason = None if date.middle is not None else "beyond_horizon"
    yield row("days_until", date.middle, date.lower, date.upper, reason=reason, detail=target)
    yield row("overload_share", date.share, n=model.paths, detail=target)
    needed, least, most = people_needed(inputs, quarterly, (overload.HOLDS, 0.5, 0.9))
    yield row("people_needed", needed, least, most, reason="not_by_people" if needed is None else None)
    for statistic, values in _month_late(inputs, outcome, first).items():
        if date.middle is None:
            yield row(statistic, None, reason="beyond_horizon")
        elif values is None:
            yield row(statistic, None, reason="no_rate")
        else:
            # Of the paths on which it breaks: what a month costs once it has.
            low, middle, high = np.quantile(values[np.isfinite(first)], [overload.LOW, 0.5, overload.HIGH])
            yield row(statistic, float(middle), float(low), float(high))
    for one in model.drawn:
        kind = "live" if one.queue.is_live else "carried"
        yield row("handle_seconds", one.queue.handle_seconds, detail=kind)
        yield row("handle_scale", one.queue.scale, detail=kind)
        for goal in one.queue.targets:
            if goal.target_id in outcome.kept:
                yield from _kept(row, goal, outcome)


def _month_late(inputs: Inputs, outcome: Outcome, first: Numbers) -> dict[str, Numbers | None]:
    """What a month after the overload leaves behind on each path: contacts late, hours to catch up, what they cost."""
    breaks = np.isfinite(first)
    begin = np.where(breaks, first, 0).astype(np.int64)
    end = np.minimum(begin + MONTH, outcome.left.shape[1] - 1)
    paths = np.arange(len(first))
    behind = np.maximum(outcome.left[paths, end] - outcome.left[paths, begin], 0.0) * breaks
    return {
        "late_contacts": overload.within_month(outcome.late, first, MONTH),
        "catch_up_hours": behind,
        "catch_up_cost": None if inputs.euro_per_hour is None else behind * inputs.euro_per_hour,
    }


def _kept(row: Callable[..., Row], goal: Target, outcome: Outcome) -> Iterator[Row]:
    """The share that people allow in the next weeks, and the one that was kept in the last."""
    shares = outcome.share_kept(goal.target_id, _HOUR_DAYS)
    low, middle, high = (float(bound) for bound in np.quantile(shares, [overload.LOW, 0.5, overload.HIGH]))
    yield row("kept_model", middle, low, high, detail=goal.target_id)
    seen = wilson(round((goal.seen or 0) * goal.seen_count), goal.seen_count) or (None, None)
    yield row("kept_seen", goal.seen, *seen, n=goal.seen_count, detail=goal.target_id)


def _growth(inputs: Inputs, growth: str, model: Model) -> Iterator[Row]:
    """Growth of the larger queue a quarter, and how many contacts wait already."""
    name = inputs.department.department_id
    fit = max((one for one in model.fits if one), key=lambda one: one.contacts)
    value, low, high = forecast.growth(fit) if growth == "observed" else (inputs.planned_growth, None, None)
    yield Row(name, growth, "figure", "growth", value, low, high, fit.contacts)
    waiting = sum(drawn.queue.waiting for drawn in model.drawn)
    yield Row(name, growth, "figure", "waiting", waiting)


def _weeks(inputs: Inputs, growth: str, model: Model, outcome: Outcome) -> Iterator[Row]:
    """Load against capacity by calendar week: what was, what is (so far and to come), what comes."""
    name = inputs.department.department_id
    monday = inputs.today - timedelta(days=inputs.today.weekday())
    handled = np.zeros(len(inputs.people_seen))
    came = np.zeros(len(inputs.people_seen))
    for drawn in model.drawn:
        own = drawn.queue.hours.sum(axis=1)
        came += own
        handled += own * drawn.queue.handle_seconds / 3600
    first_monday = inputs.first + timedelta(days=-inputs.first.weekday() % 7)
    availability = inputs.department.availability
    start = max(first_monday, monday - timedelta(weeks=_HISTORY_WEEKS))
    while start < monday:
        place = (start - inputs.first).days
        span = slice(place, place + 7)
        yield Row(
            name,
            growth,
            "week",
            "load",
            float(handled[span].sum()),
            day=start,
            sample_size=int(came[span].sum()),
        )
        yield Row(
            name, growth, "week", "capacity", float(inputs.people_seen[span].sum() * availability), day=start
        )
        start += timedelta(weeks=1)
    so_far = inputs.today.weekday()
    known = slice(len(handled) - so_far, len(handled)) if so_far else slice(0, 0)
    loads = np.concatenate([np.full((model.paths, so_far), handled[known]), outcome.load], axis=1)
    contacts = np.concatenate([np.full((model.paths, so_far), came[known]), outcome.contacts], axis=1)
    people = np.concatenate([inputs.people_seen[known] * availability, outcome.capacity])
    loads, contacts, people = capacity.by_week(loads), capacity.by_week(contacts), capacity.by_week(people)
    for week in range(loads.shape[1]):
        day = monday + timedelta(weeks=week)
        n = round(float(contacts[:, week].mean()))
        for band, share in BANDS.items():
            yield Row(
                name, growth, "week", band, float(np.quantile(loads[:, week], share)), day=day, sample_size=n
            )
        yield Row(name, growth, "week", "capacity", float(people[week]), day=day)


def _hours(inputs: Inputs, growth: str, model: Model) -> Iterator[Row]:
    """By hour of the week, over the next four: contacts, people planned, people needed."""
    name = inputs.department.department_id
    coming = capacity.cut(model.coming, _HOUR_DAYS)
    size = len(coming.hour)
    places = inputs.hours_of_week[:size]
    people = np.bincount(places, coming.people, minlength=168) * 7 / _HOUR_DAYS
    open_ = people > 0
    if coming.open_seconds is not None:
        open_ |= np.bincount(places, coming.open_seconds, minlength=168) > 0
    needed = np.zeros(168)
    contacts = np.zeros(168)
    spread = 0.0
    for drawn in model.drawn:
        own = np.bincount(places, drawn.expected[:, :size].mean(axis=0), minlength=168) * 7 / _HOUR_DAYS
        contacts += own
        if drawn.queue.is_live:
            needed += _live_needed(_when_open(own, open_), drawn)
        else:
            spread += float(own.sum()) * drawn.queue.handle_seconds / 3600
    # What may wait is spread evenly over the hours in which anybody works.
    staffed = people > 0 if (people > 0).any() else open_
    needed = (
        needed + np.where(staffed, spread / max(staffed.sum(), 1), 0.0)
    ) / inputs.department.availability
    for hour in range(168):
        if not (open_[hour] or contacts[hour] > 0.005):
            continue
        for statistic, values in (("contacts", contacts), ("people", people), ("needed", needed * open_)):
            yield Row(name, growth, "hour", statistic, float(values[hour]), hour_of_week=hour)


def _when_open(contacts: Numbers, is_open: NDArray[np.bool_]) -> Numbers:
    """Contacts of a week by the hour in which somebody can see to them: those of the night at the next opening."""
    if not is_open.any():
        return contacts
    found = np.zeros(len(contacts))
    hours = np.flatnonzero(is_open)
    following = hours[np.searchsorted(hours, np.arange(len(contacts))) % len(hours)]
    np.add.at(found, following, contacts)
    return found


def _live_needed(contacts: Numbers, drawn: capacity.Drawn) -> Numbers:
    queue = drawn.queue
    goals = [(target.seconds, target.goal) for target in queue.targets if target.seconds is not None]
    return np.array(
        [
            max(
                (
                    erlang.agents_needed(load, queue.handle_seconds, seconds, goal, queue.patience_seconds)
                    for seconds, goal in goals
                ),
                default=load,
            )
            for load in contacts * queue.handle_seconds / 3600
        ]
    )


def _backtest(inputs: Inputs) -> Iterator[Row]:
    """How forecasts of the department's days would have done, made 4, 8 and 12 weeks ago."""
    department = inputs.department
    counts = np.sum([queue.hours.sum(axis=1) for queue in department.queues], axis=0)
    days = len(counts)

    def forecast_from(origin: int) -> Numbers | None:
        total = None
        for number, queue in enumerate(department.queues):
            fit = forecast.fit(queue.hours[:origin], department.kinds[:origin], department.campaigns[:origin])
            if fit is None:
                continue
            ahead = slice(origin, origin + 28)
            seed = (department.seed, number, origin)
            drawn = forecast.rates(fit, department.kinds[ahead], 200, seed, department.campaigns[ahead])
            drawn = forecast.draw(drawn, seed)
            total = drawn if total is None else total + drawn
        return total

    origins = sorted(days - back for back in _ORIGINS if days - back >= forecast.FEWEST_WEEKS * 7)
    found = overload.backtest(counts.astype(np.float64), forecast_from, origins) if origins else None
    for growth in GROWTHS:
        for statistic in ("mase", "naive_mase", "covered"):
            if found is None:
                yield Row(department.department_id, growth, "figure", statistic, None, reason="short_history")
                continue
            value = getattr(found, statistic)
            bounds: tuple[float | None, float | None] = (None, None)
            if statistic == "covered":
                bounds = wilson(round(value * found.days), found.days) or bounds
            yield Row(
                department.department_id, growth, "figure", statistic, value, *bounds, sample_size=found.days
            )
