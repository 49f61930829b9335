"""The private messages of a page, Messenger's or Instagram's: conversations newest first, each down to a watermark.

The platform can't be asked for conversations of a time, so the list is read from the top until it is too old.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import SourceChanged
from connectors.facebook_graph import OVERLAP, Graph, is_after, is_before, reached, record_of, watermark_of
from connectors.page import Cursor, Page, Record

log = logging.getLogger(__name__)

MESSAGE_FIELDS = "id,created_time,from,to,message,attachments,sticker,shares,tags"
CONVERSATION_FIELDS = "id,updated_time,participants"
CONVERSATIONS, NESTED = 50, 25

Thread = dict[str, Any]


@dataclass(frozen=True)
class Messages:
    """The conversations of the page `page_id` on `platform`, read through `graph`; nothing before `start`."""

    graph: Graph
    page_id: str
    start: datetime
    platform: str = "messenger"
    fields: str = MESSAGE_FIELDS

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Passes over the conversations that changed, newest first.

        Cursor: {"watermark", "before": the watermark of the pass before, "pass": {"until", "next"}}. Messages
        are read down to "before", not to "watermark": a conversation that moves to the front while a pass is
        under way escapes that pass, and the next one makes up for it.
        """
        while "pass" in cursor or not reached(cursor, until):
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        began = cursor.get("pass") or {"until": until.isoformat(), "next": {}}
        rest: Cursor = {name: value for name, value in cursor.items() if name != "pass"}
        done: Cursor = {"watermark": began["until"]}
        if "watermark" in rest:
            done["before"] = rest["watermark"]
        listed_from, read_from = self._overlapped(rest, "watermark"), self._overlapped(rest, "before")
        for threads, further in self._threads(began["next"]):
            new = [thread for thread in threads if not is_before(thread, listed_from, "updated_time")]
            records = [record for thread in new for record in self._messages_of(thread, read_from, until)]
            if further is None or len(new) < len(threads):
                yield Page("messages", records, done)
                return
            began = {**began, "next": further}
            yield Page("messages", records, {**rest, "pass": began})

    def _overlapped(self, cursor: Cursor, name: str) -> datetime:
        return max(self.start, watermark_of(cursor, name) - OVERLAP) if name in cursor else self.start

    def _threads(self, after: dict[str, str]) -> Iterator[tuple[list[Thread], dict[str, str] | None]]:
        """The pages of conversations from `after` on, each with its latest messages nested."""
        fields = f"{CONVERSATION_FIELDS},messages.limit({NESTED}){{{self.fields}}}"
        params: dict[str, str | int] = {"platform": self.platform, "fields": fields, "limit": CONVERSATIONS}
        edge = f"/{self.page_id}/conversations"
        if after:
            try:
                yield from self.graph.edge_from(edge, params, after=after)
                return
            except SourceChanged:
                # The platform doesn't keep a place in a list for ever; from the top nothing is lost.
                log.info("the stored place among the conversations is no longer accepted; from the top")
        yield from self.graph.edge_from(edge, params)

    def _messages_of(self, thread: Thread, read_from: datetime, until: datetime) -> Iterator[Record]:
        # Without its messages: their paging links hold the token, and each message is a record of its own.
        conversation = {name: value for name, value in thread.items() if name != "messages"}
        first = thread.get("messages") or {"data": []}
        edge = f"/{thread['id']}/messages"
        for messages in self.graph.edge(edge, {"fields": self.fields}, first=first):
            for message in messages:
                if not is_after(message, until) and not is_before(message, read_from):
                    yield record_of(message, {"conversation": conversation, "message": message})
            if messages and is_before(messages[-1], read_from):
                return
