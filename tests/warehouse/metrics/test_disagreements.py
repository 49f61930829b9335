"""metrics.disagreements: what two sources say differently, of what both know."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, Built

SHAPE = (
    "'spend' as fact, 'eur' as unit, 0.01 as least, 'herbst' as subject, 'facebook' as platform,"
    " 'ads' as leading_source, 'spend' as other_source"
)


def told(build: Build, *amounts: tuple[str, float, float]) -> Built:
    """Days, with what the account and the table say."""
    built = build()
    built.make("steps.int_told_amounts")
    for day, leading, other in amounts:
        built.change(
            "insert into work.steps.int_told_amounts by name"
            f" select {SHAPE}, ?::date as told_day, ?::double as leading_amount, ?::double as other_amount",
            (day, leading, other),
        )
    return built


def test_the_handbooks_example(build: Build) -> None:
    built = told(build, ("2026-11-03", 120.0, 120.4), ("2026-11-04", 90.0, 140.0))
    rows = built.rows("metrics.disagreements", "numerator", "sample_size", "metric_value", order="date_day")

    assert [tuple(row.values()) for row in rows] == [(0, 1, 0.0), (1, 1, 1.0)]


@pytest.mark.parametrize(
    ("leading", "other", "disagrees"),
    [
        (100.0, 100.0, False),
        (100.0, 99.1, False),  # less than 1% of the larger one
        (100.0, 98.9, True),
        (0.2, 0.205, False),  # not a cent
        (0.0, 5.0, True),
    ],
)
def test_amounts_disagree_from_one_percent_and_a_cent_on(
    build: Build, leading: float, other: float, disagrees: bool
) -> None:
    built = told(build, ("2026-11-03", leading, other))

    assert built.rows("marts.fct_disagreements", "disagrees") == [{"disagrees": disagrees}]
