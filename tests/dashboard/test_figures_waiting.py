"""Curves and percentile rows: what is drawn, what is said, and that labels keep apart."""

import math

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard import theme
from dashboard.figures import canvas
from dashboard.figures.percentile_rows import percentile_rows
from dashboard.figures.series import Series
from dashboard.figures.survival_curves import survival_curves
from dashboard.figures.waiting_axis import TargetLine

NB = "\u00a0"
MAIL = Series("mail", "Mail", 3)
POSTS = Series("comment", "Comments", 5)


def curve(*points: tuple[str, float, float | None, int]) -> pl.DataFrame:
    rows = [
        (key, seconds, share, share and share - 0.05, share and share + 0.05, at_risk)
        for key, seconds, share, at_risk in points
    ]
    names = {"series": pl.String, "seconds": pl.Float64, "metric_value": pl.Float64, "lower": pl.Float64}
    return pl.DataFrame(rows, schema={**names, "upper": pl.Float64, "numerator": pl.Int64}, orient="row")


def texts(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"].get("annotations", [])]


def survival(frame, series=(MAIL,), **more):
    return survival_curves(frame, series, lang="en", scheme="light", **more)


TWO = curve(
    ("mail", 60, 0.1, 900),
    ("mail", 604800, 0.9, 100),
    ("comment", 60, 0.2, 80),
    ("comment", 604800, 0.91, 7),
)


def test_each_line_is_named_at_its_end_with_its_last_share():
    assert "<b>Mail</b> 90%" in texts(survival(TWO))


def test_names_at_the_line_ends_do_not_overlap():
    figure = survival(TWO, (MAIL, POSTS))

    ends = sorted(note["y"] for note in figure["layout"]["annotations"] if note["text"].startswith("<b>"))
    assert ends[1] - ends[0] >= 17 / 260 - 1e-9


def test_still_waiting_stands_under_its_tick_of_the_same_axis():
    figure = survival(TWO)

    cells = {
        note["text"]: note["x"] for note in figure["layout"]["annotations"] if note["text"] in ("900", "100")
    }
    assert cells == pytest.approx({"900": math.log10(60), "100": math.log10(604800)})


def test_a_target_is_a_dashed_line_with_its_name_above():
    figure = survival(TWO, targets=[TargetLine(900, "15 min")])

    assert [(shape["x0"], shape["line"]["dash"]) for shape in figure["layout"]["shapes"]] == [
        (900, "4px,3px")
    ]
    assert "15 min" in texts(figure)


def test_a_line_ends_where_nobody_is_left_to_watch():
    figure = survival(curve(("mail", 60, 0.1, 9), ("mail", 600, 0.5, 3), ("mail", 6000, None, 0)))

    assert figure["data"][1]["x"] == [60, 600]


def test_hover_of_a_curve_says_name_value_interval_and_who_still_waits():
    text = survival(TWO)["data"][1]["customdata"][0][0]

    assert text == f"<b>Mail</b><br>10.0% answered within 1{NB}min<br>95% CI 5.0–15.0%<br>900 still waiting"


def test_at_most_six_lines_are_drawn():
    many = [Series(str(i), f"S{i}", 0) for i in range(8)]
    frame = curve(*[(str(i), 60, 0.5, 40) for i in range(8)])

    lines = [trace for trace in survival(frame, many)["data"] if "fill" not in trace]
    assert len(lines) == 6


def test_without_waits_the_curve_says_why():
    assert texts(survival(curve())) == ["No waits began in this period"]


def percentiles(p50: float | None = 4680, p90: float | None = None, n: int = 40) -> pl.DataFrame:
    rows = [
        ("mail", "p50", p50, 4000.0, 5000.0, n),
        ("mail", "p75", 20000.0, 18000.0, None, n),
        ("mail", "p90", p90, None, None, n),
        ("mail", "answered_only_p50", 2460.0, None, None, n - 4),
    ]
    floats = dict.fromkeys(("metric_value", "lower", "upper"), pl.Float64)
    return pl.DataFrame(
        rows,
        schema={"series": pl.String, "statistic": pl.String, **floats, "sample_size": pl.Int64},
        orient="row",
    )


def rows(frame, **more):
    return percentile_rows(frame, [MAIL], lang="en", scheme="light", **more)


def test_a_percentile_that_is_not_reached_says_so():
    assert "P90 > 7 d" in texts(rows(percentiles()))


def test_the_answered_only_median_is_a_grey_diamond_on_its_own_sub_row():
    figure = rows(percentiles())

    diamond = figure["data"][-1]
    assert diamond["marker"]["symbol"] == "diamond"
    assert diamond["marker"]["line"]["color"] == theme.TOKENS["light"]["ghost"]
    assert diamond["y"][0] < 0
    assert f"41{NB}min" in texts(figure)


def test_median_and_n_stand_beside_the_dots():
    found = texts(rows(percentiles()))

    assert f"1.3{NB}h" in found
    assert any("n 40" in text for text in found)


def test_two_percentiles_at_one_place_share_a_label():
    assert texts(rows(percentiles(p50=7200, p90=7200))).count(f"2{NB}h") == 1


def test_an_interval_without_upper_bound_says_more_than_a_week():
    hovers = [trace["customdata"][0][0] for trace in rows(percentiles())["data"] if "customdata" in trace]

    assert f"<b>Mail, P75</b><br>5{NB}h 33{NB}min<br>95% CI 5{NB}h to more than 7 d<br>n 40" in hovers


def test_few_waits_are_grey():
    figure = percentile_rows(percentiles(n=12), [Series("mail", "Mail", 3, True)], lang="en", scheme="light")

    filled = next(trace for trace in figure["data"] if "marker" in trace)
    assert filled["marker"]["color"] == theme.TOKENS["light"]["ghost"]


def test_plotly_accepts_both():
    go.Figure(survival(TWO, (MAIL, POSTS), targets=[TargetLine(900, "15 min")]))
    go.Figure(rows(percentiles(p90=90000), targets=[TargetLine(900, "15 min")]))


@pytest.mark.parametrize(
    ("places", "gap", "expected"),
    [
        ([0.5], 0.1, [0.5]),
        ([0.2, 0.8], 0.1, [0.2, 0.8]),
        ([0.5, 0.5], 0.1, [0.45, 0.55]),
        ([0.99, 0.98], 0.1, [1.0, 0.9]),
        ([0.5, 0.5, 0.5], 0.9, [0.0, 0.5, 1.0]),
    ],
)
def test_labels_move_apart_as_little_as_needed(places, gap, expected):
    assert canvas.spread(places, gap, 0.0, 1.0) == pytest.approx(expected)
