"""What test_conformance.py asks of every source type: how a type is put on trial, and how it is read there.

A module of the folder subjects/ has `SUBJECTS`: by type, a context manager that is given an empty folder and yields
a `Subject`. That is all that a new type adds.
"""

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from connectors import registry
from connectors.http import Http, Limits
from connectors.page import Connector, Cursor, Page, Record
from connectors.settings import settings_of
from simulator.faults import Faults

NAME = "subject"  # of the section
FOLDER = Path(__file__).parent / "subjects"
# A reading that goes on for longer than this has lost its way.
LONGEST = 2000  # pages
# Records that a connector makes of its own reading: the ids it saw, what was gone, how often a post was shown by then.
OF_THE_READING = ("walk:", "gone:", "reading:")


class Server(Protocol):
    """A simulator as it runs: SmallServer, or that of the whole company."""

    faults: Faults
    requests: list[str]
    platforms: Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """One source type with something to read. `until` is the instant as of which its platform shows its world.

    `created` says for each stream where in a payload the instant of creation stands ("comment.created_time"), None
    where its records have none. `looks` are streams of records that tell how things stood when they were read.
    `repeats` says why an id may come twice in one reading of a stream. `server` and `platform` are where faults are
    switched on; for what isn't read over HTTP, `nowhere` are settings by which nothing is found, or `end` does what
    makes it fail. `renew` puts everything back before each test, where reading or `end` takes something away.
    `refusable` are permissions that the platform can be told to take away, by the names that ABOUT gives them.
    `early` is how long before `until` a first reading ends; `now` is the connector's clock, else `until`.
    """

    settings: Mapping[str, Any]
    until: datetime
    created: Mapping[str, str | None]
    server: Server | None = None
    platform: str = ""
    base: Path = Path()
    nowhere: Mapping[str, Any] = field(default_factory=dict)
    end: Callable[[], None] | None = None
    renew: Callable[[], None] | None = None
    repeats: Mapping[str, str] = field(default_factory=dict)
    looks: frozenset[str] = frozenset()
    early: timedelta = timedelta(days=2)
    now: datetime | None = None
    refusable: tuple[str, ...] = ()


Opening = Callable[[Path], AbstractContextManager[Subject]]


def subjects() -> dict[str, Opening]:
    """How each type is put on trial, found by listing the folder."""
    found: dict[str, Opening] = {}
    for path in sorted(FOLDER.glob("[!_]*.py")):
        found |= importlib.import_module(f"tests.connectors.subjects.{path.stem}").SUBJECTS
    return found


class Trial:
    """A type on trial; what is read completely is read once."""

    def __init__(self, type: str, subject: Subject) -> None:
        self.type, self.subject = type, subject
        self.asked: dict[str, int] = {}  # requests of the complete reading, by stream

    def connect(self, **given: Any) -> Connector:
        """The connector, which doesn't sleep and gives up soon."""
        settings = {**self.subject.settings, **given}
        connector = registry.connect(NAME, self.type, settings, base=self.subject.base)
        for http in https_of(connector):
            own = {
                "sleep": lambda _: None,
                "limits": Limits(read=5, attempts=2, patience=5),
                "now": lambda: self.subject.now or self.subject.until,
            }
            for name, value in own.items():
                object.__setattr__(http, name, value)
        return connector

    def read(
        self, stream: str, cursor: Cursor | None = None, until: datetime | None = None, **given: Any
    ) -> list[Page]:
        """All pages of a stream from the cursor on."""
        pages = self.connect(**given).fetch(stream, cursor or {}, until=until or self.subject.until)
        found = list(islice(pages, LONGEST))
        assert len(found) < LONGEST, f"{stream} never ends"
        return found

    @cached_property
    def complete(self) -> dict[str, list[Page]]:
        """The pages of each stream, read from the very start."""
        found = {}
        for stream in self.connect().streams:
            before = self.requests
            found[stream] = self.read(stream)
            self.asked[stream] = self.requests - before
        return found

    @property
    def requests(self) -> int:
        """How many were made until now."""
        return len(self.subject.server.requests) if self.subject.server else 0

    @property
    def secrets(self) -> dict[str, str]:
        """The settings that must never be shown, with their values."""
        known = settings_of(registry.types()[self.type])
        return {
            s.name: str(self.subject.settings[s.name])
            for s in known
            if s.is_secret and s.name in self.subject.settings
        }

    def instants(self, stream: str, pages: list[Page]) -> dict[str, Any]:
        """When each record of a stream was created, as its payload has it; {} for a stream without."""
        path = self.subject.created[stream]
        found = {str(one.record_id): _at(one.payload, path) for one in records(pages)} if path else {}
        return {name: at for name, at in found.items() if at is not None}

    def lasting(self, stream: str, pages: list[Page]) -> set[str]:
        """The ids that another reading must give as well."""
        if stream in self.subject.looks:
            return set()
        return {
            str(one.record_id) for one in records(pages) if not str(one.record_id).startswith(OF_THE_READING)
        }


def records(pages: list[Page]) -> list[Record]:
    """The records of pages, in order."""
    return [record for page in pages for record in page.records]


def stored(cursor: Cursor) -> Cursor:
    """A cursor as it comes back from the disk."""
    found: Cursor = json.loads(json.dumps(cursor))
    return found


def instant(value: Any) -> datetime:
    """An instant as payloads have it: ISO with an offset, or seconds or milliseconds since 1970."""
    if isinstance(value, str) and not value.isdecimal():
        found = datetime.fromisoformat(value)
        assert found.tzinfo, f"{value!r} has no offset"
        return found
    seconds = float(value)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)


def texts(value: Any) -> Iterator[str]:
    """Every text within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def https_of(thing: Any) -> Iterator[Http]:
    """The sessions that a connector reads through, wherever it keeps them."""
    if isinstance(thing, Http):
        yield thing
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from https_of(part)
    elif type(thing).__module__.startswith("connectors."):
        for part in vars(thing).values():
            yield from https_of(part)


def _at(payload: Any, path: str) -> Any:
    for name in path.split("."):
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload
