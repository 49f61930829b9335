"""When an instance is due, and what its clock has used up."""

from tests.warehouse.conftest import Build, at
from tests.warehouse.sla import SLA_COMPANY, case


def test_the_run_that_reaches_the_target_says_when_it_is_due(build: Build) -> None:
    turns = [("17:00", "open"), ("18:00", "waiting_customer"), ("+1 12:30", "open")]
    built = build(events=case("T", *turns), now="+1 14:00", company=SLA_COMPANY)

    columns = ("sla_id", "due_at", "calendar_due_at", "consumed_us", "is_paused", "runs_on")
    (found, wall) = (
        tuple(row.values()) for row in built.rows("steps.int_sla_clocks", *columns, order="sla_id")
    )
    # An hour on the first day; three from 13:00 of the second, or from 12:30 around the clock.
    hour = 3_600_000_000
    assert found == ("T/1/resolution/solved_4h", at("+1 16:00"), at("+1 15:30"), 2 * hour, False, True)
    assert wall[1:4] == (at("+2 17:00"), at("+2 17:00"), 21 * hour)
