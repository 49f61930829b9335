"""The backlog at any instant: exact to the microsecond, by department, state and age."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_backlog
from tests.warehouse.conftest import DAY, Build, Built, at, case_event
from tests.warehouse.models.marts.test_fct_backlog_hourly import NOW, ticket_logs
from warehouse.catalog import CatalogError, Filters

pytestmark = pytest.mark.definition(10)
MICROSECOND = timedelta(microseconds=1)


def ask(built: Built, instant: datetime | None, *by: str, **include: Any) -> dict[tuple[Any, ...], float]:
    built.make("metrics.backlog_at")
    filters = Filters(at=instant, include=include)
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "backlog_at", filters, by)
    return {tuple(row[name] for name in (*by, "statistic")): row["metric_value"] for row in frame.to_dicts()}


def two_cases(build: Build) -> Built:
    return build(
        events=[
            case_event("T", "-1 09:30", "new"),
            case_event("U", "-1 12:00", "waiting_customer", group_name="Marketing"),
            case_event("T", "10:00", "resolved"),
        ],
        now="12:00",
    )


def test_a_case_counts_at_the_instant_it_opens_and_not_at_the_one_it_is_resolved(build: Build) -> None:
    built = two_cases(build)

    assert ask(built, at("-1 09:30") - MICROSECOND) == {}
    assert ask(built, at("-1 09:30"))["open",] == 1
    assert ask(built, at("10:00") - MICROSECOND)["open",] == 2
    assert ask(built, at("10:00"))["open",] == 1


def test_without_an_instant_it_is_now(build: Build) -> None:
    assert ask(two_cases(build), None)["aged_seconds",] == 86400


def test_it_can_be_asked_by_department_state_and_age(build: Build) -> None:
    built = two_cases(build)

    found = ask(built, at("-1 12:30"), "department_id", "state")
    assert {key: value for key, value in found.items() if key[2].startswith("open") and value} == {
        ("marketing", "waiting_customer", "open"): 1,
        ("marketing", "waiting_customer", "open_0_1h"): 1,
        ("service", "new", "open"): 1,
        ("service", "new", "open_1_5h"): 1,
    }
    assert ask(built, at("-1 12:30"), department_id=("marketing",))["open",] == 1


def test_metrics_of_periods_know_no_instant(build: Build) -> None:
    built = two_cases(build)
    built.make("metrics.backlog")

    with pytest.raises(CatalogError, match="ask backlog_at"):
        built.workspace.catalog.evaluate(built.workspace.connection, "backlog", Filters(at=at("09:00")))


@pytest.mark.thorough
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(ticket_logs(), st.lists(st.integers(0, 12 * 24 * 3600), min_size=8, max_size=8))
def test_it_equals_a_look_at_every_case(build: Build, events: Any, seconds: list[int]) -> None:
    built = build(events=events, now=NOW)
    states = built.rows("marts.fct_case_states")
    edges = [state["started_at"] for state in states][:8]

    for instant in (*edges, *(DAY + timedelta(seconds=second) for second in seconds)):
        found = ask(built, instant, "department_id", "state")
        assert found == slow_backlog.at_instant(states, instant)
