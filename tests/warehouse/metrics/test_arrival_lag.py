"""The lag between the two clocks."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound
from tests.warehouse.figures import figures

pytestmark = pytest.mark.definition(4)


def test_half_of_the_messages_are_here_by_the_median(build: Build) -> None:
    lags = ("09:00:00", "09:10", "09:20", "09:40")
    rows = [
        inbound(f"m{i}", "09:00", conversation_id=f"t{i}", received_at=arrived)
        for i, arrived in enumerate(lags)
    ]
    found = figures(build(rows), "arrival_lag")

    assert found["p50"]["metric_value"] == 600.0
    assert found["p90"]["metric_value"] == 2400.0
    assert (found["p50"]["sample_size"], found["history"]["metric_value"]) == (4, 0)


def test_what_was_sent_before_a_source_was_first_read_says_nothing_about_the_lag(build: Build) -> None:
    rows = [
        inbound("m1", "09:00", received_at="+1 09:00"),
        inbound("m2", "+1 10:00", conversation_id="u", received_at="+1 10:05"),
    ]
    found = figures(build(rows, now="+2 09:00"), "arrival_lag")

    assert (found["p50"]["metric_value"], found["p50"]["sample_size"]) == (300.0, 1)
    assert found["history"]["metric_value"] == 1


def test_a_message_that_arrives_before_its_own_sending_is_unknown_and_counted(build: Build) -> None:
    rows = [inbound("m0", "08:00"), inbound("m1", "09:00", conversation_id="u", received_at="08:59")]
    found = figures(build(rows), "arrival_lag")

    assert (found["p50"]["sample_size"], found["unknown"]["metric_value"]) == (1, 1)
