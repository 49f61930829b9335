"""What a [sources.NAME] section with type = "files" may say."""

import codecs
from datetime import UTC, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Platform = Literal[
    "facebook",
    "instagram",
    "whatsapp",
    "x",
    "youtube",
    "linkedin",
    "xing",
    "snapchat",
    "mastodon",
    "bluesky",
    "discourse",
    "rss",
    "mail",
    "phone",
    "sms",
    "web",
    "ticket_system",
    "other",
]
Channel = Literal[
    "post",
    "comment",
    "direct_message",
    "review",
    "forum",
    "mail",
    "phone",
    "sms",
    "chat",
    "web_form",
    "portal",
    "other",
]
Visibility = Literal["public", "private", "internal"]
State = Literal[
    "new",
    "open",
    "waiting_customer",
    "waiting_third_party",
    "waiting_approval",
    "resolved",
    "closed",
    "merged",
    "deleted",
]

# our name -> may be left out; the rest of the file's columns stay in the raw record and are not used
MESSAGE_COLUMNS = {
    "message_id": True,
    "author": False,
    "author_handle": True,
    "author_kind": True,
    "sent_at": False,
    "edited_at": True,
    "deleted_at": True,
    "text": True,
    "in_reply_to": True,
    "conversation_id": True,
    "case_id": True,
    "post_id": True,
    "customer": True,
    "account": True,
    "group": True,
    "agent": True,
    "platform": True,
    "channel": True,
    "visibility": True,
    # not of the message but of writing it, see warehouse/models/staging/stg_files_handle_times.sql
    "handle_seconds": True,
}
CASE_EVENT_COLUMNS = {
    "case_id": False,
    "event_at": False,
    "state": False,
    "order": True,
    "opened_at": True,
    "group": True,
    "agent": True,
    "priority": True,
    "channel": True,
    "customer": True,
    "merged_into": True,
    # facts of a case, see warehouse/models/staging/stg_files_case_facts.sql
    "approval": True,
    "promise": True,
    "promise_due": True,
    "promise_department": True,
    "promise_kept": True,
    "stakeholder": True,
    "topic": True,
    "category": True,
    "handle_seconds": True,
    "process": True,
    "contact": True,
    "satisfaction": True,
}


def _encoding(name: str) -> str:
    if name == "auto":
        return name
    try:
        known = codecs.lookup(name)
    except LookupError:
        raise ValueError(f'"{name}" is no encoding; use "auto", "utf-8", "utf-16", "cp1252", ...') from None
    if not known._is_text_encoding:
        raise ValueError(f'"{name}" is no encoding of text; use "auto", "utf-8", "utf-16", "cp1252", ...')
    return name


def _delimiter(text: str) -> str:
    text = {"tab": "\t"}.get(text, text)
    if text != "auto" and (len(text) != 1 or text in '"\r\n'):
        raise ValueError('use one character such as ";", or "tab", or "auto"')
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone; use a name such as "Europe/Berlin" or "UTC"') from None
    return name


