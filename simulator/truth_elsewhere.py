"""What a reader who comes once, at `now`, can see on the platforms beside Facebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simulator import on_bluesky, on_whatsapp
from simulator.company import department_of
from simulator.on_discourse import topic_of, topic_of_post
from simulator.on_feeds import feeds
from simulator.on_linkedin import urn_of
from simulator.outlets import BY_PLATFORM
from simulator.records import Comment, Outlet, World
from simulator.truth_threads import Thread, private_steps
from simulator.truth_waits import Step

NAMES_AGENTS = {"discourse", "linkedin"}  # the platforms that say who of the company wrote


def seen(outlet: Outlet, now: int) -> list[Comment]:
    """What is there at `now`, in order of time."""
    return [c for c in outlet.comments if c.created <= now and not is_gone(c, now)]


def is_gone(comment: Comment, now: int) -> bool:
    """True for what was written, and deleted since."""
    return comment.deleted_at is not None and comment.deleted_at <= now


def conversation_of(platform: str, top: Comment) -> str:
    """The conversation that a comment began, as the platform has it: in a forum the topic, else the thread."""
    return f"t{topic_of(top)}" if platform == "discourse" else id_of(platform, top)


def channel_of(platform: str, comment: Comment) -> str:
    """A mention, or a comment."""
    plan = BY_PLATFORM[platform]
    return plan.below if comment.parent_id or comment.post_id else plan.alone


def id_of(platform: str, comment: Comment) -> str:
    """The id of a comment as the platform has it."""
    return on_bluesky.uri(comment) if platform == "bluesky" else comment.id


def id_of_message(platform: str, number: str) -> str:
    """The id of a private message as the platform has it, or as it is landed."""
    return on_whatsapp.id_of(number) if platform == "whatsapp" else number


def threads(world: World, now: int) -> Iterator[Thread]:
    """One thread for each customer of each conversation, platform by platform."""
    for name, outlet in world.outlets.items():
        by_id = {comment.id: comment for comment in outlet.comments}
        found: dict[tuple[str, str], Thread] = {}
        for comment in seen(outlet, now):
            person = comment.person or comment.to
            if person is None:
                continue
            conversation = conversation_of(name, by_id[comment.root_id])
            below = BY_PLATFORM[name].below
            key = (conversation, person.handle)
            thread = found.setdefault(key, Thread(conversation, below, "public", source=name, person=person))
            thread.steps.append(_step(name, comment, by_id, now))
            thread.channels[id_of(name, comment)] = channel_of(name, comment)
        yield from found.values()
        for talk in outlet.conversations:
            steps = [replace(step, id=id_of_message(name, step.id)) for step in private_steps(talk, now)]
            if steps:
                yield Thread(talk.id, "direct_message", "private", steps, source=name, person=talk.person)


def _step(platform: str, comment: Comment, by_id: dict[str, Comment], now: int) -> Step:
    number = id_of(platform, comment)
    if comment.person:
        hidden = comment.hidden_at is not None and comment.hidden_at <= now
        return Step("message", comment.created, number, comment.kind in ("text", "spam") and not hidden)
    agent = comment.agent if platform in NAMES_AGENTS else None
    return Step(
        "reply",
        comment.created,
        number,
        answers=id_of(platform, by_id[comment.parent_id]) if comment.parent_id else None,
        author=agent.zendesk_id if agent else None,
        department=department_of(agent.zendesk_id, comment.created) if agent else None,
    )


def posts(world: World, now: int) -> Iterator[dict[str, Any]]:
    """What the company published elsewhere; nobody counts there how often something was seen."""
    for name, outlet in world.outlets.items():
        for post in outlet.posts:
            if post.created <= now:
                yield _post(name, post_id_of(name, post.id), post.created)
    for entry in feeds(world)["blog"]:
        if entry.published <= now:
            yield _post("blog", entry.id, entry.published)


def post_id_of(platform: str, post_id: str) -> str:
    """The id of a post as the platform has it."""
    match platform:
        case "discourse":
            return f"t{topic_of_post(post_id)}"
        case "bluesky":
            return on_bluesky.uri_of(on_bluesky.BRAND, post_id)
        case "linkedin":
            return urn_of(post_id)
    return post_id


def _post(source: str, number: str, at: int) -> dict[str, Any]:
    return {
        "post_id": f"{source}:{number}", "published_at": at, "campaign_id": None, "kind": "usual", "is_paid": False,
        "paid_impressions": None, "organic_impressions": None, "comments": None, "complaints": None,
    }  # fmt: skip


def deleted(world: World, now: int) -> Iterator[tuple[str, str, str, Comment]]:
    """(source, id, conversation, comment) of what nobody can see any more."""
    for name, outlet in world.outlets.items():
        by_id = {comment.id: comment for comment in outlet.comments}
        for comment in outlet.comments:
            if comment.created <= now and is_gone(comment, now):
                yield name, id_of(name, comment), conversation_of(name, by_id[comment.root_id]), comment
