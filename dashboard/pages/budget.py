"""Budget and demand: is the money where the work is, and what did a campaign really cost?"""

from typing import Any

from dash import html

from dashboard.cards.budget import budget_lines, budget_shares, unit_card
from dashboard.cards.campaigns import campaign_costs, campaign_kpis
from dashboard.cards.capacity import overload_kpis, scenario_card
from dashboard.cards.start.key_figures import kpi_row
from dashboard.components.card import Card, grid, place
from dashboard.components.rich import rich
from dashboard.components.states import unknown
from dashboard.page import Body, Page
from dashboard.view import View


def shares(view: View) -> Card:
    """Does the money sit where the work is?"""
    return budget_shares.shares(view) if budget_lines.knows(view) else _missing(view, "shares")


def waterfall(view: View) -> Card:
    """What did the campaign really cost?"""
    return campaign_costs.waterfall(view) if campaign_costs.knows(view) else _missing(view, "waterfall")


def bars(view: View) -> Card:
    """Which campaign cost most, with service?"""
    return campaign_costs.bars(view) if campaign_costs.knows(view) else _missing(view, "bars")


def consolidated(view: View) -> Card:
    """What may each department spend, and on what?"""
    return budget_lines.consolidated(view) if budget_lines.knows(view) else _missing(view, "consolidated")


def lines(view: View) -> Card:
    """In which row of which file does an amount stand?"""
    return budget_lines.lines(view) if budget_lines.knows(view) else _missing(view, "consolidated")


def _missing(view: View, name: str) -> Card:
    body = unknown(view, view.t("budget.reason.old_snapshot"), view.t("budget.mend.old_snapshot"))
    return Card(view.t(f"budget.{name}.question"), body=body)


def what_if(view: View) -> Card:
    """What if money or people moved?"""
    return scenario_card.card(view)


def _answer(view: View) -> str:
    """Return how money and work lie, and what the last campaign cost; nothing that isn't known."""
    if not (budget_lines.knows(view) and campaign_costs.knows(view)):
        return view.t("budget.reason.old_snapshot")
    sentences = []
    found = budget_shares.pair(view)
    budget, demand = found["budget_share"]["metric_value"], found["demand_share"]["metric_value"]
    if budget is not None and demand is not None:
        sentences.append(
            view.t("budget.answer.shares", demand=view.share(demand, 0), budget=view.share(budget, 0))
        )
    one = campaign_costs.chosen(view)
    if one is not None and one in campaign_costs.figures(view):
        own = campaign_costs.figures(view)[one]
        name, service = campaign_costs.campaigns(view)[one]["name"], own["service_cost"]
        spend = own["spend"]["metric_value"]
        is_told = service["metric_value"] is not None and service["grade"] != "too_few" and spend
        if is_told and service["lower"] > 0:
            cents = view.number(service["metric_value"] / spend * 100)
            sentences.append(view.t("budget.answer.campaign", name=name, cents=cents))
        elif own["true_cost"]["metric_value"] is not None:
            amount = view.euro(own["true_cost"]["metric_value"])
            sentences.append(view.t("budget.answer.cost", name=name, amount=amount))
    return " ".join(sentences) or view.t("budget.answer.nothing")


def _count(view: View) -> str | None:
    if not budget_lines.knows(view):
        return None
    contacts = budget_shares.pair(view)["contacts"]
    rows = len(budget_lines.budget_rows(view))
    return view.t(
        "budget.count", rows, lines=view.number(rows), contacts=view.number(contacts["metric_value"] or 0)
    )


def layout(view: View) -> Body:
    """Return the page."""
    builders: list[Any] = [overload_kpis.days_until]
    if budget_lines.knows(view) and campaign_costs.knows(view):
        builders = [budget_shares.factor, campaign_kpis.true_cost, *builders, campaign_kpis.per_contact]
    return Body(
        [
            kpi_row(view, builders),
            grid(place(view, shares, span=6), place(view, waterfall, span=6)),
            grid(place(view, bars, span=6), place(view, what_if, span=6)),
            grid(place(view, consolidated, span=12)),
            *([grid(place(view, unit_card.card, span=12))] if unit_card.is_known(view) else []),
            grid(place(view, lines, span=12)),
            html.P(
                [
                    html.A(view.t("budget.onward.conflict"), href=view.link("/conflict")),
                    " · ",
                    html.A(view.t("budget.onward.capacity"), href=view.link("/capacity")),
                ],
                className="ls-meta ls-ahead",
            ),
        ],
        answer=rich(_answer(view)),
        count=_count(view),
    )


PAGE = Page(
    key="budget",
    path="/budget",
    layout=layout,
    cards=(shares, waterfall, bars, what_if, consolidated, unit_card.card, lines),
    icon="slopes",
    group="conflict",
    order=64,
)
