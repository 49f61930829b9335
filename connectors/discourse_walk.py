"""The topics that were active lately, each read completely: shows edits, and by absence what was deleted.

Neither moves a post among the newest ones, and a deleted topic leaves the list of topics, so those of the walk
before that are no longer listed are looked at once more.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.discourse_api import Forum, Gone, instant_of, is_after, record_of
from connectors.page import Cursor, Record

log = logging.getLogger(__name__)

# Records of many short topics go out together.
BATCH = 200


@dataclass(frozen=True)
class Walk:
    """Walks over the topics of `lists` (paths), read through `forum`; each is missed for as long as `watch`."""

    forum: Forum
    lists: tuple[str, ...]
    watch: timedelta

    def fetch(
        self, cursor: Cursor, since: datetime, until: datetime
    ) -> Iterator[tuple[list[Record], Cursor]]:
        """Yield records of the topics active since, the longest quiet first, and the cursor after each batch.

        Beside the posts of a topic comes {"walk": {"walked_at", "topic_id", "post_ids", "topic"}}; one that is
        gone has no posts. Cursor: {"walked": up to when, "topics": those of that walk, "pass": {"since", "until",
        "after"}}. An interrupted walk is finished by its own times.
        """
        rest: Cursor = {name: value for name, value in cursor.items() if name != "pass"}
        began = cursor.get("pass") or {
            "since": since.isoformat(),
            "until": until.isoformat(),
            "after": ["", 0],
        }
        since, until = datetime.fromisoformat(began["since"]), datetime.fromisoformat(began["until"])
        listed = self._listed(since)
        missing = {number: "" for number in rest.get("topics", []) if number not in listed}
        batch: list[Record] = []
        for key in sorted([bumped, number] for number, bumped in (missing | listed).items()):
            if key <= began["after"]:
                continue
            batch += self._topic(key[1], until)
            if len(batch) >= BATCH:
                began = {**began, "after": key}
                yield batch, {**rest, "pass": began}
                batch = []
        recent = [number for number, bumped in listed.items() if _is_since(bumped, until - self.watch)]
        yield batch, {**rest, "walked": until.isoformat(), "topics": sorted(recent)}

    def _listed(self, since: datetime) -> dict[int, str]:
        """When each topic was active last, by its id."""
        topics = (topic for path in self.lists for topic in self.forum.topics(path, since))
        return {topic["id"]: str(topic.get("bumped_at") or "") for topic in topics if topic.get("id")}

    def _topic(self, number: int, until: datetime) -> list[Record]:
        try:
            topic, posts = self.forum.topic(number)
        except Gone as error:
            log.info("%s", error)
            self.forum.get(self.lists[0])  # a key that was withdrawn must not pass for deletions
            topic, posts = {}, []
        found = [record_of(post) for post in posts if not is_after(post, until)]
        walked = until.isoformat()
        ids = sorted(int(record.record_id) for record in found if record.record_id)
        walk = {"walked_at": walked, "topic_id": number, "post_ids": ids, "topic": topic}
        return [*found, Record(f"walk:{number}@{walked}", {"walk": walk})]


def _is_since(text: str, instant: datetime) -> bool:
    at = instant_of(text)
    return at is not None and at >= instant
