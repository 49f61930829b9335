"""Backlog area, flow bars and the sparkline."""

from datetime import UTC, date, datetime, timedelta

import plotly.graph_objects as go
import polars as pl

from dashboard.figures.backlog_area import AGES, backlog_area
from dashboard.figures.flow_bars import flow_bars
from dashboard.figures.sparkline import sparkline

HOUR = datetime(2026, 11, 20, 7, tzinfo=UTC)


def hours(*totals: int) -> pl.DataFrame:
    """All of an hour's cases are in the youngest class but one, which is over a week old."""
    rows = [
        {"hour_at": HOUR + timedelta(hours=i)}
        | dict.fromkeys(AGES, 0)
        | {"open_0_1h": n - 1, "open_over_7d": 1}
        for i, n in enumerate(totals)
    ]
    return pl.DataFrame(rows)


def area(frame, **more):
    return backlog_area(frame, zone="Europe/Berlin", lang="en", scheme="light", **more)


def test_the_oldest_stand_at_the_bottom():
    figure = area(hours(5, 6))

    assert figure["data"][0]["y"] == [1, 1]
    assert [trace["y"] for trace in figure["data"]][-1] == [5, 6]


def test_a_count_stands_at_its_instant_in_local_time():
    assert area(hours(5, 6))["data"][-1]["x"][0] == "2026-11-20T08:00:00"  # 07:00 UTC in Berlin in November


def test_hover_says_the_instant_the_total_and_each_class_that_is_not_empty():
    text = area(hours(5))["data"][-1]["hovertext"][0]

    assert text == "<b>20\u00a0Nov 2026, 08:00</b><br>5 open<br>over 7 d: 1<br>under 1 h: 4"


def test_a_click_opens_the_cases_of_that_instant():
    figure = area(hours(5), drill=lambda at: f"/waits?at={at:%H:%M}")

    assert figure["data"][-1]["customdata"][0] == ["/waits?at=07:00"]


def test_closed_hours_are_shaded_below_the_areas():
    figure = area(hours(5, 6), closed=[(HOUR, HOUR + timedelta(hours=1))])

    assert [(shape["x0"], shape["layer"]) for shape in figure["layout"]["shapes"]] == [
        ("2026-11-20T08:00:00", "below")
    ]


def test_no_open_cases_say_so():
    assert area(hours(1).head(0))["layout"]["annotations"][0]["text"] == ("Nothing was open in this period")


def test_ins_stand_above_and_outs_below_the_line():
    days = pl.DataFrame({"date_day": [date(2026, 11, 20)], "count_in": [7], "count_out": [9]})

    figure = flow_bars(days, lang="en", scheme="light")

    assert [trace["y"] for trace in figure["data"]] == [[7], [-9], [-2]]
    assert figure["data"][2]["customdata"][0][0] == "<b>20\u00a0Nov 2026</b><br>in: 7<br>out: 9<br>net: −2"


def test_plotly_accepts_both():
    days = pl.DataFrame({"date_day": [date(2026, 11, 20)], "count_in": [7], "count_out": [9]})

    go.Figure(area(hours(5, 6), closed=[(HOUR, HOUR + timedelta(hours=1))]))
    go.Figure(flow_bars(days, lang="de", scheme="dark"))


def test_a_sparkline_marks_its_last_known_point():
    line = sparkline([0.0, 1.0, None])

    assert line is not None
    assert (line.last_x, line.last_y) == (42.0, 4.0)


def test_a_sparkline_of_one_value_is_none():
    assert sparkline([None, 0.5]) is None
