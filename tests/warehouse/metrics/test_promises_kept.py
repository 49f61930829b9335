"""metrics.promises_kept: only what is due counts, and moving a date keeps nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.conftest import Build, Built, case_event, case_fact

pytestmark = pytest.mark.definition(18)


def ask(built: Built, *by: str) -> dict[tuple[Any, ...], Any]:
    built.make("metrics.promises_kept")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "promises_kept", by=by)
    return {tuple(row[name] for name in (*by, "statistic")): row for row in frame.to_dicts()}


def example(build: Build, now: str = "+9 09:00") -> Built:
    """Five promises: kept, two days late, broken, overdue, due tomorrow."""
    verdicts = [("+1 10:00", "true"), ("+4 00:00", "true"), ("+1 10:00", "false"), None, None]
    dues = ["2026-11-19"] * 4 + ["2026-11-27"]
    facts, events = [], []
    for number, (verdict, due) in enumerate(zip(verdicts, dues, strict=True)):
        case = f"T{number}"
        group = "Service" if number else "Marketing"
        events.append(case_event(case, "09:00", "open", group_name=group))
        facts.append(case_fact(case, "10:00", "promise", "discount"))
        facts.append(case_fact(case, "10:00", "promise_due", due))
        facts += [case_fact(case, verdict[0], "promise_kept", verdict[1])] if verdict else []
    return build(events=events, facts=facts, now=now)


def test_the_worked_example(build: Build) -> None:
    found = ask(example(build))

    assert (found["value",]["numerator"], found["value",]["sample_size"]) == (1, 4)
    assert [
        found[state,]["metric_value"] for state in ("kept", "late", "broken", "overdue", "open", "undue")
    ] == [1] * 6
    assert found["evidence",]["metric_value"] == 0
    assert found["lateness_p50",]["metric_value"] == 2 * 86400


def test_a_promise_kept_early_does_not_count_before_it_is_due(build: Build) -> None:
    assert ("value",) not in ask(example(build, now="+1 12:00"))


def test_it_is_asked_by_who_promised(build: Build) -> None:
    found = ask(example(build), "promised_by_department_id")

    assert found["marketing", "value"]["metric_value"] == 1
    assert found["service", "value"]["sample_size"] == 3
