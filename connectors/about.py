"""What a source type says of itself: for docs/sources.md, `leitstand connect` and whoever grants the permissions."""

from dataclasses import dataclass
from typing import Literal

Group = Literal[
    "platform",
    "community",
    "case store",
    "mail",
    "phone",
    "push",
    "export",
    "customers",
    "money",
    "people",
]


@dataclass(frozen=True)
class Permission:
    """Something that the platform has to grant, by the platform's own name, and what it is needed for."""

    name: str
    why: str


@dataclass(frozen=True)
class About:
    """One source type in words, each a sentence or two. A connector's module has it as `ABOUT`.

    `how` says what a later run asks for: cursor, overlap, what can be asked by day. `limits` are the platform's
    own, and what stays unseen. `verified` names what it was tried against, and says so where that was no live platform.
    """

    title: str
    group: Group
    reads: str
    how: str
    limits: str
    verified: str
    permissions: tuple[Permission, ...] = ()
