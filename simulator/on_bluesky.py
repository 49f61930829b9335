"""Nordfunk's account on Bluesky: the outlet's posts, mentions and replies under the URIs that they have there."""

from __future__ import annotations

from simulator.platforms.bluesky_world import Person, Post, Sky, person
from simulator.records import Comment, Outlet
from simulator.records import Person as Customer

BRAND = person("nordfunk.example")
CALL = f"@{BRAND.handle} "


def voice(customer: Customer) -> Person:
    """The account of a customer."""
    return person(f"{customer.handle}.bsky.example")


def uri_of(author: Person, record: str) -> str:
    """Where a post is."""
    return f"at://{author.did}/app.bsky.feed.post/{record}"


def uri(comment: Comment) -> str:
    """Where what somebody wrote is."""
    return uri_of(voice(comment.person) if comment.person else BRAND, comment.id)


def sky(outlet: Outlet, end: int) -> Sky:
    """All posts by URI, oldest first."""
    by_id = {comment.id: comment for comment in outlet.comments}
    own = [
        Post(uri_of(BRAND, post.id), BRAND, post.text, post.created, post.created) for post in outlet.posts
    ]
    posts = [*own, *(_written(comment, by_id) for comment in outlet.comments)]
    return Sky(BRAND, {post.uri: post for post in sorted(posts, key=lambda post: post.indexed)}, (), end)


def _written(comment: Comment, by_id: dict[str, Comment]) -> Post:
    parent = by_id.get(comment.parent_id or "")
    post = uri_of(BRAND, comment.post_id) if comment.post_id else None
    above = uri(parent) if parent else post
    # Whoever writes below somebody else's words has to name the company; below its own it hears so.
    names = comment.person is not None and (
        above is None or (parent is not None and parent.person is not None)
    )
    text = comment.text if names else comment.text.removeprefix(CALL)
    author = voice(comment.person) if comment.person else BRAND
    root = post or (uri(by_id[comment.root_id]) if above else None)
    return Post(
        uri(comment), author, text, comment.created, comment.created, above, root, (BRAND,) if names else (),
        deleted=comment.deleted_at,
    )  # fmt: skip
