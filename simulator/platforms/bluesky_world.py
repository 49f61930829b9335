"""A small sky over Bluesky, made from a seed: an account that posts and answers, and those who write to it.

Replies below its posts, mentions, quotes and direct messages; what is deleted, dated back or ahead, hidden by a block
or written by a machine: each kind occurs.
"""

from __future__ import annotations

import hashlib
import random
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass

HOUR, DAY = 3600, 86400
_SORTED = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Person:
    """An account; `blocks` is the instant since which it blocks the watched one, epoch seconds."""

    did: str
    handle: str
    is_bot: bool = False
    blocks: int | None = None


@dataclass(frozen=True)
class Post:
    """A post: written when its author says so (`claimed`), received by the platform at `indexed` (epoch seconds)."""

    uri: str
    author: Person
    text: str
    claimed: int
    indexed: int
    parent: str | None = None
    root: str | None = None
    named: tuple[Person, ...] = ()
    quoted: str | None = None
    deleted: int | None = None

    @property
    def listed(self) -> int:
        """Its place in a list."""
        return min(self.claimed, self.indexed)


@dataclass(frozen=True)
class DirectMessage:
    """A direct message; whoever reads the account has deleted it at `deleted` for itself."""

    id: str
    sender: Person
    sent: int
    text: str
    deleted: int | None = None


@dataclass(frozen=True)
class Convo:
    """What the account and one other say to each other in private, oldest first."""

    id: str
    other: Person
    messages: tuple[DirectMessage, ...]


@dataclass(frozen=True)
class Sky:
    """The account that is watched, all posts by URI, its conversations; likes (time, who, post), posts passed on."""

    brand: Person
    posts: Mapping[str, Post]
    convos: tuple[Convo, ...]
    end: int
    likes: tuple[tuple[int, Person, str], ...] = ()
    shared: tuple[tuple[int, str], ...] = ()


def person(handle: str, *, is_bot: bool = False, blocks: int | None = None) -> Person:
    """An account with the id that follows from its handle."""
    digest = b32encode(hashlib.sha256(handle.encode()).digest()).decode().lower()
    return Person(f"did:plc:{digest[:24]}", handle, is_bot, blocks)


def record_key(at: int, number: int) -> str:
    """A name as the platform makes them (TID): microseconds and a number, sortable."""
    value = (at * 1_000_000 << 10) | (number % 1024)
    return "".join(_SORTED[(value >> shift) & 31] for shift in range(60, -1, -5))


def build(seed: int, end: int, *, days: int = 20, mentions: int = 6) -> Sky:
    """A sky of `days` days until `end` (epoch seconds), with one post and some `mentions` a day."""
    return _Author(seed, end).written(days, mentions)


class _Author:
    """Writes one sky."""

    def __init__(self, seed: int, end: int) -> None:
        self.chance, self.end = random.Random(seed), end
        self.brand = person("nordfunk.example")
        self.voices = [person(f"voice{number}.bsky.example") for number in range(8)]
        self.voices.append(person("mirror.bsky.example", is_bot=True))
        self.voices.append(person("huff.bsky.example", blocks=end - 3 * DAY))
        self.posts: list[Post] = []
        self.taken: set[int] = set()

    def written(self, days: int, mentions: int) -> Sky:
        shared: list[tuple[int, str]] = []
        likes: list[tuple[int, Person, str]] = []
        for day in range(days):
            begin = self.end - (days - day) * DAY
            post = self.say(self.brand, begin + 8 * HOUR + self.chance.randrange(HOUR))
            for _ in range(mentions):
                self.hear(post, begin + 9 * HOUR + self.chance.randrange(12 * HOUR))
            likes += [(begin + 10 * HOUR + n, self.voices[n], post.uri) for n in range(3)]
            theirs = [one for one in self.posts if one.author is not self.brand]
            if day % 4 == 0 and theirs:
                shared.append((begin + 20 * HOUR, theirs[-1].uri))
        self.talk_long(self.end - 2 * DAY)
        posts = {post.uri: post for post in sorted(self.posts, key=lambda post: (post.indexed, post.uri))}
        return Sky(self.brand, posts, self.convos(days), self.end, tuple(likes), tuple(shared))

    def hear(self, post: Post, at: int) -> None:
        """Somebody writes below the account's post, names it, quotes it, or speaks to it among others."""
        voice, other = self.chance.sample(self.voices, 2)
        match self.chance.choice(["below", "below", "below", "alone", "quote", "aside"]):
            case "below":
                heard = self.say(voice, at, post)
                if self.chance.random() < 0.3:
                    self.say(other, at + self.chance.randrange(60, HOUR), heard)
            case "aside":
                talk = self.say(other, at - HOUR)
                heard = self.say(voice, at, talk, named=(self.brand,))
                self.say(other, at + 90, heard)
            case "quote":
                heard = self.say(voice, at, quoted=post.uri)
            case _:
                heard = self.say(voice, at, named=(self.brand,))
        if self.chance.random() < 0.75:
            reply = self.say(self.brand, at + self.chance.randrange(300, 8 * HOUR), heard)
            if self.chance.random() < 0.4:
                self.say(voice, reply.indexed + self.chance.randrange(60, 5 * HOUR), reply)

    def talk_long(self, at: int) -> None:
        """A thread deeper than the platform shows at once."""
        last = self.say(self.brand, at, lasting=True)
        for step in range(14):
            last = self.say(self.voices[step % 3], at + (step + 1) * 120, last, lasting=True)

    def say(
        self,
        author: Person,
        at: int,
        to: Post | None = None,
        named: tuple[Person, ...] = (),
        quoted: str | None = None,
        *,
        lasting: bool = False,
    ) -> Post:
        while at in self.taken:  # a place in a list is one instant
            at += 1
        self.taken.add(at)
        number = len(self.posts)
        claimed, fate = at, self.chance.random()
        if author is not self.brand and not lasting:
            claimed += -3 * DAY if fate < 0.04 else 2 * DAY if fate < 0.07 else -3 if fate < 0.5 else 0
        text = f"Nachricht {number} & mehr" + ("?" if self.chance.random() < 0.5 else "")
        deleted = at + self.chance.randrange(HOUR, 2 * DAY) if self.chance.random() < 0.12 else None
        post = Post(
            uri=f"at://{author.did}/app.bsky.feed.post/{record_key(at, number)}",
            author=author,
            text="".join(f"@{one.handle} " for one in named) + text,
            claimed=claimed,
            indexed=at,
            parent=to.uri if to else None,
            root=(to.root or to.uri) if to else None,
            named=named,
            quoted=quoted,
            deleted=None if lasting else deleted,
        )
        self.posts.append(post)
        return post

    def convos(self, days: int) -> tuple[Convo, ...]:
        found = []
        for number, other in enumerate(self.voices[:7]):
            begin = self.end - (number * 2 + 1) * DAY % (days * DAY)
            said = []
            for turn in range(2 + number * 25 % 140):
                sender = self.brand if turn % 3 == 1 else other
                at = begin + turn * 600
                gone = at + HOUR if turn == 4 else None
                name = record_key(at, number)
                said.append(DirectMessage(name, sender, at, f"Privat {number}.{turn}", gone))
            found.append(Convo(record_key(begin, number), other, tuple(said)))
        return tuple(found)
