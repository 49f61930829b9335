"""What campaigns really cost: money spent, and what service carried for them."""

from typing import Any

from dash import html

from dashboard.components.card import Card
from dashboard.components.chart import chart
from dashboard.components.states import unknown
from dashboard.components.table import Column, table
from dashboard.figures import cost_bars, cost_waterfall
from dashboard.figures.cost_bars import Cost
from dashboard.figures.cost_waterfall import Step
from dashboard.figures.share_slopes import HEIGHT
from dashboard.view import View
from warehouse.catalog import Filters

METRIC = "campaign_cost"
PARTS = ("media", "production", "tools", "agency")
Figures = dict[str, dict[str, Any]]


def figures(view: View) -> dict[str | None, Figures]:
    """Return each campaign's rows by statistic; None stands for what belongs to no campaign.

    A campaign is told of whole, whatever the page's period.
    """
    found: dict[str | None, Figures] = {}
    for row in view.snapshot.evaluate(METRIC, Filters(), ("campaign_id",)).to_dicts():
        found.setdefault(row["campaign_id"], {})[row["statistic"]] = row
    return found


def campaigns(view: View) -> dict[str, dict[str, Any]]:
    """Return name and start of the campaigns that have begun, the latest first."""
    rows = view.rows(
        "select campaign_id, name, starts_at, ends_at from marts.dim_campaign"
        " where starts_at <= ? order by starts_at desc, campaign_id",
        (view.snapshot.about.as_of,),
    ).to_dicts()
    return {row["campaign_id"]: row for row in rows}


def knows(view: View) -> bool:
    """Return whether the snapshot holds what costs are made of."""
    return view.has("marts.dim_campaign") and view.has("marts.fct_spend")


def chosen(view: View) -> str | None:
    """Return the campaign that the address names, else the one that began last."""
    known = campaigns(view)
    asked = view.state.extra.get("campaign")
    return asked if asked in known else next(iter(known), None)


def waterfall(view: View) -> Card:
    """What did this campaign really cost?"""
    one = chosen(view)
    question = view.t("budget.waterfall.question")
    if one is None:
        body = unknown(view, view.t("budget.reason.no_campaign"), view.t("budget.mend.no_campaign"))
        return Card(question, body=body, metric=METRIC)
    name, found = campaigns(view)[one]["name"], figures(view)[one]
    service, total = found["service_cost"], found["true_cost"]
    steps = _steps(view, one, found)
    if not steps:
        body = [_switch(view, one), _why(view, total)]
        return Card(view.t("budget.waterfall.of", name=name), body=body, metric=METRIC)
    figure = cost_waterfall.cost_waterfall(steps, lang=view.lang, scheme=view.scheme, available=HEIGHT)
    heading = _finding(view, name, found)
    height = cost_waterfall.height(len(steps), HEIGHT)
    rows = [
        {"part": step.name, "amount": step.amount, "lower": step.lower, "upper": step.upper} for step in steps
    ]
    return Card(
        heading,
        sub=view.t("budget.waterfall.sub"),
        body=[_switch(view, one), chart(view, "budget-waterfall", figure, height, heading)],
        footer=_footer(view, one, found),
        rows=rows,
        columns=[
            Column("part", view.t("budget.column.part")),
            Column("amount", view.t("budget.column.amount"), "euro"),
            Column("lower", view.t("budget.column.lower"), "euro"),
            Column("upper", view.t("budget.column.upper"), "euro"),
        ],
        metric=(METRIC, "spillover"),
        badge=(view.t(f"budget.grade.{service['grade']}"), ""),
        has_figure=True,
    )


def _steps(view: View, one: str, found: Figures) -> list[Step]:
    """Parts that are known, then their sum; without the service part there is no sum."""
    lines = view.href(extra={**view.state.extra, "lines": "spend", "of": one}) + "#budget-lines"
    steps = [
        Step(view.t(f"budget.category.{part}"), amount, href=lines)
        for part in PARTS
        if (amount := found[part]["metric_value"])
    ]
    service, total = found["service_cost"], found["true_cost"]
    if service["metric_value"] is not None:
        steps.append(
            Step(
                view.t("budget.waterfall.service"),
                service["metric_value"],
                service["lower"],
                service["upper"],
                "service",
                view.link(f"/campaigns/{one}"),
            )
        )
    if total["metric_value"] is not None:
        steps.append(
            Step(
                view.t("budget.waterfall.total"),
                total["metric_value"],
                total["lower"],
                total["upper"],
                "total",
            )
        )
    return steps


def _finding(view: View, name: str, found: Figures) -> str:
    service, spend = found["service_cost"], found["spend"]["metric_value"]
    low = service["lower"]
    if service["grade"] == "too_few" or service["metric_value"] is None or low is None or not spend:
        return view.t("budget.waterfall.of", name=name)
    if low > 0:
        return view.t(
            "budget.waterfall.more", name=name, share=view.share(service["metric_value"] / spend, 0)
        )
    return view.t("budget.waterfall.no_more", name=name)


