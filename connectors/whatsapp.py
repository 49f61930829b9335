"""Messages to a company's WhatsApp numbers, and its answers, from the webhooks of Meta's Cloud API.

Source: Meta's OpenAPI description of the Business Messaging API v23.0 (WebhookPayload, IncomingMessage, Statuses), and
its documentation of webhooks for X-Hub-Signature-256 and the handshake. The API gives no message back by reading, so
what isn't pushed is lost. Not verified against the platform: everything here; above all the form of message_echoes,
which that description doesn't have, and the meaning of `pricing.category`.

Landed, one stream: {"kind", "business_account", "metadata", "contact", "item"} for each message, echo and status, as
it came. Pushes repeat and overtake each other: a message is known by its wamid. What the company sent comes as a status
without its text (the Cloud API) or as an echo with it (the app beside the API). Edits and deletions aren't pushed.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from connectors.about import About, Permission
from connectors.address import Address
from connectors.page import Check, Cursor, Page, Record
from connectors.webhook_inbox import Inbox, Push
from connectors.webhook_signature import Signature
from connectors.whatsapp_app import App, app_of

_APP_SECRET = re.compile(r"[0-9a-f]{32}")
MAX_BYTES = 4 * 1024 * 1024  # Meta documents 3 MB
KINDS = {"messages": "message", "statuses": "status", "message_echoes": "echo", "smb_message_echoes": "echo"}

ABOUT = About(
    title="WhatsApp (Cloud API)",
    group="push",
    reads="Messages that customers write to the company's numbers, and that and when it answered. The text of an answer"
    " comes only where it was written in the WhatsApp Business app beside the API.",
    how="Meta pushes to `leitstand receive`, which stores before it answers; a run reads on from where the last one"
    " ended. Pushes repeat and come in any order, so a message is known by its wamid. Nothing can be asked for again.",
    limits="What was sent before the webhook was set up, or while it failed for longer than Meta tries again, is lost."
    " Edits, deletions and who in the company wrote aren't pushed; some kinds of messages come without content. Whoever"
    " changes their number is another customer from then on.",
    verified="Meta's OpenAPI description, and the simulator's pushes through a real receiver. Not verified against the"
    " platform.",
    permissions=(
        Permission("whatsapp_business_messaging", "the app receives the webhook field `messages`"),
        Permission("whatsapp_business_management", "the app may be subscribed to the business account"),
        Permission("messages", "the webhook field with messages and statuses, to be subscribed in the app"),
        Permission(
            "smb_message_echoes",
            "the webhook field with what was written in the WhatsApp Business app, if any is",
        ),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "whatsapp"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    app_secret: SecretStr = Field(
        min_length=1, description="Of the Meta app (App settings, Basic); it signs the pushes."
    )
    previous_app_secret: SecretStr | None = Field(
        default=None, description="The one before it, while it is being exchanged."
    )
    verify_token: SecretStr = Field(
        min_length=1,
        description="A word of your own choice, also given in the app: Meta says it once, to see whose address it is.",
    )
    app_id: str = Field(
        default="", description="The app's number; with it, doctor asks Meta what the app is subscribed to."
    )
    token: SecretStr | None = Field(
        default=None,
        description="A token of the app's system user, with `app_id`: doctor asks what it may. Messages need none.",
    )
    base_url: Address = Field(
        default="https://graph.facebook.com",
        description="The platform's address; another one for the simulator.",
    )

    @model_validator(mode="after")
    def _has_the_tokens_app(self) -> Self:
        if self.token and not self.app_id:
            raise ValueError("token needs app_id, the number of its app")
        return self


def connect(name: str, settings: Settings, base: Path) -> "WhatsApp":
    """The numbers of the source section `name`; their spool is in var/inbox/ beside the configuration."""
    secrets = [settings.app_secret, settings.previous_app_secret]
    known = tuple(secret.get_secret_value() for secret in secrets if secret and secret.get_secret_value())
    signature = Signature(known, "X-Hub-Signature-256", "sha256=")
    token = settings.token.get_secret_value() if settings.token else ""
    app = app_of(settings.base_url, settings.app_id, settings.app_secret.get_secret_value(), token)
    return WhatsApp(name, settings, signature, Inbox(base / "var" / "inbox" / name), app)


@dataclass(frozen=True)
class WhatsApp:
    """All numbers whose webhooks one Meta app pushes, read from their spool."""

    name: str
    settings: Settings
    signature: Signature
    inbox: Inbox
    app: App | None = None
    max_bytes: int = MAX_BYTES
    answers_get: bool = True
    streams: tuple[str, ...] = ("events",)
    daily: frozenset[str] = frozenset()

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The challenge that Meta wants to hear, where it knows our word; None where not."""
        ours = self.settings.verify_token.get_secret_value().encode()
        theirs = query.get("hub.verify_token", "").encode()
        knows = hmac.compare_digest(ours, theirs) and query.get("hub.mode") == "subscribe"
        return query.get("hub.challenge", "") if knows else None

    def reading_from(self, folder: Path) -> "WhatsApp":
        """The same, with its spool in `folder`."""
        return replace(self, inbox=Inbox(folder))

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield what was pushed since `cursor`, in the order of its arrival.

        `until` plays no part: what was pushed is here. Cursor: see connectors/webhook_inbox.py.
        """
        yield from self.inbox.pages(stream, cursor, split)

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: Meta can't be asked to push a day again."""
        raise ValueError(f"{stream!r} of WhatsApp is pushed, and can't be asked for by day")

    def check(self) -> Iterator[Check]:
        """Is the secret one, is there a place for pushes, does a receiver run, when did the last push come?

        And with the app's number: is it subscribed to messages, and what may its token?
        """
        good = all(_APP_SECRET.fullmatch(secret) for secret in self.signature.secrets)
        detail = "has the form of Meta's" if good else "is not 32 hexadecimal digits, as Meta's are"
        mend = "" if good else "copy the app secret (App settings, Basic), and export it again"
        yield Check("app secret", good, detail, mend)
        yield from self.inbox.checks(self.name)
        if self.app:
            yield from self.app.checks()


