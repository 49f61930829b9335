"""What missed its target: the most overdue, and the way to all of them."""

from typing import Any

from dash import html

from dashboard.cards.sla import compliance, sla_rows
from dashboard.components.card import Card
from dashboard.components.grid import ag_grid, number_column, text_column, two_line
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.view import View

_SHOWN = 50
_COLUMNS = {"business": ("state", "due_at"), "calendar": ("calendar_state", "calendar_due_at")}
# What was closed without an answer is as late as if it were open.
_QUERY = """
    select
        sla_id, case_id, wait_id, target_id, department_id, platform, channel, started_at, ended_at, {due} as due,
        epoch(if(ended_at > {due}, ended_at, (select as_of from marts.dim_snapshot)) - {due}) as over_seconds
    from marts.fct_sla_instances
    where {where} and metric = ? and {state} = 'breached'
"""


def breaches(view: View) -> Card:
    """What is most overdue?"""
    state, due = _COLUMNS[view.state.clock]
    where, values = view.where("started_day")
    query = _QUERY.format(where=where, state=state, due=due)
    parameters = (*values, compliance.kind(view))
    total = int(view.rows(f"select count(*) from ({query})", parameters).item())
    if not total:
        return Card(
            view.t("sla.breaches.none"),
            sub=view.t("sla.breaches.sub"),
            body=empty(view, view.t("sla.breaches.what")),
        )
    query += f" order by over_seconds desc, sla_id limit {_SHOWN}"
    rows = [_shown(view, row) for row in sla_rows.told(view, query, parameters, "over_seconds desc")]
    all_of_them = html.A(
        view.t("sla.breaches.all", number=view.number(total)),
        href=compliance.drill(view, sla_state="breached"),
    )
    shown = view.t("sla.breaches.shown", shown=view.number(len(rows)), total=view.number(total))
    return Card(
        view.t("sla.breaches.heading", count=total, number=view.number(total)),
        sub=view.t("sla.breaches.sub"),
        body=ag_grid(
            "breaches-grid",
            [
                two_line("text", view.t("sla.column.message"), "context", "href", flex=1, minWidth=200),
                text_column("department", view.t("common.department"), **_fixed(140)),
                number_column("started_at", view.t("sla.column.opened"), "opened", **_fixed(112)),
                number_column("over_seconds", view.t("sla.column.over"), "over", "tone", **_fixed(90)),
                text_column("status", view.t("sla.column.status"), **_fixed(150)),
            ],
            _plain(rows),
            height=min(len(rows), 9) * 42 + 32,
        ),
        footer=[html.Span(shown), all_of_them],
        rows=rows,
        columns=[
            Column("sla_id", view.t("sla.column.id")),
            Column("text", view.t("sla.column.message")),
            Column("department", view.t("common.department")),
            Column("target", view.t("sla.column.target")),
            Column("started_at", view.t("sla.column.opened"), "instant"),
            Column("due", view.t("sla.column.due"), "instant"),
            Column("over_seconds", view.t("sla.column.over"), "seconds"),
            Column("status", view.t("sla.column.status")),
        ],
        notes=[view.t("sla.breaches.note")],
        metric=compliance.INSTANCES,
    )


def _shown(view: View, row: dict[str, Any]) -> dict[str, Any]:
    is_open = row["ended_at"] is None
    outcome = "open" if is_open else row["outcome"] or "late"
    return {
        **row,
        "context": " · ".join(dict.fromkeys([row["platform_name"], row["channel_name"], row["target"]])),
        "href": sla_rows.address(view, row),
        "opened": view.instant(row["started_at"], "short"),
        "over": view.duration(row["over_seconds"], "chart"),
        "status": view.t(f"sla.outcome.{outcome}"),
        "tone": "ls-bad" if is_open else "",
    }


def _fixed(width: int) -> dict[str, Any]:
    return {"width": width, "minWidth": 90, "suppressSizeToFit": True}


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as JSON can carry them: instants as text that sorts."""
    return [{k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in rows]
