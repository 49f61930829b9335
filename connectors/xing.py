"""Messages from the data export of a XING profile: XING has no API by which messages could be read.

Source: general knowledge of what a request for one's data brings: a zip with messages as CSV or JSON. Not verified
against the platform, whose names of fields may be others: known ones are tried in English and German, and `columns`
names the rest. Landed: {"conversation", "fields"}, fields under our names.

CSV has one message a row. JSON is a list of messages, or of conversations that each hold a list `messages`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from connectors import files_csv
from connectors.about import About
from connectors.errors import SettingsError, SourceChanged
from connectors.files_export import Exports, Member, name_fields
from connectors.files_row import Row
from connectors.files_settings import Column, DateFormat, Paths, Zone
from connectors.files_text import Lines
from connectors.page import Record

ABOUT = About(
    title="XING (export)",
    group="export",
    reads="Private messages of a XING profile, from the data export that its owner asks for (Settings, Privacy).",
    how="A new or changed export is read whole, an unchanged one not again. Figures are as old as the last export.",
    limits="XING has no API for reading messages, and none for comments on posts of a page. What was deleted before "
    "the export is missing from it.",
    verified="Tried on exports made for the tests from general knowledge; not verified against the platform.",
)

FIELDS = {
    "sender": ("sender", "from", "sender_name", "Absender", "Von"),
    "sent_at": ("sent_at", "created_at", "date", "timestamp", "Datum", "Gesendet am", "Zeitpunkt"),
    "text": ("text", "body", "content", "message", "Nachricht", "Inhalt", "Text"),
    "recipient": ("recipient", "to", "recipient_name", "Empfänger", "An"),
    "conversation": ("conversation_id", "thread_id", "conversation", "Konversation", "Unterhaltung"),
    "message_id": ("message_id", "id", "Nachrichten-ID"),
    "subject": ("subject", "title", "Betreff"),
}


class Settings(BaseModel):
    """The section of a source with type = "xing"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Paths = Field(
        description="The downloaded zip, a CSV or JSON taken out of it, a pattern, or a list."
    )
    own_names: Paths = Field(
        description="The names (or ids) of the profile's own sender: what they wrote is outbound."
    )
    folders: Paths = Field(
        default=["."], description="Where to look; the first folder in which anything is found."
    )
    members: Paths = Field(
        default=["*message*.csv", "*message*.json", "*nachricht*.csv", "*nachricht*.json"],
        description="Which files within the zip hold the messages.",
    )
    account: str | None = Field(default=None, description="The profile's own name, as departments list it.")
    zone: Zone = Field(default="UTC", description="Time zone of times that carry no offset.")
    date_format: DateFormat = Field(
        default="iso", description="How times are written: iso, epoch_s, epoch_ms, or such as %d.%m.%Y %H:%M."
    )
    columns: dict[str, Column] = Field(
        default={}, description="Our field = its name in the file, where it goes by none of the known names."
    )


def connect(name: str, settings: Settings, base: Path) -> Exports:
    """The exports of the source section `name`; relative paths start at `base`."""
    for ours in settings.columns:
        if ours not in FIELDS:
            raise SettingsError(f"columns.{ours}", f"is no field of a message; known are {', '.join(FIELDS)}")
    reader = Reader(name, settings)
    read_as = {"members": settings.members, "columns": settings.columns, "own_names": settings.own_names}
    return Exports(name, settings.path, settings.folders, base, settings.members, reader.records, read_as)


class Reader:
    """Makes a file of messages into records."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name, self.settings = name, settings
        self._own = {own.strip().lower() for own in settings.own_names}

    def records(self, member: Member) -> list[Record]:
        """A record a message, in the file's order.

        Raises:
            SourceChanged: the file isn't one of messages. SettingsError: a field has another name.
        """
        rows = list(self._from_json(member) if _is_json(member.content) else self._from_csv(member))
        cells = [row.cells for row in rows if row.cells is not None]
        if not cells:
            return [_broken(row, member) for row in rows]
        has = list(dict.fromkeys(name for one in cells for name in one))
        names = name_fields(self.name, member, has, self.settings.columns, FIELDS, ["sender", "sent_at"])
        same: Counter[str] = Counter()
        found = []
        for row in rows:
            if row.cells is None:
                found.append(_broken(row, member))
                continue
            fields = {ours: row.cells.get(theirs) for ours, theirs in names.items()}
            payload = self._payload(fields)
            key = _text(fields.get("message_id")) or _key(payload)
            same[key] += 1
            record_id = key if same[key] == 1 else f"{key}-{same[key]}"
            found.append(Record(record_id, {"message": record_id} | payload, member.label, row.line))
        return found

    def _payload(self, fields: dict[str, Any]) -> dict[str, Any]:
        is_sender = _text(fields.get("sender")).lower() in self._own
        other = fields.get("recipient") if is_sender else fields.get("sender")
        return {
            # Without a conversation of its own a message belongs to the talk with the other side.
            "conversation": _text(fields.get("conversation")) or _text(other) or None,
            "fields": fields | {"is_sender": is_sender},
        }

    def _from_csv(self, member: Member) -> Iterator[Row]:
        text = member.content.removeprefix(b"\xef\xbb\xbf")
        lines = Lines(iter([text]), files_csv.line_end(text))
        try:
            delimiter, columns = files_csv.read_header(lines, "auto")
        except (files_csv.RowError, ValueError) as error:
            raise SourceChanged(
                f"source {self.name}: {member.place}: the header can't be read: {error}; save it as CSV in UTF-8"
            ) from error
        yield from files_csv.read_rows(lines, delimiter, columns)

    def _from_json(self, member: Member) -> Iterator[Row]:
        try:
            body = json.loads(member.content)
        except ValueError as error:
            raise SourceChanged(
                f"source {self.name}: {member.place} is no JSON ({error}); download the export again"
            ) from error
        if isinstance(body, dict):
            lists = [value for value in body.values() if isinstance(value, list)]
            body = lists[0] if len(lists) == 1 else None
        if not isinstance(body, list) or not all(isinstance(one, dict) for one in body):
            raise SourceChanged(
                f"source {self.name}: {member.place}: expected a list of messages or conversations; see what changed"
            )
        line = 0
        for one in body:
            nested = one.get("messages")
            talk = {"conversation_id": one.get("conversation_id", one.get("id"))}
            for message in nested if isinstance(nested, list) else [one]:
                line += 1
                if not isinstance(message, dict):
                    yield Row(line, None, json.dumps(message), "the message is no JSON object")
                else:
                    yield Row(line, message if nested is None else talk | message)


def _is_json(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _broken(row: Row, member: Member) -> Record:
    return Record(f"{member.label}:{row.line}", row.text, member.label, row.line, row.error)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _key(payload: dict[str, Any]) -> str:
    """A fingerprint of all that a message says, where the export gives it no id."""
    said = json.dumps(payload, sort_keys=True, default=str)
    return hashlib.blake2b(said.encode(), digest_size=10).hexdigest()
