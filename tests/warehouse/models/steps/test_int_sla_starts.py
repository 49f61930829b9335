"""What a target is set on: waits, cases from opening to resolution, requests for approval."""

import pytest

from tests.warehouse.conftest import COMPANY, Build, at
from tests.warehouse.sla import SLA_COMPANY, case

EVENTS = [
    *case("week", ("09:00", "open"), ("10:00", "resolved"), ("+7 10:00", "open"), ("+7 11:00", "closed")),
    *case("later", ("09:00", "open"), ("10:00", "resolved"), ("+7 10:00:01", "open")),
    *case("never open", ("09:00", "closed")),
    *case("closed at first", ("09:00", "closed"), ("09:30", "open"), ("10:00", "deleted")),
]


@pytest.mark.definition(7, 9)
def test_a_case_reopened_within_seven_days_is_the_same_matter_and_a_second_later_a_new_one(
    build: Build,
) -> None:
    built = build(events=EVENTS, now="+8 12:00", company=SLA_COMPANY)

    columns = ("subject_id", "started_at", "ended_at", "ending")
    found = built.rows("steps.int_sla_starts", *columns, order="subject_id")
    assert [tuple(row.values()) for row in found] == [
        ("closed at first/1", at("09:30"), at("10:00"), "cancelled"),
        ("later/1", at("09:00"), at("10:00"), "done"),
        ("later/2", at("+7 10:00:01"), None, None),
        ("week/1", at("09:00"), at("+7 11:00"), "done"),
    ]


def test_where_no_target_speaks_of_resolution_cases_have_no_instances(build: Build) -> None:
    assert build(events=EVENTS, now="+8 12:00", company=COMPANY).rows("steps.int_sla_starts") == []
