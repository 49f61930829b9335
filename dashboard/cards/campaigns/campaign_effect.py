"""What a post or campaign sent to service: contacts around it against those of usual weeks."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns.campaign_item import Item
from dashboard.components.card import Card, key_item
from dashboard.components.chart import chart
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.figures.event_study import HEIGHT, Hour, event_study
from dashboard.view import View


def card(view: View, item: Item) -> Card:
    """What did it send to service?"""
    found = items.told(items.ask(view, "spillover", item))
    question = view.t("campaign.effect.question")
    total = found.get("total")
    metrics = ("spillover", "spillover_curve")
    if total is None or total["metric_value"] is None:
        reason = (total or {}).get("reason") or "no_contacts"
        body = unknown(view, view.t(f"campaign.reason.{reason}"), view.t(f"campaign.mend.{reason}"))
        return Card(question, body=body, metric=metrics, badge=items.grade(view, total))
    hours = _hours(items.ask(view, "spillover_curve", item))
    is_bad = items.is_sure(total) and total["lower"] > 0
    heading = _heading(view, item, total) or question
    many = total["events"] > 1
    figure = event_study(
        hours, lang=view.lang, scheme=view.scheme, is_bad=is_bad, many=many,
        empty_reason=view.t("campaign.effect.no_course"),
    )  # fmt: skip
    return Card(
        heading,
        sub=view.t(
            "campaign.effect.sub" if many else "campaign.effect.sub_one",
            posts=view.number(total["events"]),
            weeks=view.number(total["weeks"]),
            when=view.instant(item.starts_at),
        ),
        body=chart(view, "campaign-effect", figure, HEIGHT, heading),
        footer=_footer(view, item, found),
        rows=[vars(one) for one in hours],
        columns=[
            Column("hour", view.t("campaign.column.hour"), "number"),
            Column("observed", view.t("campaign.column.observed"), "decimal"),
            Column("expected", view.t("campaign.column.expected"), "decimal"),
            Column("low", view.t("campaign.column.low"), "decimal"),
            Column("high", view.t("campaign.column.high"), "decimal"),
            Column("total", view.t("campaign.column.total"), "decimal"),
            Column("total_low", view.t("campaign.column.lower"), "decimal"),
            Column("total_high", view.t("campaign.column.upper"), "decimal"),
        ],
        metric=metrics,
        badge=items.grade(view, total),
        has_figure=True,
    )


def _hours(rows: items.Rows) -> list[Hour]:
    by_hour: dict[int, dict[str, dict[str, Any]]] = {}
    for row in rows:
        by_hour.setdefault(row["hour"], {})[row["statistic"]] = row
    found = []
    for hour, parts in sorted(by_hour.items()):
        usual, total = parts["expected"], parts.get("cumulative") or {}
        found.append(
            Hour(
                hour, parts["observed"]["metric_value"], usual["metric_value"], usual["lower"], usual["upper"],
                total.get("metric_value"), total.get("lower"), total.get("upper"),
            )
        )  # fmt: skip
    return found


def _heading(view: View, item: Item, total: dict[str, Any]) -> str | None:
    """Say what it brought, where that is beyond chance; that it caused it only where nothing began before."""
    if not items.is_sure(total | {"reason": None}):
        return None
    number = view.number(abs(total["metric_value"]))
    kind = "campaign" if item.is_campaign and total["events"] > 1 else "post"
    if total["reason"] == "pretrend":
        return view.t(f"campaign.effect.with_{kind}", number=number)
    way = "more" if total["metric_value"] > 0 else "fewer"
    return view.t(f"campaign.effect.{way}_{kind}", number=number, posts=view.number(total["events"]))


def _footer(view: View, item: Item, found: Mapping[str, dict[str, Any]]) -> list[Any]:
    total, test = found["total"], found.get("pretrend", {}).get("metric_value")
    checks = [one for one in (total["checks"] or "").split(",") if one]
    parts: list[Any] = [key_item("band", view.t("campaign.effect.band"))]
    interval = view.t("campaign.effect.interval", range=items.spread(view, total))
    href = view.link("/waits", None, exposure=item.key, time="any")
    n = html.A(view.t("campaign.effect.contacts", number=view.number(total["sample_size"])), href=href)
    parts.append(html.Span([interval, " · ", n]))
    if test is not None:
        key = "failed" if "pretrend" in checks else "passed"
        parts.append(
            html.Span([html.B(view.t(f"campaign.pretrend.{key}")), " ", view.t("campaign.pretrend.text")])
        )
    parts += [html.Span(view.t(f"campaign.check.{one}")) for one in checks if one != "pretrend"]
    if total["method"] == "lagged":
        parts.append(html.Span(view.t("campaign.effect.lagged")))
    if (ghost := found.get("before_after", {}).get("metric_value")) is not None:
        own = ghost * total["events"]
        parts.append(
            html.Span(
                [key_item("ghost", view.t("campaign.effect.ghost", number=view.signed(own)))],
                className="ls-quiet",
            )
        )
    if reactive := found.get("reactive", {}).get("metric_value"):
        parts.append(
            html.Span(view.t("campaign.effect.reactive", int(reactive), number=view.number(reactive)))
        )
    return parts
