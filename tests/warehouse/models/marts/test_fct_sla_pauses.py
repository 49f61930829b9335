"""Pauses as they are published."""

from tests.warehouse.conftest import Build, at
from tests.warehouse.sla import SLA_COMPANY, case


def test_a_pause_names_the_state_that_its_case_was_in(build: Build) -> None:
    built = build(events=case("T", ("09:00", "open"), ("10:00", "waiting_third_party")), company=SLA_COMPANY)

    assert built.rows("marts.fct_sla_pauses") == [
        {
            "sla_id": "T/1/resolution/solved_4h", "case_id": "T", "paused_at": at("10:00"), "resumed_at": None,
            "case_state": "waiting_third_party",
        }
    ]  # fmt: skip
