"""Posts, accounts, conversations and messages as Bluesky's lexicons shape them."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import UTC, datetime
from typing import Any

from simulator.platforms.bluesky_world import Convo, DirectMessage, Person, Post

View = dict[str, Any]


def iso(at: int) -> str:
    """2026-01-31T12:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def cid(uri: str) -> str:
    """The content id that goes with a URI: posts can't be edited."""
    return "bafyrei" + b32encode(hashlib.sha256(uri.encode()).digest()).decode().lower().rstrip("=")


def ref(uri: str) -> View:
    """A reference to a post."""
    return {"uri": uri, "cid": cid(uri)}


def author(person: Person) -> View:
    """An account; a machine says so by a label of its own."""
    labels = [{"src": person.did, "uri": f"at://{person.did}/app.bsky.actor.profile/self", "val": "bot",
               "cts": "2026-01-01T00:00:00.000Z"}] if person.is_bot else []  # fmt: skip
    return {
        "did": person.did,
        "handle": person.handle,
        "displayName": person.handle.split(".")[0].title(),
        "labels": labels,
    }


def record(post: Post) -> View:
    """What the author's software wrote."""
    told: View = {
        "$type": "app.bsky.feed.post",
        "text": post.text,
        "createdAt": iso(post.claimed),
        "langs": ["de"],
    }
    if post.parent and post.root:
        told["reply"] = {"root": ref(post.root), "parent": ref(post.parent)}
    if post.quoted:
        told["embed"] = {"$type": "app.bsky.embed.record", "record": ref(post.quoted)}
    place, facets = 0, []
    for named in post.named:
        end = place + len(f"@{named.handle}")
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": named.did}
        facets.append({"index": {"byteStart": place, "byteEnd": end}, "features": [mention]})
        place = end + 1
    return told | ({"facets": facets} if facets else {})


def post_view(post: Post, replies: int) -> View:
    """A post with its figures."""
    return {
        "$type": "app.bsky.feed.defs#postView", "uri": post.uri, "cid": cid(post.uri), "author": author(post.author),
        "record": record(post), "replyCount": replies, "repostCount": 0, "likeCount": 0, "quoteCount": 0,
        "indexedAt": iso(post.indexed), "viewer": {"threadMuted": False}, "labels": [],
    }  # fmt: skip


def notification(post: Post, reason: str, subject: str | None) -> View:
    """A post of which the account is told. Its indexedAt is its place in the list."""
    return {
        "uri": post.uri, "cid": cid(post.uri), "author": author(post.author), "reason": reason,
        "record": record(post), "isRead": False, "indexedAt": iso(post.listed), "labels": [],
    } | ({"reasonSubject": subject} if subject else {})  # fmt: skip


def like(at: int, who: Person, uri: str) -> View:
    """A like of which the account is told."""
    told = f"at://{who.did}/app.bsky.feed.like/{uri.rpartition('/')[2]}"
    return {
        "uri": told, "cid": cid(told), "author": author(who), "reason": "like", "reasonSubject": uri,
        "record": {"$type": "app.bsky.feed.like", "subject": ref(uri), "createdAt": iso(at)},
        "isRead": False, "indexedAt": iso(at), "labels": [],
    }  # fmt: skip


def message_view(message: DirectMessage, now: int) -> View:
    """A direct message; without its text once it was deleted."""
    told: View = {
        "$type": "chat.bsky.convo.defs#messageView", "id": message.id, "rev": message.id,
        "sender": {"did": message.sender.did}, "sentAt": iso(message.sent),
    }  # fmt: skip
    if message.deleted and message.deleted <= now:
        return told | {"$type": "chat.bsky.convo.defs#deletedMessageView"}
    return told | {"text": message.text}


def convo_view(convo: Convo, brand: Person, last: DirectMessage, now: int) -> View:
    """A conversation with its last message."""
    members = [{"did": one.did, "handle": one.handle, "labels": []} for one in (brand, convo.other)]
    return {
        "id": convo.id, "rev": last.id, "members": members, "muted": False, "unreadCount": 0, "status": "accepted",
        "kind": {"$type": "chat.bsky.convo.defs#directConvo"}, "lastMessage": message_view(last, now),
    }  # fmt: skip
