"""Where it jams: departments ranked by the share of answers that miss their target, where they can be told apart."""

from itertools import pairwise
from typing import Any

import polars as pl
from dash import html

from dashboard import formats
from dashboard.cards.sla import compliance
from dashboard.components.card import Card
from dashboard.components.ranking import MOST_ROWS, cut, onward, ranking
from dashboard.components.states import empty, unknown
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import Estimate, change
from dashboard.view import View


def jam(view: View) -> Card:
    """Where does it jam? Departments by the share of answers that miss their target."""
    shares = {d: share for d, share in compliance.of_departments(view).items() if share.n}
    if not compliance.targets(view):
        return Card(view.t("start.jam.question"), body=unknown(view, view.t("sla.no_targets")))
    if not shares:
        return Card(view.t("start.jam.question"), body=empty(view, view.t("common.messages")))
    ninety = _p90(view)
    ranked = sorted((d for d in shares if not shares[d].is_few), key=lambda d: shares[d].value or 0)
    few = sorted((d for d in shares if shares[d].is_few), key=lambda d: -shares[d].n)
    high = max((1 - (shares[d].lower or 0) for d in ranked), default=1.0)
    overall = 1 - sum(s.numerator or 0 for s in shares.values()) / sum(s.n for s in shares.values())
    rows, lines = [], []
    for place_number, department in enumerate([*ranked, *few], start=1):
        share = shares[department]
        missed, lower, upper = _missed(share)
        is_few = share.is_few
        tone = "few" if is_few else "bad" if (lower or 0) > overall else ""
        name = view.name("department_id", department)
        rows.append(
            {
                "rank": None if is_few else place_number,
                "department": name,
                "missed": missed,
                "lower": lower,
                "upper": upper,
                "p90": ninety.get(department),
                "n": share.n,
            }
        )
        if place_number <= MOST_ROWS:
            lines.append(_line(view, department, rows[-1], high, tone))
    head = [("", "r"), (view.t("common.department"), ""), (view.t("start.jam.missed"), "r"), ("", "")]
    head += [
        (view.t("start.jam.interval"), "r i"),
        (view.t("start.jam.p90"), "r"),
        (view.t("start.jam.n"), "r"),
    ]
    table = ranking(head, lines)
    return Card(
        _heading(view, ranked, shares),
        sub=view.t("start.jam.sub"),
        body=table,
        footer=[
            *_ties(view, ranked[:MOST_ROWS], shares),
            *cut(view, len(rows)),
            onward(view, "/sla", "start.jam.onward"),
        ],
        rows=rows,
        columns=[
            Column("rank", view.t("start.jam.rank"), "number"),
            Column("department", view.t("common.department")),
            Column("missed", view.t("start.jam.missed"), "share"),
            Column("lower", view.t("sla.column.lower"), "share"),
            Column("upper", view.t("sla.column.upper"), "share"),
            Column("p90", view.t("start.jam.p90"), "seconds"),
            Column("n", view.t("start.jam.n"), "number"),
        ],
        metric=(compliance.METRIC, "first_response_time"),
    )


def _line(view: View, department: str | None, row: dict[str, Any], high: float, tone: str) -> html.Tr:
    name = html.A(
        row["department"], href=view.link("/sla", {"department_id": department}), className="ls-plain"
    )
    few = row["rank"] is None
    p90 = view.t("start.jam.beyond") if row["p90"] is None else view.duration(row["p90"], "chart")
    link = view.link("/waits", {"department_id": department}, sla_state="met,breached")
    return html.Tr(
        [
            html.Td(formats.DASH if few else view.number(row["rank"]), className="r rank"),
            html.Th(name, scope="row"),
            html.Td(view.share(row["missed"], 0 if few else 1), className="r"),
            html.Td(whisker(row["missed"], row["lower"], row["upper"], high, tone), className="bar"),
            html.Td(view.share_range(row["lower"], row["upper"], 0), className="r i"),
            html.Td(p90 if row["n"] and not few else formats.DASH, className="r"),
            html.Td(html.A(view.number(row["n"]), href=link), className="r n"),
        ],
        className="few" if few else None,
    )


def _missed(share: Estimate) -> tuple[float | None, float | None, float | None]:
    """Return the other side of a share kept: value, lower, upper of the share missed."""
    if share.value is None or share.lower is None or share.upper is None:
        return None, None, None
    return 1 - share.value, 1 - share.upper, 1 - share.lower


def _p90(view: View) -> dict[str | None, float | None]:
    frame = view.evaluate("first_response_time", ("department_id",), clock=view.state.clock)
    return dict(
        frame.filter(pl.col("statistic") == "p90").select("department_id", "metric_value").iter_rows()
    )


def _heading(view: View, ranked: list[str | None], shares: Any) -> str:
    """Return who is clearly first, or the question."""
    if len(ranked) > 1:
        gap = change(shares[ranked[0]], shares[ranked[1]])
        if gap is not None and gap.is_distinguishable:
            name = view.name("department_id", ranked[0])
            return view.t(
                "start.jam.first", name=name, share=view.share(1 - (shares[ranked[0]].value or 0), 0)
            )
    return view.t("start.jam.question")


def _ties(view: View, ranked: list[str | None], shares: Any) -> list[Any]:
    """Return which neighbours in the ranking cannot be told apart."""
    runs: list[list[int]] = []
    for i, (one, other) in enumerate(pairwise(ranked), start=1):
        gap = change(shares[one], shares[other])
        if gap is not None and gap.is_distinguishable:
            continue
        if runs and runs[-1][-1] == i:
            runs[-1].append(i + 1)
        else:
            runs.append([i, i + 1])
    if not runs:
        return []
    names = [
        view.t("start.jam.pair" if len(run) == 2 else "start.jam.run", one=run[0], other=run[-1])
        for run in runs
    ]
    return [html.Span(view.t("start.jam.ties", ranks=", ".join(names)))]
