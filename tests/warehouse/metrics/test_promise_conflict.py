"""Promises that others have to keep, against those that the same department keeps."""

import polars as pl
import pytest

from tests.warehouse.conftest import Build, case_event, case_fact, inbound, reply
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.promise_conflict import compute

pytestmark = [pytest.mark.conflict(11), pytest.mark.definition(18)]
SCHEMA = {
    "is_cross": pl.Boolean, "is_kept": pl.Boolean, "is_fulfilled": pl.Boolean, "is_broken": pl.Boolean,
    "seconds": pl.Float64,
}  # fmt: skip


def promises(rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_the_difference_is_that_of_the_two_shares_with_newcombes_interval() -> None:
    same = [(False, True, True, False, 3_600.0)] * 46 + [(False, False, False, True, 9.0)] * 4
    cross = [(True, True, True, False, 3_600.0)] * 21 + [(True, False, True, False, 400_000.0)] * 9
    found = by_statistic(compute(promises(same + cross), []))

    assert (found["same"]["metric_value"], found["cross"]["metric_value"]) == (0.92, 0.7)
    assert found["value"]["metric_value"] == pytest.approx(0.22)
    # Newcombe (1998), method 10, from the two Wilson intervals.
    assert found["value"]["lower"] == pytest.approx(0.048, abs=1e-3)
    assert found["value"]["upper"] == pytest.approx(0.405, abs=1e-3)
    assert found["value"]["sample_size"] == 80
    assert found["kept"]["metric_value"] == 67 / 80


def test_one_side_alone_has_no_difference_and_says_so() -> None:
    found = by_statistic(compute(promises([(False, True, True, False, 60.0)] * 30), []))

    assert (found["value"]["metric_value"], found["value"]["reason"]) == (None, "one_side")
    assert found["value"]["grade"] == "not_computable"
    assert (found["cross"]["metric_value"], found["cross"]["reason"]) == (None, "none_due")


def test_what_is_open_is_censored_and_what_was_broken_is_never_fulfilled() -> None:
    rows = [
        (False, True, True, False, 3_600.0),
        (False, None, False, False, 7_200.0),
        (False, False, False, True, 60.0),
    ]
    table = compute(promises(rows), [])
    curve = {
        row["seconds"]: row["metric_value"]
        for row in table.to_dicts()
        if row["statistic"] == "fulfilled_same"
    }

    # One of three within the hour; one leaves unseen after two, the broken one stays to the end.
    assert curve[3_600.0] == pytest.approx(1 / 3)
    assert curve[1_209_600.0] == pytest.approx(1 / 3)
    assert by_statistic(table)["p50_same"]["metric_value"] is None


def test_a_promise_is_for_others_if_another_department_was_named(build: Build) -> None:
    shared = {"case_id": "T1", "conversation_id": "T1", "visibility": "private"}
    built = build(
        [inbound("q", "09:00", customer_id="anna", **shared), reply("a", "09:10", **shared)],
        [case_event("T1", "09:00", "open")],
        facts=[
            case_fact("T1", "09:10", "promise", "refund"),
            case_fact("T1", "09:10", "promise_due", "2026-11-18T12:00:00+01:00"),
            case_fact("T1", "09:10", "promise_department", "Recht"),
        ],
    )
    built.make("metrics.promise_conflict")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "promise_conflict")

    assert by_statistic(frame)["cross"]["sample_size"] == 1
    assert by_statistic(frame)["cross"]["metric_value"] == 0
