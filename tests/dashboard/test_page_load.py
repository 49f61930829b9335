"""Load and bottlenecks: what is shown is what the metrics say, and every mark leads to as many rows as it counts."""

import re

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard import urls
from dashboard.cards.backlog import flow_table
from dashboard.cards.cases import case_lists
from dashboard.cards.cases.wait_lists import listing
from dashboard.cards.load import coverage_table, delays, handoff_flow, people_table, workload
from dashboard.components.static import markup
from dashboard.figures import handoff_sankey
from dashboard.figures.handoff_sankey import MOST_LINKS, Edge, End
from dashboard.pages import load
from dashboard.view import View
from warehouse.intervals import FEW

SEARCHES = [
    "lang=en",
    "lang=de&clock=calendar&p=90d",
    "lang=en&f.department_id=marketing,service&x.channel=mail",
]


def _behind(shown: View, href: str) -> View:
    path, _, query = href.replace("&amp;", "&").partition("?")
    return View(urls.parse(path, query), shown.snapshot)


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.demand(10)
def test_a_place_in_the_ranking_leads_to_as_many_waits_as_it_counts(view, search):
    shown = view(f"/load?{search}")
    found = delays.hours(shown)

    assert len(found) > 3
    for place, statistics in found.items():
        assert listing(_behind(shown, delays.address(shown, place))).total == statistics["delay"].n, place


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.demand(10)
def test_an_edge_leads_to_as_many_hand_offs_as_it_counts(view, search):
    shown = view(f"/load?{search}")

    for row in handoff_flow.edges(shown):
        href = handoff_flow.address(shown, row["giver"], row["receiver"])
        assert case_lists.listing(_behind(shown, href)).total == row["handoffs"].n


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.demand(10)
def test_what_became_of_hand_offs_leads_to_them_and_adds_up_to_the_edges(view, search):
    shown = view(f"/load?{search}")
    ends = handoff_flow._ends(shown)

    assert sum(end.count for end in ends) == sum(row["handoffs"].n for row in handoff_flow.edges(shown))
    for end in ends:
        assert case_lists.listing(_behind(shown, end.href)).total == end.count


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.demand(10)
def test_an_hour_of_the_week_leads_to_the_messages_that_came_in_it(view, search):
    shown = view(f"/load?{search}")
    html = markup(load.week(shown).body[1])
    cells = re.findall(
        r'href="([^"]+hour_of_week=\d+)"[^>]*aria-label="[^"]*; ([\d.,]+) ', html
    ) or re.findall(r'aria-label="[^"]*; ([\d.,]+) [^"]*"[^>]*href="([^"]+)"', html)

    assert len(cells) > 20
    for one, other in cells:
        href, count = (one, other) if one.startswith("/") else (other, one)
        assert listing(_behind(shown, href)).total == int(count), href


@pytest.mark.demand(10)
def test_what_came_to_nobody_and_what_flowed_lead_to_their_rows(view):
    shown = view("/load?lang=en")
    for card, pattern in (
        (coverage_table.card(shown), r'<a href="([^"]+staffed=false)">([\d,]+)</a>'),
        (flow_table.card(shown), r'<a href="([^"]+flow=[^"]+)" title="([\d,]+)">'),
    ):
        found = re.findall(pattern, markup(card.body))
        assert len(found) >= 4
        for href, count in found:
            assert listing(_behind(shown, href)).total == int(count.replace(",", "")), href


def test_places_are_ranked_by_hours_and_those_with_too_few_waits_are_not(view):
    rows = load.places(view("/load?lang=en")).rows
    ranked = [row for row in rows if row["rank"]]

    assert [row["hours"] for row in ranked] == sorted((row["hours"] for row in ranked), reverse=True)
    assert all(row["n"] >= FEW for row in ranked)
    assert {row["rank"] for row in rows if row["n"] < FEW} == {None}
    assert sum(row["share"] for row in rows) == pytest.approx(1)


def test_a_place_is_named_first_only_if_it_is_told_apart_from_the_second(view):
    heading = load.places(view("/load?lang=en")).heading

    assert heading == "Where is time lost?" or heading.startswith("Most waiting is with")
    assert load.places(view("/load?lang=en&p=2026-11-20..2026-11-20")).heading == "Where is time lost?"


def test_utilisation_has_a_value_where_people_were_and_a_reason_elsewhere(view):
    rows = pl.DataFrame(load.week(view("/load?lang=en")).rows, infer_schema_length=None)

    assert rows.select((pl.col("utilisation").is_null() == pl.col("reason").is_not_null()).all()).item()
    product = rows.filter(pl.col("department") == "Product")
    assert product["reason"].unique().to_list() == ["no shifts known"]
    assert product["utilisation"].null_count() == product.height


