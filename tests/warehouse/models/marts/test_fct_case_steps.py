"""Steps of a case: department by state, with the time spent in each."""

import pytest

from tests.warehouse.conftest import Build, at, case_event


@pytest.mark.definition(8)
def test_a_step_lasts_while_department_and_state_stay_whoever_works_on_it(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "09:30", "open", agent_id="ada"),
            case_event("T", "10:00", "open", agent_id="bo"),
            case_event("T", "11:00", "waiting_approval", group_name="Legal"),
            case_event("T", "12:30", "open"),
            case_event("T", "14:00", "resolved"),
            case_event("T", "15:00", "closed"),
        ]
    )

    shown = ("step_number", "department_id", "state", "started_at", "ended_at", "observed_business_seconds")
    assert [tuple(row.values()) for row in built.rows("marts.fct_case_steps", *shown)] == [
        (1, "service", "new", at("09:00"), at("09:30"), 1800.0),
        (2, "service", "open", at("09:30"), at("11:00"), 5400.0),
        (3, "legal", "waiting_approval", at("11:00"), at("12:30"), None),
        (4, "service", "open", at("12:30"), at("14:00"), 3600.0),  # closed from 12 to 13
    ]


def test_a_step_that_runs_has_no_seconds_yet_but_is_observed_until_now(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "open")], now="10:00")

    assert built.rows("marts.fct_case_steps", "ended_at", "seconds", "observed_seconds") == [
        {"ended_at": None, "seconds": None, "observed_seconds": 3600.0}
    ]


def test_the_time_between_a_closing_and_a_reopening_is_a_step_and_what_comes_after_the_end_is_none(
    build: Build,
) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "open"),
            case_event("T", "10:00", "resolved"),
            case_event("T", "11:00", "open"),
            case_event("T", "12:00", "resolved"),
        ]
    )

    assert [row["state"] for row in built.rows("marts.fct_case_steps", "state", order="started_at")] == [
        "open",
        "resolved",
        "open",
    ]