def split(push: Push) -> list[Record]:
    """The messages, echoes and statuses of one push, each a record; what is none of them, whole with its reason."""
    try:
        body = push.as_json()
    except ValueError as error:
        return [push.rejected(str(error))]
    if not isinstance(body, dict) or body.get("object") != "whatsapp_business_account":
        return [push.rejected("object: is not whatsapp_business_account; subscribe the app to WhatsApp only")]
    records: list[Record] = []
    for entry in _dicts(body.get("entry")):
        for change in _dicts(entry.get("changes")):
            records += _of_change(push, entry.get("id"), change)
    return records or [push.rejected("entry: holds no changes")]


def _of_change(push: Push, business_account: Any, change: dict[str, Any]) -> list[Record]:
    value = change["value"] if isinstance(change.get("value"), dict) else {}
    names = {one.get("wa_id"): one for one in _dicts(value.get("contacts"))}
    about = {"business_account": business_account, "metadata": value.get("metadata")}
    records = []
    for key, kind in KINDS.items():
        for item in _dicts(value.get(key)):
            # a sender's id and number may differ; with one contact it is clear whose they are
            contact = names.get(item.get("from")) or (next(iter(names.values())) if len(names) == 1 else None)
            payload = {"kind": kind, **about, "contact": contact if kind == "message" else None, "item": item}
            records.append(Record(_id_of(kind, item), payload, push.file, push.line))
    if not records:  # of another field, or of a shape that isn't known
        record_id = f"other:{fingerprint(json.dumps(change, sort_keys=True))}"
        records.append(Record(record_id, {"kind": "other", **about, "item": change}, push.file, push.line))
    return records


def _id_of(kind: str, item: dict[str, Any]) -> str:
    """The same for each repeat. Hashed, as a wamid tells the customer's number to whoever decodes it."""
    known = item["id"] if isinstance(item.get("id"), str) else json.dumps(item, sort_keys=True)
    # a message has one status of each kind; failed may come for several reasons, of which one is enough
    return f"{kind}:{fingerprint(known)}" + (f":{item.get('status')}" if kind == "status" else "")


def fingerprint(text: str) -> str:
    """As staging.stg_whatsapp_messages hashes a wamid."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
