"""Mentions that a monitoring or social-media-management tool pushes to us, by the source's own mapping.

Source: none in common; each tool has its own JSON, so the configuration says where in it what stands. Not verified
against any tool: only against the simulator, and the definitions of HMAC.

Landed: each mention as it stands in the push; what the push says beside its list of mentions isn't kept. A push comes
at least once, in any order: a mention is known by its id (or address), and what arrived last counts. One without
either is known by all that it says, so that a change would be another mention. Deletions come only where the tool
pushes them.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from connectors.about import About
from connectors.files_settings import Channel, DateFormat, Inbound, Platform, Visibility, Zone
from connectors.page import Check, Cursor, Page, Record
from connectors.webhook_inbox import Inbox, Push
from connectors.webhook_paths import JsonPath, find
from connectors.webhook_signature import Signature

ABOUT = About(
    title="Webhooks of monitoring tools",
    group="push",
    reads="Mentions that a tool for monitoring or for managing social media pushes as signed JSON, as soon as it finds"
    " them; which of its fields means what is configured.",
    how="`leitstand receive` stores each push before it answers; a run reads on from where the last one ended. Pushes"
    " may repeat and come in any order. None can be asked for again: older mentions have to be imported as a file.",
    limits="One push holds at most `max_bytes`. A tool that can't sign can't push here. What the tool doesn't find is"
    " unseen, and so are edits and deletions unless it pushes them.",
    verified="Python's own HMAC, and the simulator's pushes through a real receiver. Not verified against the platform"
    " of any tool.",
)

# our name -> may be left out; as in connectors/files_settings.py, and the address of a mention
COLUMNS = {
    "message_id": True,
    "url": True,
    "author": False,
    "author_handle": True,
    "author_kind": True,
    "sent_at": False,
    "edited_at": True,
    "deleted_at": True,
    "text": True,
    "in_reply_to": True,
    "conversation_id": True,
    "post_id": True,
    "account": True,
    "group": True,
    "agent": True,
    "platform": True,
    "channel": True,
    "visibility": True,
}


class Settings(BaseModel):
    """The section of a source with type = "webhook"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretStr = Field(min_length=1, description="What the tool signs with.")
    previous_secret: SecretStr | None = Field(
        default=None, description="The one before it, while the tool is being told the new one."
    )
    signature_header: str = Field(
        pattern=r"^[A-Za-z0-9-]+$", description="The header with the signature, such as `X-Signature-256`."
    )
    signature_prefix: str = Field(default="", description="What stands there before it, such as `sha256=`.")
    signature_encoding: Literal["hex", "base64"] = Field(default="hex", description="How it is written.")
    timestamp_header: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]+$",
        description="The header with the time of sending, if that is signed too: older pushes are refused then.",
    )
    timestamp_tolerance: int = Field(
        default=300, ge=1, description="How old a push with a time may be, in seconds."
    )
    signed: str = Field(
        default="{body}", description="What is signed, such as `{timestamp}.{body}` where the time is, too."
    )
    max_bytes: int = Field(default=4_194_304, ge=1024, description="The largest push that is taken.")
    records: JsonPath | None = Field(
        default=None,
        description="Where the list of mentions is, such as `$.data.mentions`; otherwise a push is one, or a list.",
    )
    platform: Platform = Field(
        default="other", description="Of all mentions, unless a column says otherwise."
    )
    channel: Channel = Field(default="post", description="Of all mentions, unless a column says otherwise.")
    visibility: Visibility = Field(
        default="public", description="Of all mentions, unless a column says otherwise."
    )
    zone: Zone = Field(default="UTC", description="Of times without an offset.")
    date_format: DateFormat = Field(
        default="iso",
        description="How times are written: `iso`, `epoch_s`, `epoch_ms`, or such as `%d/%m/%Y %H:%M`.",
    )
    columns: dict[str, JsonPath] = Field(
        description="Our column = the key or path in a mention, such as `$.author.name`; webhooks.md names ours."
    )
    inbound: Inbound | None = Field(
        default=None,
        description="How to tell a customer's mentions from the company's own; all are inbound without it.",
    )
    platforms: dict[str, Platform] = Field(default={}, description="Their platform = ours.")
    channels: dict[str, Channel] = Field(default={}, description="Their channel = ours.")

    @model_validator(mode="after")
    def _fits_together(self) -> "Settings":
        for name in self.columns:
            if name not in COLUMNS:
                raise ValueError(
                    f"columns.{name}: mentions have no such column; known are {', '.join(COLUMNS)}"
                )
        for name, optional in COLUMNS.items():
            if not optional and name not in self.columns:
                raise ValueError(f'columns.{name}: is missing; add {name} = "<the key or path in a mention>"')
        if self.signed.count("{body}") != 1:
            raise ValueError("signed: must hold {body} once")
        if (self.timestamp_header is not None) != ("{timestamp}" in self.signed):
            raise ValueError(
                "timestamp_header, signed: a time protects only where it is signed; give both, such as"
                ' signed = "{timestamp}.{body}", or neither'
            )
        return self


