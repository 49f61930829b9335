"""What kind of content draws complaints, and where the money went; and whether bystanders join in."""

from typing import Any

from dash import html

from dashboard.cards.campaigns import posts
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.view import View


def kinds(view: View) -> Card:
    """Which kind of content draws complaints, and what was spent on it?"""
    by = ("kind", "is_paid")
    shares = posts.ask(view, "complaint_share", by, "value")
    question = view.t("campaigns.kinds.question")
    if not shares:
        return Card(question, body=empty(view, view.t("campaigns.what.posts")))
    sums = {
        name: posts.ask(view, "post_reach", by, name)
        for name in ("posts", "impressions", "spent_eur", "comments")
    }
    rows: list[dict[str, Any]] = []
    for key, share in shares.items():
        kind, is_paid = key
        row = {name: (found.get(key) or {}).get("metric_value") for name, found in sums.items()}
        paid = view.t("campaigns.kind.paid" if is_paid else "campaigns.kind.unpaid")
        rows.append({
            "kind": kind, "is_paid": is_paid, "name": f"{view.t(f'campaigns.kind.{kind}')}, {paid}",
            "share": share["metric_value"], "lower": share["lower"], "upper": share["upper"],
            "grade": share["grade"], "n": share["sample_size"], **row,
        })  # fmt: skip
    rows.sort(
        key=lambda row: (row["grade"] in ("too_few", "not_computable"), -(row["share"] or 0.0), row["name"])
    )
    high = max([row["upper"] or 0.0 for row in rows] + [0.05])
    head = [
        (view.t("campaigns.column.kind"), ""),
        (view.t("campaigns.column.spent"), "r"),
        (view.t("campaigns.column.comments"), "r"),
        (view.t("campaigns.column.share"), "r"),
        ("", "bar"),
        (view.t("campaigns.column.interval"), "r i"),
    ]
    return Card(
        question,
        sub=view.t("campaigns.kinds.sub"),
        body=_scrolled(ranking(head, [_line(view, row, high) for row in rows]), question),
        rows=[row | {"grade": view.t(f"campaigns.grade.{row['grade']}")} for row in rows],
        columns=[
            Column("name", view.t("campaigns.column.kind")),
            Column("posts", view.t("campaigns.column.posts"), "number"),
            Column("impressions", view.t("campaigns.column.reach"), "number"),
            Column("spent_eur", view.t("campaigns.column.spent"), "euro"),
            Column("comments", view.t("campaigns.column.comments"), "number"),
            Column("share", view.t("campaigns.column.share"), "share"),
            Column("lower", view.t("campaigns.column.lower"), "share"),
            Column("upper", view.t("campaigns.column.upper"), "share"),
            Column("grade", view.t("campaigns.column.grade")),
        ],
        metric=("complaint_share", "post_reach"),
        notes=[view.t("campaigns.kinds.note")],
    )


def _scrolled(table: html.Table, label: str) -> html.Div:
    """Return a table that scrolls by itself where its card is narrower."""
    return html.Div(table, className="ls-scroll", tabIndex=0, role="region", **{"aria-label": label})


def _line(view: View, row: dict[str, Any], high: float) -> html.Tr:
    few = row["grade"] in ("too_few", "not_computable")
    link = posts.comments(view, "all", kind=row["kind"], paid="true" if row["is_paid"] else "false")
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(view.euro(row["spent_eur"]), className="r"),
            html.Td(html.A(view.number(row["comments"]), href=link), className="r n"),
            html.Td(view.share(row["share"], 0), className="r"),
            html.Td(
                whisker(row["share"], row["lower"], row["upper"], high, "few" if few else ""), className="bar"
            ),
            html.Td(view.share_range(row["lower"], row["upper"], 0), className="r i"),
        ],
        className="few" if few else None,
    )


def bystanders(view: View) -> Card:
    """Do people join in while a complaint stands unanswered?"""
    found = {
        name: posts.ask(view, "bystander_pile_on", (), name).get(())
        for name in ("value", "extra", "beside", "alone")
    }
    value, beside, alone = found["value"], found["beside"], found["alone"]
    question = view.t("campaigns.bystanders.question")
    if value is None or beside is None or alone is None:
        return Card(question, body=empty(view, view.t("campaigns.what.posts")), metric="bystander_pile_on")
    sure = _verdict(value) == "more"
    high = max(beside["upper"], alone["upper"])
    head = [
        (view.t("campaigns.column.written"), ""),
        (view.t("campaigns.column.complains"), "r"),
        ("", "bar"),
        (view.t("campaigns.column.interval"), "r i"),
        (view.t("campaigns.column.comments"), "r"),
    ]
    rows = [{"key": key, "name": view.t(f"campaigns.bystanders.{key}"), "share": row["metric_value"],
             "lower": row["lower"], "upper": row["upper"], "n": row["sample_size"]}
            for key, row in (("beside", beside), ("alone", alone))]  # fmt: skip
    lines = [
        html.Tr(
            [
                html.Th(row["name"], scope="row", style={"whiteSpace": "normal"}),
                html.Td(view.share(row["share"], 0), className="r"),
                html.Td(
                    whisker(
                        row["share"],
                        row["lower"],
                        row["upper"],
                        high,
                        "bad" if sure and row["key"] == "beside" else "",
                    ),
                    className="bar",
                ),
                html.Td(view.share_range(row["lower"], row["upper"], 0), className="r i"),
                html.Td(view.number(row["n"]), className="r"),
            ]
        )
        for row in rows
    ]
    text = view.t(
        "campaigns.bystanders.within", points=view.points(value["metric_value"]), low=view.points(value["lower"]),
        high=view.points(value["upper"]),
    )  # fmt: skip
    extra = found["extra"]
    return Card(
        view.t(f"campaigns.bystanders.{_verdict(value)}"),
        sub=view.t("campaigns.bystanders.sub"),
        body=[_scrolled(ranking(head, lines), question), html.P(text, className="ls-meta")],
        footer=[
            html.Span(view.t("campaigns.bystanders.extra", number=view.signed(extra["metric_value"])))
            if sure and extra
            else None,
            html.Span(view.t("campaigns.bystanders.associated")),
        ],
        badge=(view.t(f"campaigns.grade.{value['grade']}"), ""),
        rows=rows,
        columns=[
            Column("name", view.t("campaigns.column.written")),
            Column("share", view.t("campaigns.column.complains"), "share"),
            Column("lower", view.t("campaigns.column.lower"), "share"),
            Column("upper", view.t("campaigns.column.upper"), "share"),
            Column("n", view.t("campaigns.column.comments"), "number"),
        ],
        metric="bystander_pile_on",
    )


def _verdict(value: dict[str, Any]) -> str:
    """Return what the interval allows to say: more, fewer, or open."""
    if value["grade"] == "too_few":
        return "open"
    return "more" if value["lower"] > 0 else "fewer" if value["upper"] < 0 else "open"
