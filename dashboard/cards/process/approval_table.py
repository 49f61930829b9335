"""Approvals as a stage of their own: who decides within five hours, how long it takes, what is asked for again."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.process.process_kpis import ALL_APPROVALS, approval_goal
from dashboard.cards.process.process_tables import duration, table
from dashboard.components.card import Card, key_item
from dashboard.components.states import empty
from dashboard.components.strip import strip
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View


def card(view: View) -> Card:
    """Are approvals decided within five hours?"""
    frame = view.evaluate("approval_time", ("department_id",), clock=view.state.clock)
    question = view.t("process.approvals.question")
    if frame.is_empty():
        return Card(question, body=empty(view, view.t("process.what.approvals")))
    goal = approval_goal(view)
    by_stage: dict[str | None, dict[str, Estimate]] = {}
    for row in frame.to_dicts():
        by_stage.setdefault(row["department_id"], {})[row["statistic"]] = estimate(row)
    order = {name: place for place, name in enumerate([*view.departments, None])}
    rows = [
        _approval_row(view, department, found)
        for department, found in sorted(by_stage.items(), key=lambda item: order.get(item[0], 99))
    ]
    missed = [row["name"] for row in rows if row["estimate"].against(goal) == "bad"]
    heading = (
        view.t("process.approvals.missed", len(missed), names=formats.listed(missed, view.lang))
        if missed
        else question
    )
    heads = [
        (view.t("process.column.approver"), ""), (view.t("process.column.within"), "r"), ("", "bar"),
        (view.t("process.column.p50"), "r"), (view.t("process.column.p90"), "r"),
        (view.t("process.column.rework"), "r"),
        (view.t("process.column.waiting"), "r"), (view.t("process.column.n"), "r"),
    ]  # fmt: skip
    return Card(
        heading,
        sub=view.t("process.approvals.sub", clock=view.t(f"process.clock.{view.state.clock}")),
        body=table(heads, [_approval_line(view, row, goal) for row in rows], question),
        footer=[key_item("target", view.t("common.key.target"))] if goal is not None else [],
        rows=rows,
        columns=[
            Column("name", view.t("process.column.approver")),
            Column("share", view.t("process.column.within"), "share"),
            Column("lower", view.t("process.column.lower"), "share"),
            Column("upper", view.t("process.column.upper"), "share"),
            Column("p50", view.t("process.column.p50"), "seconds"),
            Column("p90", view.t("process.column.p90"), "seconds"),
            Column("rework", view.t("process.column.rework"), "share"),
            Column("rejected", view.t("process.column.rejected"), "share"),
            Column("open", view.t("process.column.waiting"), "number"),
            Column("n", view.t("process.column.n"), "number"),
        ],
        metric="approval_time",
    )


def _approval_row(view: View, department: str | None, found: dict[str, Estimate]) -> dict[str, Any]:
    within = found.get("within_5h", Estimate(None))
    values = {
        name: found[name].value if name in found else None for name in ("p50", "p90", "rework", "rejected")
    }
    return {
        "department_id": department, "name": view.name("department_id", department), "estimate": within,
        "share": within.value, "lower": within.lower, "upper": within.upper, **values,
        "open": found["open"].value, "n": found["approvals"].n, "watched": within.n, "has_time": within.n > 0,
    }  # fmt: skip


def _approval_line(view: View, row: dict[str, Any], goal: float | None) -> html.Tr:
    estimated: Estimate = row["estimate"]
    tone = estimated.against(goal)
    stage = {"department_id": row["department_id"]}
    everything = view.link("/cases", stage, approval_state=ALL_APPROVALS)
    count = html.Td(html.A(view.number(row["n"]), href=everything), className="r n")
    waiting = view.link("/cases", stage, approval_state="open")
    still = html.A(view.number(row["open"]), href=waiting) if row["open"] else "0"
    if estimated.value is None:
        return html.Tr([html.Th(row["name"], scope="row"),
                        html.Td([formats.DASH, " ", view.t("process.no_calendar")], colSpan=4),
                        html.Td(view.share(row["rework"], 0), className="r"), html.Td(still, className="r"),
                        count])  # fmt: skip
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(view.share(estimated.value), className=f"r {'ls-bad' if tone == 'bad' else ''}".strip()),
            html.Td(strip(estimated.value, estimated.lower, estimated.upper, goal, tone), className="bar"),
            html.Td(duration(view, row, "p50"), className="r"),
            html.Td(duration(view, row, "p90"), className="r"),
            html.Td(view.share(row["rework"], 0), className="r"),
            html.Td(still, className="r"),
            count,
        ],
        className="few" if estimated.is_few else None,
    )
