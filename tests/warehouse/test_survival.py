"""Kaplan-Meier and Aalen-Johansen by hand, and against a slow version in fractions."""

import math
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from warehouse.survival import (
    answered_only,
    at_times,
    cumulative_incidence,
    kaplan_meier,
    percentiles,
)

# Weeks in remission under 6-mercaptopurine (Freireich et al., 1963), the textbook case; + is still in remission.
FREIREICH = [
    6,
    6,
    6,
    "6+",
    7,
    "9+",
    10,
    "10+",
    "11+",
    13,
    16,
    "17+",
    "19+",
    "20+",
    22,
    23,
    "25+",
    "32+",
    "32+",
    "34+",
    "35+",
]


def waits(*ends, **columns):
    """1 is answered after 1, "2+" still open after 2, "3x" closed without a reply after 3."""
    texts = [str(end) for end in ends]
    return pl.DataFrame(
        {
            "seconds": [float(text.rstrip("+x")) for text in texts],
            "end": [{"+": 0, "x": 2}.get(text[-1], 1) for text in texts],
            **columns,
        }
    ).with_columns(answered=pl.col("end") == 1)


def test_survival_falls_by_the_answered_share_of_those_at_risk():
    curve = kaplan_meier(waits(1, "2+", 3, 3, "4+", 5), [], "seconds", "answered")

    assert curve.select("time", "at_risk", "events").rows() == [
        (0, 6, 0),
        (1, 6, 1),
        (2, 5, 0),
        (3, 4, 2),
        (4, 2, 0),
        (5, 1, 1),
    ]
    assert curve["survival"].to_list() == pytest.approx([1, 5 / 6, 5 / 6, 5 / 12, 5 / 12, 0])


def test_the_interval_is_log_log_with_greenwoods_variance():
    curve = kaplan_meier(waits(1, "2+", 3, 3, "4+", 5), [], "seconds", "answered")

    third = curve.row(3, named=True)
    error = math.sqrt(1 / (6 * 5) + 2 / (4 * 2)) / math.log(5 / 12)
    assert third["lower"] == pytest.approx((5 / 12) ** math.exp(-1.959964 * error), abs=1e-7)
    assert third["upper"] == pytest.approx((5 / 12) ** math.exp(1.959964 * error), abs=1e-7)
    assert third["lower"] < 5 / 12 < third["upper"]


def test_the_interval_is_a_point_before_the_first_answer_and_unknown_at_0():
    curve = kaplan_meier(waits(1, "2+", 3, 3, "4+", 5), [], "seconds", "answered")

    assert curve.select("survival", "lower", "upper").row(0) == (1, 1, 1)
    assert curve.select("survival", "lower", "upper").row(5) == (0, None, None)


def test_the_textbook_case_has_its_published_curve_and_median():
    curve = kaplan_meier(waits(*FREIREICH), [], "seconds", "answered")

    read = {row["time"]: row for row in curve.rows(named=True)}
    assert [round(read[week]["survival"], 3) for week in (6, 7, 10, 13, 16, 22, 23)] == [
        0.857,
        0.807,
        0.753,
        0.690,
        0.627,
        0.538,
        0.448,
    ]
    assert (round(read[6]["lower"], 3), round(read[6]["upper"], 3)) == (0.620, 0.952)
    assert percentiles(curve, [], [0.5]).rows() == [(0.5, 23.0, 13.0, None, 21, 9)]


def test_a_percentile_is_reached_at_exactly_its_share():
    curve = kaplan_meier(waits(*range(1, 101)), [], "seconds", "answered")

    found = percentiles(curve, [], [0.9, 0.5, 0.75])

    assert found.select("share", "value").rows() == [(0.5, 50), (0.75, 75), (0.9, 90)]


def test_a_percentile_that_is_not_reached_is_null():
    curve = kaplan_meier(waits(1, 2, "9+", "9+", "9+"), [], "seconds", "answered")

    assert percentiles(curve, [], [0.25, 0.5]).select("value", "sample_size", "events").rows() == [
        (2, 5, 2),
        (None, 5, 2),
    ]


def test_open_waits_raise_the_median_above_that_of_the_answered():
    frame = waits(1, 2, 3, "3+", "4+", 5, "6+")

    others = answered_only(kaplan_meier(frame, [], "seconds", "answered"), [], [0.5, 0.9])
    ours = percentiles(kaplan_meier(frame, [], "seconds", "answered"), [], [0.5])

    assert others.rows() == [(0.5, 2.5, 4), (0.9, pytest.approx(4.4), 4)]
    assert ours["value"].item() == 5


def test_nobody_answered_has_no_percentile_for_others_either():
    frame = waits("3+", "4x")
    assert answered_only(kaplan_meier(frame, [], "seconds", "answered"), [], [0.5]).rows() == [(0.5, None, 0)]


def test_closing_without_a_reply_competes_with_the_answer():
    curve = cumulative_incidence(waits(1, "2x", "3+", 4), [], "seconds", "end")

    assert curve.select("time", "at_risk", "events").rows() == [
        (0, 4, 0),
        (1, 4, 1),
        (2, 3, 0),
        (3, 2, 0),
        (4, 1, 1),
    ]
    assert curve["incidence"].to_list() == pytest.approx([0, 1 / 4, 1 / 4, 1 / 4, 3 / 4])
    assert curve["survival"].to_list() == pytest.approx([1, 3 / 4, 1 / 2, 1 / 2, 0])
    other = cumulative_incidence(waits(1, "2x", "3+", 4), [], "seconds", "end", cause=2)
    assert other["incidence"].to_list() == pytest.approx([0, 0, 1 / 4, 1 / 4, 1 / 4])


