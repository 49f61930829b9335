"""Cards on what a platform counts against what has landed: by account, and the posts below which something is missing.

As on the rest of the page, period and filters don't apply: whether all has landed is a question about all of the data.
"""

from typing import Any

from dash import html

from dashboard.cards.cases.case_grid import word
from dashboard.cards.data_health.data_cards import MOST_ROWS, cut, listed
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import outdated, unknown
from dashboard.components.table import Column
from dashboard.glossary import named
from dashboard.view import View
from warehouse.catalog import Filters

TABLE, METRIC = "marts.fct_capture", "capture_coverage"
LONGEST = 60


def capture(view: View) -> Card:
    """How much of what each platform counts has landed?"""
    title = view.t("data_health.capture.question")
    if not view.has(TABLE):
        return Card(title, body=outdated(view, TABLE))
    frame = view.snapshot.evaluate(METRIC, Filters(), ("source", "account", "platform"))
    rows = [
        {
            **row,
            "source_name": view.name("source", row["source"]),
            "platform_name": view.name("platform", row["platform"]),
            "missing": row["sample_size"] - row["numerator"],
        }
        for row in frame.to_dicts()
    ]
    silent = _without_counts(view, {row["source"] for row in rows})
    footer = [html.Span(view.t("data_health.capture.silent", names=", ".join(silent)))] if silent else []
    if not rows:
        return Card(title, body=unknown(view, view.t("data_health.capture.none")), footer=footer)
    said, missing = (sum(row[name] for row in rows) for name in ("sample_size", "missing"))
    share = view.share(1 - missing / said if said else None, 2)
    columns = [
        Column("source_name", view.t("data_health.column.source")),
        Column("platform_name", view.t("common.column.platform")),
        Column("account", view.t("data_health.column.account")),
        Column("sample_size", view.t("data_health.column.said"), "number"),
        Column("numerator", view.t("data_health.column.landed"), "number"),
        Column("missing", view.t("data_health.column.missing"), "number"),
        Column("metric_value", view.t("data_health.column.coverage"), "share"),
    ]
    finding = (
        view.t("data_health.capture.finding", missing, missing=view.number(missing), share=share)
        if missing
        else view.t("data_health.capture.complete")
    )
    return Card(
        finding,
        view.t("data_health.capture.sub"),
        listed(view, [columns[0], *columns[3:]], rows),
        footer=footer,
        rows=rows,
        columns=columns,
        metric=METRIC,
        notes=[view.t("data_health.capture.note")],
    )


def gaps(view: View) -> Card:
    """Below which posts is something missing, and why?"""
    title = view.t("data_health.gaps.question")
    if not view.has(TABLE):
        return Card(title, body=outdated(view, TABLE))
    rows = [_gap(view, row) for row in _missing(view)]
    if not rows:
        return Card(title, body=html.P(view.t("data_health.gaps.none"), className="ls-state"))
    columns = [
        Column("post_id", view.t("data_health.column.post")),
        Column("text", view.t("data_health.column.text")),
        Column("source_name", view.t("data_health.column.source")),
        Column("platform_name", view.t("common.column.platform")),
        Column("account", view.t("data_health.column.account")),
        Column("date_day", view.t("data_health.column.day"), "date"),
        Column("counted_at", view.t("data_health.column.counted"), "instant"),
        Column("said", view.t("data_health.column.said"), "number"),
        Column("landed", view.t("data_health.column.landed"), "number"),
        Column("missing_count", view.t("data_health.column.missing"), "number"),
        Column("missing_replies", view.t("data_health.column.missing_replies"), "number"),
        Column("why", view.t("data_health.column.reason")),
    ]
    head = [(view.t(f"data_health.column.{name}"), "") for name in ("post", "reason")]
    head += [(view.t(f"data_health.column.{name}"), "r") for name in ("said", "landed", "missing")]
    return Card(
        title,
        view.t("data_health.gaps.sub"),
        html.Div(ranking(head, [_line(view, row) for row in rows[:MOST_ROWS]], "ls-two ls-gaps"), className="ls-scroll",
                 tabIndex=0),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=columns,
        metric=METRIC,
    )  # fmt: skip


def has_gaps(view: View) -> bool:
    """Whether a post is known below which something is missing, or this snapshot can't tell."""
    return not view.has(TABLE) or bool(_missing(view))


def _without_counts(view: View, known: set[str]) -> list[str]:
    """Sources of messages whose platform tells no count, so that nobody knows what is missing."""
    found = view.rows("select source from marts.dim_source where row_count > 0 order by source")
    return [view.name("source", name) for name in found["source"].to_list() if name not in known]


def _missing(view: View) -> list[dict[str, Any]]:
    """Posts with a gap, the largest first."""
    return view.rows(f"""
        select
            capture.*, posts.text, greatest(said_replies - landed_replies, 0) as missing_replies
        from {TABLE} as capture
        left join marts.dim_post as posts using (post_id)
        where missing_count > 0
        order by missing_count desc, capture.date_day desc, post_id""").to_dicts()


def _gap(view: View, row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "source_name": view.name("source", row["source"]),
        "platform_name": view.name("platform", row["platform"]),
        "why": word(view, "data_health.gap", row["reason"]),
        "text": " ".join(row["text"].split()) if row["text"] else None,
    }


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    text = row["text"] or row["post_id"]
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    day = view.date(row["date_day"], "short")
    place = [
        named(view, row["platform"]),
        " · ",
        " · ".join([*filter(None, [row["source_name"], row["account"]]), day]),
    ]
    name = html.Div([html.Span(short, title=text), html.Small(place)], className="ls-twoline")
    cells = [html.Td(view.number(row[key]), className="r") for key in ("said", "landed", "missing_count")]
    return html.Tr([html.Th(name, scope="row"), html.Td(row["why"]), *cells])
