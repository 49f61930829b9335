"""The budget page: shares and costs are the metrics', and every amount leads to its rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from dashboard.app import create_app
from dashboard.cards.budget import budget_lines, budget_shares, budget_workbook
from dashboard.cards.campaigns import campaign_costs, campaign_kpis
from dashboard.pages import budget
from dashboard.view import View

pytestmark = pytest.mark.conflict(8, 9)


def hrefs(component: Any) -> Iterator[tuple[str, str]]:
    """The links below a component, with their text."""
    if isinstance(component, list | tuple):
        for part in component:
            yield from hrefs(part)
    elif hasattr(component, "to_plotly_json"):
        href = getattr(component, "href", None)
        children = getattr(component, "children", None)
        if isinstance(href, str):
            yield href, str(children)
        yield from hrefs(children)


def test_the_shares_shown_are_those_of_the_metric(view):
    shown = view("/budget?lang=en&p=90d")
    card = budget.shares(shown)
    [service] = [row for row in card.rows if row["name"] == "Customer service"]
    found = {
        row["statistic"]: row
        for row in budget_shares.ask(shown, ("department",)).to_dicts()
        if row["department"] == "service"
    }

    assert service["budget"] == found["budget_share"]["metric_value"]
    assert (service["lower"], service["upper"]) == (
        found["demand_share"]["lower"],
        found["demand_share"]["upper"],
    )
    assert sum(row["budget"] or 0 for row in card.rows) == pytest.approx(1)
    assert sum(row["demand"] for row in card.rows) == pytest.approx(1)


def test_a_department_without_a_budget_has_work_and_no_share(view):
    [legal] = [row for row in budget.shares(view("/budget?lang=en&p=90d")).rows if row["name"] == "Legal"]

    assert legal["budget"] is None and legal["demand"] > 0


def test_the_toggle_leaves_out_costs_and_so_changes_the_gap(view):
    everything = budget.shares(view("/budget?lang=en&p=90d"))
    people = budget.shares(view("/budget?lang=en&p=90d&cost=people,tools"))

    before, after = (
        next(row["budget"] for row in card.rows if row["name"] == "Marketing")
        for card in (everything, people)
    )
    assert after < before
    assert "People and Tools" in people.sub


def test_the_world_of_2012_is_named_with_its_source(view):
    footer = str(budget.shares(view("/budget?lang=en&p=90d")).footer[0])

    assert "1.77%" in footer and "2012/13" in footer and "not a target" in footer


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("search", ["p=90d", "p=28d&cost=people,media"])
def test_behind_every_amount_of_the_table_are_rows_that_add_up_to_it(view, lang, search):
    shown = view(f"/budget?lang={lang}&{search}")
    links = [(href, text) for href, text in hrefs(budget.consolidated(shown).body) if "lines=budget" in href]

    assert len(links) >= 6
    for href, text in links:
        rows = budget.lines(view(href.partition("#")[0])).rows
        assert rows and view(f"/budget?lang={lang}").euro(sum(row["part"] for row in rows)) == text, href


def test_every_line_of_spend_names_its_file_and_row(view):
    card = budget.lines(view("/budget?lang=en&p=28d&lines=spend&of=black&category=production"))

    assert [(row["place"], row["line"], row["amount"]) for row in card.rows] == [("spend.xlsx", 7, 12_000.0)]
    assert "Black Week" in card.heading and "€12,000" in card.heading


def test_the_waterfalls_parts_are_its_whole(view):
    card = budget.waterfall(view("/budget?lang=en&campaign=black"))
    amounts = [row["amount"] for row in card.rows]

    assert card.rows[-1]["part"] == "True cost"
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1])
    assert [row["lower"] is not None for row in card.rows][-2:] == [True, True]


def test_a_campaign_is_told_of_whole_whatever_the_period(view):
    week, quarter = (budget.bars(view(f"/budget?lang=en&p={period}")).rows for period in ("7d", "90d"))

    assert [row["spend"] for row in week] == [row["spend"] for row in quarter]


def test_what_was_spent_on_no_campaign_is_named_and_listed(view):
    shown = view("/budget?lang=en&p=28d")
    [(href, text)] = [one for one in hrefs(list(budget.bars(shown).footer)) if "of=none" in one[0]]

    assert text == "€900 spent on no campaign"
    assert [row["amount"] for row in budget.lines(view(href.partition("#")[0])).rows] == [900.0]


def test_without_anything_spent_the_reason_stands_in_the_place_of_a_figure(view, monkeypatch):
    shown = view("/budget?lang=en&campaign=summer")
    unknown = {"metric_value": None, "lower": None, "upper": None, "reason": "no_spend", "grade": "not_computable",
               "sample_size": 0, "numerator": None, "checks": ""}  # fmt: skip
    found = {"summer": dict.fromkeys(campaign_costs.figures(shown)["summer"], unknown)}
    monkeypatch.setattr(campaign_costs, "figures", lambda _: found)
    card = budget.waterfall(shown)

    assert not card.rows
    assert "Nothing is known to have been spent on it" in str(card.body)
    assert campaign_kpis.true_cost(shown).value == "—"


def test_start_leads_to_what_the_last_campaign_cost(view):
    shown = view("/?lang=en")
    [(href, _)] = hrefs(campaign_kpis.start_line(shown))

    assert href.startswith("/budget?") and f"campaign={campaign_costs.chosen(shown)}" in href


def test_an_older_snapshot_says_so_and_fails_nowhere(view, monkeypatch):
    shown = view("/budget?lang=en")
    monkeypatch.setattr(
        View, "has", lambda self, table: table not in ("marts.fct_spend", "marts.fct_budget_days")
    )

    for card in (budget.shares, budget.waterfall, budget.bars, budget.consolidated, budget.lines):
        assert "published before budgets" in str(card(shown).body)
    assert campaign_kpis.start_line(shown) is None


def test_the_workbook_adds_up_by_formulas_from_rows_with_their_place(view):
    shown = view("/budget?lang=en&p=90d")
    book = openpyxl.load_workbook(io.BytesIO(budget_workbook.write(shown)))
    lines, departments = book["Budget lines"], book["Departments"]

    assert departments["B2"].value == "=SUMIFS('Budget lines'!F:F,'Budget lines'!A:A,A2)"
    assert departments["I2"].value.startswith('=IF(OR(B2=0,C2=0),"",LN(')
    assert lines["F2"].value.startswith("=E2/(D2-C2+1)*")
    assert (lines["H2"].value, lines["I2"].value) == ("budgets.xlsx [Plan]", 2)
    # What the formulas come to is what the page shows.
    parts = [eval_part(row) for row in lines.iter_rows(min_row=2, values_only=True)]
    assert sum(parts) == pytest.approx(sum(row["part"] for row in budget_lines.budget_rows(shown)), abs=0.01)
    assert book["Campaigns"]["K2"].value == '=IF(H2="","",F2+H2)'


def eval_part(row: tuple[Any, ...]) -> float:
    """What a spreadsheet makes of the formula in column F."""
    days = (row[3] - row[2]).days + 1
    return row[4] / days * int(row[5].rpartition("*")[2])


def test_a_name_that_begins_like_a_formula_is_a_text_in_the_workbook(view, monkeypatch):
    shown = view("/budget?lang=en&p=90d")
    rows = budget_lines.spend_rows(shown)
    monkeypatch.setattr(budget_lines, "spend_rows", lambda _: [rows[0] | {"name": '=HYPERLINK("http://x")'}])
    book = openpyxl.load_workbook(io.BytesIO(budget_workbook.write(shown)))

    assert book["Spend lines"]["A2"].value == '\'=HYPERLINK("http://x")'


def test_the_workbook_comes_over_http_with_its_period_in_the_name(var):
    answer = create_app(var).server.test_client().get("/export/budget.xlsx?lang=de&p=28d")

    assert answer.status_code == 200 and answer.data[:2] == b"PK"
    assert "leitstand_budget_2026-10-24_2026-11-20.xlsx" in answer.headers["Content-Disposition"]
