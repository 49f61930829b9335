"""Promises: do we keep our word, who does not, what is overdue, and can we prove what was said?"""

from typing import Any

from dash import html

from dashboard.cards.process import promise_kpis
from dashboard.cards.process.process_kpis import WHOLE, found
from dashboard.cards.process.process_tables import bar, table
from dashboard.cards.process.promise_kpis import METRIC, STATES, evidence, kept, lateness, overdue
from dashboard.cards.start.key_figures import kpi_row
from dashboard.components.card import Card, grid, place
from dashboard.components.grid import ag_grid, number_column, text_column, two_line
from dashboard.components.matrix import Cell, Head, Line, matrix
from dashboard.components.rich import rich
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.page import Body, Page
from dashboard.verdict import Estimate, estimate
from dashboard.view import View
from warehouse.intervals import FEW

DUE = "kept,late,broken,overdue"
"""States of promises that are due, or were settled."""
_SHOWN = 50


def departments(view: View) -> Card:
    """Who keeps whose word?"""
    question = view.t("promises.matrix.question")
    both = view.evaluate(METRIC, ("promised_by_department_id", "fulfilled_by_department_id"))
    if both.is_empty():
        return Card(question, body=empty(view, view.t("promises.what")))
    cells = {
        (row["promised_by_department_id"], row["fulfilled_by_department_id"]): estimate(row)
        for row in both.to_dicts()
        if row["statistic"] == "value"
    }
    by, to = (_rates(view, f"{kind}_by_department_id") for kind in ("promised", "fulfilled"))
    givers, takers = ([d for d in [*view.departments, None] if d in rates] for rates in (by, to))
    if not cells:
        return Card(question, body=empty(view, view.t("promises.what_due")))
    heads = [Head(view.t("promises.matrix.all"), view.t("promises.matrix.promised"), None, WHOLE)]
    heads += [
        Head(view.name("department_id", one), view.t("promises.matrix.fulfils"), None, WHOLE)
        for one in takers
    ]
    lines = [
        Line(
            view.name("department_id", giver),
            [
                _cell(view, by[giver], promise_from=giver),
                *(
                    _cell(
                        view, cells.get((giver, taker), Estimate(None)), promise_from=giver, promise_to=taker
                    )
                    for taker in takers
                ),
            ],
        )
        for giver in givers
    ]
    total = [_cell(view, found(view, METRIC).get("value", Estimate(None)))]
    total += [_cell(view, to[taker], promise_to=taker) for taker in takers]
    rows = [
        {"by": view.name("department_id", giver), "to": view.name("department_id", taker), "share": e.value,
         "lower": e.lower, "upper": e.upper, "kept": e.numerator, "n": e.n}
        for (giver, taker), e in cells.items()
    ]  # fmt: skip
    worst = _worst(by)
    heading = question
    if worst is not None:
        heading = view.t(
            "promises.matrix.finding",
            name=view.name("department_id", worst),
            share=view.share(by[worst].value, 0),
        )
    return Card(
        heading,
        sub=view.t("promises.matrix.sub"),
        body=matrix(
            view,
            view.t("promises.matrix.corner"),
            heads,
            [Line(view.t("common.all"), total, is_total=True), *lines],
            view.t("promises.matrix.sub"),
        ),
        footer=[html.Span(_left_out(view))],
        rows=rows,
        columns=[
            Column("by", view.t("promises.column.by")),
            Column("to", view.t("promises.column.to")),
            Column("share", view.t("promises.column.share"), "share"),
            Column("lower", view.t("process.column.lower"), "share"),
            Column("upper", view.t("process.column.upper"), "share"),
            Column("kept", view.t("promises.state.kept"), "number"),
            Column("n", view.t("process.column.n"), "number"),
        ],
        metric=METRIC,
    )


def _rates(view: View, column: str) -> dict[str | None, Estimate]:
    frame = view.evaluate(METRIC, (column,))
    return {row[column]: estimate(row) for row in frame.to_dicts() if row["statistic"] == "value"}


def _cell(view: View, rate: Estimate, **parties: str | None) -> Cell:
    chosen = {key: "none" if value is None else value for key, value in parties.items()}
    href = view.link("/cases", promise_mature="true", **chosen) if rate.n else None
    return Cell(rate, view.t("promises.matrix.nothing"), href)


def _worst(rates: dict[str | None, Estimate]) -> str | None:
    """The department whose interval lies below that of every other one; nobody, where they overlap."""
    judged = {name: rate for name, rate in rates.items() if not rate.is_few and rate.upper is not None}
    if len(judged) < 2:
        return None
    worst = min(judged, key=lambda name: judged[name].value or 0)
    others = [rate.lower or 0 for name, rate in judged.items() if name != worst]
    return worst if (judged[worst].upper or 1) < min(others) else None


def _left_out(view: View) -> str:
    return view.t(
        "promises.matrix.undue",
        promise_kpis.count(view, "undue"),
        number=view.number(promise_kpis.count(view, "undue")),
    )