def _date_format(text: str) -> str:
    if text in ("iso", "epoch_s", "epoch_ms"):
        return text
    if "%" not in text:
        raise ValueError(f'"{text}" is no date format; use "iso", "epoch_s", "epoch_ms" or %d/%m/%Y %H:%M')
    try:
        datetime(2000, 1, 1, tzinfo=UTC).strftime(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is no date format: {error}') from None
    return text


def _column(name: str) -> str:
    # such a name would be an address inside a record, see the staging models
    if not name or name == "*" or '"' in name or "\\" in name:
        raise ValueError(f"{name!r} can't be read as a column; rename it in the file")
    return name


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


Paths = Annotated[list[str], BeforeValidator(_one_or_more), Field(min_length=1)]
Column = Annotated[str, AfterValidator(_column)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Delimiter = Annotated[str, AfterValidator(_delimiter)]
Zone = Annotated[str, AfterValidator(_zone)]
DateFormat = Annotated[str, AfterValidator(_date_format)]


class Inbound(BaseModel):
    """Which messages come from customers.

    With `outbound` alone the rest is inbound, with `values` alone the rest is outbound; with both, anything
    else is rejected. An empty cell is rejected unless "" is listed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Column = Field(description="The file's column that tells who writes.")
    values: list[str] = Field(
        default=[], description="What it holds, in any case, where a customer writes; the rest is outbound."
    )
    outbound: list[str] = Field(
        default=[],
        description="What it holds where the company writes; beside `values`, anything else is rejected.",
    )

    @model_validator(mode="after")
    def _has_a_rule(self) -> "Inbound":
        if not (self.values or self.outbound):
            raise ValueError("list the values that mean inbound in values, or the others in outbound")
        return self


class Settings(BaseModel):
    """One kind of file: where it lies, how it is written, and which of its columns means what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Paths = Field(description="A file, a pattern such as `export/*.csv`, or a list.")
    folders: Paths = Field(
        default=["."],
        description="Where to look for it: the first folder in which anything is found, from that of leitstand.toml.",
    )
    format: Literal["auto", "csv", "ndjson", "parquet"] = Field(
        default="auto", description="How it is written; `auto` goes by the file's name."
    )
    compression: Literal["auto", "none", "gzip", "zstd"] = Field(
        default="auto", description="How it is packed; `auto` goes by its first bytes."
    )
    encoding: Encoding = Field(default="auto", description="Of text, such as `cp1252`; `auto` finds it out.")
    delimiter: Delimiter = Field(
        default="auto", description="Of CSV, one character such as `;`, or `tab`; `auto` finds it out."
    )
    shape: Literal["messages", "case_events"] = Field(
        description="What a row is: a message, or an event of a case."
    )
    platform: Platform = Field(default="other", description="Of all rows, unless a column says otherwise.")
    channel: Channel = Field(default="other", description="Of all rows, unless a column says otherwise.")
    visibility: Visibility = Field(
        default="public", description="Of all rows, unless a column says otherwise."
    )
    zone: Zone = Field(
        default="UTC",
        description="Of times without an offset; of the hour that comes twice in autumn the second is meant.",
    )
    date_format: DateFormat = Field(
        default="iso",
        description="How times are written: `iso`, `epoch_s`, `epoch_ms`, or such as `%d/%m/%Y %H:%M`.",
    )
    unknown: list[str] = Field(default=[], description='Cells that mean "not known", such as `["?"]`.')
    columns: dict[str, Column] = Field(
        description="Our column = the file's column; configuration.md names ours, of which some are required."
    )
    inbound: Inbound | None = Field(
        default=None, description="Which messages come from customers; required for messages."
    )
    states: dict[str, State] = Field(
        default={}, description="Their state = ours; required for events of cases."
    )
    channels: dict[str, Channel] = Field(default={}, description="Their channel = ours.")
    platforms: dict[str, Platform] = Field(default={}, description="Their platform = ours.")
    visibilities: dict[str, Visibility] = Field(
        default={}, description="Their word = `public`, `private` or `internal`."
    )

    @model_validator(mode="after")
    def _fits_the_shape(self) -> "Settings":
        known = MESSAGE_COLUMNS if self.shape == "messages" else CASE_EVENT_COLUMNS
        for name in self.columns:
            if name not in known:
                raise ValueError(
                    f"columns.{name}: {self.shape} have no such column; known are {', '.join(known)}"
                )
        for name, optional in known.items():
            if not optional and name not in self.columns:
                raise ValueError(f'columns.{name}: is missing; add {name} = "<the column in the file>"')
        _needs(
            self.shape == "messages",
            self.inbound is not None,
            "inbound",
            "column and values that mean inbound",
        )
        _needs(self.shape == "case_events", bool(self.states), "states", "their states and ours")
        return self


def _needs(shape: bool, given: bool, field: str, what: str) -> None:
    if shape and not given:
        raise ValueError(f"{field}: is missing; add a table {field} with {what}")
    if given and not shape:
        raise ValueError(f"{field}: has no meaning for this shape; remove it")
