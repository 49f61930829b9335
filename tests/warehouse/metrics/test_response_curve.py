"""The rising curve, on its grid of times."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, inbound, reply
from warehouse.catalog import Filters

pytestmark = pytest.mark.definition(5)


def test_half_have_an_answer_after_ten_minutes(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", conversation_id="a"),
            reply("r1", "09:10", conversation_id="a"),
            inbound("m2", "09:00", conversation_id="b"),
        ],
        now="17:00",
    )
    built.make("marts.fct_waits")
    frame = built.workspace.catalog.evaluate(
        built.workspace.connection, "response_curve", Filters(include={"clock": ("calendar",)})
    )
    points = {row["seconds"]: row for row in frame.to_dicts()}

    assert (points[300]["metric_value"], points[300]["numerator"]) == (0.0, 2)
    assert (points[900]["metric_value"], points[900]["numerator"]) == (0.5, 1)
    assert points[604800]["metric_value"] is None  # nobody was watched for a week
