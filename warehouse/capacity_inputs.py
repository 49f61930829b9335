"""From the marts to what capacity.py reckons with: each department's contacts, handle times, targets and people."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse import capacity, forecast
from warehouse.capacity import Coming, Department, Queue, Target
from warehouse.fitted_handles import scaled

# The marts by name. Hours that come are cut at half a year; what lies before is all that was ever seen.
QUERIES = {
    "demand": """
        select department_id, target_id, is_live, date_day, hour_of_day,
            sum(arrival_count)::bigint as arrivals, sum(met_count)::bigint as met, sum(due_count)::bigint as due,
            sum(withdrawn_count)::bigint as withdrawn, sum(open_count)::bigint as waiting,
            sum(waited_us)::bigint as waited_us, sum(work_us)::bigint as work_us
        from marts.fct_demand_hours
        where department_id is not null
        group by all
        order by all
    """,
    "hours": """
        select department_id, hour_at, date_day, hour_of_day, hour_of_week, is_coming, open_us, staffed_us, is_planned
        from marts.fct_capacity_hours
        order by department_id, hour_at
    """,
    "targets": """
        select target_id, seconds, end_of_next_business_day, clock, goal from marts.dim_target
        where metric = 'first_response'
        order by rank
    """,
    "campaigns": """
        select timezone(zone, starts_at)::date as first_day,
            timezone(zone, coalesce(ends_at, starts_at + interval 13 day))::date as last_day
        from marts.dim_campaign cross join (select zone from marts.dim_snapshot)
        where starts_at is not null
        order by all
    """,
    "rates": """
        select department_id, euro_per_hour, coalesce(tool_euro_per_contact, 0) as tool_euro_per_contact
        from marts.dim_cost_rate cross join (select data_to from marts.dim_snapshot)
        where (from_day is null or from_day <= data_to) and (until_day is null or until_day > data_to)
        order by all
    """,
    "settings": "select * from marts.dim_capacity_settings",
}

HANDLE_WEEKS = 13
HORIZON = 182
SEEN_DAYS = 56
FEWEST_OF_TARGET = 20
_HOUR_US = 3_600_000_000
_GAP_DAYS = 10
_GAP_CONTACTS = 30  # that would usually have come in such a silence


@dataclass(frozen=True)
class Inputs:
    """One department, and days that belong to its arrays: `first` is the first day seen, `today` the first that comes.

    `reason` says why nothing can be said (no_staffing, short_history, data_gap, no_calendar, no_target), else None.
    `person_share` is how much more time on shift one more person brings, `planned_until` the day from which nobody has
    planned yet: the last weeks are repeated there.
    """

    department: Department
    first: date
    today: date
    people_seen: NDArray[np.float64]  # hours of people a day, over the days seen
    hours_of_week: NDArray[np.int64]  # of the hours that come
    person_share: float
    planned_until: date | None
    planned_growth: float
    euro_per_hour: float | None = None
    tool_euro_per_contact: float = 0.0
    reason: str | None = None


def read(frames: Mapping[str, pl.DataFrame]) -> Iterator[Inputs]:
    """Yield every department that has hours in `frames` (by the names of QUERIES), in order of its id."""
    settings = frames["settings"].row(0, named=True)
    targets = {row["target_id"]: row for row in frames["targets"].to_dicts()}
    demand = frames["demand"].partition_by("department_id", as_dict=True)
    rates = {row["department_id"]: row for row in frames["rates"].to_dicts()}
    campaigns = list(frames["campaigns"].iter_rows())
    for (department,), hours in sorted(
        frames["hours"].partition_by("department_id", as_dict=True).items(), key=str
    ):
        own = demand.get((department,), frames["demand"].clear())
        found = _department(str(department), own, hours, targets, settings, campaigns)
        rate = rates.get(department, {})
        yield replace(
            found,
            euro_per_hour=rate.get("euro_per_hour"),
            tool_euro_per_contact=rate.get("tool_euro_per_contact", 0.0),
        )


def _department(
    name: str,
    demand: pl.DataFrame,
    hours: pl.DataFrame,
    targets: Mapping[str, Any],
    settings: Mapping[str, Any],
    campaigns: Sequence[tuple[date, date]],
) -> Inputs:
    seen, coming = hours.filter(~pl.col("is_coming")), hours.filter(pl.col("is_coming"))
    today = coming["date_day"][0]
    coming = coming.filter(pl.col("date_day") < today + timedelta(days=HORIZON))
    # Today isn't over; the day on which the department's first contact came may have begun before.
    begun = [day for day in (seen["date_day"].min(), demand["date_day"].min()) if isinstance(day, date)]
    first = max(begun, default=today) + timedelta(days=1)
    after = _after_gap(demand, first, today)
    has_gap, first = after > first, after
    days = max((today - first).days, 0)
    by_day = hours.filter(pl.col("date_day") >= first).group_by("date_day").agg(
        open_us=pl.col("open_us").sum(), staffed_us=pl.col("staffed_us").sum(), known=pl.col("open_us").count()
    ).sort("date_day")  # fmt: skip
    by_day = by_day.filter(pl.col("date_day") < today + timedelta(days=HORIZON))
    has_calendar = bool(by_day["known"].sum())
    weekdays = by_day["date_day"].dt.weekday().to_numpy().astype(np.int64) - 1
    closed = (by_day["open_us"].to_numpy() == 0) if has_calendar else np.zeros(len(weekdays), dtype=bool)
    kinds = forecast.kinds_of(weekdays, closed)
    running = np.zeros(len(kinds))
    for begin, end in campaigns:
        running += ((by_day["date_day"] >= begin) & (by_day["date_day"] <= end)).to_numpy()
    people, planned_until = _people(hours, coming, today)
    queues = tuple(_queues(demand, first, days, targets))
    coming_days = _places(coming["date_day"], today)
    plan = Coming(
        day=coming_days,
        hour=coming["hour_of_day"].to_numpy().astype(np.int64),
        people=people,
        open_seconds=coming["open_us"].to_numpy().astype(np.float64) / 1e6 if has_calendar else None,
        kinds=kinds[days:],
        campaigns=running[days:],
    )
    weekly = float(people.sum()) / max(len(plan.kinds) / 7, 1)
    department = scaled(
        Department(
            name,
            queues,
            kinds[:days],
            running[:days],
            plan,
            settings["availability"],
            zlib.crc32(name.encode()),
            _recent(seen, kinds[:days], today, has_calendar),
        )
    )
    return Inputs(
        department=department,
        first=first,
        today=today,
        people_seen=by_day["staffed_us"].to_numpy()[:days] / _HOUR_US,
        hours_of_week=coming["hour_of_week"].to_numpy().astype(np.int64),
        person_share=settings["hours_per_person"] / weekly if weekly else 0.0,
        planned_until=planned_until,
        planned_growth=settings["planned_growth"],
        reason="data_gap" if has_gap and days < forecast.FEWEST_WEEKS * 7 else _reason(department),
    )


def _after_gap(demand: pl.DataFrame, first: date, today: date) -> date:
    """The first day after the last long silence: where nobody writes while dozens usually do, data is missing."""
    days = max((today - first).days, 0)
    seen = demand.filter((pl.col("date_day") >= first) & (pl.col("date_day") < today))
    counts = np.bincount(_places(seen["date_day"], first), seen["arrivals"].to_numpy(), minlength=days)
    usual = float(counts[counts > 0].mean()) if (counts > 0).any() else 0.0
    begin = kept = 0
    for end in np.flatnonzero(np.append(counts, 1.0) > 0):
        if end - begin >= _GAP_DAYS and (end - begin) * usual >= _GAP_CONTACTS:
            kept = int(end)
        begin = int(end) + 1
    return first + timedelta(days=kept)


def _recent(seen: pl.DataFrame, kinds: NDArray[np.int64], today: date, has_calendar: bool) -> Coming | None:
    """The last days that were seen, in the shape of those that come."""
    if len(kinds) < SEEN_DAYS:
        return None
    first = today - timedelta(days=SEEN_DAYS)
    hours = seen.filter(pl.col("date_day") >= first)
    return Coming(
        day=_places(hours["date_day"], first),
        hour=hours["hour_of_day"].to_numpy().astype(np.int64),
        people=hours["staffed_us"].to_numpy() / _HOUR_US,
        open_seconds=hours["open_us"].to_numpy().astype(np.float64) / 1e6 if has_calendar else None,
        kinds=kinds[-SEEN_DAYS:],
        campaigns=np.zeros(SEEN_DAYS),
    )


def _reason(department: Department) -> str | None:
    """Why no date of overload can be told."""
    if not department.coming.people.any():
        return "no_staffing"
    fits = capacity.Model(department).fits
    if not any(fits):
        return "short_history"
    known = [
        target
        for queue, fit in zip(department.queues, fits, strict=True)
        for target in queue.targets
        if fit is not None and capacity.due_places(target, department.coming, 1) is not None
    ]
    if known:
        return None
    return "no_calendar" if any(queue.targets for queue in department.queues) else "no_target"


def _people(
    hours: pl.DataFrame, coming: pl.DataFrame, today: date
) -> tuple[NDArray[np.float64], date | None]:
    """People in each coming hour; past the last planned week the four before it are repeated where anything opens."""
    people = coming["staffed_us"].to_numpy() / _HOUR_US
    planned = coming["is_planned"].to_numpy()
    if planned.all() or not (hours["staffed_us"] > 0).any():
        return people, None
    last = hours.filter(pl.col("is_planned"))["date_day"].max()
    assert isinstance(last, date)
    usual = (
        hours.filter(pl.col("is_planned") & (pl.col("date_day") > last - timedelta(days=28)))
        .group_by("hour_of_week")
        .agg(pl.col("staffed_us").mean() / _HOUR_US)
    )
    level = np.zeros(168)
    level[usual["hour_of_week"].to_numpy()] = usual["staffed_us"].to_numpy()
    is_open = (coming["open_us"].fill_null(1) > 0).to_numpy()
    repeated = np.where(is_open, level[coming["hour_of_week"].to_numpy()], 0.0)
    return np.where(planned, people, repeated), last + timedelta(days=1)


def _queues(demand: pl.DataFrame, first: date, days: int, targets: Mapping[str, Any]) -> Iterator[Queue]:
    """The live queue and the one that may wait; a live one too small to be forecast is counted with the other."""
    seen = demand.filter((pl.col("date_day") >= first) & (pl.col("date_day") < first + timedelta(days=days)))
    live = int(seen.filter("is_live")["arrivals"].sum())
    is_apart = live >= forecast.FEWEST_CONTACTS
    for is_live in (True, False) if is_apart else (False,):
        own = seen.filter(pl.col("is_live") == is_live) if is_apart else seen
        waiting = demand.filter(pl.col("is_live") == is_live) if is_apart else demand
        grid = np.zeros((days, 24), dtype=np.int64)
        np.add.at(
            grid, (_places(own["date_day"], first), own["hour_of_day"].to_numpy()), own["arrivals"].to_numpy()
        )
        handle, error = _handle_time(own, first, days)
        if not grid.any() or handle == 0:
            continue
        withdrawn = int(own["withdrawn"].sum())
        yield Queue(
            hours=grid,
            handle_seconds=handle,
            handle_error=error,
            targets=tuple(_targets(own, first + timedelta(days=days), targets)),
            is_live=is_live,
            # Waiting time over people who gave up, the others being censored (exponential: Epstein and Sobel, 1953).
            patience_seconds=float(own["waited_us"].sum()) / 1e6 / withdrawn
            if is_live and withdrawn >= 5
            else None,
            waiting=float(waiting["waiting"].sum()),
        )


def _handle_time(own: pl.DataFrame, first: date, days: int) -> tuple[float, float]:
    """Work for each contact that comes, and its standard error: a ratio over the last weeks (Cochran, 1977, 2.11)."""
    weeks = min(HANDLE_WEEKS, days // 7)
    since = first + timedelta(days=days - weeks * 7)
    recent = own.filter(pl.col("date_day") >= since)
    place = _places(recent["date_day"], since) // 7
    work = np.bincount(place, recent["work_us"].to_numpy(), minlength=max(weeks, 1)) / 1e6
    came = np.bincount(place, recent["arrivals"].to_numpy(), minlength=max(weeks, 1))
    if came.sum() == 0 or weeks < 2:
        return 0.0, 0.0
    ratio = work.sum() / came.sum()
    error = np.sqrt(((work - ratio * came) ** 2).sum() * weeks / (weeks - 1)) / came.sum()
    return float(ratio), float(error)


def _targets(own: pl.DataFrame, until: date, targets: Mapping[str, Any]) -> Iterator[Target]:
    """Targets of a queue's contacts with their share, and how many were kept lately."""
    total = int(own["arrivals"].sum())
    counted = {
        row["target_id"]: row["arrivals"]
        for row in own.group_by("target_id").agg(pl.col("arrivals").sum()).to_dicts()
    }
    lately = own.filter(pl.col("date_day") >= until - timedelta(days=SEEN_DAYS))
    for name, target in targets.items():
        if counted.get(name, 0) < FEWEST_OF_TARGET:
            continue
        met, due = (
            int(lately.filter(pl.col("target_id") == name)[column].sum()) for column in ("met", "due")
        )
        yield Target(
            target_id=name,
            seconds=None if target["end_of_next_business_day"] else float(target["seconds"]),
            is_business=target["clock"] == "business",
            goal=float(target["goal"]),
            share=counted[name] / total,
            seen=met / due if due else None,
            seen_count=due,
        )


def _places(days: pl.Series, first: date) -> NDArray[np.int64]:
    return (days - first).dt.total_days().to_numpy().astype(np.int64)
