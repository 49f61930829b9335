"""What a detour costs: minutes, work, money."""

import polars as pl
import pytest

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound, reply
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.misroutes import compute

pytestmark = pytest.mark.conflict(7)


def routes(rows: list[tuple], rate: float | None = 30.0) -> pl.DataFrame:
    """Cases by (misrouted, hops, minutes waited, minutes of work), on Monday at ten, all of one topic."""
    return pl.DataFrame(
        [
            (f"c{n}", lost, hops, hops, False, minutes * 60.0, True, work * 60.0, rate, "bill|mail|private", 10)
            for n, (lost, hops, minutes, work) in enumerate(rows)
        ],
        schema={
            "case_id": pl.String, "is_misrouted": pl.Boolean, "hop_count": pl.Int32, "handoff_count": pl.Int32,
            "is_ping_pong": pl.Boolean, "wait_seconds": pl.Float64, "is_timed": pl.Boolean,
            "handle_seconds": pl.Float64, "euro_per_hour": pl.Float64, "match_key": pl.String, "hour_of_week": pl.Int32,
        },
        orient="row",
    )  # fmt: skip


DIRECT = [(False, 0, 10.0, 5.0)] * 30
LOST = [(True, 1, 100.0, 7.0)] * 20 + [(True, 2, 190.0, 7.0)] * 10


def test_each_hand_off_costs_ninety_minutes() -> None:
    found = by_statistic(compute(routes(DIRECT + LOST), []))

    # 20 wait 90 min more and 10 wait 180: 120 on average, for four hand-offs in three cases.
    assert found["value"]["metric_value"] == pytest.approx(7_200.0)
    assert found["per_hop"]["metric_value"] == pytest.approx(5_400.0)
    assert found["misrouted"]["metric_value"] == 0.5
    assert (found["value"]["sample_size"], found["value"]["grade"]) == (30, "solid")


def test_work_and_money_follow_from_handle_time_and_rate() -> None:
    found = by_statistic(compute(routes(DIRECT + LOST), []))

    # Two minutes more in 30 cases at 30 euros an hour.
    assert found["added_handle"]["metric_value"] == pytest.approx(120.0)
    assert found["cost"]["metric_value"] == pytest.approx(30.0)


def test_without_a_rate_there_is_no_cost_and_not_none() -> None:
    found = by_statistic(compute(routes(DIRECT + LOST, rate=None), []))

    assert (found["cost"]["metric_value"], found["cost"]["reason"]) == (None, "no_rate")
    assert found["cost"]["grade"] == "not_computable"


def test_without_direct_cases_nothing_can_be_compared() -> None:
    found = by_statistic(compute(routes(LOST), []))

    assert (found["value"]["metric_value"], found["value"]["reason"]) == (None, "no_direct")
    assert found["misrouted"]["metric_value"] == 1.0


def test_a_wait_counts_for_three_days_at_most() -> None:
    found = by_statistic(compute(routes(DIRECT + [(True, 1, 99_999.0, 5.0)] * 30), []))

    assert found["value"]["metric_value"] == pytest.approx(259_200.0 - 600.0)


def test_it_is_what_the_marts_say(build: Build) -> None:
    shared = {"case_id": "T1", "conversation_id": "T1", "visibility": "private"}
    built = build(
        [inbound("q", "09:00", customer_id="anna", **shared), reply("a", "10:40", **shared)],
        [
            case_event("T1", "09:00", "open", group_name="Marketing"),
            case_event("T1", "10:00", "open", group_name="Service"),
            case_event("T1", "10:30", "open", group_name="Marketing"),
        ],
        facts=[case_fact("T1", "09:00", "topic", "bill")],
        company=COMPANY + '[conflict]\ntopic_departments = { bill = "service" }\n',
    )
    built.make("metrics.misroutes")
    evaluate = built.workspace.catalog.evaluate
    edge = ("first_department_id", "topic_department_id")
    found = by_statistic(evaluate(built.workspace.connection, "misroutes", by=edge), *edge)

    assert found["marketing", "service", "misrouted"]["numerator"] == 1
    assert found["marketing", "service", "ping_pong"]["metric_value"] == 1.0
