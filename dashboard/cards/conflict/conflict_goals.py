"""What marketing and service are each asked to reach, beside one another: different goals always produce conflicts."""

from typing import Any

from dash import html

from dashboard.cards.conflict.conflict_edges import NONE
from dashboard.cards.conflict.conflict_measures import ask, limits
from dashboard.cards.conflict.conflict_sides import sides
from dashboard.components.card import Card
from dashboard.components.matrix import Cell, Head, Line, matrix
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

WHOLE = (0.0, 1.0)


def card(view: View) -> Card:
    """Are both measured by the same?"""
    question = view.t("conflict.goals.question")
    units = [unit for side in sides(view).values() for unit in side]
    targets = view.targets.to_dicts()
    found = _shares(view, "sla_compliance", ("target_id", "department_id"), "value")
    shown = [one for one in targets if any((one["target_id"], unit) in found for unit in units)]
    if not units or not shown:
        return Card(question, body=empty(view, view.t("conflict.goals.what")))
    kept = _shares(view, "promises_kept", ("promised_by_department_id",), "value")
    heads = [
        Head(one["label"], view.t("conflict.goals.goal", goal=view.share(one["goal"], 0)), one["goal"])
        for one in shown
    ]
    heads.append(Head(view.t("conflict.goals.promises"), view.t("conflict.goals.kept"), None, WHOLE))
    lines = [
        Line(
            view.name("department_id", unit),
            [
                *[_target(view, found.get((one["target_id"], unit), NONE), one["target_id"], unit) for one in shown],
                Cell(
                    kept.get((unit,), NONE), view.t("conflict.goals.no_promises"),
                    view.link("/cases", None, promise_mature="true", promise_from=unit),
                ),
            ],
        )
        for unit in units
    ]  # fmt: skip
    only = [one["label"] for one in shown if sum((one["target_id"], unit) in found for unit in units) == 1]
    return Card(
        view.t("conflict.goals.finding", number=len(only), total=len(shown)) if only else question,
        sub=view.t("conflict.goals.sub"),
        body=matrix(view, view.t("common.department"), heads, lines, question),
        footer=[html.Span(view.t("conflict.goals.note")), *_limits(view)],
        rows=[
            {
                "name": view.name("department_id", unit), "target": one["label"], "goal": one["goal"],
                "share": e.value, "lower": e.lower, "upper": e.upper, "n": e.n,
            }
            for unit in units
            for one in shown
            if (e := found.get((one["target_id"], unit), NONE)).n
        ],
        columns=[
            Column("name", view.t("common.department")),
            Column("target", view.t("conflict.goals.target")),
            Column("goal", view.t("conflict.goals.wanted"), "share"),
            Column("share", view.t("conflict.share"), "share"),
            Column("lower", view.t("conflict.lower"), "share"),
            Column("upper", view.t("conflict.upper"), "share"),
            Column("n", "n", "number"),
        ],
        metric=("sla_compliance", "promises_kept"),
    )  # fmt: skip


def _shares(view: View, metric: str, by: tuple[str, ...], statistic: str) -> dict[tuple[Any, ...], Estimate]:
    frame = ask(view, metric, by)
    rows = frame.to_dicts() if frame is not None else []
    return {tuple(row[name] for name in by): estimate(row) for row in rows if row["statistic"] == statistic}


def _target(view: View, e: Estimate, target: str, unit: str) -> Cell:
    href = view.link("/cases", {"department_id": unit}, sla_target=target, sla_state="met,breached")
    return Cell(e, view.t("conflict.goals.not_its"), href)


def _limits(view: View) -> list[html.Span]:
    known = {name: most for name, most in limits(view).items() if 0 < most < 1}
    names = [
        f"{view.t(f'conflict.measure.{name}.name')} {view.share(most, 0)}" for name, most in known.items()
    ]
    return [html.Span(view.t("conflict.goals.shared", limits=", ".join(names)))] if names else []
