"""Whom the company's CRM knows, by what, and whom it has twice: crm.csv, and what follows for who is who.

It follows from each customer's name alone, so that nothing else in the world changes with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from simulator import on_bluesky, on_linkedin, on_mastodon, on_x, on_youtube
from simulator.company import local
from simulator.records import Person, World
from simulator.town import DAY

COLUMNS = (
    "Kundennummer", "E-Mail", "bestätigt", "Telefon", "Zendesk-ID", "Facebook", "Instagram", "X", "Mastodon", "Bluesky",
    "YouTube", "LinkedIn", "Discourse", "Angelegt am", "Geändert am", "Inaktiv",
)  # fmt: skip
# Shares of all people, then of those whom the CRM has. Most people never tell a company their name on a platform.
KNOWN = 0.62
VERIFIED, PHONES, REQUESTERS, GONE = 0.9, 0.65, 0.45, 0.03
TWICE_BY_MAIL, TWICE_BY_KEY = 0.03, 0.015
# Who was entered while all of this went on, many of them after they had written for the first time.
NEW = 0.2
HANDLES = {
    "facebook": 0.2, "instagram": 0.2, "x": 0.15, "mastodon": 0.08, "bluesky": 0.08, "youtube": 0.06, "linkedin": 0.1,
    "discourse": 0.6,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row of the CRM. `handles` are by platform, `created` and `changed` epoch seconds.

    `is_gone`: the row doesn't count.
    """

    key: str
    person: Person
    mail: str
    is_verified: bool
    created: int
    changed: int
    phone: str = ""
    requester: str = ""
    handles: dict[str, str] = field(default_factory=dict)
    is_gone: bool = False


def rows(world: World) -> Iterator[tuple[str, ...]]:
    """The CRM's export."""
    for entry in entries(world):
        yield (
            entry.key, entry.mail, "ja" if entry.is_verified else "nein", entry.phone, entry.requester,
            *(entry.handles.get(platform, "") for platform in HANDLES), _clock(entry.created), _clock(entry.changed),
            "ja" if entry.is_gone else "",
        )  # fmt: skip


def entries(world: World) -> Iterator[Entry]:
    """All rows, oldest customers first; a second one for the same person follows the first."""
    for number, person in enumerate(world.everybody):
        if _draw(person, "known") >= KNOWN:
            continue
        created = world.start - int(_draw(person, "created") * 1500 * DAY)
        if _draw(person, "new") < NEW:
            created = world.start + int(_draw(person, "created") * (world.end - world.start))
        changed = created + int(_draw(person, "changed") * (world.end - created))
        is_verified = _draw(person, "verified") < VERIFIED
        entry = Entry(
            f"K-{1_000_000 + number * 13}", person, person.email, is_verified, created, changed,
            person.phone if _draw(person, "phone") < PHONES else "",
            str(person.zendesk_id) if _draw(person, "requester") < REQUESTERS else "",
            {name: handle_of(person, name) for name, share in HANDLES.items() if _draw(person, name) < share},
            _draw(person, "gone") < GONE,
        )  # fmt: skip
        yield entry
        twice = _draw(person, "twice")
        older = replace(
            entry, phone="", requester="", handles={}, created=created - 40 * DAY, changed=created
        )
        if entry.is_gone or not entry.is_verified:
            continue
        if twice < TWICE_BY_MAIL:  # somebody was entered anew under another number
            yield replace(older, key=f"K-{5_000_000 + number * 13}")
        elif (
            twice < TWICE_BY_MAIL + TWICE_BY_KEY
        ):  # the same number twice, from before the last move of systems
            yield older


def _clock(at: int) -> str:
    return local(at).isoformat(sep=" ")


def handle_of(person: Person, platform: str) -> str:
    """What the CRM has somebody's account under: the platform's id, or the name by which others call it.

    On Bluesky that is the lasting id: names are moved there, and mentions carry the id.
    """
    match platform:
        case "facebook":
            return person.facebook_id
        case "instagram":
            return f"@{person.handle}"
        case "x":
            return on_x.author_id(person)
        case "mastodon":
            return f"@{on_mastodon.voice(person).acct}"
        case "bluesky":
            return on_bluesky.voice(person).did
        case "youtube":
            return on_youtube.author_id(person)
        case "linkedin":
            return on_linkedin.person_urn(person)
        case "discourse":
            return person.handle
    raise ValueError(f"no handles are known of {platform}")


def _draw(person: Person, what: str) -> float:
    """Between 0 and 1, always the same for one person and question."""
    digest = hashlib.sha256(f"crm:{what}:{person.handle}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
