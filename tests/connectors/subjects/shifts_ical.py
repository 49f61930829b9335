"""A calendar with two shifts a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from tests.connectors.conformance import Subject
from tests.connectors.test_ical import calendar


@contextmanager
def rosters(folder: Path) -> Iterator[Subject]:
    for name, hour in (("early", "07"), ("late", "14")):
        entry = [
            f"UID:{name}",
            f"DTSTART:20261101T{hour}0000Z",
            "DURATION:PT8H",
            "CATEGORIES:service",
            "RRULE:FREQ=DAILY",
        ]
        (folder / f"{name}.ics").write_bytes(calendar(entry))
    yield Subject(
        settings={"files": "*.ics", "start": date(2026, 11, 1)},
        until=datetime(2026, 11, 20, 12, tzinfo=UTC),
        created={"events": None},
        base=folder,
        nowhere={"files": "missing.ics"},
    )


SUBJECTS = {"shifts_ical": rosters}