def test_an_hour_without_staff_is_hatched_and_never_zero(view):
    html = markup(load.week(view("/load?lang=en&of=marketing")).body[1])

    assert html.count("ls-hatch") == 7 * 24 - 5 * 4
    assert not re.search(r'class="none ls-hatch"><a[^>]*>0<', html)


def test_the_week_shown_is_that_of_the_busiest_unless_another_is_asked_for(view):
    assert workload.chosen(view("/load")) == "marketing"
    assert workload.chosen(view("/load?of=press")) == "press"
    assert workload.chosen(view("/load?of=nobody")) == "marketing"


def test_work_that_nobody_owns_is_nobodys_week(view, monkeypatch):
    shown = view("/load")
    found = workload.departments(shown)
    ownerless = {None: {**found["press"], "metric_value": None}, **found}
    monkeypatch.setattr(workload, "departments", lambda view: ownerless)
    monkeypatch.setattr(workload, "peak", lambda frame: None)

    assert workload.chosen(shown) == "marketing"


def test_a_peak_is_a_run_of_hours_whose_intervals_lie_above_all_people():
    row = {"department_id": "press", "sample_size": 30, "metric_value": 1.5, "lower": 1.1, "upper": 1.9}
    hours = [(9, 1.1, 30), (10, 1.2, 30), (11, 0.9, 30), (13, 1.3, 19), (23, 1.1, 30), (24, 1.1, 30)]
    frame = pl.DataFrame(
        [
            {
                **row,
                "hour_of_week": hour,
                "lower": low,
                "sample_size": n,
                "numerator": 5400.0,
                "staffed_seconds": 3600.0,
            }
            for hour, low, n in hours
        ]
    )

    # 11 may be by chance, 13 has too few replies, and a run doesn't go on over midnight.
    assert workload.peak(frame) == workload.Peak("press", 9, 10, 1.5)
    assert workload.peak(frame.filter(pl.col("lower") < 1)) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_flow_is_a_valid_figure_of_at_most_fifteen_links(scheme):
    names = [f"d{number}" for number in range(9)]
    edges = [
        Edge(a, b, 10 + i, 600.0 * i, True, "/cases", "x")
        for i, a in enumerate(names)
        for b in names
        if a != b
    ]
    ends = [End(name, what, 5, "/cases", "x") for name in names for what in ("picked_up", "dropped", "open")]
    links, kept = handoff_sankey.shown(edges, ends)
    figure = handoff_sankey.handoff_sankey(links, kept, str, lang="de", scheme=scheme)

    assert len(links) + len(kept) <= MOST_LINKS
    assert {end.outcome for end in kept} == {"picked_up", "dropped"}
    assert links[0].count == max(edge.count for edge in edges)
    go.Figure(figure)
    [sankey] = figure["data"]
    assert all(0 <= y <= 1 for y in sankey["node"]["y"])
    assert sum(sankey["link"]["value"]) == sum(link.count for link in links) + sum(end.count for end in kept)


def test_colours_are_classes_of_the_median_wait_and_unknown_is_its_own():
    def edge(median, is_known=True):
        return handoff_sankey.wait_class(Edge("a", "b", 1, median, is_known, "", ""))

    assert [edge(3599.0), edge(3600.0), edge(7200.0), edge(7200.1)] == [
        "under_1h",
        "under_2h",
        "under_2h",
        "over_2h",
    ]
    # Half haven't been picked up yet: longer than any class. No clock: nothing is known.
    assert (edge(None), edge(None, is_known=False)) == ("over_2h", "unknown")


def test_the_receiver_without_a_calendar_has_a_wait_in_calendar_time_only(view):
    def legal(clock):
        rows = handoff_flow.card(view(f"/load?lang=en&clock={clock}&p=90d")).rows
        return next(row["p50"] for row in rows if row["receiver"] == "Legal")

    assert legal("business") is None
    assert legal("calendar") > 3600


def test_tiers_of_handle_time_add_up_to_all_replies(view):
    rows = [row for row in people_table.card(view("/load?lang=en")).rows if row["n"]]

    assert rows
    for row in rows:
        assert row["measured"] + row["inferred"] + row["modelled"] == pytest.approx(1)


def test_a_department_grows_only_where_the_test_says_so(view):
    rows = flow_table.card(view("/load?lang=en&p=90d")).rows

    for row in rows:
        if row["stable"] == "growing":
            assert row["lower"] > 0
        if row["stable"] == "stable":
            assert row["lower"] <= 0 <= row["upper"]


def test_a_period_without_data_says_so_on_every_card(view):
    shown = view("/load?lang=en&p=2026-01-01..2026-01-02")

    for builder in load.PAGE.cards:
        card = builder(shown)
        assert "0 " in markup(card.body), card.heading
        assert not card.rows
