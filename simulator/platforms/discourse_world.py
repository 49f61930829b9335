"""A small community of its own: members, staff and a bot who write topics, replies and private messages.

Made from a seed. Some posts are edited, hidden, taken back by their author or deleted, and a topic now and then.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

DAY = 86400
QUESTIONS = (
    "Mein Router verliert jeden Abend die Verbindung, was tun?",
    "Wann kommt das Update für die App?",
    "Die Rechnung stimmt nicht. Wer hilft?",
    "Geht der Tarif auch ohne Fernsehen?",
)
ANSWERS = ("Danke, wir schauen es uns an.", "Bitte einmal neu starten.", "Das ist seit gestern behoben.")


@dataclass(frozen=True)
class Member:
    """Somebody with an account; ids below 0 are bots."""

    id: int
    username: str
    name: str
    is_staff: bool = False
    group: str | None = None


@dataclass(frozen=True)
class Post:
    """One post. Kinds: 1 regular, 3 note of an action, 4 whisper among staff. Instants are epoch seconds."""

    id: int
    topic_id: int
    number: int
    user_id: int
    created: int
    text: str
    kind: int = 1
    reply_to: int | None = None
    edits: tuple[tuple[int, str], ...] = ()
    deleted_at: int | None = None
    taken_back_at: int | None = None
    is_hidden: bool = False


@dataclass
class Topic:
    """A topic, or a private conversation between users and groups."""

    id: int
    title: str
    category_id: int
    is_private: bool = False
    allowed_users: tuple[str, ...] = ()
    allowed_groups: tuple[str, ...] = ()
    deleted_at: int | None = None
    posts: list[Post] = field(default_factory=list)


@dataclass
class Community:
    """All there ever was, up to `end`."""

    end: int
    members: list[Member]
    topics: list[Topic]

    @property
    def posts(self) -> list[Post]:
        """The posts of all topics."""
        return [post for topic in self.topics for post in topic.posts]

    def member(self, user_id: int) -> Member:
        """Whoever has that id."""
        return next(member for member in self.members if member.id == user_id)


def build(end: int, seed: int = 1, topics: int = 45, days: int = 30) -> Community:
    """A community whose first topic is `days` before `end`; every sixth topic is a private conversation."""
    chance = random.Random(seed)
    staff = [Member(10 + n, f"team_{n}", f"Team {n}", is_staff=True, group="support") for n in range(3)]
    people = [Member(100 + n, f"kunde.{n}", f"Kunde {n}") for n in range(25)]
    bot = Member(-2, "discobot", "discobot", is_staff=True)
    community = Community(end, [*staff, *people, bot], [])
    for number in range(topics):
        begin = end - days * DAY + number * days * DAY // topics + chance.randrange(600)
        _add_topic(community, number, begin, chance, staff, people, bot)
    _number_by_time(community)
    return community


def _add_topic(
    community: Community, number: int, begin: int, chance: random.Random, staff: list[Member],
    people: list[Member], bot: Member,
) -> None:  # fmt: skip
    is_private, is_news = number % 6 == 5, number % 6 == 2
    opener = chance.choice(staff if is_news else people)
    topic = Topic(1000 + number, f"Thema {number}: {chance.choice(QUESTIONS)}", 5 + number % 3, is_private)
    if is_private:
        topic.allowed_users, topic.allowed_groups = (opener.username, staff[0].username), ("support",)
    if number % 11 == 4:
        topic.deleted_at = begin + chance.randrange(DAY, 6 * DAY)
    length = 45 if number % 15 == 3 else chance.randrange(1, 9)
    at = begin
    for position in range(1, length + 1):
        if at > community.end:
            break
        crowd = [opener, staff[0]] if is_private else [opener, *people[:6], *staff]
        writer = opener if position == 1 else bot if chance.random() < 0.05 else chance.choice(crowd)
        post = Post(
            0, topic.id, position, writer.id, at, chance.choice(ANSWERS if writer.is_staff else QUESTIONS),
            kind=4 if writer in staff and not is_private and position > 1 and chance.random() < 0.1 else 1,
            reply_to=chance.randrange(1, position) if position > 1 and chance.random() < 0.6 else None,
            edits=((at + 900, "Nachtrag: erledigt"),) if chance.random() < 0.1 else (),
            deleted_at=at + DAY if position > 1 and chance.random() < 0.06 else None,
            taken_back_at=at + 7200 if position > 1 and chance.random() < 0.04 else None,
            is_hidden=chance.random() < 0.03,
        )  # fmt: skip
        topic.posts.append(post)
        at += chance.randrange(120, 9 * 3600)
    community.topics.append(topic)


def _number_by_time(community: Community) -> None:
    """Ids in the order of writing; now and then one is missing, as after a failed attempt."""
    ordered = sorted(community.posts, key=lambda post: (post.created, post.topic_id, post.number))
    ids = {(post.topic_id, post.number): 40 + n + n // 9 for n, post in enumerate(ordered)}
    for topic in community.topics:
        topic.posts = [Post(**{**vars(post), "id": ids[post.topic_id, post.number]}) for post in topic.posts]
