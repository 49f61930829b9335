"""Texts: handles of people become pseudonyms, the company's own stay."""

from __future__ import annotations

from tests.warehouse.conftest import Build, inbound


def test_handles_of_people_are_replaced_and_our_own_are_not(build: Build) -> None:
    built = build([inbound("m1", "09:00", text="@Brand @Ann und @Anna warten")])
    (text,) = [row["text"] for row in built.rows("marts.message_texts")]

    assert "@Ann " not in text
    assert "@Anna " not in text
    words = text.split()
    assert words[0] == "@Brand"
    assert words[1] != words[3]
    assert all(len(word) == 25 for word in (words[1], words[3]))


def test_a_message_without_text_stays_without(build: Build) -> None:
    assert build([inbound("m1", "09:00", text=None)]).rows("marts.message_texts", "message_id") == []
