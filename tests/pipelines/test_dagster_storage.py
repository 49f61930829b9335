"""Dagster's record of events with its files kept open."""

import logging
from pathlib import Path

import pytest
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage

from pipelines.dagster_storage import EventLog

pytestmark = pytest.mark.thorough  # making the files takes Dagster half a second


def said(run_id: str, text: str) -> EventLogEntry:
    return EventLogEntry(None, logging.INFO, text, run_id, 1_795_000_000.0)


def texts(log: SqliteEventLogStorage, run_id: str) -> list[str]:
    return [record.event_log_entry.user_message for record in log.get_records_for_run(run_id).records]


def test_what_is_written_is_there_for_others_at_once_and_one_run_is_open_at_a_time(tmp_path: Path) -> None:
    log = EventLog(str(tmp_path))
    log.store_event(said("first", "a"))
    log.store_event(said("second", "b"))
    log.store_event(said("first", "c"))
    others = SqliteEventLogStorage(str(tmp_path))

    assert texts(others, "first") == ["a", "c"]
    assert texts(others, "second") == texts(log, "second") == ["b"]
    assert {path.name for path in tmp_path.glob("*-wal")} == {"index.db-wal", "second.db-wal"}

    log.dispose()
    assert not [*tmp_path.glob("*-wal")]


def test_a_log_that_was_wiped_is_begun_anew(tmp_path: Path) -> None:
    log = EventLog(str(tmp_path))
    log.store_event(said("first", "a"))
    log.wipe()
    log.store_event(said("first", "b"))

    assert texts(log, "first") == ["b"]
    log.dispose()
