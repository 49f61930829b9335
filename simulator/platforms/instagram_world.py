"""A small account on Instagram, made from a seed: what it posts, what stands below, and who writes in private.

Replies, hidden and deleted comments, a deleted post, tags and long conversations: each kind occurs.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from simulator.platforms.instagram_nodes import Account, Tagged
from simulator.records import Comment, Conversation, Person, Post, PrivateMessage

HOUR, DAY = 3600, 86400
BRAND = Account("17841400000000001", "nordfunk", "Nordfunk", "104277315829066")


@dataclass
class Feed:
    """All that was written, oldest first, until `end` (epoch seconds); `removed`: when posts were deleted, by id."""

    account: Account
    end: int
    posts: list[Post] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    tagged: list[Tagged] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)


def build(seed: int, end: int, *, days: int = 20) -> Feed:
    """A feed of `days` days until `end`, with one post and some comments a day."""
    chance = random.Random(seed)
    feed = Feed(BRAND, end)
    people = [
        Person(f"Person {n}", f"person.{n}", "de", f"p{n}@mail.example", str(6_700_000_000 + n), 900 + n)
        for n in range(12)
    ]
    for day in range(days):
        at = end - (days - day) * DAY + 8 * HOUR + chance.randrange(HOUR)
        post = Post(f"179{day:014}", at, f"Beitrag {day} #nordfunk", organic_total=500 + 40 * day)
        feed.posts.append(post)
        if day % 9 == 4:
            feed.removed[post.id] = at + 30 * HOUR
        for _ in range(chance.randrange(2, 9)):
            _comment(feed, chance, post, people)
        if day % 4 == 1:
            who = chance.choice(people)
            gone = at + 5 * HOUR if day % 8 == 5 else None
            feed.tagged.append(Tagged(f"180{day:014}", at + HOUR, who, f"Mit @{BRAND.username}", gone))
    for number, person in enumerate(people[:7]):
        feed.conversations.append(_conversation(chance, number, person, end, days))
    feed.comments = [one for one in feed.comments if one.created <= end]
    feed.comments.sort(key=lambda one: (one.created, one.id))
    return feed


def _comment(feed: Feed, chance: random.Random, post: Post, people: list[Person]) -> None:
    """A comment, sometimes answered, with somebody else's word below it."""

    def say(at: int, person: Person | None, text: str, top: Comment | None = None) -> Comment:
        name = f"178{len(feed.comments):014}"
        root, above = (top.root_id, top.id) if top else (name, None)
        feed.comments.append(Comment(name, post.id, root, above, person, None, text, at))
        return feed.comments[-1]

    who, at = chance.choice(people), post.created + chance.randrange(300, 3 * DAY)
    top = say(at, who, f"Kommentar {len(feed.comments)}?")
    if chance.random() < 0.12:
        top.hidden_at = at + HOUR
    elif chance.random() < 0.12:
        top.deleted_at = at + chance.randrange(HOUR, DAY)
    elif chance.random() < 0.7:
        say(at + chance.randrange(300, 6 * HOUR), None, f"@{who.handle} Danke!", top)
        for _ in range(chance.randrange(3)):
            other = say(at + chance.randrange(7 * HOUR, 2 * DAY), chance.choice(people), "Bei mir auch", top)
            other.deleted_at = other.created + HOUR if chance.random() < 0.2 else None


def _conversation(chance: random.Random, number: int, person: Person, end: int, days: int) -> Conversation:
    thread = Conversation(f"aWdf{number:06}", person)
    at = end - chance.randrange(2 * HOUR, (days - 1) * DAY)
    for turn in range(3 + 9 * number):
        if at > end:
            break
        writer = person if turn % 2 == 0 else None
        thread.messages.append(PrivateMessage(f"aWdm{number:03}{turn:05}", at, writer, f"Nachricht {turn}"))
        at += chance.randrange(60, 4 * HOUR)
    return thread
