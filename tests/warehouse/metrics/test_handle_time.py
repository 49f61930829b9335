"""Handle time in tiers."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build
from tests.warehouse.metrics.staffed import talk
from warehouse.catalog import Filters


@pytest.mark.definition(12)
@pytest.mark.demand(26)
def test_modelled_replies_bear_the_load_but_not_the_percentiles_and_the_tiers_are_said(build: Build) -> None:
    rows = [row for n in range(20) for row in talk(f"c{n:02}", f"{n}:00", f"{n}:{5 + n % 2 * 10:02}")]
    rows += talk("x", "09:00", "17:00", agent=None) + talk("y", "20:30", "23:00", agent="b")
    built = build(rows, now="23:30")
    built.make("metrics.handle_time")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "handle_time", Filters(), ())
    found = {row["statistic"]: row for row in frame.to_dicts()}

    # Twenty of 5 or 15 minutes, one capped at half an hour, one that takes the median of the channel.
    assert (found["p50"]["metric_value"], found["p50"]["sample_size"]) == (900.0, 21)
    assert found["p50"]["lower"] <= 900.0 <= found["p50"]["upper"]
    assert found["total"]["metric_value"] == 10 * 300 + 10 * 900 + 1800 + 900
    assert {name: found[name]["numerator"] for name in ("measured", "inferred", "modelled", "unknown", "capped")} == {
        "measured": 0, "inferred": 21, "modelled": 1, "unknown": 0, "capped": 1,
    }  # fmt: skip
    assert found["inferred"]["metric_value"] == pytest.approx(21 / 22)
