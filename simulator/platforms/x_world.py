"""A small account on X: own posts, replies, mentions, edits and deletions, made from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime

USER_ID = "77001"
DAY = 86_400
EPOCH_MS = 1_288_834_974_657  # ids begin here
ASKED = (
    "@nordfunk wann geht es wieder?",
    "@nordfunk Danke &amp; gut",
    "@nordfunk any news?",
    "@nordfunk Netz weg!",
)
ANSWERED = ("Schick uns bitte deine Nummer.", "Läuft wieder!", "Since June.")


@dataclass
class Post:
    """One version of a post. Instants in epoch seconds; `history` are the ids of its chain up to this version."""

    id: str
    author: str
    at: int
    text: str
    conversation: str
    reply_to: Post | None = None
    history: tuple[str, ...] = ()
    replaced_at: int | None = None
    deleted_at: int | None = None

    def is_there(self, now: int) -> bool:
        """Is it to be seen at `now`?"""
        return self.at <= now and (self.deleted_at is None or self.deleted_at > now)

    def is_listed(self, now: int) -> bool:
        """Is it the version that lists show at `now`?"""
        return self.is_there(now) and (self.replaced_at is None or self.replaced_at > now)


@dataclass(frozen=True)
class DirectMessage:
    """A message of a private conversation, called by both numbers, the smaller one first. Epoch seconds."""

    id: str
    conversation: str
    sender: str
    at: int
    text: str


def build_messages(
    end: datetime, *, seed: int = 1, conversations: int = 40, days: int = 40
) -> list[DirectMessage]:
    """Private conversations over `days` before `end`, a question each, most of them answered; oldest first."""
    draw = random.Random(f"messages:{seed}")
    last = int(end.astimezone(UTC).timestamp())
    made = []
    for number in range(conversations):
        person = _person(draw)
        name = "-".join(sorted((person, USER_ID), key=int))
        at = last - days * DAY + number * days * DAY // conversations
        lines = [(person, "Meine Rechnung stimmt nicht.")]
        if draw.random() < 0.8:
            lines += [(USER_ID, "Wir sehen nach."), (person, "Danke!")]
        for writer, text in lines:
            at += draw.randint(60, 7200)
            if at <= last:
                made.append(DirectMessage(_snowflake(draw, at), name, writer, at, text))
    return sorted(made, key=lambda one: int(one.id))


def build(end: datetime, *, seed: int = 1, posts: int = 30, days: int = 12) -> list[Post]:
    """Own posts over `days` before `end` with replies below them, and as many mentions elsewhere, oldest first."""
    draw = random.Random(f"account:{seed}")
    last = int(end.astimezone(UTC).timestamp())
    made: list[Post] = []
    for number in range(posts):
        at = last - days * DAY + number * days * DAY // posts
        _grow(draw, made, _written(draw, made, USER_ID, at, f"Neues von uns {number}", last), last)
        _grow(draw, made, _written(draw, made, _person(draw), at + 900, draw.choice(ASKED), last), last)
    return sorted(made, key=lambda post: int(post.id))


def _grow(draw: random.Random, made: list[Post], root: Post, last: int) -> None:
    """Replies below a root post: of people, and of the account to people."""
    for _ in range(draw.choice((0, 1, 3))):
        asked = _written(
            draw, made, _person(draw), root.at + draw.randint(60, DAY), draw.choice(ASKED), last, root
        )
        if draw.random() < 0.6:
            _written(
                draw, made, USER_ID, asked.at + draw.randint(60, 9000), draw.choice(ANSWERED), last, asked
            )


def _written(
    draw: random.Random,
    made: list[Post],
    author: str,
    at: int,
    text: str,
    last: int,
    reply_to: Post | None = None,
) -> Post:
    name = _snowflake(draw, at)
    post = Post(name, author, at, text, reply_to.conversation if reply_to else name, reply_to, (name,))
    if draw.random() < 0.06 and author != USER_ID:
        post.deleted_at = at + draw.randint(3600, 2 * DAY)
    elif draw.random() < 0.08:
        later = at + draw.randint(60, 1500)
        edit = _snowflake(draw, later)
        post.replaced_at = later
        version = Post(edit, author, later, text + " (neu)", post.conversation, reply_to, (name, edit))
        made.append(version)
    made.append(post)
    return post


def _person(draw: random.Random) -> str:
    return str(draw.randint(500, 560))


def _snowflake(draw: random.Random, at: int) -> str:
    return str(((at * 1000 - EPOCH_MS) << 22) + draw.randrange(1 << 22))
