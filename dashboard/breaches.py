"""Which answers missed their target: the most overdue, and the way to all of them."""

from dataclasses import replace
from typing import Any

from dash import html

from dashboard import compliance
from dashboard.components.card import Card
from dashboard.components.grid import ag_grid, number_column, text_column, two_line
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.view import View
from dashboard.wait_lists import listing

_SHOWN = 50


def breaches(view: View) -> Card:
    """Which answers are most overdue?"""
    extra = {"sla_state": "breached"}
    found = listing(replace(view, state=replace(view.state, extra=extra)))
    if not found.total:
        return Card(
            view.t("sla.breaches.none"),
            sub=view.t("sla.breaches.sub"),
            body=empty(view, view.t("sla.breaches.what")),
        )
    labels = {t.target_id: t.label for t in compliance.targets(view)}
    rows = []
    for row in found.page(0, _SHOWN):
        is_open = row["outcome"] == "open"
        rows.append(
            {
                **row,
                "message": " ".join((row["text"] or view.t("sla.breaches.no_text")).split()),
                "context": " · ".join(
                    [
                        view.name("platform", row["platform"]),
                        view.name("channel", row["channel"]),
                        str(labels.get(row["target_id"], row["target_id"])),
                    ]
                ),
                "href": view.link(f"/conversation/{row['id']}", **extra),
                "department": view.name("department_id", row["department_id"]),
                "target": labels.get(row["target_id"], row["target_id"]),
                "opened": view.instant(row["opened_at"], "short"),
                "due": view.instant(row["due_at"], "short"),
                "over": view.duration(row["over_seconds"], "chart"),
                "status": view.t(f"sla.outcome.{row['outcome']}"),
                "tone": "ls-bad" if is_open else "",
            }
        )
    heading = view.t("sla.breaches.heading", count=found.total, number=view.number(found.total))
    all_of_them = html.A(
        view.t("sla.breaches.all", number=view.number(found.total)), href=view.link("/waits", **extra)
    )
    shown = view.t("sla.breaches.shown", shown=view.number(len(rows)), total=view.number(found.total))
    return Card(
        heading,
        sub=view.t("sla.breaches.sub"),
        body=ag_grid(
            "breaches-grid",
            [
                two_line("message", view.t("sla.column.message"), "context", "href", flex=1, minWidth=200),
                text_column("department", view.t("common.department"), **_fixed(140)),
                number_column("opened_at", view.t("sla.column.opened"), "opened", **_fixed(112)),
                number_column("over_seconds", view.t("sla.column.over"), "over", "tone", **_fixed(90)),
                text_column("status", view.t("sla.column.status"), **_fixed(150)),
            ],
            _plain(rows),
            height=min(len(rows), 9) * 42 + 32,
        ),
        footer=[html.Span(shown), all_of_them],
        rows=rows,
        columns=[
            Column("id", view.t("sla.column.id")),
            Column("message", view.t("sla.column.message")),
            Column("department", view.t("common.department")),
            Column("target", view.t("sla.column.target")),
            Column("opened_at", view.t("sla.column.opened"), "instant"),
            Column("due_at", view.t("sla.column.due"), "instant"),
            Column("over_seconds", view.t("sla.column.over"), "seconds"),
            Column("status", view.t("sla.column.status")),
        ],
        notes=[view.t("sla.breaches.note")],
        metric=compliance.METRIC,
    )


def _fixed(width: int) -> dict[str, Any]:
    return {"width": width, "minWidth": 90, "suppressSizeToFit": True}


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as JSON can carry them: instants as text that sorts."""
    return [{k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in rows]
