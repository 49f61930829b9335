"""Raw records in bulk: exactly as many as asked, each as a real extraction would have landed it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from simulator import bulk

END = datetime(2026, 3, 30, 4, 0, tzinfo=UTC)


def read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((folder / "raw" / "zendesk").rglob("*.ndjson.zst")):
        text = zstandard.ZstdDecompressor().stream_reader(path.open("rb")).read().decode()
        found.setdefault(path.parent.name, []).extend(json.loads(line) for line in text.splitlines())
    return found


@pytest.mark.parametrize("count", [1, 7, 100, 1003])
def test_it_writes_exactly_as_many_records_as_asked(tmp_path: Path, count: int):
    bulk.write(count, tmp_path, seed=1, end=END)

    assert sum(map(len, read(tmp_path).values())) == count


def test_records_are_landed_ones_with_ids_of_their_own(tmp_path: Path):
    bulk.write(2000, tmp_path, seed=1, end=END)
    streams = read(tmp_path)

    assert set(streams) == {"groups", "users", "tickets", "ticket_events"}
    for records in streams.values():
        assert len({r["record_id"] for r in records}) == len(records)
        for record in records:
            assert record.keys() == {"record_id", "received_at", "payload", "error", "file", "line"}
            assert record["record_id"] == str(record["payload"]["id"])
    arrivals = [r["received_at"] for records in streams.values() for r in records]
    assert len(set(arrivals)) == len(arrivals)


def test_tickets_and_events_belong_together(tmp_path: Path):
    bulk.write(2000, tmp_path, seed=1, end=END)
    streams = read(tmp_path)
    users = {r["payload"]["id"] for r in streams["users"]}
    tickets = {r["payload"]["id"]: r["payload"] for r in streams["tickets"]}

    events: dict[int, list[dict[str, Any]]] = {}
    for record in streams["ticket_events"]:
        events.setdefault(record["payload"]["ticket_id"], []).append(record["payload"])
    whole = [found for found in events.values() if len(found) == 4]
    assert len(whole) >= len(tickets) - 1
    for found in whole:
        ticket = tickets[found[0]["ticket_id"]]
        assert {ticket["requester_id"], ticket["assignee_id"]} <= users
        assert [e["timestamp"] for e in found] == sorted(e["timestamp"] for e in found)
        assert found[-1]["created_at"] == ticket["updated_at"]
        comments = [c for e in found for c in e["child_events"] if c["event_type"] == "Comment"]
        assert [c["author_id"] for c in comments] == [ticket["requester_id"], ticket["assignee_id"]]
        assert comments[0]["body"] == ticket["description"]


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        bulk.write(500, tmp_path / name, seed=4, end=END)
    one, two = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.zst")}
        for name in ("one", "two")
    )

    assert one == two
