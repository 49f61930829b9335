"""Customers who answer customers below a post: mostly one of them, who knows more than the rest."""

from __future__ import annotations

from simulator.records import Person
from simulator.town import Town

BY_THE_EXPERT = 0.13  # of the questions and requests for help are answered by the one
BY_ANYBODY = 0.045
AFTER = 25 * 60


def expert(town: Town) -> Person:
    """The customer on whom the others rely; always the same."""
    return next(person for person in town.people[40:] if person.language == "de")


def peer(town: Town, asked_by: Person) -> tuple[Person, int] | None:
    """Who answers a comment of `asked_by` before the company does, and after how many seconds; mostly nobody."""
    draw = town.peers.random()
    if draw < BY_THE_EXPERT:
        who = expert(town)
    elif draw < BY_THE_EXPERT + BY_ANYBODY:
        who = town.people[int(len(town.people) * town.peers.random())]
    else:
        return None
    after = int(AFTER * town.peers.lognormvariate(0.0, 0.7))
    return None if who.facebook_id == asked_by.facebook_id else (who, after)
