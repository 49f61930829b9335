"""Stretches in which a clock runs, and what was used up before each."""

from tests.warehouse.conftest import Build, at
from tests.warehouse.sla import SLA_COMPANY, case

HOUR = 3_600_000_000


def test_runs_and_pauses_share_the_time_of_an_instance_without_gap(build: Build) -> None:
    turns = [("09:00", "open"), ("11:00", "waiting_customer"), ("14:00", "open"), ("15:00", "resolved")]
    built = build(events=case("T", *turns), now="17:00", company=SLA_COMPANY)

    columns = ("from_at", "until_at", "open_us", "wall_us", "open_us_before", "wall_us_before")
    found = built.query(
        f"select {', '.join(columns)} from steps.int_sla_runs where sla_id like '%solved_4h' order by from_at"
    )
    assert [tuple(row.values()) for row in found] == [
        (at("09:00"), at("11:00"), 2 * HOUR, 2 * HOUR, 0, 0),
        (at("14:00"), None, HOUR, HOUR, 2 * HOUR, 2 * HOUR),
    ]
