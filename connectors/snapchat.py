"""Chats from the data export of a Snapchat account: Snapchat has no API by which messages could be read.

Source: general knowledge of the export "My Data" (json/chat_history.json). Not verified against the platform. By
conversation, a list of messages with From, Media Type, Created, Content, IsSender, IsSaved and, as milliseconds,
Created(microseconds); older exports hold two lists, received and sent chats, with Text in place of Content.

Landed: {"conversation", "fields"}, fields under our names. Snapchat gives messages no ids; sender, instant and kind
stand for one. An export tells what was said only of chats that were saved; what an earlier one told is kept.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from connectors.about import About
from connectors.errors import SourceChanged
from connectors.files_export import Exports, Member, name_fields
from connectors.files_settings import Column, Paths
from connectors.page import Record

ABOUT = About(
    title="Snapchat (export)",
    group="export",
    reads="Chats of a Snapchat account, from the export My Data that its owner downloads.",
    how="A new or changed export is read whole, an unchanged one not again. Figures are as old as the last export.",
    limits="Snapchat has no API for reading messages. Most chats vanish 24 hours after they were seen: only what was "
    "saved has its text, and what vanished before the export is missing from it.",
    verified="Tried on exports made for the tests from general knowledge; not verified against the platform.",
)

FIELDS = {
    "from": ("From",),
    "to": ("To",),
    "created": ("Created",),
    "created_number": ("Created(microseconds)",),
    "kind": ("Media Type",),
    "content": ("Content", "Text"),
    "is_sender": ("IsSender",),
    "is_saved": ("IsSaved",),
    "title": ("Conversation Title",),
}
# The two lists of older exports: whether the account wrote what is in them.
OLD_LISTS = {"received saved chat history": False, "sent saved chat history": True}


class Settings(BaseModel):
    """The section of a source with type = "snapchat"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Paths = Field(
        description="The downloaded zip, its chat_history.json, a pattern such as snap/*.zip, or a list."
    )
    folders: Paths = Field(
        default=["."], description="Where to look; the first folder in which anything is found."
    )
    members: Paths = Field(
        default=["chat_history.json"], description="Which file within the zip holds the chats."
    )
    account: str | None = Field(default=None, description="The account's own name, as departments list it.")
    columns: dict[str, Column] = Field(
        default={}, description="Our field = its name in the file, where Snapchat has renamed one."
    )


def connect(name: str, settings: Settings, base: Path) -> Exports:
    """The exports of the source section `name`; relative paths start at `base`."""
    reader = Reader(name, settings)
    members, columns = settings.members, settings.columns
    read_as = {"members": members, "columns": columns}
    return Exports(name, settings.path, settings.folders, base, members, reader.records, read_as)


class Reader:
    """Makes a chat history into records."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name, self.settings = name, settings

    def records(self, member: Member) -> list[Record]:
        """A record a message, in the file's order.

        Raises:
            SourceChanged: the file isn't a chat history. SettingsError: a field has another name.
        """
        chats = list(self._chats(member))
        messages = [message for _, _, message in chats if isinstance(message, dict)]
        if not messages:
            return []
        has = list(dict.fromkeys(name for message in messages for name in message))
        is_old = any(is_ours is not None for _, is_ours, _ in chats)
        required = ["created"] if is_old else ["from", "created", "is_sender"]
        names = name_fields(self.name, member, has, self.settings.columns, FIELDS, required)
        same: Counter[str] = Counter()
        found = []
        for line, (conversation, is_ours, message) in enumerate(chats, 1):
            if not isinstance(message, dict):
                found.append(
                    Record(None, json.dumps(message), member.label, line, "the message is no JSON object")
                )
                continue
            fields = {ours: message.get(theirs) for ours, theirs in names.items()}
            if is_ours is not None:
                fields["is_sender"] = is_ours
                conversation = str(fields.get("to" if is_ours else "from") or "")
            key = _key(conversation, fields)
            same[key] += 1
            record_id = f"{key}-{same[key]}{'' if fields.get('content') else '-blank'}"
            payload = {"message": f"{key}-{same[key]}", "conversation": conversation, "fields": fields}
            found.append(Record(record_id, payload, member.label, line))
        return found

    def _chats(self, member: Member) -> Iterator[tuple[str, bool | None, Any]]:
        """Conversation, whether the account wrote it (None: the message itself says so), message."""
        try:
            body = json.loads(member.content)
        except ValueError as error:
            raise SourceChanged(
                f"source {self.name}: {member.place} is no JSON ({error}); order the export as JSON, not HTML"
            ) from error
        if not isinstance(body, dict) or not all(isinstance(chats, list) for chats in body.values()):
            raise SourceChanged(
                f"source {self.name}: {member.place}: expected lists of messages by conversation; see what has changed"
            )
        for conversation, chats in body.items():
            for message in chats:
                yield conversation, OLD_LISTS.get(conversation.lower()), message


def _key(conversation: str, fields: dict[str, Any]) -> str:
    """A fingerprint of what stays the same of a message: its text may vanish from a later export."""
    at = fields.get("created_number") or fields.get("created")
    said = [conversation, fields.get("from"), fields.get("is_sender"), at, fields.get("kind")]
    return hashlib.blake2b(json.dumps(said, default=str).encode(), digest_size=10).hexdigest()
