"""What has to hold of everything that is valid for a time: calendars, names, members, targets, shifts.

Days are local and half-open, [from, until). Like company_checks.py these read the tables as TOML gives them and yield
(field, problem), so that they speak up even where single fields are wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from warehouse.configuration.problems import unknown
from warehouse.configuration.staffing import StaffedTime

Table = Mapping[str, Any]
Found = Iterator[tuple[str, str]]


class _Membership(NamedTuple):
    position: int
    first: date
    until: date

    def meets(self, other: "_Membership") -> bool:
        return max(self.first, other.first) < min(self.until, other.until)


def validity_problems(table: Table, place: str = "") -> Found:
    """A time that ends before it begins."""
    first, until = table.get("from"), table.get("until")
    if type(first) is type(until) is date and first >= until:
        text = f"{until} doesn't lie after from = {first}; until is the first day that no longer counts"
        yield f"{place} until".strip(), text


def calendar_problems(department: Table, calendars: Mapping[str, Any]) -> Found:
    """A department's calendars: unknown ones, two ways to name them, a history out of order or in two zones."""
    single, parts = department.get("calendar"), _tables(department, "calendars")
    if isinstance(single, str) and single not in calendars:
        yield "calendar", unknown("calendar", single, calendars)
    if single is not None and "calendars" in department:
        yield "calendars", "stands beside calendar; keep one of them"
    names = [str(part.get("name", "")) for part in parts]
    for number, name in enumerate(names, start=1):
        if name and name not in calendars:
            yield f"calendars no. {number} name", unknown("calendar", name, calendars)
    yield from _order_problems(parts)
    zones = {name: calendars[name].get("zone") for name in names if isinstance(calendars.get(name), dict)}
    for earlier, later in pairwise(zones):
        if zones[earlier] != zones[later]:
            text = (
                f'"{earlier}" is in {zones[earlier]} and "{later}" in {zones[later]}; a history has one zone'
            )
            yield "calendars", text


def name_problems(department: Table) -> Found:
    """Former names: two that ended on the same day."""
    ends: dict[date, str] = {}
    for number, former in enumerate(_tables(department, "former_names"), start=1):
        until, name = former.get("until"), str(former.get("name"))
        if type(until) is date and ends.setdefault(until, name) != name:
            text = f'{until} also ended "{ends[until]}"; a department has one name at a time'
            yield f"former_names no. {number} until", text


def member_problems(department: Table) -> Found:
    """Agents and groups whose time ends before it begins."""
    for field in ("groups", "agents"):
        for number, member in enumerate(_listed(department, field), start=1):
            if isinstance(member, dict):
                yield from validity_problems(member, f"{field} no. {number}")
                if field == "groups" and "provider" in member:
                    text = "belongs to agents; whose whole department it is, [[organisation]] provider says"
                    yield f"groups no. {number} provider", text


def shared_members(departments: Sequence[Table]) -> Iterator[tuple[int, str, str]]:
    """Yield (position, field, problem) where a group, account, handle or agent stands twice for the same days."""
    for field in ("groups", "accounts", "handles", "agents"):
        known: dict[str, list[_Membership]] = {}
        for position, department in enumerate(departments):
            for member in _listed(department, field):
                table = {"id": member} if isinstance(member, str) else member
                if not isinstance(table, dict) or not isinstance(table.get("id"), str):
                    continue
                claim = _Membership(position, _day(table, "from", date.min), _day(table, "until", date.max))
                earlier = known.setdefault(table["id"], [])
                other = next((one for one in earlier if one != claim and one.meets(claim)), None)
                if other:
                    yield position, field, _shared(table["id"], departments, other, claim)
                earlier.append(claim)


def staffed_twice(shift: Table, staffed: Sequence[StaffedTime], file: str) -> Found:
    """A shift for days on which the staffing file has hours of its department as well."""
    first, until = _day(shift, "from", date.min), _day(shift, "until", date.max)
    days = [
        one.started_at.date()
        for one in staffed
        if one.department_id == shift.get("department") and first <= one.started_at.date() < until
    ]
    if days:
        yield (
            "department",
            (
                f'"{shift["department"]}" is also staffed by {file} from {min(days)} to {max(days)}; let the shift '
                f"end with until = {min(days)}, or take those rows out"
            ),
        )


def _shared(name: str, departments: Sequence[Table], other: _Membership, claim: _Membership) -> str:
    if other.position == claim.position:
        return f'"{name}" stands twice for the same days; keep it once'
    owner = departments[other.position].get("id", f"no. {other.position + 1}")
    if (other.first, other.until) == (claim.first, claim.until) == (date.min, date.max):
        return f'"{name}" also belongs to "{owner}"; keep it in one department'
    first = max(other.first, claim.first)
    return f'"{name}" also belongs to "{owner}" on {first}; let one of them end before, with until'


def _order_problems(parts: Sequence[Table]) -> Found:
    """Every calendar but the last ends, each later than the one before it."""
    for number, part in enumerate(parts, start=1):
        if number < len(parts) and "until" not in part:
            yield (
                f"calendars no. {number} until",
                "is missing; add the first day of the calendar that follows it",
            )
        if number == len(parts) and "until" in part:
            yield (
                f"calendars no. {number} until",
                "ends the last calendar; remove it, or add the one that follows",
            )
    for number, (earlier, later) in enumerate(pairwise(parts), start=2):
        before, until = earlier.get("until"), later.get("until")
        if type(before) is type(until) is date and until <= before:
            yield f"calendars no. {number} until", f"{until} doesn't lie after {before}; put the oldest first"


def _day(table: Table, key: str, otherwise: date) -> date:
    value = table.get(key)
    return value if type(value) is date else otherwise


def _listed(table: Table, key: str) -> list[Any]:
    value = table.get(key, [])
    return value if isinstance(value, list) else []


def _tables(table: Table, key: str) -> list[Table]:
    return [one for one in _listed(table, key) if isinstance(one, dict)]
