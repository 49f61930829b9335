"""How good the labels are, from a handful of messages that somebody has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.conftest import COMPANY, Build, inbound

RULES = r"""
[[intents]]
intent = "complaint"
pattern = 'schlecht'
[[intents]]
intent = "question"
pattern = '\?'
[intents_audit]
file = "AUDIT"
"""


@pytest.fixture
def company(tmp_path: Path) -> str:
    """A company whose audit has read six messages, one of which nobody has received."""
    rows = ["a;complaint", "b;complaint", "c;complaint", "d;question", "e;Praise", "zz;praise"]
    (tmp_path / "audit.csv").write_text("Nachricht;Anliegen\n" + "\n".join(rows), encoding="utf-8")
    return COMPANY + RULES.replace("AUDIT", str(tmp_path / "audit.csv"))


def test_sensitivity_and_specificity_are_counted_against_what_people_read(build: Build, company: str) -> None:
    texts = {"a": "schlecht", "b": "schlecht!", "c": "naja", "d": "schlecht?", "e": "gut"}
    built = build(
        [inbound(key, "09:00", text=text, author_id=key) for key, text in texts.items()], company=company
    )
    columns = ("sensitivity", "positive_count", "specificity", "negative_count")
    table = "marts.dim_intent_quality where visibility = 'public'"
    found = {row["intent"]: row for row in built.rows(table, "intent", *columns)}

    # Two of three complaints were found, and one of the two others was taken for one.
    assert tuple(found["complaint"].values()) == (
        "complaint",
        pytest.approx(2 / 3),
        3,
        pytest.approx(1 / 2),
        2,
    )
    assert tuple(found["question"].values()) == ("question", 0.0, 1, 1.0, 4)
    assert tuple(found["press"].values()) == ("press", None, 0, 1.0, 5)


def test_public_and_private_messages_are_told_apart(build: Build, company: str) -> None:
    private = {"channel": "direct_message", "visibility": "private", "conversation_id": "u"}
    built = build(
        [
            inbound("a", "09:00", text="schlecht", author_id="a"),
            inbound("b", "09:00", text="naja", author_id="b", **private),
        ],
        company=company,
    )
    table = "marts.dim_intent_quality where intent = 'complaint'"

    assert built.rows(table, "visibility", "sensitivity", "positive_count") == [
        {"visibility": "all", "sensitivity": 0.5, "positive_count": 2},
        {"visibility": "private", "sensitivity": 0.0, "positive_count": 1},
        {"visibility": "public", "sensitivity": 1.0, "positive_count": 1},
    ]


def test_without_an_audit_the_quality_is_unknown(build: Build) -> None:
    found = build([inbound("a", "09:00")]).rows(
        "marts.dim_intent_quality", "sensitivity", "specificity_lower"
    )

    assert len(found) == 21  # seven intents, in public, in private and over all
    assert {tuple(row.values()) for row in found} == {(None, None)}
