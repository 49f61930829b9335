"""metrics.satisfaction on ratings small enough to count by hand."""

import pytest

from tests.warehouse.conftest import Build, case_event
from tests.warehouse.ratings import rated


def test_two_of_three_are_satisfied_and_three_of_five_answered_within_a_week(build: Build) -> None:
    cases = ["A", "B", "C", "D", "E", "late", "young"]
    built = rated(
        build,
        ratings=[
            ("A", "10:00", "5"),
            ("B", "11:00", "4"),
            ("C", "+6 11:00", "2"),
            ("young", "+13 10:00", "bad"),
        ],
        requests=[*((case, "09:00") for case in cases[:-2]), ("young", "+13 09:00")],
        events=[case_event(case, "08:00", "open") for case in cases],
        now="+14 09:00",
    )
    found = built.query("""
        select told_day, statistic, numerator, sample_size, metric_value, lower, upper
        from (select *, date_day as told_day from metrics.satisfaction) order by 1, 2""")

    first = {row["statistic"]: row for row in found if str(row["told_day"]) == "2026-11-18"}
    assert (first["value"]["numerator"], first["value"]["sample_size"]) == (2, 3)
    assert (first["answered"]["numerator"], first["answered"]["sample_size"]) == (3, 5)
    assert first["score"]["metric_value"] == pytest.approx((1 + 0.75 + 0.25) / 3)
    assert first["value"]["lower"] == pytest.approx(0.2077, abs=1e-3)  # Wilson, 2 of 3
    assert first["score"]["lower"] is None
    # Asked yesterday: what was said counts, how many answer isn't known yet.
    last = {row["statistic"]: row["sample_size"] for row in found if str(row["told_day"]) == "2026-12-01"}
    assert last == {"value": 1, "score": 1}
