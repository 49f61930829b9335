"""Staffed hours from a CSV file: who planned how many people for when.

A row is department;start;end;headcount, separated by ; or , or tab. Dates are German (24.12.2026 08:00) or ISO, by
the clock of the department's calendar unless they carry an offset; headcount may have a decimal comma. What can't be
read is a problem that names file, row and column: hours that are half there would look like a lack of people.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from warehouse.calendars import clock_reaches
from warehouse.configuration.problems import Problems, unknown

NAMES = {
    "department": ("department", "department_id", "abteilung"),
    "start": ("start", "started_at", "from", "beginn", "von"),
    "end": ("end", "ended_at", "to", "ende", "bis"),
    "headcount": ("headcount", "people", "anzahl", "personen", "besetzung"),
}
LONGEST = timedelta(hours=24)
YEARS = range(1990, 2101)
SHOWN = 20  # more bad rows than these are counted and not listed
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"\d{1,4}([.,]\d{1,2})?")


class StaffedTime(NamedTuple):
    """`headcount` people of a department over [started_at, ended_at), UTC."""

    department_id: str
    started_at: datetime
    ended_at: datetime
    headcount: Decimal


def read_staffing(
    path: Path, zones: Mapping[str, ZoneInfo], names: Mapping[str, str], problems: Problems
) -> list[StaffedTime]:
    """The rows of a file in order of time; what is wrong is added to `problems`.

    `zones` maps department ids to the zone of their clocks, `names` lower-case names to ids.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        problems.add(
            "[staffing]",
            "file",
            f"{path.name} can't be read in {path.parent} ({error.strerror}); mend the path",
        )
        return []
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter(text)))
    columns = _columns(rows[0] if rows else [], path, problems)
    if columns is None:
        return []
    found, bad = [], []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        faults = list(_faults(cells, zones, names))
        bad += [(number, column, text) for column, text in faults]
        if not faults:
            found.append(_staffed(cells, zones, names))
    for number, column, fault in bad[:SHOWN]:
        problems.add(f"row {number}", column, fault, file=path.name)
    if len(bad) > SHOWN:
        problems.add("", "", f"{len(bad) - SHOWN} more cells can't be read; mend these first", file=path.name)
    return sorted(found)


def _faults(
    cells: Mapping[str, str], zones: Mapping[str, ZoneInfo], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    owner = names.get(cells["department"].casefold())
    if owner is None:
        yield "department", unknown("department", cells["department"], zones)
    zone = zones.get(owner or "", ZoneInfo("UTC"))
    times = []
    for column in ("start", "end"):
        try:
            times.append(parse_instant(cells[column], zone))
        except ValueError as error:
            yield column, str(error)
    if len(times) == 2 and times[1] <= times[0]:
        yield (
            "end",
            f'"{cells["end"]}" doesn\'t lie after start "{cells["start"]}"; a shift past midnight ends the next day',
        )
    elif len(times) == 2 and times[1] - times[0] > LONGEST + timedelta(hours=2):
        yield "end", f'"{cells["end"]}" is more than a day after "{cells["start"]}"; split the shift'
    try:
        parse_headcount(cells["headcount"])
    except ValueError as error:
        yield "headcount", str(error)


def _staffed(
    cells: Mapping[str, str], zones: Mapping[str, ZoneInfo], names: Mapping[str, str]
) -> StaffedTime:
    owner = names[cells["department"].casefold()]
    started, ended = (parse_instant(cells[column], zones[owner]) for column in ("start", "end"))
    return StaffedTime(owner, started, ended, parse_headcount(cells["headcount"]))


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """Read "24.12.2026 08:00", "2026-12-24 08:00" or "2026-12-24T08:00:00+01:00" as UTC.

    A time that the clocks skip is the instant of the change, one that they repeat its first occurrence. "24:00" is
    midnight at the end of the day.

    Raises:
        ValueError: another shape, no such day, or a year that nobody plans shifts in.
    """
    wrong = f'"{text}" is no day and time; write it like "24.12.2026 08:00" or "2026-12-24 08:00"'
    late = re.search(r"[ T]24:00(:00)?$", text)
    plain = re.sub(r"([ T])24:00(:00)?$", r"\g<1>00:00", text) if late else text
    german = _GERMAN.fullmatch(plain)
    try:
        if german:
            day, month, year, hour, minute, second = (int(part or 0) for part in german.groups())
            wall = datetime(year, month, day, hour, minute, second)
        else:
            wall = datetime.fromisoformat(plain)
    except ValueError:
        raise ValueError(wrong) from None
    if not german and len(plain) < len("2026-12-24 08:00"):
        raise ValueError(wrong)
    if wall.year not in YEARS:
        raise ValueError(f'"{text}" lies outside of {YEARS[0]} to {YEARS[-1]}; look for a misspelling')
    wall += timedelta(days=1) if late else timedelta()
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    minutes, rest = divmod(wall.hour * 3600 + wall.minute * 60 + wall.second, 60)
    return clock_reaches(zone, wall.date(), minutes) + timedelta(seconds=rest)


def parse_headcount(text: str) -> Decimal:
    """Read "4", "3.5" or "3,5".

    Raises:
        ValueError: anything else, nobody, or digits that might mean thousands.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(f'"{text}" is no number of people; write it like 4 or 3,5')
    number = Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
    if number == 0:
        raise ValueError(f'"{text}" is nobody; leave the row out')
    return number


def decoded(data: bytes) -> str:
    """The text of a file as spreadsheets save it: UTF-8, or else Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter(text: str) -> str:
    """What separates the cells of the first row: ";", "," or tab."""
    first = text.partition("\n")[0]
    return max(";,\t", key=first.count)


def _columns(head: Sequence[str], path: Path, problems: Problems) -> dict[str, int] | None:
    cells = [cell.strip().casefold() for cell in head]
    columns = {name: at for name, words in NAMES.items() for at, cell in enumerate(cells) if cell in words}
    for name in NAMES:
        if name not in columns:
            text = "no such column; the first row names department;start;end;headcount"
            problems.add("row 1", name, text, file=path.name)
    return columns if len(columns) == len(NAMES) else None
