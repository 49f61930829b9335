"""The rules that come with the demo company, on every wording of the simulator, against what a reader would say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from simulator import intents as labels
from simulator import phrases_de, phrases_en
from warehouse import intent_rules
from warehouse.company import Company, load

HOUSE = Path(__file__).parents[2]
SLOTS = {
    "city": "Köln", "clock": "8:05", "account": "K-1234567", "device": "Pixel 10", "router": "FRITZ!Box",
    "zip": "50667", "invoice": "RE12345678", "month": "Mai", "amount": "19,90", "tariff": "NordFlat M",
    "order": "NF123456789",
    "day": "Montag", "country": "Spanien", "seats": 12, "company": "Metallbau Krause GmbH", "outlet": "Abendblatt",
    "case": "123456", "street": "Ringstraße", "number": 7, "name": "Anna Berg", "first": "Anna",
}  # fmt: skip


@pytest.fixture(scope="module")
def company() -> Company:
    return load(HOUSE / "leitstand.toml", {}, need_sources=False)


@pytest.fixture(scope="module")
def wordings(company: Company) -> list[tuple[str, str | None, str]]:
    """(what a reader would say, what the rules say, public or private) of every matter in both languages."""
    with duckdb.connect() as connection:
        intent_rules.define(connection, company)
        found = []
        for language, book in (("de", phrases_de), ("en", phrases_en)):
            for side, text, intent in _matters(language, book):
                rank = connection.execute("select intent_rule(?)", [text]).fetchone()
                assert rank is not None
                found.append((intent, None if rank[0] is None else company.intents[rank[0]].intent, side))
    return found


def _matters(language: str, book: object) -> Iterator[tuple[str, str, str]]:
    for topic, matters in book.MATTERS.items():  # type: ignore[attr-defined]
        for number, matter in enumerate(matters):
            yield "public", matter["public"].format(**SLOTS), labels.public(language, topic, number)
            yield "private", matter["private"].format(**SLOTS), labels.private(language, topic, number)


@pytest.mark.parametrize(("side", "least"), [("public", 0.9), ("private", 0.8)])
def test_most_complaints_are_found_and_few_others_taken_for_one(wordings, side, least) -> None:
    own = [(true, found) for true, found, place in wordings if place == side]
    complaints = [found == "complaint" for true, found in own if true == "complaint"]
    others = [found != "complaint" for true, found in own if true != "complaint"]

    assert len(complaints) > 5 and len(others) > 30
    assert sum(complaints) / len(complaints) >= least
    assert sum(others) / len(others) >= 0.85


def test_nine_in_ten_wordings_are_known_at_all_and_eight_are_right(wordings) -> None:
    assert sum(found is not None for _, found, _ in wordings) / len(wordings) >= 0.9
    assert sum(found == true for true, found, _ in wordings) / len(wordings) >= 0.8


def test_the_words_of_the_ticket_system_are_explained(company: Company) -> None:
    explained = {word.casefold() for rule in company.intents for word in rule.category}

    assert set(labels.CATEGORIES.values()) <= explained
