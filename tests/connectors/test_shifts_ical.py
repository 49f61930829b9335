"""Rosters kept as calendars: what a reading gives, and when a file is read again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError, SourceUnavailable
from tests.connectors.test_ical import calendar

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EARLY = ["UID:a", "DTSTART:20261118T080000", "DTEND:20261118T160000"]
MOVED = [*EARLY[:1], "RECURRENCE-ID:20261119T080000", "DTSTART:20261118T080000", "DTEND:20261118T160000"]


def roster(folder: Path, **given: Any) -> Any:
    settings = {"files": "*.ics", "start": date(2026, 11, 1), "department": "service"} | given
    return registry.connect("r", "shifts_ical", settings, base=folder)


def test_a_file_that_changed_is_read_again_and_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_bytes(calendar(EARLY))
    (tmp_path / "two.ics").write_bytes(calendar(["UID:b", *EARLY[1:]]))
    first = list(roster(tmp_path).fetch("events", {}, until=NOW))
    assert [record.record_id for page in first for record in page.records] == [
        "one.ics!a@2026-11-18T08:00:00", "two.ics!b@2026-11-18T08:00:00", "files",
    ]  # fmt: skip
    assert list(roster(tmp_path).fetch("events", first[-1].cursor, until=NOW + timedelta(days=2))) == []

    (tmp_path / "two.ics").unlink()
    gone = list(roster(tmp_path).fetch("events", first[-1].cursor, until=NOW))
    assert [list(record.payload["files"]) for page in gone for record in page.records] == [["one.ics"]]
    month = list(roster(tmp_path).fetch("events", gone[-1].cursor, until=NOW + timedelta(days=31)))
    assert len(month) == 2


def test_two_times_of_one_entry_at_once_are_two_records(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_bytes(calendar([*EARLY, "RRULE:FREQ=DAILY;COUNT=2"], MOVED))
    pages = list(roster(tmp_path).fetch("events", {}, until=NOW))

    assert [record.record_id for record in pages[0].records] == [
        "one.ics!a@2026-11-18T08:00:00",
        "one.ics!a@2026-11-18T08:00:00#2",
    ]


def test_check_names_file_and_uid_of_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_bytes(calendar(EARLY, ["UID:bad"]))
    [check] = roster(tmp_path).check()

    assert not check.ok and "one.ics bad: DTSTART: is missing" in check.detail and check.mend


def test_what_is_wrong_with_files_and_settings_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match=r"\*\.ics isn't in"):
        list(roster(tmp_path).fetch("events", {}, until=NOW))
    with pytest.raises(SettingsError, match="department or department_from"):
        roster(tmp_path, department_from="calendar")
    with pytest.raises(SettingsError, match=r"^all_day_hours"):
        roster(tmp_path, all_day_hours="8 bis 16")
