"""What a reader who comes once, at `now`, can see on the platforms beside Facebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.company import department_of
from simulator.on_discourse import topic_of, topic_of_post
from simulator.on_feeds import feeds
from simulator.outlets import BY_PLATFORM
from simulator.records import Comment, Outlet, World
from simulator.truth_threads import Thread
from simulator.truth_waits import Step

NAMES_AGENTS = {"discourse"}  # the platforms that say who of the company wrote


def seen(outlet: Outlet, now: int) -> list[Comment]:
    """What is there at `now`, in order of time."""
    return [c for c in outlet.comments if c.created <= now and not is_gone(c, now)]


def is_gone(comment: Comment, now: int) -> bool:
    """True for what was written, and deleted since."""
    return comment.deleted_at is not None and comment.deleted_at <= now


def conversation_of(platform: str, comment: Comment) -> str:
    """The conversation of a comment as the platform has it: in a forum the topic, else the thread."""
    return f"t{topic_of(comment)}" if platform == "discourse" else comment.root_id


def channel_of(platform: str, comment: Comment) -> str:
    """A mention, or a comment."""
    plan = BY_PLATFORM[platform]
    return plan.below if comment.parent_id or comment.post_id else plan.alone


def threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each customer of each conversation, platform by platform."""
    for name, outlet in world.outlets.items():
        there = seen(outlet, now)
        by_id = {comment.id: comment for comment in there}
        found: dict[tuple[str, str], Thread] = {}
        for comment in there:
            person = comment.person
            if person is None:
                parent = by_id.get(comment.parent_id or "")
                person = parent.person if parent else None
            if person is None:
                continue
            conversation = conversation_of(name, comment)
            key = (conversation, person.handle)
            plan = BY_PLATFORM[name]
            thread = found.setdefault(key, Thread(conversation, plan.below, "public", source=name))
            thread.steps.append(_step(name, comment))
            thread.channels[comment.id] = channel_of(name, comment)
        yield from found.values()


def _step(platform: str, comment: Comment) -> Step:
    if comment.person:
        return Step("message", comment.created, comment.id, comment.kind == "text")
    agent = comment.agent if platform in NAMES_AGENTS else None
    return Step(
        "reply",
        comment.created,
        comment.id,
        answers=comment.parent_id,
        author=agent.zendesk_id if agent else None,
        department=department_of(agent.zendesk_id, comment.created) if agent else None,
    )


def posts(world: World, now: int) -> Iterator[dict[str, Any]]:
    """What the company published elsewhere; nobody counts there how often something was seen."""
    for name, outlet in world.outlets.items():
        for post in outlet.posts:
            number = f"t{topic_of_post(post.id)}" if name == "discourse" else post.id
            if post.created <= now:
                yield _post(name, number, post.created)
    for entry in feeds(world)["blog"]:
        if entry.published <= now:
            yield _post("blog", entry.id, entry.published)


def _post(source: str, number: str, at: int) -> dict[str, Any]:
    return {
        "post_id": f"{source}:{number}", "published_at": at, "campaign_id": None, "kind": "usual", "is_paid": False,
        "paid_impressions": None, "organic_impressions": None, "comments": None, "complaints": None,
    }  # fmt: skip


def deleted(world: World, now: int) -> Iterator[tuple[str, str, Comment]]:
    """(source, conversation, comment) of what nobody can see any more."""
    for name, outlet in world.outlets.items():
        for comment in outlet.comments:
            if comment.created <= now and is_gone(comment, now):
                yield name, conversation_of(name, comment), comment
