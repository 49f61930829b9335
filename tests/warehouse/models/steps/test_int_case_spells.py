"""Spells of cases, before anything is measured on them."""

from tests.warehouse.conftest import Build, at, case_event


def test_a_spell_lasts_until_something_that_is_shown_changes(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "09:30", "new", priority="high"),
            case_event("T", "10:00", "open", group_name="Marketing"),
        ]
    )

    assert built.rows(
        "steps.int_case_spells", "state", "department_id", "started_at", "ended_at", order="3"
    ) == [
        {"state": "new", "department_id": "service", "started_at": at("09:00"), "ended_at": at("10:00")},
        {"state": "open", "department_id": "marketing", "started_at": at("10:00"), "ended_at": None},
    ]