def connect(name: str, settings: Settings, base: Path) -> "Webhook":
    """The mentions of the source section `name`; their spool is in var/inbox/ beside the configuration."""
    secrets = [settings.secret, settings.previous_secret]
    signature = Signature(
        tuple(secret.get_secret_value() for secret in secrets if secret and secret.get_secret_value()),
        settings.signature_header,
        settings.signature_prefix,
        settings.signature_encoding,
        settings.timestamp_header,
        settings.signed,
        timedelta(seconds=settings.timestamp_tolerance),
    )
    return Webhook(name, settings, signature, Inbox(base / "var" / "inbox" / name))


@dataclass(frozen=True)
class Webhook:
    """One tool that pushes; what it pushed is read from its spool."""

    name: str
    settings: Settings
    signature: Signature
    inbox: Inbox
    answers_get: bool = False
    streams: tuple[str, ...] = ("messages",)
    daily: frozenset[str] = frozenset()

    @property
    def max_bytes(self) -> int:
        """The largest push that is taken."""
        return self.settings.max_bytes

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """None: nobody is to ask."""
        return None

    def reading_from(self, folder: Path) -> "Webhook":
        """The same, with its spool in `folder`."""
        return replace(self, inbox=Inbox(folder))

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the mentions pushed since `cursor`, in the order of their arrival.

        `until` plays no part: what was pushed is here. Cursor: see connectors/webhook_inbox.py.
        """
        yield from self.inbox.pages(stream, cursor, self._split)

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: nobody can be asked to push a day again."""
        raise ValueError(f"{stream!r} is pushed, and can't be asked for by day")

    def check(self) -> Iterator[Check]:
        """Is the secret good, is there a place for pushes, does a receiver run, when did the last push come?"""
        yield self.signature.check()
        yield from self.inbox.checks(self.name)

    def _split(self, push: Push) -> list[Record]:
        try:
            body = push.as_json()
        except ValueError as error:
            return [push.rejected(str(error))]
        items = find(body, self.settings.records) if self.settings.records else body
        if self.settings.records and not isinstance(items, list):
            return [push.rejected(f"records: there is no list at {self.settings.records}")]
        records = []
        for number, item in enumerate(items if isinstance(items, list) else [items], start=1):
            if isinstance(item, dict):
                records.append(Record(self._id_of(item), item, push.file, push.line))
            else:
                reason = f"records: no. {number} is no JSON object"
                said = json.dumps(item, ensure_ascii=False)
                records.append(
                    Record(f"{push.file}:{push.line}:{number}", said, push.file, push.line, reason)
                )
        return records

    def _id_of(self, item: dict[str, Any]) -> str:
        """The mention's id, else its address, else a fingerprint of all that it says."""
        for ours in ("message_id", "url"):
            value = find(item, self.settings.columns[ours]) if ours in self.settings.columns else None
            if isinstance(value, str | int) and str(value).strip():
                return str(value).strip()
        said = json.dumps(item, sort_keys=True, ensure_ascii=False)
        return "said:" + hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
