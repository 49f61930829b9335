"""How long people waited after a campaign's posts, beside those who wrote in usual weeks."""

from typing import Any

import polars as pl
from dash import html

from dashboard import formats
from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns.campaign_item import Item
from dashboard.cards.responses import response_times
from dashboard.components.card import Card, key_item
from dashboard.components.chart import chart
from dashboard.components.states import unknown
from dashboard.components.table import Column
from dashboard.figures import survival_curves
from dashboard.figures.series import Series
from dashboard.view import View

FIGURES = (
    ("value", "seconds"),
    ("within_target", "points"),
    ("hazard_ratio", "factor"),
    ("did", "seconds"),
    ("elsewhere", "seconds"),
)


def card(view: View, item: Item) -> Card:
    """Did people wait longer?"""
    found = items.told(items.ask(view, "campaign_waits", item))
    question = view.t("campaign.waits.question")
    value = found.get("value")
    metrics = ("campaign_waits", "campaign_wait_curve")
    points = _points(items.ask(view, "campaign_wait_curve", item))
    if value is None or value["metric_value"] is None or points.is_empty():
        reason = (value or {}).get("reason") or "no_contacts"
        body = unknown(view, view.t(f"campaign.reason.{reason}"), view.t(f"campaign.mend.{reason}"))
        return Card(question, body=body, metric=metrics, badge=items.grade(view, value))
    series = [
        Series("campaign", view.t("campaign.waits.campaign"), 4),
        Series("usual", view.t("campaign.waits.usual"), 1),
    ]
    targets = [one.line for one in response_times.target_lines(view)]
    figure = survival_curves.survival_curves(
        points, series, lang=view.lang, scheme=view.scheme, targets=targets, is_narrow=True
    )
    heading = _heading(view, value) or question
    naive = found.get("answered_only", {})
    return Card(
        heading,
        sub=view.t("campaign.waits.sub"),
        body=[
            chart(view, "campaign-waits", figure, survival_curves.height(2), heading),
            facts(view, found, FIGURES, "campaign.waits"),
        ],
        footer=[
            key_item("band", view.t("campaign.waits.band")),
            html.Span(view.t("campaign.waits.n", number=view.number(value["sample_size"]))),
            html.Span(view.t("campaign.waits.hazard")),
            *(
                [
                    html.Span(
                        [
                            key_item(
                                "ghost",
                                view.t(
                                    "campaign.waits.ghost",
                                    length=signed_time(view, naive["metric_value"]),
                                ),
                            )
                        ],
                        className="ls-quiet",
                    )
                ]
                if naive.get("metric_value") is not None
                else []
            ),
        ],
        rows=points.with_columns(
            name=pl.col("series").replace_strict({one.key: one.name for one in series})
        ).to_dicts(),
        columns=[
            Column("name", view.t("campaign.column.who")),
            Column("seconds", view.t("campaign.column.within"), "seconds"),
            Column("metric_value", view.t("campaign.column.answered"), "share"),
            Column("lower", view.t("campaign.column.lower"), "share"),
            Column("upper", view.t("campaign.column.upper"), "share"),
            Column("numerator", view.t("campaign.column.waiting"), "number"),
        ],
        metric=metrics,
        badge=items.grade(view, value),
        has_figure=True,
    )


def _points(rows: items.Rows) -> pl.DataFrame:
    columns = ("statistic", "seconds", "metric_value", "lower", "upper", "numerator")
    shape = {name: pl.String if name == "statistic" else pl.Float64 for name in columns}
    frame = pl.DataFrame([{name: row[name] for name in columns} for row in rows], schema=shape)
    return frame.rename({"statistic": "series"})


def _heading(view: View, value: dict[str, Any]) -> str | None:
    if not items.is_sure(value):
        return None
    way = "longer" if value["metric_value"] > 0 else "shorter"
    return view.t(f"campaign.waits.{way}", length=view.duration(abs(value["metric_value"]), "prose"))


def facts(view: View, found: Any, figures: tuple[tuple[str, str], ...], texts: str) -> html.Table:
    """Return a plain table of figures: name, value, interval, n; grey where there is too little."""
    lines = []
    for statistic, kind in figures:
        row = found.get(statistic)
        if row is None:
            continue
        few = row["grade"] in ("too_few", "not_computable")
        lines.append(
            html.Tr(
                [
                    html.Th(view.t(f"{texts}.{statistic}"), scope="row"),
                    html.Td(shown(view, row["metric_value"], kind), className="r"),
                    html.Td(items.spread(view, row, kind), className="r ls-quiet"),
                    html.Td(view.number(row["sample_size"]), className="r ls-quiet"),
                ],
                className="few" if few else None,
                title=view.t(f"campaign.grade.{row['grade']}"),
            )
        )
    words = ("value", "interval", "n")
    head = [html.Th("", scope="col")] + [
        html.Th(view.t(f"campaign.column.{word}"), scope="col", className="r") for word in words
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(lines)], className="ls-table ls-facts-table")


def shown(view: View, value: float | None, kind: str) -> str:
    """Return a difference in its unit, with its sign; a ratio with two decimals."""
    if value is None:
        return formats.DASH
    if kind == "seconds":
        return signed_time(view, value)
    if kind == "points":
        return view.points(value)
    return view.number(value, 2) if kind == "factor" else view.signed(value)


def signed_time(view: View, seconds: float) -> str:
    """Return a difference of waiting times with its sign."""
    return ("+" if seconds > 0 else "") + view.duration(seconds, "chart")
