"""How long an answer took, where the file that tells of it says so: the talk time of calls."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from connectors import registry
from warehouse import company
from warehouse.database import Workspace

pytestmark = pytest.mark.definition(12)

SETTINGS = """
[company]
id = "t"
zone = "UTC"
[[departments]]
id = "service"
name = "Service"
agents = ["7"]
[sources.s]
type = "files"
path = "calls.csv"
shape = "messages"
platform = "phone"
channel = "phone"
visibility = "private"
inbound = { column = "kind", values = ["rings"] }
[sources.s.columns]
message_id = "row"
conversation_id = "call"
author = "who"
agent = "agent"
sent_at = "at"
handle_seconds = "talked (s)"
"""
CALLS = """row,call,kind,who,agent,at,talked (s)
1-1,1,rings,anna,,2025-07-01T08:00:00Z,
1-2,1,taken,anna,7,2025-07-01T08:00:20Z,250
2-1,2,rings,ben,,2025-07-01T09:00:00Z,
2-2,2,taken,ben,7,2025-07-01T09:00:10Z,long
"""


def made(folder: Path, model: str, wanted: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of a model on these calls, and the reasons for what was rejected."""
    (folder / "leitstand.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    configured = company.load(folder / "leitstand.toml", os.environ)
    source = registry.connect("s", "files", configured.sources["s"].settings, base=folder)
    now = datetime(2025, 8, 1, tzinfo=UTC)
    records = [record for page in source.fetch("messages", {}, until=now) for record in page.records]
    landed = folder / "var" / "raw" / "s" / "messages"
    landed.mkdir(parents=True)
    lines = (json.dumps({**vars(r), "received_at": "2025-08-01T00:00:00.000000Z"}) + "\n" for r in records)
    (landed / "20250801T000000000000Z-00000000.ndjson.zst").write_bytes(
        zstandard.compress("".join(lines).encode())
    )
    with Workspace(folder / "var", configured, as_of=now, run_id="r", key=b"k" * 32) as workspace:
        workspace.load_raw()
        target = workspace.catalog.models[model]
        needed = _before(workspace, target.key)
        for one in workspace.catalog.in_order():
            if one.key in needed or one is target:
                workspace.build(one)
        rows = workspace.connection.sql(wanted).pl().to_dicts()
        reasons = workspace.connection.execute(
            "select reason from steps.rejects where model = 'staging.stg_files_handle_times'"
        ).fetchall()
    return rows, [reason for (reason,) in reasons]


def _before(workspace: Workspace, key: str) -> set[str]:
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for earlier in workspace.catalog.before(workspace.catalog.models[waiting.pop()]):
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return found


def test_a_talk_time_belongs_to_the_row_it_stands_on_and_no_number_is_rejected(tmp_path: Path) -> None:
    rows, rejected = made(
        tmp_path,
        "staging.stg_files_handle_times",
        "select message_id, value from staging.stg_files_handle_times",
    )

    assert rows == [{"message_id": "s:1-2", "value": "250"}]
    assert rejected == ["handle_seconds: 'long' is no span of time in seconds"]


def test_a_call_is_as_long_as_it_was_talked_not_as_it_rang(tmp_path: Path) -> None:
    rows, _ = made(
        tmp_path,
        "steps.int_handles",
        "select message_id, tier, handle_seconds from steps.int_handles order by message_id",
    )

    assert rows == [
        {"message_id": "s:1-2", "tier": "measured", "handle_seconds": 250.0},
        {"message_id": "s:2-2", "tier": "inferred", "handle_seconds": 10.0},
    ]
