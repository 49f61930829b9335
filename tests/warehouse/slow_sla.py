"""Definition 9 once more: slow, obvious, one instance at a time. What the SQL says is held against this.

Waits, case states and approvals are rows of the marts; hours are read off the calendar day by day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from warehouse.calendars import clock_reaches
from warehouse.company import Company
from warehouse.configuration.sections import Department, Target

Row = dict[str, Any]
Run = tuple[datetime, datetime | None]
OPEN = {"new", "open", "waiting_customer", "waiting_third_party", "waiting_approval"}
ENDINGS = {
    "answered": "done",
    "withdrawn": "cancelled",
    "merged": "cancelled",
    "closed_unanswered": "unanswered",
}
FAR = timedelta(days=60)


@dataclass
class Start:
    """One thing that a target may be set on."""

    subject: str
    metric: str
    row: Row  # channel, platform, visibility, department_id as of the start
    started_at: datetime
    ended_at: datetime | None = None
    ending: str | None = None
    states: list[Row] = field(default_factory=list)


def instances(
    company: Company, waits: list[Row], states: list[Row], approvals: list[Row], now: datetime
) -> list[Row]:
    """Every instance: sla_id, state, reason, due, breach, seconds used, paused and left."""
    by_case: dict[str, list[Row]] = defaultdict(list)
    for state in sorted(states, key=lambda row: row["started_at"]):
        by_case[state["case_id"]].append(state)
    starts = [
        Start(
            wait["wait_id"], "first_response" if wait["ordinal"] == 1 else "next_response", wait, wait["opened_at"],
            wait["ended_at"], ENDINGS.get(wait["outcome"]), by_case[wait["case_id"]],
        )
        for wait in waits
    ]  # fmt: skip
    for log in by_case.values():
        starts += _resolutions(log, timedelta(days=company.reopen_days))
    starts += [
        Start(
            f"{asked['case_id']}/{asked['round']}", "approval", asked, asked["requested_at"], asked["decided_at"],
            {"open": None, "withdrawn": "cancelled"}.get(asked["outcome"], "done"), by_case[asked["case_id"]],
        )
        for asked in approvals
    ]  # fmt: skip
    rows = [
        _instance(company, start, target, now)
        for start in starts
        for target in _chosen(company, start) or [None]
    ]
    return sorted(rows, key=lambda row: row["sla_id"])


def _resolutions(log: list[Row], same_matter: timedelta) -> list[Start]:
    found: list[Start] = []
    closed_at = None
    was_open = False
    for row in log:
        is_open = row["state"] in OPEN
        if is_open and not was_open:
            if found and closed_at is not None and row["started_at"] - closed_at <= same_matter:
                found[-1].ended_at = found[-1].ending = None
            else:
                subject = f"{row['case_id']}/{len(found) + 1}"
                found.append(Start(subject, "resolution", row, row["started_at"], states=log))
        if was_open and not is_open:
            found[-1].ended_at = row["started_at"]
            found[-1].ending = "cancelled" if row["state"] in ("merged", "deleted") else "done"
        if not is_open and (was_open or closed_at is None):
            closed_at = row["started_at"]
        if is_open:
            closed_at = None
        was_open = is_open
    return found


def _chosen(company: Company, start: Start) -> list[Target]:
    def fitting(metric: str) -> list[Target]:
        day = start.started_at.astimezone(ZoneInfo(company.zone)).date()
        return [
            target
            for target in company.targets
            if target.metric == metric
            and (target.first or date.min) <= day < (target.until or date.max)
            and (not target.platform or start.row["platform"] in target.platform)
            and (not target.channel or start.row["channel"] in target.channel)
            and (not target.visibility or start.row["visibility"] in target.visibility)
            and (not target.department or start.row["department_id"] in target.department)
        ]

    own = fitting(start.metric)
    others = fitting("first_response") if start.metric == "next_response" else []
    counting = [target for target in own + others if not target.also][:1]
    return counting + [target for target in (own or others) if target.also]


def _instance(company: Company, start: Start, target: Target | None, now: datetime) -> Row:
    row: Row = {
        "sla_id": f"{start.subject}/{start.metric}/{target.id if target else 'none'}",
        "started_at": start.started_at, "state": "none", "state_reason": "no_target", "due_at": None,
        "calendar_state": "none", "paused_seconds": None, "consumed_seconds": None, "is_paused": False,
        "is_at_risk": False,
    }  # fmt: skip
    if target is None:
        return row
    department = next((one for one in company.departments if one.id == start.row["department_id"]), None)
    runs, paused = _runs(start, target)
    observed = start.ended_at or now
    row["paused_seconds"] = sum(((end or now) - begin).total_seconds() for begin, end in paused)
    by_day, around = target.due is not None, target.clock == "calendar"
    has_hours = bool(department and department.history)
    if by_day:
        due = calendar_due = _day_due(company, department, runs) if has_hours else None
    else:
        assert target.seconds is not None
        calendar_due = _due([(begin, end or begin + FAR) for begin, end in runs], target.seconds)
        open_runs = _open_runs(company, department, runs)
        due = calendar_due if around else _due(open_runs, target.seconds)
    if has_hours or (around and not by_day):
        cut = [(begin, min(end or observed, observed)) for begin, end in runs]
        counted = cut if around and not by_day else _open_runs(company, department, cut)
        row["consumed_seconds"] = _length(counted)
        row["due_at"] = due
        row["state"] = _state(start, due, now)
        row["state_reason"] = "paused" if row["state"] == "running" and due is None else None
        row["is_paused"] = row["state"] == "running" and bool(paused) and paused[-1][1] is None
        if row["state"] == "running" and (due is not None or not by_day):
            left = (target.seconds or 0) - row["consumed_seconds"]
            if by_day:
                left = _length(_open_runs(company, department, [(now, due)]))
            row["is_at_risk"] = left < 0.2 * (row["consumed_seconds"] + left)
    else:
        row["state_reason"] = "no_calendar" if department else "no_owner"
    if has_hours or not by_day:
        row["calendar_state"] = _state(start, calendar_due, now)
    return row


def _state(start: Start, due: datetime | None, now: datetime) -> str:
    if start.ending in ("done", "cancelled"):
        assert start.ended_at is not None
        in_time = due is None or start.ended_at <= due
        return ("met" if start.ending == "done" else "cancelled") if in_time else "breached"
    return "breached" if due is not None and now > due else "running"


def _runs(start: Start, target: Target) -> tuple[list[Run], list[Run]]:
    """When its clock runs, and when it stands: half-open, in order, touching ones joined."""
    runs: list[Run] = []
    paused: list[Run] = []
    reached = start.started_at
    for state in start.states:
        is_break = start.metric == "resolution" and state["state"] not in OPEN
        if state["state"] not in target.pause and not is_break:
            continue
        begin = max(state["started_at"], start.started_at)
        ends = [end for end in (state["ended_at"], start.ended_at) if end is not None]
        end = min(ends) if ends else None
        if end is not None and end <= begin:
            continue
        if start.ended_at is not None and begin >= start.ended_at:
            continue
        if paused and paused[-1][1] == begin:
            paused[-1] = (paused[-1][0], end)
        else:
            paused.append((begin, end))
    for begin, end in paused:
        runs.append((reached, begin))
        if end is None:
            return runs, paused
        reached = end
    stood_at_end = bool(paused) and paused[-1][1] == start.ended_at and start.ending != "unanswered"
    if not stood_at_end:
        runs.append((reached, None))
    return runs, paused


def _open_runs(
    company: Company, department: Department | None, runs: list[Run]
) -> list[tuple[datetime, datetime]]:
    """The parts of some intervals in which a department is open."""
    if department is None or not department.history:
        return []
    found = []
    for begin, end in runs:
        for opened, closed in _hours(company, department, begin, end or begin + FAR):
            if max(begin, opened) < min(closed, end or closed):
                found.append((max(begin, opened), min(closed, end or closed)))
    return found


def _hours(
    company: Company, department: Department, begin: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    day = begin.date() - timedelta(days=2)
    while day <= end.date() + timedelta(days=2):
        name = next(part.name for part in department.history if part.until is None or day < part.until)
        calendar = company.calendars[name]
        for opens, closes in calendar.hours_on(day):
            yield clock_reaches(calendar.tz, day, opens), clock_reaches(calendar.tz, day, closes)
        day += timedelta(days=1)


def _due(parts: list[tuple[datetime, datetime]], seconds: int) -> datetime | None:
    left = timedelta(seconds=seconds)
    for begin, end in parts:
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None


def _day_due(company: Company, department: Department | None, runs: list[Run]) -> datetime | None:
    assert department is not None
    zone = company.calendars[department.history[0].name].tz
    for begin, end in runs:
        written = begin.astimezone(zone).date()
        later = [
            (opened.astimezone(zone).date(), closed)
            for opened, closed in _hours(company, department, begin, begin + FAR)
            if opened.astimezone(zone).date() > written
        ]
        first = min(day for day, _ in later)
        due = max(closed for day, closed in later if day == first)
        if end is None or due <= end:
            return due
    return None


def _length(parts: list[tuple[datetime, datetime]]) -> float:
    return sum(((end - begin) for begin, end in parts), timedelta()).total_seconds()
