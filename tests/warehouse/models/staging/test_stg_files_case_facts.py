"""From a ticket log's columns to what a case store says of a case beside its state."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.models.staged_files import stage_log

SETTINGS = """
[company]
id = "t"
zone = "UTC"
[[departments]]
id = "service"
name = "Service"
[sources.s]
type = "files"
path = "log.csv"
shape = "case_events"
zone = "Europe/Berlin"
date_format = "%d.%m.%Y %H:%M"
unknown = ["?"]
states = { open = "open", done = "resolved" }
[sources.s.columns]
case_id = "id"
event_at = "at"
state = "state"
agent = "who"
approval = "ok"
promise_due = "due"
topic = "about"
handle_seconds = "took"
"""
HEADER = "id,at,state,who,ok,due,about,took\n"
Stage = Callable[..., Any]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Facts of a log, in order, and the reasons why others are none."""
    return lambda *lines: stage_log(tmp_path, SETTINGS, HEADER + "".join(lines), "stg_files_case_facts")


def test_a_fact_stands_once_for_each_change_of_its_column(stage: Stage) -> None:
    rows, rejected = stage(
        "1,01.07.2025 09:00,open,7,?,,billing,\n",
        "1,01.07.2025 10:00,open,7,Requested,03.07.2025 12:00,billing,\n",
        "1,01.07.2025 11:00,open,8,requested,03.07.2025 12:00,?,90\n",
        "1,01.07.2025 12:00,done,8,approved,,billing,90\n",
    )

    assert rejected == []
    assert [(f"{row['event_at']:%H}", row["fact"], row["value"]) for row in rows] == [
        ("07", "topic", "billing"),
        ("08", "approval", "requested"),
        ("08", "promise_due", "2025-07-03T10:00:00Z"),
        ("09", "handle_seconds", "90"),
        ("10", "approval", "approved"),
    ]
    assert rows[0]["event_at"] == datetime(2025, 7, 1, 7, tzinfo=UTC)
    assert {row["case_id"] for row in rows} == {"s:1"}


def test_a_value_that_means_nothing_is_rejected_with_the_facts_name(stage: Stage) -> None:
    rows, rejected = stage("1,01.07.2025 09:00,open,7,perhaps,soon,,-5\n")

    assert rows == []
    assert sorted(rejected) == [
        "approval: 'perhaps' is none of requested, approved, rejected",
        "handle_seconds: '-5' is no span of time in seconds",
        "promise_due: 'soon' is no date of our time",
    ]
