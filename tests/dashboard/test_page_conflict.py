"""Conflict: all fourteen have a place, what is shown is what the metrics say, every number leads to as many rows."""

import re

import plotly.graph_objects as go
import pytest

from dashboard import urls
from dashboard.cards.cases import case_lists
from dashboard.cards.cases.wait_lists import listing
from dashboard.cards.conflict import conflict_measures
from dashboard.cards.conflict.conflict_measures import MEASURES, find
from dashboard.components.static import markup
from dashboard.figures import gap_plot, side_curves
from dashboard.pages import conflict
from dashboard.view import View

SEARCHES = ["lang=en", "lang=de&p=90d", "lang=en&f.department_id=marketing,service"]
CARDS = (
    "strip",
    "edges",
    "leak",
    "ageing",
    "doubles",
    "detours",
    "promises",
    "organisation",
    "lived",
    "people",
    "goals",
)


def _behind(shown: View, href: str) -> int:
    path, _, query = href.replace("&amp;", "&").partition("?")
    asked = View(urls.parse(path, query), shown.snapshot)
    return (case_lists.listing(asked) if path == "/cases" else listing(asked)).total


def _links(shown: View, name: str) -> list[tuple[str, str]]:
    """Addresses of lists on a card, each with its text."""
    card = getattr(conflict, name)(shown)
    text = markup(card.component(shown, f"conflict-{name}", 6))
    return re.findall(r'<a[^>]*href="(/(?:cases|waits)[^"]*)"[^>]*>([^<]*)</a>', text)


@pytest.mark.conflict(*range(1, 15))
def test_every_one_of_the_fourteen_has_its_tile_also_where_nothing_is_measured(view) -> None:
    shown = view("/conflict?lang=en")

    assert [measure.number for measure in MEASURES] == list(range(1, 15))
    assert [row["code"] for row in conflict.strip(shown).rows] == [f"C{number}" for number in range(1, 15)]
    for row in conflict.strip(shown).rows:
        assert row["value"] != "—" or row["reason"], row


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.conflict(5, 6, 11)
def test_the_n_of_a_tile_is_the_length_of_its_list(view, search) -> None:
    shown = view(f"/conflict?{search}")
    known = [(one, find(shown, one)) for one in MEASURES if one.drill]

    assert len([found for _, found in known if found.estimate.value is not None]) == 3
    for measure, found in known:
        href = conflict_measures.cases(shown, measure)
        assert href is not None
        assert _behind(shown, href) == found.estimate.n, measure.metric


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("name", ["edges", "doubles"])
@pytest.mark.demand(10)
def test_a_number_on_an_edge_leads_to_as_many_rows(view, search, name) -> None:
    shown = view(f"/conflict?{search}")
    counted = [(href, text) for href, text in _links(shown, name) if re.fullmatch(r"[\d.,]+", text)]

    assert counted
    for href, text in counted:
        assert _behind(shown, href) == int(re.sub(r"[.,]", "", text)), href


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("name", ["ageing", "detours"])
@pytest.mark.demand(10)
def test_a_kind_of_orphan_and_a_detour_lead_to_as_many_cases(view, search, name) -> None:
    shown = view(f"/conflict?{search}")
    counted = [(href, text) for href, text in _links(shown, name) if re.fullmatch(r"[\d.,]+", text)]

    assert counted
    for href, text in counted:
        assert _behind(shown, href) == int(re.sub(r"[.,]", "", text)), href


@pytest.mark.demand(10)
def test_answers_among_customers_lead_to_their_list(view) -> None:
    shown = view("/conflict?lang=en&p=90d")
    href = next(href for href, _ in _links(shown, "people") if "peer_answer" in href)
    answers = shown.evaluate("super_users").filter(statistic="answers")["metric_value"].item()

    assert _behind(shown, href) == answers


@pytest.mark.parametrize("search", ["lang=de&p=90d", "lang=en&scheme=dark"])
@pytest.mark.parametrize("name", CARDS)
def test_a_card_has_a_finding_a_table_and_its_definition(view, search, name) -> None:
    shown = view(f"/conflict?{search}")
    card = getattr(conflict, name)(shown)

    assert card.heading and (card.metric or card.notes)
    assert card.rows and card.columns, name
    for row in card.rows:
        assert {column.key for column in card.columns} <= set(row)


@pytest.mark.conflict(14)
def test_the_faster_department_is_found_and_named(view) -> None:
    card = conflict.organisation(view("/conflict?lang=en"))

    assert re.fullmatch(r"Press answers \d+% faster than expected since the change", card.heading)


@pytest.mark.parametrize("address", ["/conflict?lang=en&f.platform=mail&p=2026-01-01..2026-01-08"])
def test_a_period_without_anything_says_so_on_every_card(view, address) -> None:
    shown = view(address)

    for builder in conflict.PAGE.cards:
        assert builder(shown).heading


def test_figures_are_figures_plotly_takes(view) -> None:
    from datetime import date

    weeks = [{"week_start": date(2026, 10, day), "metric_value": 60.0 * day} for day in (5, 12, 19)]
    point = {"seconds": 3_600.0, "metric_value": 0.4, "lower": 0.3, "upper": 0.5, "numerator": 9}
    go.Figure(gap_plot.gap_plot(weeks, weeks, date(2026, 10, 12), lang="de", scheme="dark"))
    go.Figure(gap_plot.gap_plot([], [], date(2026, 10, 12), lang="de", scheme="dark"))
    go.Figure(side_curves.side_curves([side_curves.Side("x", "c1", [point])], lang="en", scheme="light"))
