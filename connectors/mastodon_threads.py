"""The threads around a Mastodon account's statuses and mentions, read again each time for edits and deletions.

A thread is asked for once, at its oldest watched status: its context names all before and below it. A status that was
there in the last pass and is in no thread of this one is asked for by itself; 404 means that it is gone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import SourceChanged
from connectors.mastodon_api import Api, Gone, is_after
from connectors.page import Cursor, Page, Record

# Records of many quiet threads go out together.
BATCH = 500

Status = dict[str, Any]


@dataclass(frozen=True)
class Threads:
    """The threads of the statuses `watched`, read through `api`."""

    api: Api
    watched: Iterable[Status]

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """One pass over all threads, the one of the oldest watched status first.

        Cursor: {"read_at", "known": ids that the last pass found, "pass": {"after": time and id of the last status
        done, "found": ids}}. A pass that was interrupted goes on behind the last status done.
        """
        base: Cursor = {name: cursor[name] for name in ("read_at", "known") if name in cursor}
        after = list(cursor.get("pass", {}).get("after", ["", ""]))
        found = set(cursor.get("pass", {}).get("found", []))
        batch: list[Record] = []
        covered: set[str] = set()
        for status in sorted(self.watched, key=_key):
            if _key(status) > after and status["id"] not in covered:
                thread = [record for record in self._thread(status) if not is_after(_status(record), until)]
                covered |= {_status(record)["id"] for record in thread}
                batch += thread
            found.add(status["id"])
            after = max(after, _key(status))
            if len(batch) >= BATCH:
                found |= {_status(record)["id"] for record in batch}
                yield Page("threads", batch, {**base, "pass": {"after": after, "found": sorted(found)}})
                batch = []
        found |= {_status(record)["id"] for record in batch}
        batch += [self._looked_up(name, until) for name in sorted(set(cursor.get("known", [])) - found)]
        yield Page("threads", batch, {"read_at": until.isoformat(), "known": sorted(found)})

    def _thread(self, status: Status) -> Iterator[Record]:
        """The status with all before and below it; nothing if it went a moment ago, as the next pass will see."""
        path = f"/api/v1/statuses/{status['id']}/context"
        context: dict[str, Any] = {"ancestors": [], "descendants": []}
        if status.get("in_reply_to_id") or status.get("replies_count") != 0:
            try:
                context = self.api.get(path).body
            except Gone:
                return
        before, below = context.get("ancestors"), context.get("descendants")
        if not isinstance(before, list) or not isinstance(below, list):
            raise SourceChanged(f"Mastodon {path}: expected ancestors and descendants")
        listed = [*before, status, *below]
        root = listed[0]
        if not isinstance(root, dict) or "id" not in root:
            raise SourceChanged(f"Mastodon {path}: a status without id")
        # Of what stands above all others only what tells whose thread it is, and whether more lies out of sight.
        thread = {name: root.get(name) for name in ("id", "in_reply_to_id", "visibility")}
        thread["account_id"] = (root.get("account") or {}).get("id")
        for item in listed:
            if isinstance(item, dict) and "id" in item:
                # Where it first stood is kept: without what was above it, it would seem to begin a thread.
                yield Record(f"{root['id']}/{item['id']}", {"thread": thread, "status": item})

    def _looked_up(self, name: str, until: datetime) -> Record:
        """A status that no thread has any more, by itself: still there (its thread is no longer watched), or gone."""
        try:
            return Record(f"alone:{name}", {"status": self.api.get(f"/api/v1/statuses/{name}").body})
        except Gone:
            return Record(f"gone:{name}", {"gone": {"id": name, "noticed_at": until.isoformat()}})


def _status(record: Record) -> Status:
    status: Status = record.payload["status"]
    return status


def _key(status: Status) -> list[str]:
    """Orders statuses by time, then id; JSON-able."""
    return [str(status.get("created_at") or ""), str(status["id"])]
