"""Archive files read into the warehouse, and records that can't be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.warehouse.conftest import COMPANY
from warehouse.company import load
from warehouse.database import Workspace

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def line(record_id: str | None, payload: Any = None, **given: Any) -> dict[str, Any]:
    """One line of the archive."""
    row = {"record_id": record_id, "received_at": "2026-11-18T10:00:00.000000Z", "payload": payload}
    return row | {"error": None, "file": "a.csv", "line": 2} | given


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Workspace]:
    """`archive("name", lines)` lands a file for source "files" and opens the warehouse."""
    opened: list[Workspace] = []

    def land(name: str, lines: list[dict[str, Any]]) -> Workspace:
        folder = tmp_path / "var" / "raw" / "files" / "messages"
        folder.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(row) + "\n" for row in lines)
        (folder / f"{name}.ndjson.zst").write_bytes(zstandard.compress(text.encode()))
        for workspace in opened:
            workspace.__exit__(None, None, None)
        toml = tmp_path / "leitstand.toml"
        toml.write_text(COMPANY, encoding="utf-8")
        workspace = Workspace(tmp_path / "var", load(toml, {}), as_of=NOW, run_id="r", key=b"k" * 32)
        opened[:] = [workspace]
        workspace.load_raw()
        return workspace

    return land


def rows(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query."""
    return workspace.connection.execute(sql).fetchall()


def test_each_file_is_read_once(archive: Callable[..., Workspace]) -> None:
    archive("1", [line("a", {"x": 1})])
    workspace = archive("2", [line("b", {"x": 2})])
    workspace.build(workspace.catalog.models["quality.loads"])

    assert rows(workspace, "select file, row_count from quality.loads order by 1") == [
        ("files/messages/1.ndjson.zst", 1), ("files/messages/2.ndjson.zst", 1)
    ]  # fmt: skip
    assert workspace.load_raw() == []


def test_of_a_record_that_came_twice_the_later_counts_and_the_first_arrival_is_kept(
    archive: Callable[..., Workspace],
) -> None:
    workspace = archive(
        "1", [line("a", {"x": 1}), line("a", {"x": 2}, received_at="2026-11-18T11:00:00.000000Z")]
    )

    assert rows(
        workspace, "select payload ->> '$.x', received_at = '2026-11-18T10:00:00Z' from raw.files_messages"
    ) == [("2", True)]


def test_a_line_that_cannot_be_read_is_listed_until_it_is_mended(archive: Callable[..., Workspace]) -> None:
    query = "select reason, line from landed.unreadable"
    broken = archive("1", [line(None, error="7 fields instead of 8")])
    assert rows(broken, query) == [("7 fields instead of 8", 2)]

    mended = archive("2", [line("a", {"x": 1}, received_at="2026-11-18T11:00:00.000000Z")])
    assert rows(mended, query) == []


def test_a_load_is_of_when_its_last_record_arrived_however_late_it_is_read(
    archive: Callable[..., Workspace],
) -> None:
    later = {"received_at": "2026-11-18T10:20:00.000000Z"}
    workspace = archive("1", [line("a"), line("b", **later), line("c")])

    assert rows(workspace, "select loaded_at from landed.loads") == [
        (datetime(2026, 11, 18, 10, 20, tzinfo=UTC),)
    ]


def test_what_a_source_brought_is_left_out_when_it_has_another_name_and_is_there_again_with_the_first(
    archive: Callable[..., Workspace], tmp_path: Path
) -> None:
    archive("1", [line("a", {"x": 1}), line("b", None, error="broken")]).__exit__(None, None, None)
    toml = tmp_path / "leitstand.toml"
    seen = []
    for name in ("files", "other", "files"):
        toml.write_text(COMPANY.replace("[sources.files", f"[sources.{name}"), encoding="utf-8")
        with Workspace(tmp_path / "var", load(toml, {}), as_of=NOW, run_id="r", key=b"k" * 32) as workspace:
            workspace.stand_in("quality.loads")
            workspace.load_raw()
            tables = ("raw.files_messages", "landed.unreadable", "landed.loads")
            counts = [rows(workspace, f"select count(*) from work.{table}")[0][0] for table in tables]
            seen.append((counts, workspace.states.get("quality.loads") is None))

    # Everything is made anew where something was left out, and only there.
    assert seen == [([1, 1, 1], False), ([0, 0, 0], True), ([1, 1, 1], False)]
