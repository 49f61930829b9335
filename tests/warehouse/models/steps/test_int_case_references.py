"""By which words a case names its contact."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import COMPANY, Build, Built, case_event, case_fact, inbound

DESK = COMPANY + '[sources.desk]\ntype = "files"\npath = "none.csv"\n'


def words(built: Built, rule: str) -> set[str]:
    found = built.query(f"select word from steps.int_case_references where rule = '{rule}'")
    return {row["word"] for row in found}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("m_1", {"m_1"}),  # the whole of a field is what it holds, however short
        ("900_118000054202", {"900_118000054202", "118000054202"}),
        (
            "https://site.example/@anna/1130000000000001?lang=de",
            {"https://site.example/@anna/1130000000000001?lang=de", "1130000000000001"},
        ),
        (
            "urn:li:comment:(urn:li:activity:7100000000,7200000000)",
            {"urn:li:comment:(urn:li:activity:7100000000,7200000000)", "7100000000", "7200000000"},
        ),
    ],
)
def test_a_field_names_itself_and_its_long_parts(build: Build, value: str, expected: set[str]) -> None:
    built = build(
        events=[case_event("desk:7", "10:00", "new", source="desk")],
        facts=[case_fact("desk:7", "10:00", "contact", value, source="desk")],
        company=DESK,
    )

    assert words(built, "id") == expected


def test_only_addresses_count_in_a_text(build: Build) -> None:
    note = inbound(
        "desk:n",
        "10:00",
        source="desk",
        case_id="desk:7",
        text="1130000000000009 <https://s.example/1130000000000001>",
    )
    built = build(messages=[note], events=[case_event("desk:7", "10:00", "new", source="desk")], company=DESK)

    assert words(built, "reference") == {"https://s.example/1130000000000001", "1130000000000001"}


def test_who_wrote_is_no_clear_name_in_any_table(build: Build) -> None:
    built = build(
        events=[case_event("desk:7", "10:00", "new", source="desk")],
        facts=[case_fact("desk:7", "10:00", "contact", "@Anna", source="desk")],
        company=DESK,
    )
    (anna,) = built.query("select pseudonym('files', 'anna') as name")

    assert anna["name"] in words(built, "author")
    assert "anna" not in words(built, "author")
