"""The bootstrap over cases against a slow and obvious one, and against what is known of its width."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from warehouse import resampling
from warehouse.resampling import SEED, bootstrap_percentiles, bootstrap_ratio
from warehouse.survival import kaplan_meier, percentiles

pytestmark = pytest.mark.definition(6)

SHARES = [0.5, 0.9]


def waits(cases=40, per_case=3, alike=0.0, seed=7, minute=60):
    """Waits in whole minutes, of cases that resemble each other by `alike` (0: not at all, 1: wholly)."""
    random = np.random.default_rng(seed)
    own, of_case = random.exponential(3600, (cases, per_case)), random.exponential(3600, (cases, 1))
    seconds = (np.where(random.random((cases, per_case)) < alike, of_case, own)).ravel()
    cut = random.exponential(9000, seconds.size)
    return pl.DataFrame(
        {
            "case": np.repeat([f"c{number:05}" for number in range(cases)], per_case),
            "seconds": np.floor(np.minimum(seconds, cut) / minute) * minute,
            "answered": seconds <= cut,
        }
    )


def slow_percentiles(frame, share, replicates):
    """Draw cases one by one and read the curve of what was drawn."""
    cases = sorted(frame["case"].unique())
    place = np.random.default_rng(SEED).permutation(len(cases))
    drawn_at = {int(place[at]): case for at, case in enumerate(cases)}
    draws = np.random.default_rng(SEED).multinomial(
        len(cases), np.full(len(cases), 1 / len(cases)), replicates
    )
    rows = {case: frame.filter(pl.col("case") == case) for case in cases}
    found = []
    for draw in draws:
        drawn = pl.concat([rows[drawn_at[at]] for at, times in enumerate(draw) for _ in range(times)])
        value = percentiles(kaplan_meier(drawn, [], "seconds", "answered"), [], [share])["value"][0]
        found.append(np.inf if value is None else value)
    return sorted(found)


@pytest.mark.parametrize(("share", "cases"), [(0.5, 12), (0.9, 12), (0.99, 5)])
def test_the_interval_is_that_of_drawing_cases_one_by_one(share, cases):
    frame = waits(cases)
    found = slow_percentiles(frame, share, replicates=99)

    (row,) = bootstrap_percentiles(
        frame, [], "case", "seconds", "answered", [share], confidence=0.9, replicates=99
    ).to_dicts()

    # Of 99 draws the fifth from either end.
    expected = [None if bound == np.inf else bound for bound in (found[4], found[94])]
    assert (row["lower"], row["upper"], row["clusters"]) == (*expected, cases)


def test_a_share_that_many_draws_never_reach_has_no_upper_bound():
    frame = waits().with_columns(answered=pl.col("answered") & (pl.col("seconds") < 4000))
    (row,) = bootstrap_percentiles(frame, [], "case", "seconds", "answered", [0.68]).to_dicts()

    assert row["lower"] is not None
    assert row["upper"] is None


def test_without_resemblance_the_interval_is_about_as_wide_as_the_usual_one():
    frame = waits(cases=3000, per_case=1)
    usual = percentiles(kaplan_meier(frame, [], "seconds", "answered"), [], SHARES)
    ours = bootstrap_percentiles(frame, [], "case", "seconds", "answered", SHARES)

    for side in ("lower", "upper"):
        np.testing.assert_allclose(ours[side], usual[side], rtol=0.04)


def test_waits_that_resemble_each_other_make_the_interval_wider():
    independent, alike = (
        bootstrap_percentiles(waits(1500, 5, alike, minute=1), [], "case", "seconds", "answered", [0.5])
        .select(pl.col("upper") - pl.col("lower"))
        .item()
        for alike in (0.0, 1.0)
    )
    assert 1.5 < alike / independent < 4  # five equal waits say as much as one: about the root of five


def test_more_cases_than_groups_have_the_interval_that_they_would_have_had(monkeypatch):
    frame = waits(cases=2000, per_case=2, alike=0.5)
    grouped = bootstrap_percentiles(frame, [], "case", "seconds", "answered", SHARES)
    monkeypatch.setattr(resampling, "GROUPS", 2000)
    each = bootstrap_percentiles(frame, [], "case", "seconds", "answered", SHARES)

    assert grouped["clusters"].to_list() == [2000, 2000]
    for side in ("lower", "upper"):
        np.testing.assert_allclose(grouped[side], each[side], rtol=0.03)


def test_of_many_rows_the_times_are_read_between_edges_as_well_as_makes_no_difference(monkeypatch):
    frame = waits(cases=900).with_columns(pl.col("seconds") + pl.int_range(pl.len()) / 1e4)
    exact, few = (
        bootstrap_percentiles(rows, [], "case", "seconds", "answered", SHARES) for rows in (frame, waits())
    )
    monkeypatch.setattr(resampling, "ROWS", 100)
    assert_frame_equal(bootstrap_percentiles(waits(), [], "case", "seconds", "answered", SHARES), few)
    monkeypatch.setattr(resampling, "TIMES", 200)
    read = bootstrap_percentiles(frame, [], "case", "seconds", "answered", SHARES)

    for side in ("lower", "upper"):
        np.testing.assert_allclose(read[side], exact[side], rtol=0.02)


def test_of_many_rows_whoever_has_no_answer_is_not_reached_either(monkeypatch):
    frame = waits(cases=900).with_columns(
        pl.col("seconds") + pl.int_range(pl.len()) / 1e4,
        answered=pl.col("answered") & (pl.col("seconds") < 2000),
    )
    exact = bootstrap_percentiles(frame, [], "case", "seconds", "answered", [0.2, 0.9])
    monkeypatch.setattr(resampling, "ROWS", 1000)
    monkeypatch.setattr(resampling, "TIMES", 200)
    read = bootstrap_percentiles(frame, [], "case", "seconds", "answered", [0.2, 0.9])

    assert exact.rows()[1] == read.rows()[1] == (0.9, None, None, 900)
    np.testing.assert_allclose(read["upper"][0], exact["upper"][0], rtol=0.01)


def test_the_order_of_rows_and_a_second_time_change_no_bit():
    frame = waits(cases=700).with_columns(
        group=pl.when(pl.col("case") < "c00300").then(pl.lit("a")), slow=pl.col("seconds") > 3600
    )
    shuffled = frame.sample(fraction=1, shuffle=True, seed=3)
    for ask in (
        lambda rows: bootstrap_percentiles(rows, ["group"], "case", "seconds", "answered", SHARES),
        lambda rows: bootstrap_ratio(rows, ["group"], "case", "slow"),
    ):
        assert_frame_equal(ask(frame), ask(shuffled), check_exact=True)
        assert_frame_equal(ask(frame), ask(frame), check_exact=True)


def test_each_group_stands_for_itself():
    frame = waits(cases=60).with_columns(group=pl.when(pl.col("case") < "c00030").then(pl.lit("a")))
    both = bootstrap_percentiles(frame, ["group"], "case", "seconds", "answered", SHARES)
    alone = bootstrap_percentiles(
        frame.filter(pl.col("group") == "a"), [], "case", "seconds", "answered", SHARES
    )

    assert both["group"].to_list() == [None, None, "a", "a"]
    assert both["share"].to_list() == [0.5, 0.9] * 2
    assert both.filter(pl.col("group") == "a").drop("group").equals(alone)


def test_a_share_of_rows_equals_drawing_cases_one_by_one():
    frame = waits(cases=9).with_columns(slow=pl.col("seconds") > 3600)
    place = np.random.default_rng(SEED).permutation(9)
    by_case = {at: frame.filter(pl.col("case") == f"c{case:05}")["slow"] for case, at in enumerate(place)}
    draws = np.random.default_rng(SEED).multinomial(9, np.full(9, 1 / 9), 99)
    found = sorted(
        sum(int(by_case[at].sum()) * times for at, times in Counter(dict(enumerate(draw))).items())
        / sum(by_case[at].len() * times for at, times in Counter(dict(enumerate(draw))).items())
        for draw in draws
    )

    (row,) = bootstrap_ratio(frame, [], "case", "slow", confidence=0.9, replicates=99).to_dicts()
    assert (row["lower"], row["upper"]) == pytest.approx((found[4], found[94]), abs=1e-15)


def test_a_mean_is_a_sum_over_another_and_its_interval_equals_scipys():
    scipy_stats = pytest.importorskip("scipy.stats")
    frame = waits(cases=600, per_case=1).with_columns(weight=pl.lit(1.0))
    theirs = scipy_stats.bootstrap(
        (frame["seconds"].to_numpy(),),
        np.mean,
        n_resamples=1000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval

    (row,) = bootstrap_ratio(frame, [], "case", "seconds", "weight").to_dicts()
    assert (row["lower"], row["upper"]) == pytest.approx((theirs.low, theirs.high), rel=0.03)


def test_one_case_and_none_have_no_interval():
    one = waits(cases=1, per_case=5)
    assert bootstrap_percentiles(one, [], "case", "seconds", "answered", [0.5]).rows() == [
        (0.5, None, None, 1)
    ]
    assert bootstrap_ratio(one, [], "case", "answered").rows() == [(None, None, 1)]
    none = one.clear()
    assert bootstrap_percentiles(none, [], "case", "seconds", "answered", [0.5]).rows() == []
    assert bootstrap_ratio(none.with_columns(group=pl.lit("a")), ["group"], "case", "answered").rows() == []


def test_all_censored_is_reached_never_and_none_censored_always():
    frame = waits(cases=30)
    for answered, known in ((False, False), (True, True)):
        (row,) = bootstrap_percentiles(
            frame.with_columns(answered=pl.lit(answered)), [], "case", "seconds", "answered", [0.5]
        ).to_dicts()
        assert ((row["lower"] is not None), (row["upper"] is not None)) == (known, known)


def test_a_row_without_its_case_is_refused():
    with pytest.raises(ValueError, match="1 rows have no case"):
        bootstrap_ratio(pl.DataFrame({"case": [None, "a"], "slow": [True, False]}), [], "case", "slow")
