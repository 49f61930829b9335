"""How far the forecast can be trusted: against last week's same day, against what came, against what was kept."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.capacity import overload
from dashboard.cards.capacity.overload import Figure
from dashboard.components.card import Card
from dashboard.components.table import Column, table
from dashboard.view import View

BAND = 0.8


def card(view: View) -> Card:
    """Return the back-test of the department that is shown."""
    department = overload.chosen(view)
    found = overload.figures(view, department)
    rows = [*_backtest(view, found), *_kept(view, department)]
    columns = [
        Column("what", view.t("capacity.check.what")),
        Column("forecast", view.t("capacity.check.forecast")),
        Column("compared", view.t("capacity.check.compared")),
        Column("n", view.t("capacity.check.n"), "number"),
        Column("verdict", view.t("capacity.check.verdict")),
    ]
    heading = _heading(view, found)
    return Card(
        heading,
        sub=view.t("capacity.check.sub", name=view.name("department_id", department)),
        body=table(view, columns, rows, heading),
        footer=[html.Span(_assumptions(view, department))],
        rows=rows,
        columns=columns,
        metric=overload.METRIC,
        notes=[view.t("capacity.check.note")],
    )


def _heading(view: View, found: dict[str, Figure]) -> str:
    ours, naive, covered = (found.get(name) for name in ("mase", "naive_mase", "covered"))
    if not ours or ours.value is None or not naive or naive.value is None or not covered:
        return view.t("capacity.check.question")
    key = "better" if ours.value < naive.value else "worse"
    change = view.share(abs(1 - ours.value / naive.value), 0) if naive.value else formats.DASH
    return view.t(f"capacity.check.{key}", change=change, covered=view.share(covered.value, 0))


def _backtest(view: View, found: dict[str, Figure]) -> list[dict[str, Any]]:
    ours, naive, covered = (found.get(name) for name in ("mase", "naive_mase", "covered"))
    if not ours or ours.value is None or naive is None or covered is None:
        reason = ours.reason if ours and ours.reason else "no_forecast"
        return [
            {
                "what": view.t("capacity.check.error"),
                "forecast": formats.DASH,
                "compared": formats.DASH,
                "n": None,
                "verdict": view.t(f"capacity.reason.{reason}"),
            }
        ]
    is_better = ours.value < (naive.value or 0)
    low, high = covered.estimate.lower, covered.estimate.upper
    holds = low is not None and high is not None and low <= BAND <= high
    return [
        {
            "what": view.t("capacity.check.error"),
            "forecast": view.number(ours.value, 2),
            "compared": view.t("capacity.check.naive", value=view.number(naive.value, 2)),
            "n": ours.estimate.n,
            "verdict": view.t("capacity.check.beats" if is_better else "capacity.check.loses"),
        },
        {
            "what": view.t("capacity.check.band"),
            "forecast": f"{view.share(covered.value, 0)} ({view.share_range(low, high, 0)})",
            "compared": view.t("capacity.check.should", share=view.share(BAND, 0)),
            "n": covered.estimate.n,
            "verdict": view.t("capacity.check.holds" if holds else "capacity.check.fails"),
        },
    ]


def _kept(view: View, department: str | None) -> list[dict[str, Any]]:
    seen, model = (overload.by_target(view, department, name) for name in ("kept_seen", "kept_model"))
    rows = []
    for target_id, one in model.items():
        was = seen.get(target_id)
        if was is None or was.value is None:
            continue
        e = was.estimate
        rows.append(
            {
                "what": overload.target_name(view, target_id),
                "forecast": view.share(one.value, 0),
                "compared": view.t(
                    "capacity.check.seen",
                    share=view.share(was.value, 0),
                    range=view.share_range(e.lower, e.upper, 0),
                ),
                "n": e.n,
                "verdict": view.t(_gap(one, was)),
            }
        )
    return rows


def _gap(model: Figure, seen: Figure) -> str:
    """What the difference between what people allow and what was kept says."""
    low, high = seen.estimate.lower or 0.0, seen.estimate.upper or 1.0
    value = model.value or 0.0
    if value > high:
        return "capacity.check.other_causes"
    return "capacity.check.agrees" if value >= low else "capacity.check.below"


def _assumptions(view: View, department: str | None) -> str:
    """What was taken for granted: handle times, and how they were scaled."""
    scales = overload.by_target(view, department, "handle_scale")
    times = overload.by_target(view, department, "handle_seconds")
    parts = [
        view.t(
            f"capacity.check.handle_{kind}",
            time=view.duration(one.value),
            scale=view.share(scales[kind].value, 0),
        )
        for kind, one in times.items()
        if kind in scales and one.value is not None
    ]
    return " · ".join(parts)
