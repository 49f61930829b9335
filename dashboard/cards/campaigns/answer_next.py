"""Answer these next: open complaints under posts of our own, by how often the post was shown since then."""

from typing import Any

from dash import html

from dashboard.cards.campaigns import posts
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.view import View
from dashboard.wordless import called

SHOWN = 7
_QUERY = """
    select exposure.*, texts.text
    from marts.fct_complaint_exposure as exposure
    left join marts.message_texts as texts using (message_id)
    where exposure.is_open and {where}
    order by exposure.impressions desc nulls last, exposure.opened_at, exposure.wait_id
"""


def rows(view: View) -> list[dict[str, Any]]:
    """Return the complaints that are open now under the page's filters, whatever its period: most seen first."""
    if not view.has("marts.fct_complaint_exposure"):
        return []
    where, values = view.where(None)
    return [
        row
        | {
            "text": called(view, {"channel": "comment", **row}),
            "owner": view.name("department_id", row["department_id"]),
            "post": posts.title(view, row["post_id"]),
            "why": view.t(f"campaigns.reason.{row['reason']}") if row["reason"] else "",
        }
        for row in view.rows(_QUERY.format(where=where), values).to_dicts()
    ]


def card(view: View) -> Card:
    """Which complaint should be answered next?"""
    found = rows(view)
    if not found:
        nothing = html.P(view.t("campaigns.next.nothing_text"), className="ls-state")
        return Card(view.t("campaigns.next.nothing"), body=nothing, metric="unanswered_exposure")
    head = [
        (view.t("campaigns.column.complaint"), ""),
        (view.t("campaigns.column.views"), "r"),
        ("", "bar"),
        (view.t("campaigns.column.open_for"), "r"),
        (view.t("campaigns.column.paid"), "r"),
        (view.t("campaigns.column.owner"), ""),
    ]
    high = max((row["impressions_upper"] or row["impressions"] or 0.0) for row in found[:SHOWN])
    lines = [_line(view, row, high) for row in found[:SHOWN]]
    unknown = sum(row["impressions"] is None for row in found)
    footer: list[Any] = [
        html.A(
            view.t("campaigns.next.all", count=len(found), number=view.number(len(found))),
            href=view.link("/waits", None, watched="open", time="any"),
        )
    ]
    if unknown:
        footer.append(html.Span(view.t("campaigns.next.unknown", count=unknown, number=view.number(unknown))))
    if any(
        row["reason"] is None and row["impressions_lower"] == 0 < (row["impressions"] or 0)
        for row in found[:SHOWN]
    ):
        footer.append(html.Span(view.t("campaigns.next.bounds")))
    return Card(
        view.t("campaigns.next.title"),
        sub=view.t("campaigns.next.sub", as_of=view.instant(view.snapshot.about.as_of, "short")),
        body=ranking(head, lines, "ls-ranking ls-two"),
        footer=footer,
        rows=found,
        columns=[
            Column("wait_id", view.t("waits.column.id")),
            Column("text", view.t("campaigns.column.complaint")),
            Column("post", view.t("campaigns.column.post")),
            Column("opened_at", view.t("waits.column.opened_at"), "instant"),
            Column("unanswered_seconds", view.t("campaigns.column.open_for"), "seconds"),
            Column("impressions", view.t("campaigns.column.views"), "number"),
            Column("impressions_lower", view.t("campaigns.column.lower"), "number"),
            Column("impressions_upper", view.t("campaigns.column.upper"), "number"),
            Column("late_impressions", view.t("campaigns.column.late"), "number"),
            Column("spent_eur", view.t("campaigns.column.paid"), "euro"),
            Column("owner", view.t("campaigns.column.owner")),
            Column("why", view.t("campaigns.column.reason")),
        ],
        metric="unanswered_exposure",
    )


def _line(view: View, row: dict[str, Any], high: float) -> html.Tr:
    context = f"{view.name('platform', row['platform'])} · {row['post']}"
    is_late = (row["late_impressions"] or 0) > 0
    owner: Any = row["owner"]
    if row["department_id"] is None:
        owner = html.B(view.t("campaigns.next.nobody"), className="ls-bad")
    known = row["impressions"] is not None
    return html.Tr(
        [
            html.Th(
                html.Div(
                    [
                        html.A(row["text"], href=view.link(f"/conversation/{row['wait_id']}"), title=row["text"]),
                        html.Small(context, title=context),
                    ],
                    className="ls-twoline",
                ),
                scope="row",
            ),
            html.Td(view.number(row["impressions"]), className="r", title=row["why"] or None),
            html.Td(
                whisker(
                    row["impressions"], row["impressions_lower"], row["impressions_upper"], high,
                    "bad" if is_late else "",
                )
                if known
                else html.Small(row["why"], className="ls-meta"),
                className="bar",
            ),
            html.Td(view.duration(row["unanswered_seconds"], "chart"), className="r"),
            html.Td(view.euro(row["spent_eur"]), className="r"),
            html.Td(owner),
        ]
    )  # fmt: skip