def _footer(view: View, one: str, found: Figures) -> list[Any]:
    service, contacts = found["service_cost"], found["contacts"]
    if service["metric_value"] is None:
        return [html.Span(view.t(f"budget.reason.{service['reason']}"))]
    made = view.t(
        "budget.waterfall.made_of",
        contacts=view.number(contacts["metric_value"]),
        range=f"{view.number(contacts['lower'])}–{view.number(contacts['upper'])}",
        posts=view.number(contacts["numerator"]),
        price=view.euro(found["per_contact"]["metric_value"], 2),
    )
    parts: list[Any] = [html.Span(made)]
    ghost = found["before_after"]["metric_value"]
    if ghost is not None:
        parts.append(html.Span(view.t("budget.waterfall.before_after", amount=view.euro(ghost))))
    for check in filter(None, (service["checks"] or "").split(",")):
        parts.append(html.Span(view.t(f"budget.reason.{check}")))
    parts.append(html.A(view.t("budget.waterfall.onward"), href=view.link(f"/campaigns/{one}")))
    return parts


def _switch(view: View, one: str) -> html.Nav:
    links = [
        html.A(
            known["name"],
            href=view.href(extra={**view.state.extra, "campaign": key}),
            className="ls-pick",
            **({"aria-current": "true"} if key == one else {}),
        )
        for key, known in list(campaigns(view).items())[:6]
    ]
    return html.Nav(links, className="ls-toggles", **{"aria-label": view.t("budget.waterfall.choose")})


def _why(view: View, row: dict[str, Any]) -> html.Div:
    reason = row["reason"] or "no_spend"
    return unknown(view, view.t(f"budget.reason.{reason}"), view.t(f"budget.mend.{reason}"))


def bars(view: View) -> Card:
    """Which campaign cost most, with service?"""
    question = view.t("budget.bars.question")
    known, found = campaigns(view), figures(view)
    rows = [_row(view, key, known[key]["name"], found[key]) for key in known if key in found]
    rows = [row for row in rows if row["spend"] is not None or row["service"] is not None]
    if not rows:
        body = unknown(view, view.t("budget.reason.no_campaign"), view.t("budget.mend.no_campaign"))
        return Card(question, body=body, metric=METRIC)
    rows.sort(key=lambda row: -((row["spend"] or 0.0) + (row["service"] or 0.0)))
    costs = [
        Cost(
            row["name"],
            row["spend"] or 0.0,
            row["service"],
            row["lower"],
            row["upper"],
            row["grade_key"] == "too_few",
            "" if row["service"] is not None else row["reason"],
            row["href"],
        )
        for row in rows
    ]
    figure = cost_bars.cost_bars(costs, lang=view.lang, scheme=view.scheme)
    lost = found.get(None, {}).get("spend", {}).get("metric_value")
    footer: list[Any] = [html.Span(view.t("budget.bars.key"))]
    if lost:
        href = view.href(extra={**view.state.extra, "lines": "spend", "of": "none"}) + "#budget-lines"
        footer.append(html.A(view.t("budget.bars.lost", amount=view.euro(lost)), href=href))
    return Card(
        question,
        sub=view.t("budget.bars.sub"),
        body=[
            chart(view, "budget-bars", figure, cost_bars.height(len(costs)), question),
            table(view, _shown(view), [_linked(row) for row in rows], question),
        ],
        footer=footer,
        rows=rows,
        columns=[
            Column("name", view.t("budget.column.campaign")),
            Column("spend", view.t("budget.column.spend"), "euro"),
            Column("planned", view.t("budget.column.planned"), "euro"),
            Column("contacts", view.t("budget.column.contacts"), "number"),
            Column("service", view.t("budget.column.service"), "euro"),
            Column("lower", view.t("budget.column.lower"), "euro"),
            Column("upper", view.t("budget.column.upper"), "euro"),
            Column("load", view.t("budget.column.load"), "share"),
            Column("per_thousand", view.t("budget.column.per_thousand"), "price"),
            Column("n", view.t("budget.column.n"), "number"),
            Column("grade", view.t("budget.column.grade")),
            Column("reason", view.t("budget.column.reason")),
        ],
        metric=METRIC,
        has_figure=True,
    )


def _shown(view: View) -> list[Column]:
    """What stands below the bars: how the parts relate."""
    return [
        Column("link", view.t("budget.column.campaign")),
        Column("contacts", view.t("budget.column.contacts"), "number"),
        Column("load", view.t("budget.column.load"), "share"),
        Column("per_thousand", view.t("budget.column.per_thousand_short"), "price"),
    ]


def _linked(row: dict[str, Any]) -> dict[str, Any]:
    name = html.A(row["name"], href=row["href"])
    return row | {"link": html.Div([name, html.Small(row["grade"])], className="ls-twoline")}


def _row(view: View, key: str, name: str, found: Figures) -> dict[str, Any]:
    service = found["service_cost"]
    return {
        "campaign_id": key,
        "name": name,
        "spend": found["spend"]["metric_value"],
        "planned": found["planned"]["metric_value"],
        "contacts": found["contacts"]["metric_value"],
        "service": service["metric_value"],
        "lower": service["lower"],
        "upper": service["upper"],
        "load": found["load_factor"]["metric_value"],
        "per_thousand": found["per_thousand"]["metric_value"],
        "n": service["sample_size"],
        "grade_key": service["grade"],
        "grade": view.t(f"budget.grade.{service['grade']}"),
        "reason": view.t(f"budget.reason.{service['reason']}") if service["reason"] else "",
        "href": view.link(f"/campaigns/{key}"),
    }
