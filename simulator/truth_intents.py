"""What each message really wants, where somebody who reads it could say so, and the sample that somebody did read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from simulator import truth_elsewhere
from simulator.company import SOURCE_FACEBOOK, SOURCE_MAILBOX, SOURCE_PHONE, SOURCE_ZENDESK
from simulator.records import World
from simulator.visible import removal_instants

AUDITED = (
    0.2  # of what people wrote directly under the page's posts was read by hand: what complaint shares count
)


def intents(world: World, now: int) -> Iterator[tuple[str, int, str, str | None]]:
    """(message_id, sent_at, intent, the campaign whose claim it takes up) of what can be seen at `now`."""
    removed = removal_instants(world.comments)
    for comment in world.comments:
        if comment.person and comment.intent and comment.created <= now < removed.get(comment.id, now + 1):
            yield f"{SOURCE_FACEBOOK}:{comment.id}", comment.created, comment.intent, comment.doubts
    for name, outlet in world.outlets.items():
        for comment in truth_elsewhere.seen(outlet, now):
            if comment.person and comment.intent:
                number = truth_elsewhere.id_of(name, comment)
                yield f"{name}:{number}", comment.created, comment.intent, None
        for conversation in outlet.conversations:
            for message in conversation.messages:
                if message.person and message.intent and message.created <= now:
                    number = truth_elsewhere.id_of_message(name, message.id)
                    yield f"{name}:{number}", message.created, message.intent, None
    for conversation in world.conversations:
        for message in conversation.messages:
            if message.person and message.intent and message.created <= now:
                yield f"{SOURCE_FACEBOOK}:{message.id}", message.created, message.intent, None
    for ticket in world.tickets:
        first = ticket.audits[0]
        if ticket.intent and first.comment and ticket.created <= now:
            yield f"{SOURCE_ZENDESK}:{first.comment.id}", ticket.created, ticket.intent, None
    for mail in world.mails:
        if mail.intent and mail.created <= now:
            yield f"{SOURCE_MAILBOX}:{mail.id}", mail.created, mail.intent, None
    for call in world.calls:
        if call.created <= now:
            yield f"{SOURCE_PHONE}:A{call.id:06d}-1", call.created, call.intent, None


def audited(world: World, now: int) -> Iterator[tuple[str, str]]:
    """(message_id, intent) of a fixed sample, whatever else happens in the world."""
    tops = {f"{SOURCE_FACEBOOK}:{comment.id}" for comment in world.comments if comment.parent_id is None}
    for name, outlet in world.outlets.items():
        below = (c for c in outlet.comments if c.parent_id is None and c.post_id)
        tops |= {f"{name}:{truth_elsewhere.id_of(name, comment)}" for comment in below}
    for message_id, _, intent, _ in sorted(row for row in intents(world, now) if row[0] in tops):
        draw = int.from_bytes(hashlib.sha256(message_id.encode()).digest()[:4], "big") / 2**32
        if draw < AUDITED:
            yield message_id, intent
