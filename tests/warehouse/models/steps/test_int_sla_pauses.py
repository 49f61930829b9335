"""When a clock stands."""

import pytest

from tests.warehouse.conftest import Build, at
from tests.warehouse.sla import SLA_COMPANY, case


@pytest.mark.definition(9)
def test_touching_pauses_are_one_and_only_the_targets_own_states_pause(build: Build) -> None:
    turns = [
        ("09:00", "waiting_customer"),
        ("10:00", "waiting_third_party"),
        ("11:00", "waiting_approval"),
        ("11:30", "open"),
        ("12:00", "waiting_customer"),
    ]
    built = build(events=case("T", *turns), now="15:00", company=SLA_COMPANY)

    found = built.rows(
        "steps.int_sla_pauses", "sla_id", "paused_at", "resumed_at", "case_state", order="paused_at"
    )
    assert [tuple(row.values()) for row in found] == [
        ("T/1/resolution/solved_4h", at("09:00"), at("11:00"), "waiting_customer"),
        ("T/1/resolution/solved_4h", at("12:00"), None, "waiting_customer"),
    ]
