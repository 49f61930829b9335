"""Targets as declared, in their order."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.warehouse.conftest import COMPANY, Build


def test_a_day_target_has_no_seconds(build: Build) -> None:
    assert build().rows(
        "marts.dim_target", "target_id", "seconds", "end_of_next_business_day", "goal", order="rank"
    ) == [
        {"target_id": "private", "seconds": 900, "end_of_next_business_day": False, "goal": 0.8},
        {"target_id": "public", "seconds": 18000, "end_of_next_business_day": False, "goal": 0.9},
        {"target_id": "mail", "seconds": None, "end_of_next_business_day": True, "goal": 0.95},
    ]


def test_a_target_says_for_what_it_holds_from_when_to_when_and_when_its_clock_stands(build: Build) -> None:
    held = COMPANY.replace('id = "private"', 'id = "private"\nfrom = 2026-07-01\nuntil = 2027-01-01').replace(
        'id = "public"', 'id = "public"\nalso = true\npause = ["waiting_third_party", "waiting_customer"]'
    )
    private, public, _ = build(company=held).rows(
        "marts.dim_target", "from_at", "until_at", "pause", "also", order="rank"
    )

    assert private == {
        "from_at": datetime(2026, 6, 30, 22, tzinfo=UTC),
        "until_at": datetime(2026, 12, 31, 23, tzinfo=UTC),
        "pause": [],
        "also": False,
    }
    assert public == {
        "from_at": None,
        "until_at": None,
        "pause": ["waiting_customer", "waiting_third_party"],
        "also": True,
    }
