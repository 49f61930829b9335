"""From a ticket log's lines to events with the complete state after each."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from connectors import registry
from warehouse import company
from warehouse.database import Workspace

Rows = list[dict[str, Any]]
Stage = Callable[..., tuple[Rows, list[str]]]

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
platform = "ticket_system"
visibility = "private"
date_format = "%d/%m/%Y %H:%M"
unknown = ["?", "-100"]
channels = { Phone = "phone" }
[sources.s.columns]
case_id = "number"
event_at = "at"
order = "mod"
state = "state"
opened_at = "opened"
group = "team"
agent = "who"
priority = "priority"
channel = "contact"
customer = "caller"
merged_into = "into"
[sources.s.states]
New = "new"
Active = "open"
Waiting = "waiting_customer"
Resolved = "resolved"
Closed = "closed"
"""
HEADER = "number,at,mod,state,opened,team,who,priority,contact,caller,into\n"


def event(clock: str, state: str, **cells: str) -> str:
    row = {
        "number": "INC1",
        "at": f"1/7/2025 {clock}",
        "mod": "0",
        "state": state,
        "opened": "1/7/2025 9:00",
        "team": "Group 70",
        "who": "?",
        "priority": "3 - Moderate",
        "contact": "Phone",
        "caller": "Caller 1",
        "into": "",
    } | cells
    return ",".join(row.values()) + "\n"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Land a log through the connector and give back the staged events, in order, and the reasons for the others."""

    def run(*lines: str) -> tuple[Rows, list[str]]:
        (tmp_path / "leitstand.toml").write_text(SETTINGS)
        (tmp_path / "log.csv").write_text(HEADER + "".join(lines))
        configured = company.load(tmp_path / "leitstand.toml", os.environ)
        source = registry.connect("s", "files", configured.sources["s"].settings, base=tmp_path)
        now = datetime(2025, 8, 1, tzinfo=UTC)
        records = [record for page in source.fetch("case_events", {}, until=now) for record in page.records]
        landed = "".join(
            json.dumps({**vars(r), "received_at": "2025-08-01T00:00:00.000000Z"}) + "\n" for r in records
        )
        folder = tmp_path / "var" / "raw" / "s" / "case_events"
        folder.mkdir(parents=True)
        (folder / "20250801T000000000000Z-00000000.ndjson.zst").write_bytes(
            zstandard.compress(landed.encode())
        )
        with Workspace(tmp_path / "var", configured, as_of=now, run_id="r", key=b"k" * 32) as workspace:
            workspace.load_raw()
            workspace.build(workspace.catalog.models["staging.stg_files_case_events"])
            ask = workspace.connection.sql
            order = "order by case_id, event_at, event_order"
            rows = ask(f"select * from staging.stg_files_case_events {order}").pl().to_dicts()
            reasons = ask("select reason from steps.rejects order by line").fetchall()
        return rows, [reason for (reason,) in reasons]

    return run


def story(rows: Rows, *names: str) -> list[tuple[Any, ...]]:
    return [(f"{row['event_at']:%H:%M}", *(row[name] for name in names)) for row in rows]


def test_a_line_becomes_an_event_with_the_whole_state(stage):
    [row], rejected = stage(event("09:00", "New", into="INC9.0"))

    assert rejected == []
    assert row.pop("event_id").startswith("s:INC1:1/7/2025 09:00:0:")
    assert len(row.pop("customer_id")) == 24
    assert row == {
        "source": "s",
        "case_id": "s:INC1",
        "event_at": datetime(2025, 7, 1, 9, tzinfo=UTC),
        "event_order": 1,
        "source_state": "New",
        "state": "merged",
        "group_name": "Group 70",
        "agent_id": None,
        "priority": "3 - Moderate",
        "channel": "phone",
        "platform": "ticket_system",
        "visibility": "private",
        "merged_into_case_id": "s:INC9.0",
        "opened_at": datetime(2025, 7, 1, 9, tzinfo=UTC),
        "source_order": 0,
        "file": "log.csv",
        "line": 2,
        "received_at": datetime(2025, 8, 1, tzinfo=UTC),
    }


def test_a_case_opened_before_its_log_begins_is_new_from_then_on(stage):
    rows, _ = stage(event("09:20", "Active", team="Group 1"), event("09:30", "Closed", team="Group 2"))

    assert story(rows, "state", "group_name", "event_order") == [
        ("09:00", "new", "Group 1", 0),
        ("09:20", "open", "Group 1", 1),
        ("09:30", "closed", "Group 2", 2),
    ]
    assert rows[0]["event_id"] == "s:INC1:opened"


def test_a_case_whose_log_begins_before_it_was_opened_opens_with_its_first_event(stage):
    rows, _ = stage(event("08:50", "Active"), event("09:20", "Closed"))

    assert story(rows, "state") == [("08:50", "open"), ("09:20", "closed")]


def test_events_of_one_minute_follow_the_order_column_as_a_number_then_the_file(stage):
    rows, _ = stage(
        event("09:00", "Resolved", mod="10"),
        event("09:00", "Active", mod="9"),
        event("09:00", "New", mod="2"),
        event("09:00", "Closed", mod="10"),
    )

    assert story(rows, "state") == [(f"09:{0:02}", s) for s in ("new", "open", "resolved", "closed")]
    assert [row["event_order"] for row in rows] == [1, 2, 3, 4]


def test_an_unknown_state_leaves_the_case_where_it_was_and_an_unknown_group_is_none(stage):
    rows, rejected = stage(
        event("09:00", "-100"),
        event("09:10", "Active"),
        event("09:20", "?", team="?"),
        event("09:30", "Closed"),
    )

    assert rejected == []
    assert story(rows, "state", "source_state", "group_name") == [
        ("09:00", "new", "-100", "Group 70"),
        ("09:10", "open", "Active", "Group 70"),
        ("09:20", "open", "?", None),
        ("09:30", "closed", "Closed", "Group 70"),
    ]


def test_a_closed_case_that_is_worked_on_again_is_open_again(stage):
    rows, _ = stage(event("09:00", "Closed"), event("10:00", "Active"))

    assert story(rows, "state") == [("09:00", "closed"), ("10:00", "open")]


def test_a_line_written_down_twice_is_one_event(stage):
    rows, _ = stage(event("09:00", "New"), event("09:00", "New"), event("09:00", "New", mod="1"))

    assert [row["line"] for row in rows] == [3, 4]


BROKEN = [
    (event("09:10", "New", number="?"), "case_id: is empty"),
    (event("09:10", "New", at=""), "event_at: is empty"),
    (
        event("09:10", "New", at="31/2/2025 9:00"),
        "event_at: '31/2/2025 9:00' doesn't match date_format \"%d/%m/%Y %H:%M\"",
    ),
    (event("09:10", "New", opened="x"), "opened_at: 'x' doesn't match date_format \"%d/%m/%Y %H:%M\""),
    (event("09:10", "New", at="1/1/1970 0:00"), "event_at: '1/1/1970 0:00' is before 1990 or after 2099"),
    (event("09:10", "New", at="31/12/9999 9:00"), "event_at: '31/12/9999 9:00' is before 1990 or after 2099"),
    (
        event("09:10", "New", opened="1/1/1970 0:00"),
        "opened_at: '1/1/1970 0:00' is before 1990 or after 2099",
    ),
    (
        event("09:10", "Paused"),
        "state: 'Paused' has no translation under states; add it or list it in unknown",
    ),
    (event("09:10", "New", contact="Fax"), "channel: 'fax' is no known channel; translate it under channels"),
]


def test_a_line_that_cannot_be_read_is_rejected_with_its_reason_and_shapes_no_state(stage):
    rows, rejected = stage(event("09:00", "New"), *(line for line, _ in BROKEN), event("09:20", "Closed"))

    assert story(rows, "state", "event_order") == [("09:00", "new", 1), ("09:20", "closed", 2)]
    assert rejected == [reason for _, reason in BROKEN]
