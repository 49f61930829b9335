"""Which messages outside of case stores name a ticket's number."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, inbound


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Das ist #48211.", ["48211"]),
        ("Vorgangsnummer 48211 und Ticket: 48212", ["48211", "48212"]),
        ("case no. 48211", ["48211"]),
        ("#48211 und noch einmal #48211", ["48211"]),
        ("#12", []),  # too short for a number
        ("#eSIM 48211", []),
        ("meine Nummer ist 48211", []),
    ],
)
def test_a_number_counts_where_it_is_called_one(build: Build, text: str, numbers: list[str]) -> None:
    built = build(messages=[inbound("a", "09:00", text=text)])

    found = built.rows("steps.int_ticket_mentions", "ticket_number")
    assert [row["ticket_number"] for row in found] == numbers


def test_the_configuration_says_how_a_number_is_written(build: Build) -> None:
    company = COMPANY + "[contact_links]\nnumber_pattern = 'KD-(\\d+)'\n"
    built = build(messages=[inbound("a", "09:00", text="KD-77, nicht #48211")], company=company)

    assert [row["ticket_number"] for row in built.rows("steps.int_ticket_mentions", "ticket_number")] == [
        "77"
    ]


def test_what_stands_in_a_ticket_names_none(build: Build) -> None:
    built = build(messages=[inbound("a", "09:00", text="#48211", case_id="desk:7")])

    assert built.rows("steps.int_ticket_mentions") == []
