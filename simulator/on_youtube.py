"""Nordfunk's channel on YouTube: the outlet's posts as videos, with threads of two levels."""

from __future__ import annotations

from simulator.handles import letters
from simulator.platforms import youtube_world
from simulator.records import Comment, Outlet, Person


def author_id(person: Person) -> str:
    """The channel of a customer."""
    return f"UC{letters(person, 'youtube', 22)}"


def videos(outlet: Outlet) -> list[youtube_world.Video]:
    """The channel's uploads, oldest first."""
    found = {post.id: youtube_world.Video(post.id, post.created, post.text) for post in outlet.posts}
    threads: dict[str, youtube_world.Comment] = {}
    for comment in outlet.comments:
        if comment.parent_id is None:
            threads[comment.id] = _written(comment)
            found[comment.post_id].threads.append(threads[comment.id])
        else:
            threads[comment.root_id].replies.append(_written(comment, threads[comment.root_id].id))
    return list(found.values())


def _written(comment: Comment, parent: str | None = None) -> youtube_world.Comment:
    person = comment.person
    author = author_id(person) if person else youtube_world.CHANNEL_ID
    name = f"@{person.handle}" if person else "@nordfunk"
    edited_at = comment.edits[-1][0] if comment.edits else None
    return youtube_world.Comment(
        comment.id, author, name, comment.created, comment.text, parent, edited_at, comment.deleted_at
    )
