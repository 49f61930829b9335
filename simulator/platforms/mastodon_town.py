"""A small town on Mastodon, made from a seed: an account that posts and answers, and those who write to it.

Who writes below whose post, in public or to one person, edited, deleted, by a machine: each kind occurs.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class Voice:
    """An account; `acct` has the instance's name for those from elsewhere."""

    id: str
    name: str
    acct: str
    is_bot: bool = False


@dataclass(frozen=True)
class Toot:
    """A status; `versions` are instants (epoch seconds) and HTML, the first one as it was written."""

    id: str
    author: Voice
    versions: tuple[tuple[int, str], ...]
    answers: str | None = None
    visibility: str = "public"
    named: tuple[Voice, ...] = ()
    warning: str = ""
    deleted: int | None = None

    @property
    def created(self) -> int:
        """When it was written."""
        return self.versions[0][0]


@dataclass(frozen=True)
class Town:
    """All statuses by id, oldest first, and the account that is watched."""

    brand: Voice
    toots: Mapping[str, Toot]
    end: int


def build(seed: int, end: int, *, days: int = 20, mentions: int = 5) -> Town:
    """A town of `days` days until `end` (epoch seconds), with some `mentions` a day and one post of the account's."""
    chance = random.Random(seed)
    brand = Voice("1", "nordfunk", "nordfunk")
    voices = [
        Voice(str(500 + n), f"voice{n}", f"voice{n}@elsewhere.example" if n % 3 else f"voice{n}")
        for n in range(9)
    ]
    voices.append(Voice("600", "mirror", "mirror", is_bot=True))
    written: list[Toot] = []

    def say(
        author: Voice, at: int, to: Toot | None = None, named: tuple[Voice, ...] = (), see: str = "public"
    ) -> Toot:
        text = f"Nachricht {len(written)} & <mehr>" + ("?" if chance.random() < 0.5 else "")
        handles = "".join(
            f'<span class="h-card"><a href="#">@<span>{voice.name}</span></a></span> ' for voice in named
        )
        versions: tuple[tuple[int, str], ...] = ((at, f"<p>{handles}{escape(text)}</p>"),)
        if chance.random() < 0.1:
            later = at + chance.randrange(60, 3 * HOUR)
            versions += ((later, f"<p>{handles}{escape(text)}</p><p>Nachtrag</p>"),)
        deleted = at + chance.randrange(HOUR, 2 * DAY) if chance.random() < 0.06 else None
        # As the platform makes them: milliseconds, then a number within them.
        name = str((at * 1000 << 16) + len(written))
        warning = "Ärger" if chance.random() < 0.05 else ""
        written.append(Toot(name, author, versions, to.id if to else None, see, named, warning, deleted))
        return written[-1]

    def answer(to: Toot, at: int) -> None:
        """The account answers, seldom not at all, and sometimes there is a word more."""
        if chance.random() < 0.25 or at > end:
            return
        reply = say(brand, at, to, (to.author,), to.visibility)
        if chance.random() < 0.4:
            say(to.author, at + chance.randrange(60, 5 * HOUR), reply, (brand,), to.visibility)

    for day in range(days):
        begin = end - (days - day) * DAY
        post = say(brand, begin + 8 * HOUR + chance.randrange(HOUR))
        for _ in range(mentions):
            voice, at = chance.choice(voices), begin + 9 * HOUR + chance.randrange(12 * HOUR)
            kind = chance.choice(["below", "below", "alone", "aside", "direct"])
            if kind == "below":
                comment = say(voice, at, post, (brand,))
                other = chance.choice(voices)
                if chance.random() < 0.3 and other is not voice:
                    say(other, at + chance.randrange(60, HOUR), comment, (voice,))
            elif kind == "aside":
                talk = say(chance.choice(voices), at - HOUR)
                comment = say(voice, at, talk, (talk.author, brand))
                say(talk.author, at + 90, comment, (voice,))
            else:
                comment = say(voice, at, None, (brand,), "direct" if kind == "direct" else "unlisted")
            answer(comment, at + chance.randrange(300, 8 * HOUR))
    return Town(brand, {toot.id: toot for toot in sorted(written, key=lambda toot: int(toot.id))}, end)