def states(view: View) -> Card:
    """What became of them?"""
    statistics = found(view, METRIC)
    question = view.t("promises.states.question")
    total = statistics["kept"].n if "kept" in statistics else 0
    if not total:
        return Card(question, body=empty(view, view.t("promises.what")))
    rows: list[dict[str, Any]] = [
        {"state": state, "name": view.t(f"promises.state.{state}"), "count": statistics[state].value, "total": total,
         "share": (statistics[state].value or 0) / total}
        for state in STATES
    ]  # fmt: skip
    most = max(row["share"] for row in rows)
    lines = [
        html.Tr(
            [
                html.Th(row["name"], scope="row"),
                html.Td(bar(row["share"], most, "few" if total < FEW else ""), className="bar"),
                html.Td(view.share(row["share"], 0), className="r"),
                html.Td(
                    html.A(view.number(row["count"]), href=view.link("/cases", promise_state=row["state"]))
                    if row["count"]
                    else "0",
                    className="r",
                ),
            ]
        )
        for row in rows
    ]
    heads = [
        (view.t("promises.column.state"), ""), (view.t("promises.column.share_of"), "bar"), ("", "r"),
        (view.t("promises.column.count"), "r"),
    ]  # fmt: skip
    return Card(
        question,
        sub=view.t("promises.states.sub"),
        body=table(heads, lines, question, "ls-parts narrow"),
        rows=rows,
        columns=[
            Column("name", view.t("promises.column.state")),
            Column("count", view.t("promises.column.count"), "number"),
            Column("share", view.t("promises.column.share_of"), "share"),
        ],
        metric=METRIC,
    )


def unkept(view: View) -> Card:
    """What is overdue?"""
    where, values = view.where("promised_day")
    rows = view.rows(
        "select promise_id, case_id, channel, text, promised_at, due_at, due_source, promised_by_department_id,"
        " fulfilled_by_department_id, lateness_seconds, has_evidence from marts.fct_promises"
        f" where state = 'overdue' and {where} order by due_at, promise_id",
        values,
    ).to_dicts()
    if not rows:
        return Card(view.t("promises.overdue.none"), body=empty(view, view.t("promises.what_overdue")))
    told = [
        row
        | {
            "promise": row["text"] or view.t("promises.no_text"),
            "by": view.name("department_id", row["promised_by_department_id"]),
            "to": view.name("department_id", row["fulfilled_by_department_id"]),
            "promised": view.instant(row["promised_at"], "short"),
            "due": view.instant(row["due_at"], "short"),
            "late": view.duration(row["lateness_seconds"], "chart"),
            "proof": view.t(f"promises.evidence.{'yes' if row['has_evidence'] else 'no'}"),
            "rule": view.t(f"promises.due.{row['due_source']}"),
            "context": " · ".join([view.name("channel", row["channel"]), row["case_id"].partition(":")[2]]),
            "href": view.link(f"/conversation/{row['case_id']}"),
            "tone": "ls-bad",
        }
        for row in rows
    ]
    grid_rows = [
        {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
        for row in told[:_SHOWN]
    ]
    fixed: dict[str, Any] = {"minWidth": 80, "suppressSizeToFit": True}
    return Card(
        view.t("promises.overdue.heading", len(rows), number=view.number(len(rows))),
        sub=view.t("promises.overdue.sub"),
        body=ag_grid(
            "promises-overdue-grid",
            [
                two_line(
                    "promise", view.t("promises.column.promise"), "context", "href", flex=2, minWidth=150
                ),
                text_column("by", view.t("promises.column.by"), flex=1, minWidth=124),
                text_column("to", view.t("promises.column.to"), flex=1, minWidth=124),
                two_line("due", view.t("promises.column.due"), "rule", width=104, **fixed),
                number_column(
                    "lateness_seconds", view.t("promises.column.late"), "late", "tone", width=80, **fixed
                ),
                text_column("proof", view.t("promises.column.evidence"), width=82, **fixed),
            ],
            grid_rows,
            height=min(len(grid_rows), 9) * 42 + 32,
        ),
        footer=[
            html.A(
                view.t("promises.overdue.all", number=view.number(len(rows))),
                href=view.link("/cases", promise_state="overdue"),
            )
        ],
        rows=told,
        columns=[
            Column("promise_id", view.t("promises.column.id")),
            Column("promise", view.t("promises.column.promise")),
            Column("by", view.t("promises.column.by")),
            Column("to", view.t("promises.column.to")),
            Column("promised_at", view.t("promises.column.promised"), "instant"),
            Column("due_at", view.t("promises.column.due"), "instant"),
            Column("lateness_seconds", view.t("promises.column.late"), "seconds"),
            Column("proof", view.t("promises.column.evidence")),
        ],
        metric=METRIC,
    )


def _answer(view: View) -> str:
    rate = found(view, METRIC).get("value", Estimate(None))
    if rate.value is None:
        return view.t("promises.answer.nothing")
    sentence = view.t(
        "promises.answer.kept", share=view.share(rate.value), range=view.share_range(rate.lower, rate.upper)
    )
    late = promise_kpis.count(view, "overdue")
    return (
        f"{sentence} {view.t('promises.answer.overdue', late, number=view.number(late))}"
        if late
        else sentence
    )


def layout(view: View) -> Body:
    """Return the page."""
    made = found(view, METRIC).get("kept", Estimate(0)).n
    return Body(
        [
            kpi_row(view, [kept, overdue, lateness, evidence]),
            grid(place(view, departments), place(view, states, span=4), place(view, unkept, span=8)),
        ],
        answer=rich(_answer(view)),
        count=view.t("cases.count.promises", made, total=view.number(made)),
    )


PAGE = Page(
    key="promises",
    path="/promises",
    layout=layout,
    cards=(departments, states, unkept),
    icon="promise",
    group="service",
    order=70,
)
