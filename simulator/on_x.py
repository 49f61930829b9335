"""Nordfunk's account on X: the outlet's posts, mentions and replies as posts, an edit as one more of the chain."""

from __future__ import annotations

from simulator.handles import number
from simulator.outlets import X_EPOCH_MS
from simulator.platforms.x_world import USER_ID, Post
from simulator.records import Comment, Outlet, Person


def author_id(person: Person) -> str:
    """The account of a customer."""
    return number(person, "x", 11)


def posts(outlet: Outlet) -> list[Post]:
    """All versions of all that was written, oldest first."""
    own = {
        post.id: Post(post.id, USER_ID, post.created, post.text, post.id, None, (post.id,))
        for post in outlet.posts
    }
    written: dict[str, Post] = {}
    later: list[Post] = []
    for comment in outlet.comments:
        above = written.get(comment.parent_id or "") or own.get(comment.post_id)
        author = author_id(comment.person) if comment.person else USER_ID
        conversation = above.conversation if above else comment.id
        first = Post(comment.id, author, comment.created, comment.text, conversation, above, (comment.id,))
        first.deleted_at = comment.deleted_at
        written[comment.id] = first
        later += _versions(comment, first)
    return sorted([*own.values(), *written.values(), *later], key=lambda post: int(post.id))


def _versions(comment: Comment, first: Post) -> list[Post]:
    found, last = [], first
    for at, text in comment.edits:
        name = str((((at * 1000) - X_EPOCH_MS) << 22) + int(comment.id) % (1 << 22))
        last.replaced_at = at
        last = Post(name, first.author, at, text, first.conversation, first.reply_to, (*last.history, name))
        last.deleted_at = comment.deleted_at
        found.append(last)
    return found
