"""Key figures of campaigns: what the last one cost in all, what a contact costs, and the line on Start."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.campaigns import campaign_costs
from dashboard.components.kpi import Kpi
from dashboard.verdict import estimate
from dashboard.view import View


def true_cost(view: View) -> Kpi:
    """What did the campaign cost in all?"""
    one = campaign_costs.chosen(view)
    if one is None:
        return Kpi(
            view.t("budget.kpi.cost_none"),
            formats.DASH,
            tone="unknown",
            interval=view.t("budget.reason.no_campaign"),
        )
    found = campaign_costs.figures(view)[one]
    label = view.t("budget.kpi.cost", name=campaign_costs.campaigns(view)[one]["name"])
    total, planned = found["true_cost"], found["planned"]["metric_value"]
    now = estimate(total)
    if now.value is None:
        reason = total["reason"] or "no_spend"
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t(f"budget.reason.{reason}"))
    is_more = planned is not None and now.lower is not None and now.lower > planned
    foot = []
    if planned:
        foot = [
            html.Span(view.t("budget.kpi.planned", amount=view.euro(planned))),
            html.Span(
                [
                    html.B(
                        _signed_share(view, now.value / planned - 1),
                        className="ls-bad" if is_more else "",
                    ),
                    " ",
                    view.t("budget.kpi.against_plan"),
                ]
            ),
        ]
    top = max(now.upper or now.value, planned or 0) * 1.15
    return Kpi(
        label,
        view.euro(now.value),
        tone="few" if total["grade"] == "too_few" else "bad" if is_more else "unclear",
        estimate=now,
        goal=planned,
        scale=(0.0, top),
        interval=view.t("budget.kpi.interval", range=view.euro_range(now.lower, now.upper)),
        n=view.t("budget.kpi.contacts", number=view.number(now.n)),
        foot=foot,
        href=view.link(f"/campaigns/{one}"),
    )


def per_contact(view: View) -> Kpi:
    """What does it cost to handle a contact?"""
    label = view.t("budget.kpi.per_contact")
    row = (
        next((found["per_contact"] for found in campaign_costs.figures(view).values()), None)
        if campaign_costs.knows(view)
        else None
    )
    now = estimate(row)
    if now.value is None:
        reason = (row or {}).get("reason") or "no_rate"
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t(f"budget.reason.{reason}"))
    return Kpi(
        label,
        view.euro(now.value, 2),
        estimate=now,
        scale=(0.0, (now.upper or now.value) * 1.5),
        interval=view.t("budget.kpi.interval", range=view.euro_range(now.lower, now.upper, 2)),
        foot=[html.Span(view.t("budget.kpi.per_contact_foot"))],
    )


def start_line(view: View) -> html.Nav | None:
    """Return the line for Start: what the last campaign really cost, and where that is shown."""
    if not campaign_costs.knows(view) or (one := campaign_costs.chosen(view)) is None:
        return None
    known = campaign_costs.campaigns(view)[one]
    total = campaign_costs.figures(view).get(one, {}).get("true_cost")
    href = view.link("/budget", campaign=one)
    if total is None or total["metric_value"] is None:
        text: Any = view.t("budget.start.unknown", name=known["name"])
    else:
        text = [
            html.B(view.euro(total["metric_value"])),
            html.Span(view.t("budget.start.cost", name=known["name"])),
        ]
    return html.Nav(
        [html.A(text, href=href)], className="ls-urgent", **{"aria-label": view.t("budget.start.label")}
    )


def _signed_share(view: View, share: float) -> str:
    """Return a relative difference with its sign, as a reader of the page's language writes percent."""
    return ("+" if round(share, 3) > 0 else "") + view.share(share)
