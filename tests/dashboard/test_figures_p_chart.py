"""The p-chart: limits worked by hand, and what is marked when."""

from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard import theme
from dashboard.figures.p_chart import control_limits, p_chart

LIGHT = theme.TOKENS["light"]
START = date(2026, 9, 1)


def days(*counts: tuple[int, int], first: date = START) -> pl.DataFrame:
    return pl.DataFrame(
        [(first + timedelta(days=i), met, n) for i, (met, n) in enumerate(counts)],
        schema={"date_day": pl.Date, "numerator": pl.Int64, "sample_size": pl.Int64},
        orient="row",
    )


def draw(shown, baseline, **more):
    return p_chart(
        shown,
        baseline,
        name="Within 15 min",
        goal=0.8,
        lang="en",
        scheme="light",
        **{"matured_until": None, **more},
    )


def test_limits_are_three_binomial_deviations_around_the_earlier_share():
    calm = days(*[(80, 100)] * 20)

    limits = control_limits(days((80, 100)), calm).row(0, named=True)

    # sigma = sqrt(0.8 * 0.2 / 100) = 0.04
    assert limits["centre"] == pytest.approx(0.8)
    assert limits["limit_low"] == pytest.approx(0.68)
    assert limits["limit_high"] == pytest.approx(0.92)


def test_limits_are_stepped_by_each_days_n():
    limits = control_limits(days((80, 100), (320, 400)), days(*[(80, 100)] * 20))

    assert limits["limit_low"].to_list() == pytest.approx([0.68, 0.74])


def test_limits_widen_where_days_differ_more_than_chance():
    # 0.7 and 0.9 by turns around 0.8: z is -2.5 and +2.5, every moving range 5: 5 / 1.128 times as wide.
    restless = days(*[(70, 100), (90, 100)] * 10)

    limits = control_limits(days((320, 400)), restless).row(0, named=True)

    assert limits["limit_low"] == pytest.approx(0.8 - 3 * 0.02 * 5 / 1.128)


def test_a_short_baseline_gives_no_limits_and_flags_nothing():
    limits = control_limits(days((1, 100)), days(*[(80, 100)] * 13)).row(0, named=True)

    assert (limits["limit_low"], limits["is_out"]) == (None, False)


def test_a_day_without_observations_is_a_gap_not_zero():
    figure = draw(days((80, 100), (0, 0), (80, 100)), days(*[(80, 100)] * 20))

    line = next(trace for trace in figure["data"] if trace["mode"] == "lines" and "fill" not in trace)
    assert line["y"] == [0.8, None, 0.8]


def test_only_a_day_out_of_range_on_the_wrong_side_is_red():
    figure = draw(days((80, 100), (60, 100), (99, 100)), days(*[(80, 100)] * 20))

    marker = figure["data"][-1]["marker"]
    assert marker["color"] == [LIGHT["text2"], LIGHT["badmark"], LIGHT["text"]]


def test_days_that_are_not_decided_are_hollow_and_their_line_is_dotted():
    figure = draw(
        days((80, 100), (80, 100), (80, 100)), days(*[(80, 100)] * 20), matured_until=START + timedelta(2)
    )

    assert figure["data"][-1]["marker"]["color"] == [LIGHT["text2"], LIGHT["text2"], LIGHT["surface"]]
    assert [trace["line"].get("dash") for trace in figure["data"] if trace["mode"] == "lines"][-1] == "dot"


def test_hover_says_name_value_usual_range_and_n():
    figure = draw(days((80, 100)), days(*[(80, 100)] * 20))

    text = figure["data"][-1]["customdata"][0][0]
    assert text == "<b>Within 15 min, 1\u00a0Sept 2026</b><br>80.0%<br>usual range 68.0% to 92.0%<br>n 100"


def test_a_mark_carries_the_address_behind_its_day():
    figure = draw(days((80, 100)), days(), drill=lambda day: f"/waits?p={day}..{day}")

    assert figure["data"][-1]["customdata"][0][1] == "/waits?p=2026-09-01..2026-09-01"


def test_it_is_a_figure_that_plotly_accepts():
    go.Figure(draw(days((80, 100), (60, 100)), days(*[(80, 100)] * 20)))


def test_no_due_days_draw_an_empty_chart_that_says_why():
    figure = draw(days((0, 0)), days())

    assert figure["layout"]["annotations"][0]["text"] == "Nothing was due"
