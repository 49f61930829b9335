"""Promises for others: how often they are kept when another department has to, and how long that takes."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.conflict.conflict_edges import NONE
from dashboard.cards.conflict.conflict_measures import ask, interval, shown
from dashboard.components.card import Card
from dashboard.components.chart import chart
from dashboard.components.matrix import Cell, Head, Line, matrix
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.figures import side_curves
from dashboard.figures.side_curves import Side
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "promise_conflict"
SIDES = {"same": "c1", "cross": "badmark"}
WHOLE = (0.0, 1.0)


def card(view: View) -> Card:
    """Are promises kept that somebody else has to keep?"""
    question = view.t("conflict.promises.question")
    whole, by_giver = ask(view, METRIC), ask(view, METRIC, ("promised_by_department_id",))
    if whole is None or by_giver is None or whole.is_empty():
        return Card(question, body=empty(view, view.t("conflict.promises.what")))
    rows = whole.to_dicts()
    total = {row["statistic"]: estimate(row) for row in rows if row["seconds"] is None}
    givers: dict[str | None, dict[str, Estimate]] = {}
    for row in by_giver.to_dicts():
        if row["seconds"] is None:
            givers.setdefault(row["promised_by_department_id"], {})[row["statistic"]] = estimate(row)
    known = [one for one in [*view.departments, None] if one in givers]
    heads = [
        Head(view.t(f"conflict.promises.{side}"), view.t("conflict.promises.head"), None, WHOLE)
        for side in SIDES
    ]
    lines = [_line(view, view.name("department_id", one), givers[one], one) for one in known]
    lines.append(_line(view, view.t("conflict.promises.all"), total, None, is_total=True))
    figure = side_curves.side_curves(_sides(view, rows), lang=view.lang, scheme=view.scheme)
    heading = _heading(view, total)
    return Card(
        heading,
        sub=view.t("conflict.promises.sub"),
        body=[
            matrix(view, view.t("conflict.promises.giver"), heads, lines, question),
            html.P(view.t("conflict.promises.curve"), className="ls-sub ls-part"),
            chart(view, "conflict-promises", figure, side_curves.HEIGHT, heading),
        ],
        footer=[
            html.Span(_difference(view, total)),
            html.A(view.t("conflict.promises.onward"), href=view.link("/promises")),
        ],
        rows=[
            {
                "giver": view.name("department_id", one),
                "side": view.t(f"conflict.promises.{side}"),
                "share": e.value,
                "lower": e.lower,
                "upper": e.upper,
                "kept": e.numerator,
                "n": e.n,
            }
            for one in known
            for side in SIDES
            if (e := givers[one].get(side, NONE)).n
        ],
        columns=[
            Column("giver", view.t("conflict.promises.giver")),
            Column("side", view.t("conflict.promises.side")),
            Column("share", view.t("conflict.share"), "share"),
            Column("lower", view.t("conflict.lower"), "share"),
            Column("upper", view.t("conflict.upper"), "share"),
            Column("kept", view.t("conflict.promises.kept"), "number"),
            Column("n", "n", "number"),
        ],
        metric=METRIC,
        has_figure=True,
    )


def _line(
    view: View, name: str, own: Mapping[str, Estimate], giver: str | None, is_total: bool = False
) -> Line:
    chosen = {} if is_total else {"promise_from": giver or "none"}
    return Line(
        name,
        [
            Cell(
                own.get(side, NONE),
                view.t("conflict.reason.none_due"),
                view.link(
                    "/cases",
                    None,
                    promise_mature="true",
                    promise_cross=str(side == "cross").lower(),
                    **chosen,
                ),
            )
            for side in SIDES
        ],
        is_total=is_total,
    )


def _sides(view: View, rows: list[dict[str, Any]]) -> list[Side]:
    return [
        Side(
            view.t(f"conflict.promises.{side}"),
            colour,
            sorted(
                (row for row in rows if row["statistic"] == f"fulfilled_{side}"),
                key=lambda row: row["seconds"],
            ),
        )
        for side, colour in SIDES.items()
    ]


def _difference(view: View, total: Mapping[str, Estimate]) -> str:
    value = total.get("value", NONE)
    if value.value is None:
        return view.t("conflict.promises.one_side")
    return view.t(
        "conflict.promises.difference",
        value=shown(view, "points", value.value),
        range=interval(view, "points", value),
    )


def _heading(view: View, total: Mapping[str, Estimate]) -> str:
    value = total.get("value", NONE)
    if value.value is None or value.lower is None or value.is_few or value.lower <= 0:
        return view.t("conflict.promises.question")
    return view.t(
        "conflict.promises.finding",
        cross=view.share(total["cross"].value, 0),
        same=view.share(total["same"].value, 0),
    )
