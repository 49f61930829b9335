"""The direct messages of a Bluesky account: of each conversation in which something was said, down to a watermark.

The platform can't be asked for conversations of a time, and doesn't promise an order; the list is read to its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.bluesky_api import CHAT, Api, Item, StalePlace, instant_of, record_of
from connectors.bluesky_lists import OVERLAP
from connectors.page import Cursor, Page, Record

CONVOS, MESSAGES = "chat.bsky.convo.listConvos", "chat.bsky.convo.getMessages"


@dataclass(frozen=True)
class Messages:
    """The conversations of the account, read through `api`; nothing before `start`."""

    api: Api
    start: datetime

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """Passes over the conversations, each with its latest messages.

        Cursor: {"read", "before": "read" of the pass before, "pass": {"until", "next"}}. Messages are read down to
        "before", not to "read": a conversation that moves within the list while a pass is under way may escape that
        pass, and the next one makes up for it.
        """
        while "pass" in cursor or "read" not in cursor or datetime.fromisoformat(cursor["read"]) < until:
            for page in self._pass(cursor, until):
                cursor = page.cursor
                yield page

    def _pass(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        begun = cursor.get("pass") or {"until": until.isoformat()}
        rest: Cursor = {name: cursor[name] for name in ("read", "before") if name in cursor}
        done: Cursor = {"read": begun["until"]} | ({"before": rest["read"]} if rest else {})
        floor = self.start
        if "before" in rest:
            floor = max(self.start, datetime.fromisoformat(rest["before"]) - OVERLAP)
        at = datetime.fromisoformat(begun["until"])
        for convos, following in self._convos(begun.get("next")):
            said = [convo for convo in convos if not _is_quiet(convo, floor)]
            records = [record for convo in said for record in self._messages_of(convo, floor, at)]
            if following is None:
                yield Page("messages", records, done)
                return
            begun = {"until": begun["until"], "next": following}
            yield Page("messages", records, {**rest, "pass": begun})

    def _convos(self, after: str | None) -> Iterator[tuple[list[Item], str | None]]:
        if after:
            try:
                yield from self.api.pages(CONVOS, "convos", {}, after, CHAT)
                return
            except StalePlace:
                pass  # from the top nothing is lost
        yield from self.api.pages(CONVOS, "convos", {}, headers=CHAT)

    def _messages_of(self, convo: Item, floor: datetime, until: datetime) -> Iterator[Record]:
        # Of the conversation only who takes part: the rest changes with each message.
        members = [
            {name: member.get(name) for name in ("did", "handle", "labels")}
            for member in convo.get("members") or []
        ]
        about: Item = {"id": convo.get("id"), "members": members, "kind": convo.get("kind")}
        params: dict[str, str | int] = {"convoId": str(convo.get("id"))}
        for messages, _ in self.api.pages(MESSAGES, "messages", params, headers=CHAT):
            for message in messages:
                sent = instant_of(message.get("sentAt"))
                if sent is None or floor <= sent <= until:
                    yield self._record(about, message)
            if messages and (last := instant_of(messages[-1].get("sentAt"))) and last < floor:
                return

    def _record(self, about: Item, message: Item) -> Record:
        payload = {"account_id": self.api.account_id, "convo": about, "message": message}
        record = record_of(message.get("id"), payload, "id")
        # Who deletes a message takes its text away: a record of its own leaves the one with the text in place.
        is_deleted = str(message.get("$type", "")).endswith("#deletedMessageView")
        return Record(f"deleted:{record.record_id}", payload) if is_deleted and record.record_id else record


def _is_quiet(convo: Item, floor: datetime) -> bool:
    last: Any = convo.get("lastMessage")
    sent = instant_of(last.get("sentAt")) if isinstance(last, dict) else None
    return sent is not None and sent < floor
