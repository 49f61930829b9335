"""A small video channel: uploads, comment threads and replies with edits and deletions, made from a seed."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime

CHANNEL_ID = "UCnordfunk0000000000000a"
UPLOADS = "UUnordfunk0000000000000a"
DAY = 86_400
LETTERS = string.ascii_letters + string.digits
ASKED = (
    "Ab wann gibt es das in Kassel?",
    "Mein Router blinkt <rot> & nun?",
    "Does eSIM work abroad?",
    "Danke 👍",
)
ANSWERED = ("Schreib uns bitte eine Nachricht.", "That works since June.", "Probier es mit einem Neustart.")


@dataclass
class Comment:
    """A comment, or a reply where `parent` is set. Instants in epoch seconds."""

    id: str
    author: str
    name: str
    at: int
    text: str
    parent: str | None = None
    edited_at: int | None = None
    deleted_at: int | None = None
    replies: list[Comment] = field(default_factory=list)
    held: bool = False  # for review: nobody but the owner sees it

    def is_there(self, now: int) -> bool:
        """Is it to be seen at `now`?"""
        return self.at <= now and not self.held and (self.deleted_at is None or self.deleted_at > now)


@dataclass
class Video:
    """An upload; `has_comments` False where they are switched off, `private_at` when it was taken from view."""

    id: str
    at: int
    title: str
    has_comments: bool = True
    private_at: int | None = None
    threads: list[Comment] = field(default_factory=list)

    def is_public(self, now: int) -> bool:
        """Is it to be seen at `now`?"""
        return self.at <= now and (self.private_at is None or self.private_at > now)

    def threads_at(self, now: int) -> list[Comment]:
        """Its threads at `now`, newest first."""
        found = [thread for thread in self.threads if thread.is_there(now)]
        return sorted(found, key=lambda thread: (thread.at, thread.id), reverse=True)

    def count_at(self, now: int) -> int:
        """Comments and replies at `now`."""
        threads = self.threads_at(now)
        return len(threads) + sum(reply.is_there(now) for thread in threads for reply in thread.replies)


def build(
    end: datetime, *, seed: int = 1, videos: int = 12, days: int = 60, threads: int = 30
) -> list[Video]:
    """Uploads over `days` before `end`, the first video with ten times as many threads as others have at most."""
    draw = random.Random(f"channel:{seed}")
    last = int(end.astimezone(UTC).timestamp())
    made = []
    for number in range(videos):
        at = last - days * DAY + number * days * DAY // videos
        video = Video(_word(draw, 11), at, f"Folge {number + 1}", has_comments=number % 7 != 5)
        wanted = threads * 10 if number == 0 else draw.randint(0, threads)
        if video.has_comments:
            video.threads = [_thread(draw, draw.randint(at, last), last) for _ in range(wanted)]
        made.append(video)
    made[2].private_at = last - 2 * DAY
    return made


def _thread(draw: random.Random, at: int, last: int) -> Comment:
    thread = _comment(draw, f"Ug{_word(draw, 16)}AaABAg", at, last)
    thread.held = draw.random() < 0.05
    for _ in range(draw.choice((0, 0, 1, 1, 2, 4, 9))):
        reply = _comment(draw, f"{thread.id}.{_word(draw, 12)}", draw.randint(at, last), last, thread.id)
        thread.replies.append(reply)
    thread.replies.sort(key=lambda reply: (reply.at, reply.id))
    return thread


def _comment(draw: random.Random, name: str, at: int, last: int, parent: str | None = None) -> Comment:
    is_ours = parent is not None and draw.random() < 0.4
    person = draw.randint(1, 60)
    author = CHANNEL_ID if is_ours else f"UCviewer{person:016d}"
    text = draw.choice(ANSWERED if is_ours else ASKED)
    comment = Comment(name, author, "@nordfunk" if is_ours else f"@viewer{person}", at, text, parent)
    if draw.random() < 0.08:
        comment.edited_at = min(last, at + draw.randint(60, 3 * DAY))
    if draw.random() < 0.06:
        comment.deleted_at = at + draw.randint(60, 6 * DAY)
    return comment


def _word(draw: random.Random, length: int) -> str:
    return "".join(draw.choices(LETTERS, k=length))
