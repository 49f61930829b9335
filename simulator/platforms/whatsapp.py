"""WhatsApp's Cloud API as far as it speaks first: signed webhooks for messages, statuses and echoes.

Source: Meta's OpenAPI description of the Business Messaging API v23.0 (WebhookPayload), and its documentation of
webhooks. No client of others' checks this. Meta sends again what isn't answered with 200, sends some twice, and keeps
no order; `Courier` does so on demand.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urlsplit

from simulator.platforms.whatsapp_chats import Chats, Note

BUSINESS_ACCOUNT = "419561257915477"
AGENT = "facebookexternalua"


@dataclass(frozen=True)
class Push:
    """One webhook: its body, and the headers that go with it."""

    body: bytes
    headers: dict[str, str]


class WhatsApp:
    """Webhooks about the chats up to `now` (epoch seconds), signed with the app's secret."""

    def __init__(self, chats: Chats, app_secret: str) -> None:
        self.chats, self.app_secret = chats, app_secret
        self.now = chats.end

    def pushes(self, *, after: int = 0) -> list[Push]:
        """What is pushed of later than `after` and until now, in the order in which it happened."""
        events = [event for note in self.chats.notes for event in _events(note, self.chats.numbers)]
        timed = sorted(
            (event for event in events if after < event[0] <= self.now), key=lambda event: event[0]
        )
        return [self.signed(field, value) for _, field, value in timed]

    def bundles(self, seconds: int) -> list[Push]:
        """What happened until now, all of so many seconds in one push."""
        events = [event for note in self.chats.notes for event in _events(note, self.chats.numbers)]
        timed = sorted((event for event in events if event[0] <= self.now), key=lambda event: event[0])
        spans = groupby(timed, key=lambda event: event[0] // seconds)
        return [self._pushed([event[1:] for event in span]) for _, span in spans]

    def signed(self, field: str, value: dict[str, Any]) -> Push:
        """One change as a push."""
        return self._pushed([(field, value)])

    def _pushed(self, changed: Sequence[tuple[str, dict[str, Any]]]) -> Push:
        changes = [{"value": value, "field": field} for field, value in changed]
        entry = {"id": BUSINESS_ACCOUNT, "changes": changes}
        return self.sign(
            json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()  # ASCII, as Meta's
        )

    def sign(self, body: bytes) -> Push:
        """Any body as a genuine push."""
        code = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return Push(body, {"X-Hub-Signature-256": f"sha256={code}", "Content-Type": "application/json"})

    def verify(self, url: str, word: str, challenge: str = "1158201444") -> tuple[int, str]:
        """Ask whether the address is ours, as Meta does before its first push; returns status and text."""
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": word}
        return _request("GET", f"{url}?{urlencode(query)}")


def forged(push: Push) -> Push:
    """The same with a signature by another secret."""
    return replace(push, headers=push.headers | {"X-Hub-Signature-256": "sha256=" + "0" * 64})


class Courier:
    """Brings pushes until each was answered with 200. `repeats` is the share that goes out twice all the same."""

    def __init__(
        self, url: str, pushes: Sequence[Push], *, seed: int = 1, repeats: float = 0.0, shuffled: bool = False
    ) -> None:
        chance = random.Random(seed)
        self.url = url
        self.waiting = [push for push in pushes for _ in range(1 + (chance.random() < repeats))]
        if shuffled:
            chance.shuffle(self.waiting)

    def go(self) -> Iterator[int]:
        """Bring each that waits once; yields the answers' statuses, 0 for none at all."""
        for push in list(self.waiting):
            status = send(self.url, push)
            if status == 200:
                self.waiting.remove(push)
            yield status


def send(url: str, push: Push) -> int:
    """Bring one push; returns the answer's status, 0 for none at all."""
    try:
        return _request("POST", url, push.body, push.headers)[0]
    except (OSError, http.client.HTTPException):
        return 0


def _request(
    method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, {"User-Agent": AGENT, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _events(note: Note, numbers: Any) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Instant, field and value of each webhook about one message."""
    metadata = {"display_phone_number": numbers[note.number], "phone_number_id": note.number}
    value = {"messaging_product": "whatsapp", "metadata": metadata}
    if not note.by_brand:
        contact = {"profile": {"name": f"Kunde {note.customer[-3:]}"}, "wa_id": note.customer}
        message = {"from": note.customer, "id": note.id, "timestamp": str(note.sent), **_content(note)}
        yield note.sent, "messages", {**value, "contacts": [contact], "messages": [message]}
        return
    if note.in_app:
        echo = {
            "from": numbers[note.number], "to": note.customer, "id": note.id, "timestamp": str(note.sent),
            **_content(note),
        }  # fmt: skip
        yield note.sent, "smb_message_echoes", {**value, "message_echoes": [echo]}
    steps = [("sent", 0), ("failed", 2)] if note.failed else [("sent", 0), ("delivered", 2), ("read", 60)]
    for status, later in steps:
        told: dict[str, Any] = {
            "id": note.id, "status": status, "timestamp": str(note.sent + later), "recipient_id": note.customer,
            "pricing": {
                "billable": bool(note.template), "pricing_model": "PMP", "category": note.template or "service",
            },
        }  # fmt: skip
        if status == "failed":
            told["errors"] = [
                {"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}
            ]
        yield note.sent + later, "messages", {**value, "statuses": [told]}


def _content(note: Note) -> dict[str, Any]:
    answers = {"context": {"from": note.customer, "id": note.answers}} if note.answers else {}
    if note.kind == "text":
        return {**answers, "type": "text", "text": {"body": note.text}}
    if note.kind == "unsupported":
        error = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
        return {**answers, "type": "unsupported", "errors": [error]}
    media = {"mime_type": f"{note.kind}/x", "sha256": "x", "id": f"media-{note.id[-8:]}"}
    return {**answers, "type": note.kind, note.kind: media | ({"caption": note.text} if note.text else {})}
