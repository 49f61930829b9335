"""What is odd in the log of a case; test_fct_flags tells of each oddity."""

from __future__ import annotations

from tests.warehouse.conftest import Build, case_event


def test_each_odd_event_is_a_row_of_its_case(build: Build) -> None:
    events = [
        case_event("T", "09:00", "new"),
        case_event("T", "10:00", "merged", event_order=2, merged_into_case_id="nowhere"),
        case_event("U", "09:00", "new"),
        case_event("U", "10:00", "merged", event_order=2, merged_into_case_id="T"),
    ]

    assert build([], events, now="12:00").rows("steps.int_case_flags", "case_id", "flag", "detail") == [
        {"case_id": "T", "flag": "merged_into_unknown_case", "detail": "nowhere"}
    ]
