"""What will be lost: windows for answering that close, messages that vanish, sources to be read in time."""

from datetime import timedelta
from typing import Any

from dash import html

from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import outdated
from dashboard.components.table import Column
from dashboard.view import View
from dashboard.wordless import called

AHEAD = timedelta(hours=24)
"""What the heading counts; what is lost later stands in the list, too."""
BACK = timedelta(hours=24)
"""How far back lost things are listed whose customer still waits."""
_SHOWN = 6
_QUERY = """
    with listed as (select * from marts.fct_expiring where {where} and expires_at >= ?)
    select listed.*, texts.text
    from listed
    left join marts.fct_waits as waits on listed.wait_id = waits.wait_id
    left join marts.message_texts as texts on waits.message_id = texts.message_id
    order by listed.expires_at, listed.expiring_id
"""


def expiring(view: View) -> Card:
    """What is lost next if nobody answers or reads it?"""
    question = view.t("sla.expiring.question")
    if not view.has("marts.fct_expiring"):
        return Card(question, body=outdated(view, "marts.fct_expiring"))
    as_of = view.snapshot.about.as_of
    rows = _rows(view)
    if not rows:
        return Card(
            view.t("sla.expiring.nothing"),
            body=html.P(view.t("sla.expiring.nothing_text"), className="ls-state"),
        )
    soon = [row for row in rows if 0 <= row["in_seconds"] <= AHEAD.total_seconds()]
    # What can still be saved first: the lost ones teach, but nothing can be done about them.
    listed = [row for row in rows if row["in_seconds"] >= 0] + [row for row in rows if row["in_seconds"] < 0]
    head = [
        (view.t("sla.expiring.column.what"), ""),
        (view.t("common.department"), ""),
        (view.t("sla.expiring.column.lost_in"), "r"),
    ]
    shown = view.t(
        "sla.expiring.shown", shown=view.number(min(_SHOWN, len(rows))), total=view.number(len(rows))
    )
    return Card(
        view.t("sla.expiring.heading", count=len(soon), number=view.number(len(soon))) if soon else question,
        sub=view.t("sla.expiring.sub", as_of=view.instant(as_of, "short")),
        body=ranking(head, [_line(view, row) for row in listed[:_SHOWN]], "ls-two"),
        footer=[html.Span(shown)],
        rows=listed,
        columns=[
            Column("what", view.t("sla.expiring.column.what")),
            Column("source_name", view.t("sla.expiring.column.source")),
            Column("platform_name", view.t("sla.expiring.column.platform")),
            Column("department", view.t("common.department")),
            Column("rule", view.t("sla.expiring.column.rule")),
            Column("since_at", view.t("sla.expiring.column.since"), "instant"),
            Column("expires_at", view.t("sla.expiring.column.lost"), "instant"),
            Column("in_seconds", view.t("sla.expiring.column.lost_in"), "seconds"),
        ],
        notes=[view.t("sla.expiring.note")],
    )


def _rows(view: View) -> list[dict[str, Any]]:
    """What will be lost, and what was a short while ago, by time."""
    where, values = view.where(None)
    as_of = view.snapshot.about.as_of
    found = view.rows(_QUERY.format(where=where), (*values, as_of - BACK)).to_dicts()
    for row in found:
        row["rule"] = view.t(f"sla.expiring.rule.{row['rule_id']}")
        row["source_name"] = view.name("source", row["source"])
        row["platform_name"] = view.name("platform", row["platform"])
        row["department"] = view.name("department_id", row["department_id"]) if row["wait_id"] else ""
        unread = view.t("sla.expiring.unread", platform=row["platform_name"])
        row["what"] = called(view, row) if row["wait_id"] else unread
        row["in_seconds"] = (row["expires_at"] - as_of).total_seconds()
    return found


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    href = view.link(f"/conversation/{row['wait_id']}") if row["wait_id"] else view.link("/data")
    lost = row["in_seconds"] < 0
    length = view.duration(abs(row["in_seconds"]), "chart")
    told = [
        html.B(
            view.t("sla.expiring.ago", length=length) if lost else length,
            className="ls-bad" if row["in_seconds"] <= AHEAD.total_seconds() / 4 else "",
        ),
        html.Small(view.t(f"sla.expiring.kind.{row['expires']}")),
    ]
    what = [html.A(row["what"], href=href, title=row["what"]), html.Small(row["rule"], title=row["rule"])]
    return html.Tr(
        [
            html.Th(html.Div(what, className="ls-twoline"), scope="row"),
            html.Td(
                html.Div(
                    [html.Span(row["department"]), html.Small(row["platform_name"])], className="ls-twoline"
                )
            ),
            html.Td(
                html.Div(told, className="ls-twoline"), className="r", title=view.instant(row["expires_at"])
            ),
        ]
    )
