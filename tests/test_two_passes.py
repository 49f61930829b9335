"""A second pass some days later: edits replace, deletions show, nothing is lost and nothing doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from simulator import server, truth, world
from simulator.records import World
from warehouse.database import open_snapshot

HOUSE = Path(__file__).parents[1]
END = datetime(2026, 11, 20, 5, tzinfo=UTC)
DAYS = 10

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def company() -> World:
    """A small world."""
    return world.build(END, days=DAYS)


@pytest.fixture(scope="module")
def first(company: World) -> datetime:
    """When the first pass looks: a minute before the last comment that stood for a while is taken back."""
    gone = [
        comment.deleted_at
        for comment in company.comments
        if comment.deleted_at and comment.created + 600 < comment.deleted_at < END.timestamp() - 3600
    ]
    return datetime.fromtimestamp(max(gone) - 60, UTC)


@pytest.fixture(scope="module")
def var(company: World, first: datetime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The var folder after the first pass and one at the end."""
    folder = tmp_path_factory.mktemp("passes") / "var"
    with server.start(company, now=first) as simulator:
        run(folder, simulator, first)
        simulator.set_now(END)
        run(folder, simulator, END)
    yield folder


def run(var: Path, simulator: server.Server, as_of: datetime) -> None:
    """`leitstand run` as of an instant."""
    # All posts of the small world are read again completely: a deletion under an older one is never noticed.
    config = var.parent / "leitstand.toml"
    text = (HOUSE / "leitstand.toml").read_text("utf-8")
    config.write_text(
        text.replace("[sources.facebook]", f"[sources.facebook]\nrewalk_days = {DAYS}", 1), "utf-8"
    )
    command = [
        sys.executable,
        str(HOUSE / "leitstand.py"),
        "run",
        "--config",
        str(config),
        "--var",
        str(var),
        "--as-of",
        as_of.isoformat(),
    ]
    environment = {**os.environ, **simulator.environment}
    done = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def rows(var: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the newest snapshot."""
    with open_snapshot(var) as snapshot:
        return snapshot.execute(sql).fetchall()


def test_what_was_deleted_between_the_passes_shows_as_deleted(
    var: Path, company: World, first: datetime, tmp_path: Path
) -> None:
    truth.tell(company, END).write(tmp_path)
    between = [
        row
        for row in map(json.loads, (tmp_path / "truth" / "deleted.ndjson").read_text("utf-8").splitlines())
        if instant(row["sent_at"]) < first < instant(row["removed_at"])
    ]
    deleted = {
        row[0]
        for row in rows(
            var,
            "select message_id from marts.fct_messages where deleted_at is not null and source = 'facebook'",
        )
    }

    assert between
    assert deleted == {row["message_id"] for row in between}


def test_waits_that_no_deletion_touches_are_those_that_happened(
    var: Path, company: World, tmp_path: Path
) -> None:
    truth.tell(company, END).write(tmp_path)
    expected = {}
    for line in (tmp_path / "truth" / "waits.ndjson").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["source"] == "whatsapp":
            continue  # pushed, and nobody receives here
        expected[row["wait_id"]] = (
            row["conversation_id"],
            instant(row["opened_at"]),
            instant(row["ended_at"]),
            row["outcome"],
        )
    touched = "select conversation_id from marts.fct_messages where deleted_at is not null"
    found = {
        row[0]: (row[1], row[2], row[3], row[4])
        for row in rows(
            var,
            "select wait_id, conversation_id, opened_at, ended_at, outcome from marts.fct_waits "
            f"where conversation_id not in ({touched})",
        )
    }
    conversations = {row[0] for row in rows(var, touched)}

    assert len(found) > 200
    assert found == {key: value for key, value in expected.items() if value[0] not in conversations}


def test_every_record_stands_there_once_with_its_latest_text(var: Path, company: World) -> None:
    texts = dict(
        rows(var, "select message_id, text from marts.message_texts where message_id like 'facebook:%'")
    )
    edited = [
        comment for comment in company.comments if any(at <= END.timestamp() for at, _ in comment.edits)
    ]

    assert rows(
        var, "select count(*) from (select message_id from marts.fct_messages group by 1 having count(*) > 1)"
    ) == [(0,)]
    assert rows(var, "select count(*) from quality.rejected") == [(0,)]
    seen = [text for comment in edited if (text := texts.get(f"facebook:{comment.id}"))]
    assert seen
    assert all("Edit: " in text for text in seen)


def instant(text: str | None) -> datetime | None:
    """An instant of the truth."""
    return datetime.fromisoformat(text) if text else None
