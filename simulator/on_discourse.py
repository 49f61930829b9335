"""Nordfunk's community: what the company posts and what customers ask are topics, with answers of both below."""

from __future__ import annotations

from simulator.company import COMMUNITY
from simulator.handles import number
from simulator.outlets import TOPICS_FROM
from simulator.platforms.discourse_world import Community, Member, Post, Topic
from simulator.records import Agent, Comment, Outlet, Person

READER = Member(1, "leitstand", "Leitstand", is_staff=True)
STAFF_GROUP = "nordfunk"
CATEGORY = 5


def topic_of(comment: Comment) -> int:
    """The topic that a comment stands in."""
    return int(comment.post_id or comment.root_id) + TOPICS_FROM


def topic_of_post(post_id: str) -> int:
    """The topic that a post of the company's opened."""
    return int(post_id) + TOPICS_FROM


def member_id(who: Person | Agent) -> int:
    """Somebody's number in the community."""
    return who.zendesk_id % 1_000_000 if isinstance(who, Agent) else int(number(who, "discourse", 7))


def community(outlet: Outlet, end: int) -> Community:
    """All members who wrote, and all topics."""
    members: dict[int, Member] = {READER.id: READER}
    topics = {
        topic_of_post(post.id): Topic(topic_of_post(post.id), post.text, CATEGORY) for post in outlet.posts
    }
    host = _member(COMMUNITY.people[0])
    members[host.id] = host
    for post in outlet.posts:
        topic = topics[topic_of_post(post.id)]
        topic.posts.append(Post(int(post.id), topic.id, 1, host.id, post.created, post.text))
    places: dict[str, int] = {}
    for comment in outlet.comments:
        who = comment.person or comment.agent
        assert who
        writer = _member(who)
        members[writer.id] = writer
        topic_id = topic_of(comment)
        topic = topics.setdefault(topic_id, Topic(topic_id, _title(comment.text), CATEGORY))
        places[comment.id] = len(topic.posts) + 1
        topic.posts.append(
            Post(
                int(comment.id), topic_id, places[comment.id], writer.id, comment.created, comment.text,
                reply_to=places.get(comment.parent_id or ""), edits=tuple(comment.edits), deleted_at=comment.deleted_at,
            )
        )  # fmt: skip
    return Community(end, list(members.values()), list(topics.values()))


def _member(who: Person | Agent) -> Member:
    if isinstance(who, Agent):
        return Member(member_id(who), who.name.split()[0].lower(), who.name, True, STAFF_GROUP)
    return Member(member_id(who), who.handle, who.name)


def _title(text: str) -> str:
    return text if len(text) < 70 else f"{text[:66].rsplit(' ', 1)[0]} …"
