"""What has to hold between the fields of one section, and between sections.

These read the tables as TOML gives them, so that they speak up even where single fields are wrong. Each
yields (field, problem) with an empty field where the section as a whole is meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from warehouse.configuration.opening_hours import DAY, WEEKDAYS, Interval, parse_intervals
from warehouse.configuration.problems import unknown

Table = Mapping[str, Any]
Found = Iterator[tuple[str, str]]


def calendar_problems(table: Table) -> Found:
    """A week that never opens, or whose night shift runs into the next morning."""
    written = [day for day in WEEKDAYS if table.get(day)]
    if table.get("always") is True:
        if written:
            yield "always", f"means round the clock; remove it, or the hours of {', '.join(written)}"
        return
    if not written:
        yield "", 'never opens; add hours like monday = ["09:00-17:00"], or always = true for round the clock'
    week = [_readable(table.get(day, ())) for day in WEEKDAYS]
    for number, today in enumerate(week):
        following = (number + 1) % 7
        tomorrow = week[following]
        if today and tomorrow and today[-1].closes - DAY > tomorrow[0].opens:
            yield (
                WEEKDAYS[number],
                f'"{today[-1]}" runs past midnight and overlaps {WEEKDAYS[following]} "{tomorrow[0]}"; '
                "move one",
            )


def closure_problems(closure: Table) -> Found:
    """Neither or both ways to name the days, or a range that runs backwards."""
    first, last = closure.get("from"), closure.get("to")
    if "day" in closure:
        if first is not None or last is not None:
            yield "day", "stands beside from/to; keep one way to name the days"
    elif first is None and last is None:
        yield "day", "is missing; add day = 2026-12-24, or from = … and to = …"
    elif first is None or last is None:
        yield ("from" if first is None else "to"), "is missing; from and to belong together"
    elif type(first) is type(last) is date and first > last:
        yield "from", f"{first} lies after to = {last}; swap them"


def closure_overlaps(closures: Sequence[Table]) -> Found:
    """A day that two closures hold for."""
    spans = []
    for closure in closures:
        first, last = closure.get("day", closure.get("from")), closure.get("day", closure.get("to"))
        if type(first) is type(last) is date and first <= last:
            spans.append((first, last, closure.get("name") or "without a name"))
    spans.sort(key=lambda span: span[:2])
    for earlier, later in pairwise(spans):
        if later[0] <= earlier[1]:
            mend = (
                f"let one begin on {earlier[1] + timedelta(days=1)}"
                if later[1] > earlier[1]
                else "shorten the longer one, or write it as two"
            )
            yield "closures", f'"{earlier[2]}" and "{later[2]}" both hold for {later[0]}; {mend}'


def target_problems(target: Table) -> Found:
    """Neither or both of `within` and `due`, or a day target around the clock."""
    if "within" in target and "due" in target:
        yield "due", "stands beside within; a target has one of them, remove the other"
    if "within" not in target and "due" not in target:
        yield "within", 'is missing; add within = "15 min", or due = "end_of_next_business_day"'
    if "due" in target and target.get("clock") == "calendar":
        yield "clock", 'a target by business day needs clock = "business"; remove clock'
    if "due" in target and target.get("pause"):
        yield "pause", "a target by business day has no clock that could stand; remove pause"


def assign_problems(rule: Table) -> Found:
    """Neither or both of `department` and `by`."""
    if "department" in rule and "by" in rule:
        yield "by", "stands beside department; a rule has one of them, remove the other"
    if "department" not in rule and "by" not in rule:
        yield "department", 'is missing; add department = "…", or by = "group"'


def duplicate_ids(tables: Sequence[Table]) -> Iterator[tuple[int, str]]:
    """Yield (position, id) of each table whose id was used before."""
    seen = set()
    for position, table in enumerate(tables):
        name = table.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            yield position, name
        seen.add(name)


def unknown_names(table: Table, field: str, what: str, known: Sequence[str]) -> Found:
    """Names in `field` (one text or a list) that refer to nothing."""
    value = table.get(field, ())
    for name in [value] if isinstance(value, str) else value if isinstance(value, list) else ():
        if isinstance(name, str) and name not in known:
            yield field, unknown(what, name, known)


def _readable(value: object) -> tuple[Interval, ...]:
    try:
        return parse_intervals(value)
    except ValueError:
        return ()  # said already by the field itself