def test_without_competition_or_censoring_the_incidence_has_the_variance_of_a_share():
    curve = cumulative_incidence(waits(*range(1, 11)), [], "seconds", "end")

    fourth = curve.row(4, named=True)
    error = 1.959964 * math.sqrt(0.4 * 0.6 / 10) / (0.4 * math.log(0.4))
    assert fourth["incidence"] == pytest.approx(0.4)
    assert fourth["lower"] == pytest.approx(0.4 ** math.exp(-error), abs=1e-7)
    assert fourth["upper"] == pytest.approx(0.4 ** math.exp(error), abs=1e-7)


def test_a_curve_is_read_between_its_steps_and_nothing_is_known_past_its_end():
    curve = kaplan_meier(waits(1, "2+", 3, "6+", queue=["a"] * 4), ["queue"], "seconds", "answered")

    read = at_times(curve, ["queue"], [7, 0.5, 1, 2.5, 6])

    assert read.select("queue", "time", "at_risk", "survival").rows() == [
        ("a", 0.5, 4, 1),
        ("a", 1, 4, 0.75),
        ("a", 2.5, 2, 0.75),
        ("a", 6, 1, 0.375),
        ("a", 7, 0, None),
    ]


def test_a_curve_that_came_to_its_end_holds_past_it():
    curve = cumulative_incidence(waits(1, "2x", 3, 4), [], "seconds", "end")

    assert at_times(curve, [], [100]).select("at_risk", "incidence").row(0) == (0, pytest.approx(0.75))


def test_groups_are_kept_apart_and_null_is_one_of_them():
    frame = waits(1, 2, 3, 4, queue=["b", None, "b", None], day=[1, 1, 1, 2])

    curve = kaplan_meier(frame, ["day", "queue"], "seconds", "answered")
    found = percentiles(curve, ["day", "queue"], [0.5])

    assert found.select("day", "queue", "value", "sample_size").rows() == [
        (1, None, 2, 1),
        (1, "b", 1, 2),
        (2, None, 4, 1),
    ]
    assert at_times(curve, ["day", "queue"], [2]).select("queue", "survival").rows() == [
        (None, 0),
        ("b", 0.5),
        (None, 1),
    ]


def test_no_waits_give_no_rows():
    for by in ([], ["queue"]):
        frame = waits(queue=[]).cast({"seconds": pl.Float64, "queue": pl.String, "answered": pl.Boolean})
        curve = kaplan_meier(frame, by, "seconds", "answered")
        assert len(curve) == len(percentiles(curve, by, [0.5])) == len(at_times(curve, by, [1])) == 0
        assert len(cumulative_incidence(frame, by, "seconds", "answered")) == 0


@pytest.mark.parametrize("wrong", [None, math.nan, math.inf, -1.0])
def test_a_duration_that_is_none_is_refused(wrong):
    frame = pl.DataFrame({"seconds": [1.0, wrong], "answered": [True, True]})
    with pytest.raises(ValueError, match="1 of 2 durations in seconds"):
        kaplan_meier(frame, [], "seconds", "answered")


def test_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="end holds"):
        kaplan_meier(waits(1, "2x"), [], "seconds", "end")
    with pytest.raises(ValueError, match="end holds"):
        cumulative_incidence(pl.DataFrame({"seconds": [1], "end": [None]}), [], "seconds", "end")


observed = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 1, 2]), st.sampled_from(["a", "b", None])),
    min_size=1,
    max_size=40,
)


def slow_curves(rows):
    """(time, survival, incidence of answers) in exact fractions, one time after the other."""
    alive, answered = Fraction(1), Fraction(0)
    for time in sorted({0, *(time for time, _ in rows)}):
        at_risk = sum(1 for other, _ in rows if other >= time)
        ends = [end for other, end in rows if other == time]
        answered += alive * Fraction(ends.count(1), at_risk)
        alive *= 1 - Fraction(len(ends) - ends.count(0), at_risk)
        yield time, alive, answered


@settings(max_examples=40)
@given(observed)
def test_curves_equal_the_slow_version_in_fractions(rows):
    frame = pl.DataFrame(
        rows, schema={"seconds": pl.Int64, "end": pl.Int64, "queue": pl.String}, orient="row"
    )
    censoring = frame.with_columns(answered=pl.col("end") == 1)
    survival = kaplan_meier(censoring, ["queue"], "seconds", "answered")
    incidence = cumulative_incidence(frame, ["queue"], "seconds", "end")
    for queue in {queue for *_, queue in rows}:
        mine = pl.col("queue").eq_missing(pl.lit(queue, dtype=pl.String))
        ends = [(time, end) for time, end, other in rows if other == queue]
        kept = [
            (time, alive) for time, alive, _ in slow_curves([(time, int(end == 1)) for time, end in ends])
        ]
        assert survival.filter(mine).select("time", "survival").rows() == [
            (time, pytest.approx(float(alive), abs=1e-12)) for time, alive in kept
        ]
        assert incidence.filter(mine).select("time", "survival", "incidence").rows() == [
            (time, pytest.approx(float(alive), abs=1e-12), pytest.approx(float(answered), abs=1e-12))
            for time, alive, answered in slow_curves(ends)
        ]


@settings(max_examples=40)
@given(observed, st.randoms(use_true_random=False))
def test_a_group_has_the_same_bits_alone_and_in_any_order(rows, random):
    schema = {"seconds": pl.Int64, "end": pl.Int64, "queue": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    alone = frame.filter(pl.col("queue") == "a")
    shuffled = pl.DataFrame(random.sample(rows, len(rows)), schema=schema, orient="row")

    together = cumulative_incidence(shuffled, ["queue"], "seconds", "end").filter(pl.col("queue") == "a")

    assert_frame_equal(
        together.drop("queue"), cumulative_incidence(alone, [], "seconds", "end"), check_exact=True
    )
