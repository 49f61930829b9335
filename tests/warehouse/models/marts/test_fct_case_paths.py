"""Paths of cases: what repeats stands once, a hop is a hop, and nobody's department has a place too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, case_event

GROUPS = {"s": "Service", "m": "Marketing", "l": "Legal", "-": None}
STATES = {
    "n": "new",
    "o": "open",
    "c": "waiting_customer",
    "a": "waiting_approval",
    "r": "resolved",
    "z": "merged",
}


def log(case_id: str, *steps: str) -> list[dict[str, Any]]:
    """Events an hour apart, each two letters: department and state, "sn so lc sr"."""
    return [
        case_event(
            case_id,
            f"{8 + hour // 2:02}:{hour % 2 * 30:02}",
            STATES[step[1]],
            group_name=GROUPS[step[0]],
            visibility="public",
            channel="forum",
        )
        for hour, step in enumerate(steps)
    ]


PATHS = [
    ("sn so sr", "service:open > resolved", 0),
    ("sn mo lo", "service:open > marketing:open > legal:open", 2),
    ("-n so sr", "-:open > service:open > resolved", 0),
    ("sn la so sr", "service:open > legal:waiting_approval > service:open > resolved", 2),
    ("so sa so sr", "service:open > service:waiting_approval > service:open > resolved", 2),
    ("so sc so sc sr", "service:open > service:waiting_customer > resolved", 0),
    ("so sc so sc so sr", "service:open > service:waiting_customer > service:open > resolved", 0),
    ("so sc so sc so sc so sc", "service:open > service:waiting_customer", 0),
    ("so mo so mo so mo sr", "service:open > marketing:open > resolved", 5),
    ("so sr so sr", "service:open > resolved", 0),
    ("so sr so lo lr", "service:open > resolved > service:open > legal:open > resolved", 1),
    ("so sz", "service:open > merged", 0),
]


@pytest.mark.definition(8, 13)
def test_paths_are_read_as_a_person_would_tell_them(build: Build) -> None:
    events = [
        event for number, (steps, _, _) in enumerate(PATHS) for event in log(f"T{number:02}", *steps.split())
    ]
    built = build(events=events, now="20:00")

    found = built.rows("marts.fct_case_paths", "case_id", "path", "depth")
    assert [(row["path"], row["depth"]) for row in found] == [(path, depth) for _, path, depth in PATHS]


def test_what_was_left_out_as_repeated_is_counted(build: Build) -> None:
    built = build(events=log("T", "so", "sc", "so", "sc", "so", "sc", "sr"), now="20:00")

    assert built.rows("marts.fct_case_paths", "repeated_count", "step_count", "department_count") == [
        {"repeated_count": 4, "step_count": 6, "department_count": 1}
    ]


@pytest.mark.parametrize("last, ending", [("sc", None), ("sr", "resolved"), ("sz", "merged")])
def test_a_path_ends_where_the_case_is(build: Build, last: str, ending: str | None) -> None:
    built = build(events=log("T", "so", last), now="20:00")

    (row,) = built.rows("marts.fct_case_paths", "path", "is_open")
    assert row["is_open"] == (ending is None)
    assert ending is None or row["path"].endswith(f" > {ending}")
