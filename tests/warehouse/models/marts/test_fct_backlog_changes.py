"""Changes of the backlog between the instants at which it is read."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event


def test_a_case_moves_through_the_ages_and_leaves_with_the_one_it_has(build: Build) -> None:
    built = build(events=[case_event("T", "09:00", "new"), case_event("T", "10:30", "resolved")], now="13:00")

    assert built.rows(
        "marts.fct_backlog_changes", "instant_at", "age_class", "open_delta", order="instant_at, age_class"
    ) == [
        {"instant_at": at("09:00"), "age_class": "0_1h", "open_delta": 1},
        {"instant_at": at("10:00"), "age_class": "0_1h", "open_delta": -1},
        {"instant_at": at("10:00"), "age_class": "1_5h", "open_delta": 1},
        {"instant_at": at("11:00"), "age_class": "1_5h", "open_delta": -1},
    ]


def test_what_happens_after_the_last_full_hour_counts_now(build: Build) -> None:
    built = build(events=[case_event("T", "12:10", "new")], now="12:20")

    assert built.rows("marts.fct_backlog_changes", "instant_at", "open_delta") == [
        {"instant_at": at("12:20"), "open_delta": 1}
    ]
