"""Customers helping customers."""

import polars as pl
import pytest

from tests.warehouse.conftest import Build, inbound, reply
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.peer_answers import compute

pytestmark = pytest.mark.conflict(13)
SCHEMA = {
    "is_helped": pl.Boolean, "is_alone": pl.Boolean, "was_escalated": pl.Boolean, "peer_seconds": pl.Float64,
    "is_mature": pl.Boolean,
}  # fmt: skip
HELPED, ESCALATED, UNHELPED = (
    (True, True, False, 600.0, True), (True, False, True, 1_200.0, True), (False, None, None, None, True),
)  # fmt: skip


def test_helped_before_us_needed_after_all_and_settled() -> None:
    rows = [HELPED] * 2 + [ESCALATED] + [UNHELPED] * 7
    found = by_statistic(compute(pl.DataFrame(rows, schema=SCHEMA, orient="row"), []))

    assert found["value"]["metric_value"] == 0.3
    assert found["first"]["metric_value"] == pytest.approx(2 / 3)
    assert found["escalated"]["metric_value"] == pytest.approx(1 / 3)
    assert found["settled"]["metric_value"] == 0.2
    assert found["p50"]["metric_value"] == 600.0


def test_a_question_of_this_week_may_yet_be_escalated() -> None:
    young = (True, True, False, 600.0, False)
    found = by_statistic(compute(pl.DataFrame([young], schema=SCHEMA, orient="row"), []))

    assert found["value"]["metric_value"] == 1.0
    assert (found["escalated"]["metric_value"], found["escalated"]["reason"]) == (None, "no_peer_answer")
    assert found["settled"]["metric_value"] is None


def test_it_counts_public_questions_only(build: Build) -> None:
    built = build(
        [
            inbound("q", "09:00", author_id="anna"),
            inbound("p", "09:10", author_id="ben", in_reply_to_id="q", text="Unter Einstellungen."),
            reply("a", "09:30", in_reply_to_id="q"),
            inbound("z", "09:00", conversation_id="z", customer_id="z", author_id="z", visibility="private"),
        ]
    )
    built.make("metrics.peer_answers")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "peer_answers")
    found = by_statistic(frame)

    assert found["value"]["numerator"] == 1
    waits = built.query("select count(*) as n from marts.fct_waits where visibility = 'public'")[0]["n"]
    assert found["value"]["sample_size"] == waits
