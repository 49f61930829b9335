"""Spells of a ticket."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event


def test_a_new_group_is_a_new_spell_but_not_a_new_state(build: Build) -> None:
    built = build(
        events=[case_event("T", "09:00", "open"), case_event("T", "10:00", "open", group_name="Marketing")]
    )

    assert built.rows(
        "steps.int_ticket_states", "group_name", "is_new_state", "ended_at", order="started_at"
    ) == [
        {"group_name": "Service", "is_new_state": True, "ended_at": at("10:00")},
        {"group_name": "Marketing", "is_new_state": False, "ended_at": None},
    ]
