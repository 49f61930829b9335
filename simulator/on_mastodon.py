"""Nordfunk's account on Mastodon: the outlet's posts, mentions and replies as statuses, naming whom they are for."""

from __future__ import annotations

from html import escape

from simulator.handles import instance, number
from simulator.platforms.mastodon_town import Toot, Town, Voice
from simulator.records import Comment, Outlet, Person

ACCOUNT_ID = "108700000000000001"
BRAND = Voice(ACCOUNT_ID, "nordfunk", "nordfunk")


def voice(person: Person) -> Voice:
    """The account of a customer, at some instance."""
    place = instance(person)
    name = person.handle
    return Voice(number(person, "mastodon", 18), name, f"{name}@{place}" if place else name)


def town(outlet: Outlet, end: int) -> Town:
    """All statuses by id, oldest first."""
    toots = [Toot(post.id, BRAND, ((post.created, f"<p>{escape(post.text)}</p>"),)) for post in outlet.posts]
    by_id = {comment.id: comment for comment in outlet.comments}
    toots += [_written(comment, by_id) for comment in outlet.comments]
    return Town(BRAND, {toot.id: toot for toot in sorted(toots, key=lambda toot: int(toot.id))}, end)


def _written(comment: Comment, by_id: dict[str, Comment]) -> Toot:
    parent = by_id.get(comment.parent_id or "")
    author = voice(comment.person) if comment.person else BRAND
    named = [BRAND] if comment.person else []
    if parent and parent.person and parent.person is not comment.person:
        named.append(voice(parent.person))
    versions = [(comment.created, comment.text), *comment.edits]
    return Toot(
        comment.id,
        author,
        tuple((at, _html(text, named)) for at, text in versions),
        comment.parent_id or comment.post_id or None,
        named=tuple(named),
        deleted=comment.deleted_at,
    )


def _html(text: str, named: list[Voice]) -> str:
    calls = "".join(f'<span class="h-card"><a href="#">@<span>{one.name}</span></a></span> ' for one in named)
    return f"<p>{calls}{escape(text.removeprefix('@nordfunk '))}</p>"
