"""What falls due next: the running clocks of now, those just missed on top; a clock that stands has no due time."""

from datetime import timedelta
from typing import Any

from dash import html

from dashboard.cards.sla import compliance, sla_rows
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.table import Column
from dashboard.view import View

WINDOW = timedelta(hours=2)
"""How far ahead the list looks, and how far back for what was missed and is still open."""
_SHOWN = 6
_MOST = 200
"""Rows of the table and the file, where nothing is due within the window."""
_QUERY = """
    select
        sla_id, case_id, wait_id, department_id, platform, channel, target_id, state, started_at, due_at,
        remaining_seconds, is_at_risk
    from marts.fct_sla_instances
    where {where} and metric = ? and (state = 'running' or state = 'breached' and ended_at is null) and due_at >= ?
"""


def due_next(view: View) -> Card:
    """Which targets fall due in the next two hours?"""
    as_of = view.snapshot.about.as_of
    found = _rows(view)
    soon = [row for row in found if row["due_at"] <= as_of + WINDOW]
    rows = soon or found[:_MOST]
    stands = _counted(view, "is_paused")
    running = _counted(view, "state = 'running'")
    footer: list[Any] = []
    if running:
        label = view.t("sla.due.all", count=running, number=view.number(running))
        footer.append(html.A(label, href=compliance.drill(view, sla_state="running", time="any")))
    if stands:
        label = view.t("sla.due.paused", count=stands, number=view.number(stands))
        footer.append(html.A(label, href=compliance.drill(view, sla_paused="true", time="any")))
    if not rows:
        return Card(
            view.t("sla.due.nothing"),
            body=html.P(view.t("sla.due.nothing_text"), className="ls-state"),
            footer=footer,
        )
    head = [
        (view.t("sla.column.message"), ""),
        (view.t("common.department"), ""),
        (view.t("sla.column.due_in"), "r"),
    ]
    return Card(
        _heading(view, found, soon),
        sub=view.t("sla.due.sub", as_of=view.instant(as_of, "short")),
        body=ranking(head, [_line(view, row) for row in rows[:_SHOWN]], "ls-two"),
        footer=[
            html.Span(
                view.t(
                    "sla.due.shown",
                    shown=view.number(min(len(rows), _SHOWN)),
                    total=view.number(len(soon or found)),
                )
            ),
            *footer,
        ],
        rows=rows,
        columns=[
            Column("sla_id", view.t("sla.column.id")),
            Column("text", view.t("sla.column.message")),
            Column("department", view.t("common.department")),
            Column("channel_name", view.t("common.column.channel")),
            Column("target", view.t("sla.column.target")),
            Column("status", view.t("sla.column.status")),
            Column("due_at", view.t("sla.column.due"), "instant"),
            Column("in_seconds", view.t("sla.column.due_in"), "seconds"),
            Column("remaining_seconds", view.t("sla.column.left"), "seconds"),
        ],
        notes=[view.t("sla.due.note")],
        metric=compliance.INSTANCES,
    )


def _rows(view: View) -> list[dict[str, Any]]:
    """Running ones, and those missed within the window that are still open, by due time; on the target's own clock."""
    where, values = view.where(None)
    as_of = view.snapshot.about.as_of
    query = _QUERY.format(where=where)
    found = sla_rows.told(view, query, (*values, compliance.kind(view), as_of - WINDOW), "due_at")
    for row in found:
        row["key"] = (
            "breached" if row["state"] == "breached" else "at_risk" if row["is_at_risk"] else "running"
        )
        row["status"] = view.t(f"sla.state.{row['key']}")
        row["in_seconds"] = (row["due_at"] - as_of).total_seconds()
    return found


def _counted(view: View, condition: str) -> int:
    where, values = view.where(None)
    sql = f"select count(*) from marts.fct_sla_instances where {where} and metric = ? and {condition}"
    return int(view.rows(sql, (*values, compliance.kind(view))).item())


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    href = sla_rows.address(view, row)
    context = f"{row['channel_name']} · {row['target']}"
    urgent = row["key"] != "running"
    left = row["remaining_seconds"]
    rest = None if left is None else view.t("sla.due.left", length=view.duration(left, "chart"))
    return html.Tr(
        [
            html.Th(
                html.Div(
                    [html.A(row["text"], href=href, title=row["text"]), html.Small(context, title=context)],
                    className="ls-twoline",
                ),
                scope="row",
            ),
            html.Td(html.Div([html.Span(row["department"]), html.Small(rest)], className="ls-twoline")),
            html.Td(
                html.Div(
                    [
                        html.B(
                            view.duration(row["in_seconds"], "chart"), className="ls-bad" if urgent else ""
                        ),
                        html.Small(row["status"]),
                    ],
                    className="ls-twoline",
                ),
                className="r",
                title=view.instant(row["due_at"]),
            ),
        ]
    )


def _heading(view: View, found: list[dict[str, Any]], soon: list[dict[str, Any]]) -> str:
    as_of = view.snapshot.about.as_of
    coming = [row for row in soon if row["due_at"] >= as_of]
    if coming:
        return view.t("sla.due.heading", count=len(coming), number=view.number(len(coming)))
    later = [row for row in found if row["due_at"] >= as_of]
    if later:
        return view.t("sla.due.later", when=view.instant(later[0]["due_at"], "short"))
    return view.t("sla.due.nothing")
