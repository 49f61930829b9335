"""Rosters kept as calendars: iCalendar files, as Outlook, Google, Apple and roster programs export them.

Read by connectors/ical.py; interpreted by warehouse/models/staging/stg_shifts_ical_events.sql. A record is one time of
one entry, {"file", "digest", "calendar", "uid", "start", "end", ...}, or says why an entry can't be read; the record
"files" says which digests are the present ones. Who was asked to come is counted, not kept.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, model_validator

from connectors.about import About
from connectors.errors import ConnectorError, SourceUnavailable
from connectors.files_paths import DataFile, find_files
from connectors.files_settings import Paths
from connectors.ical import Entry, entries
from connectors.page import Check, Cursor, Page, Record

STREAM = "events"
PAGE_RECORDS = 4000

ABOUT = About(
    title="Rosters as calendars (iCalendar)",
    group="people",
    reads="Who is there when, from the entries of .ics files: repeated ones, what was moved or taken out, over"
    " midnight, whole days.",
    how="A file that changed is read whole again and takes the place of what it said before, and each month all of them"
    " are, as entries that repeat without end are worked out `ahead_days` from the present day.",
    limits="Files, no address of a calendar: let a job fetch it. An entry that can't be read goes to"
    " `quality.rejected` with file and UID. People's names and addresses aren't kept, only how many come.",
    verified="Files written by hand after RFC 5545, read by the libraries icalendar and recurring-ical-events; not what"
    " every program exports.",
)


class Settings(BaseModel):
    """The section of a source with type = "shifts_ical"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: Paths = Field(description="A file, a pattern such as `rosters/*.ics`, or a list.")
    folders: Paths = Field(
        default=["."],
        description="Where to look for them: the first folder in which anything is found, from that of leitstand.toml.",
    )
    start: date = Field(description="The first day to take entries from.")
    ahead_days: int = Field(
        default=366, ge=31, le=3660, description="How far ahead entries that repeat are worked out."
    )
    department: str = Field(default="", description="Whose people all of these are, by id or name.")
    department_from: Literal["", "category", "calendar", "summary", "location"] = Field(
        default="",
        description="What of an entry names its department, in place of `department`; `category` if neither is given.",
    )
    departments: dict[str, str] = Field(
        default={}, description="What it is called there = the department's id or name here."
    )
    headcount: PositiveFloat | Literal["attendees", "summary"] = Field(
        default=1,
        description="People per entry; `attendees`: all that were asked and didn't decline; `summary`: `3 x`,"
        " `2,5 people` in its title.",
    )
    all_day_hours: str = Field(
        default="",
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$",
        description="What an entry of whole days means on each of them, such as `08:00-16:30`; else it is rejected.",
    )
    ignore: list[str] = Field(
        default=[], description="Words in title or category of entries that are no shift, such as `Urlaub`."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.department and self.department_from:
            raise ValueError("give department or department_from, not both")
        return self


def connect(name: str, settings: Settings, base: Path) -> "Calendars":
    """The calendars of the source section `name`; relative paths start at `base`."""
    return Calendars(name, settings, base)


@dataclass(frozen=True)
class Calendars:
    """One configured set of calendars."""

    name: str
    settings: Settings
    base: Path
    streams: tuple[str, ...] = (STREAM,)
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield all times of each file that changed, files by name, then the list of files.

        `until` only says how far ahead repetitions are worked out: a plan is about what is to come. Cursor: {"files":
        {label: digest}}, where a digest is also one of the days that were worked out.

        Raises:
            SourceUnavailable: a file is missing or can't be read.
        """
        if stream != STREAM:
            raise ValueError(f"shifts_ical has no stream {stream!r}")
        known = cursor.get("files", {})
        last = self._last(until)
        present: dict[str, str] = {}
        for file in self._find():
            data = _bytes(file)
            spelled = f"{self.settings.start} {last}\n".encode() + data
            digest = hashlib.blake2b(spelled, digest_size=8).hexdigest()
            present[file.label] = digest
            if known.get(file.label) == digest:
                continue
            records = list(_records(file, digest, self._entries(file, data, last)))
            for start in range(0, len(records), PAGE_RECORDS):
                yield Page(stream, records[start : start + PAGE_RECORDS], cursor)
        if present != known:
            yield Page(stream, [Record("files", {"files": present})], {"files": present})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Never asked for: no stream is daily."""
        raise NotImplementedError(f"{stream} of a calendar can't be asked for one day")

    def check(self) -> Iterator[Check]:
        """Find the files, and entries in each."""
        today = date.today()
        try:
            found = [(file, one) for file in self._find() for one in self._entries(file, _bytes(file), today)]
            files = len(self._find())
        except ConnectorError as error:
            problem, _, mend = str(error).rpartition("; ")
            yield Check("files", False, problem or mend, mend)
            return
        bad = [(file, one) for file, one in found if one.problem]
        if bad:
            file, one = bad[0]
            detail = f"{len(bad)} entries can't be read; {file.label} {one.uid}: {one.problem}"
            yield Check("files", False, detail, "mend the entry, or export the calendar again")
            return
        yield Check("files", True, f"{files} found, {len(found)} shifts until today")

    def _find(self) -> list[DataFile]:
        return find_files(self.name, self.settings.files, self.settings.folders, self.base)

    def _entries(self, file: DataFile, data: bytes, last: date) -> Iterator[Entry]:
        return entries(data, Path(file.label).stem, self.settings.start, max(last, self.settings.start))

    def _last(self, until: datetime) -> date:
        # The same for a month, so that a file that didn't change is not read again each day.
        return (until.date() + timedelta(days=self.settings.ahead_days)).replace(day=1)


def _bytes(file: DataFile) -> bytes:
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise SourceUnavailable(f"{file.path}: {error.strerror or error}; make the file readable") from error


def _records(file: DataFile, digest: str, found: Iterator[Entry]) -> Iterator[Record]:
    """A record for each time; UID and beginning are its id, numbered where an entry was moved upon another time."""
    seen: dict[str, int] = {}
    for one in found:
        name = f"{file.label}!{one.uid}@{one.start}" if one.start else f"{file.label}!{one.uid}"
        seen[name] = seen.get(name, 0) + 1
        record_id = name if seen[name] == 1 else f"{name}#{seen[name]}"
        yield Record(record_id, {"file": file.label, "digest": digest, **asdict(one)}, file=file.label)
