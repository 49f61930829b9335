"""Charts of money: the numbers go in as they are, names keep out of each other's way, and a click leads on."""

from itertools import pairwise

import pytest

from dashboard.figures import cost_bars, cost_waterfall, share_slopes
from dashboard.figures.cost_bars import Cost
from dashboard.figures.cost_waterfall import Step
from dashboard.figures.series import Series
from dashboard.figures.share_slopes import Slope

LOOK = {"lang": "en", "scheme": "light"}


def texts(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def slope(name, budget, demand, main=False):
    bounds = (demand - 0.02, demand + 0.02) if demand is not None else (None, None)
    return Slope(Series(name, name.title(), 1), budget, demand, *bounds, main)


def test_each_department_is_a_line_from_its_budget_share_to_its_demand_share():
    figure = share_slopes.share_slopes([slope("service", 0.2, 0.6, True), slope("press", 0.1, 0.1)], **LOOK)
    lines = [trace for trace in figure["data"] if trace.get("mode") == "lines+markers"]

    assert [(trace["x"], trace["y"]) for trace in lines] == [([0, 1], [0.2, 0.6]), ([0, 1], [0.1, 0.1])]
    assert "<b>Service</b> 20.0%" in texts(figure)


def test_work_without_a_budget_stands_at_the_right_alone_with_its_name():
    figure = share_slopes.share_slopes([slope("service", 0.9, 0.9, True), slope("legal", None, 0.1)], **LOOK)

    [alone] = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert (alone["x"], alone["y"]) == ([1], [0.1])
    assert "10.0%  Legal" in texts(figure)


def test_names_of_small_departments_do_not_touch():
    many = [slope(f"d{n}", 0.03 + n / 1000, 0.03) for n in range(5)]
    figure = share_slopes.share_slopes([slope("service", 0.8, 0.8, True), *many], **LOOK)
    left = sorted(
        note["y"] for note in figure["layout"]["annotations"] if note["x"] == 0 and "yref" not in note
    )

    assert min(b - a for a, b in pairwise(left)) > 0.03


def test_the_world_is_a_diamond_at_the_budget_side():
    figure = share_slopes.share_slopes([slope("service", 0.2, 0.6, True)], world=9 / 509, **LOOK)

    [diamond] = [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol") == "diamond"]
    assert (diamond["x"], diamond["y"]) == ([0], [9 / 509])


STEPS = [
    Step("Media", 100.0, href="/lines"),
    Step("Service", 40.0, 20.0, 60.0, "service"),
    Step("True cost", 140.0, 120.0, 160.0, "total"),
]


def test_each_step_begins_where_the_last_one_ended_and_the_total_at_zero():
    figure = cost_waterfall.cost_waterfall(STEPS, **LOOK)
    bars = [(trace["base"][0], trace["x"][0]) for trace in figure["data"] if trace["type"] == "bar"]
    whiskers = [trace["x"] for trace in figure["data"] if trace["type"] == "scatter"]

    assert bars == [(0.0, 100.0), (100.0, 40.0), (0.0, 140.0)]
    assert whiskers == [[120.0, 160.0], [120.0, 160.0]]
    assert figure["data"][0]["customdata"][0][-1] == "/lines"


def test_a_campaign_that_relieved_service_goes_back():
    steps = [STEPS[0], Step("Service", -30.0, -50.0, -10.0, "service"), Step("True cost", 70.0, tone="total")]
    figure = cost_waterfall.cost_waterfall(steps, **LOOK)

    assert "<b>−€30</b>" in texts(figure)[3]
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_a_service_part_that_may_be_nothing_is_outlined_only():
    sure, unsure = Cost("A", 100.0, 40.0, 20.0, 60.0), Cost("B", 90.0, 5.0, -10.0, 20.0)
    figure = cost_bars.cost_bars([sure, unsure], **LOOK)
    markers = [trace["marker"] for trace in figure["data"] if trace["type"] == "bar"]

    assert "line" not in markers[1] and markers[3]["line"]["width"] == 1


def test_a_campaign_whose_service_part_is_unknown_says_why():
    figure = cost_bars.cost_bars([Cost("A", 100.0, note="none of its posts is known")], **LOOK)

    assert any("none of its posts is known" in text for text in texts(figure))


@pytest.mark.parametrize(
    "draw", [share_slopes.share_slopes, cost_waterfall.cost_waterfall, cost_bars.cost_bars]
)
def test_nothing_to_draw_says_why(draw):
    figure = draw([], empty_reason="no budget", **LOOK)

    assert figure["data"] == [] and texts(figure) == ["no budget"]
