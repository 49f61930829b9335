"""Visits: from entering a department's backlog to leaving it."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, case_event


@pytest.mark.definition(11)
def test_a_visit_lasts_over_all_open_states_and_ends_with_a_move_or_a_close(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "09:30", "waiting_customer"),
            case_event("T", "10:00", "open", group_name="Marketing"),
            case_event("T", "11:00", "resolved", group_name="Marketing"),
            case_event("T", "11:30", "closed", group_name="Marketing"),
            case_event("T", "12:00", "open", group_name="Marketing"),
        ],
        now="13:00",
    )

    rows = built.rows(
        "marts.fct_visits",
        "department_id",
        "next_department_id",
        "seconds",
        "observed_seconds",
        order="entered_at",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("service", "marketing", 3600.0, 3600.0),
        ("marketing", None, 3600.0, 3600.0),
        ("marketing", None, None, 3600.0),
    ]


@pytest.mark.definition(11)
def test_every_visit_begins_and_ends_with_a_flow(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "open", group_name="Marketing"),
            case_event("T", "11:00", "resolved", group_name="Marketing"),
            case_event("T", "12:00", "open", group_name="Legal"),
            case_event("U", "09:00", "resolved"),  # came in and went out, but stayed for no time
        ]
    )

    [row] = built.query(
        """
        select
            (select count(*) from marts.fct_visits) as entered,
            (select count(*) from marts.fct_flows where kind in ('opened', 'reopened', 'moved_in')) as flowed_in,
            (select count(left_at) from marts.fct_visits) as went,
            (select count(*) from marts.fct_flows where kind in ('resolved', 'merged', 'deleted', 'moved_out'))
                as flowed_out
        """
    )
    assert row == {"entered": 3, "flowed_in": 3 + 1, "went": 2, "flowed_out": 2 + 1}


@pytest.mark.definition(11)
def test_littles_law_is_checked_and_holds_nothing_up(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "open", group_name="Marketing"),
            case_event("U", "09:30", "new"),
            case_event("U", "11:00", "resolved"),
        ],
        now="12:00",
    )
    assert built.failed_checks() == []

    built.change("delete from marts.fct_visits where case_id = 'U'")
    [failed] = [check for check in built.workspace.checks() if not check.ok and "staging" not in check.name]
    assert (failed.name, failed.blocking) == ("Little's law", False)
    assert failed.detail == "4.5 case hours by what came and went, 3.0 by 2 stays"
