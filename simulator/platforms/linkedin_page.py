"""A small page on LinkedIn, made from a seed: an organisation that posts and answers, and those who comment.

Comments and replies, edited, deleted, with or without an answer, by somebody on the page's behalf: each kind occurs.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

HOUR, DAY = 3600, 86400
ORGANISATION = "urn:li:organization:2414183"


@dataclass(frozen=True)
class Share:
    """A post by its URN; `versions` are instants (epoch seconds) and texts, the first one as it was published."""

    urn: str
    versions: tuple[tuple[int, str], ...]
    shown_an_hour: int = 0
    is_ad: bool = False
    deleted: int | None = None

    @property
    def created(self) -> int:
        """When it was published."""
        return self.versions[0][0]


@dataclass(frozen=True)
class Remark:
    """A comment under the post `share`, or a reply to the comment `answers`.

    `actor` is a URN, `agent` that of the person who acted for it. `named` are those whom the text names,
    URN and name.
    """

    id: str
    share: str
    actor: str
    versions: tuple[tuple[int, str], ...]
    answers: str | None = None
    agent: str | None = None
    named: tuple[tuple[str, str], ...] = ()
    deleted: int | None = None

    @property
    def created(self) -> int:
        """When it was written."""
        return self.versions[0][0]


@dataclass(frozen=True)
class Wall:
    """All posts and comments, oldest first, and the organisation whose page it is."""

    organisation: str
    shares: Sequence[Share]
    remarks: Sequence[Remark]
    end: int


def build(seed: int, end: int, *, days: int = 20, comments: int = 4) -> Wall:
    """A page of `days` days until `end` (epoch seconds), with a post a day and some `comments` under each."""
    chance = random.Random(seed)
    people = [(f"urn:li:person:p{number}", f"Person {number}") for number in range(9)]
    staff = ["urn:li:person:staff1", "urn:li:person:staff2"]
    shares: list[Share] = []
    remarks: list[Remark] = []

    def edited(at: int, text: str, odds: float) -> tuple[tuple[int, str], ...]:
        first = (at, text)
        if chance.random() >= odds:
            return (first,)
        return (first, (at + chance.randrange(60, 3 * HOUR), f"{text} (ergänzt)"))

    def remark(share: Share, actor: str, at: int, answers: Remark | None = None, **more: object) -> Remark:
        deleted = at + chance.randrange(HOUR, 2 * DAY) if chance.random() < 0.06 else None
        text = f"Kommentar {len(remarks)}" + ("?" if chance.random() < 0.5 else "")
        one = Remark(
            str(7_000_000_000_000_000_000 + len(remarks)), share.urn, actor, edited(at, text, 0.1),
            answers.id if answers else None, deleted=deleted, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        remarks.append(one)
        return one

    for day in range(days):
        at = end - (days - day) * DAY + 8 * HOUR + chance.randrange(HOUR)
        kind = "ugcPost" if day % 3 == 0 else "share"
        deleted = at + 3 * DAY if chance.random() < 0.1 else None
        text = f"Neues aus dem Netz, Folge {day} {{hashtag|\\#|nordfunk}} \\(mit Bild\\)"
        urn, shown = f"urn:li:{kind}:{6_000_000_000 + day}", chance.randrange(5, 60)
        shares.append(Share(urn, edited(at, text, 0.2), shown, day % 7 == 3, deleted))
        for _ in range(chance.randrange(2 * comments)):
            person, name = chance.choice(people)
            asked = at + chance.randrange(60, 2 * DAY)
            top = remark(shares[-1], person, asked)
            if chance.random() < 0.3:
                # Somebody else has a word, and may be the one whom the page answers.
                person, name = chance.choice(people)
                remark(shares[-1], person, asked + chance.randrange(60, HOUR), top)
            if chance.random() < 0.75:
                answered = asked + chance.randrange(60, 8 * HOUR)
                more = {"agent": chance.choice(staff), "named": ((person, name),)}
                remark(shares[-1], ORGANISATION, answered, top, **more)
    remarks.sort(key=lambda one: one.created)
    return Wall(ORGANISATION, shares, [one for one in remarks if one.created <= end], end)
