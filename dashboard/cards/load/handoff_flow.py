"""Hand-offs between departments: how long each edge waits until the receiver acts, and how many reach nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from dash import html

from dashboard import formats
from dashboard.components.card import Card
from dashboard.components.chart import chart
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.figures import canvas, handoff_sankey
from dashboard.figures.handoff_sankey import Edge, End
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

METRIC = "handoff_wait"
KIND = "department"
DROPPED = ("closed", "passed_on", "dropped")
OPEN = ("waiting", "cancelled", "after_close", None)
EDGE = ("from_department_id", "to_department_id")


def edges(view: View) -> list[dict[str, Any]]:
    """Return one row an edge, most hand-offs first: giver, receiver, handoffs and the other statistics as estimates."""
    frame = view.evaluate(METRIC, EDGE, clock=view.state.clock, owner_kind=KIND)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in frame.to_dicts():
        key = (row["from_department_id"], row["to_department_id"])
        found.setdefault(key, {"giver": key[0], "receiver": key[1]})[row["statistic"]] = estimate(row)
    return sorted(found.values(), key=lambda row: (-row["handoffs"].n, row["giver"], row["receiver"]))


def overall(view: View) -> dict[str, Estimate]:
    """Return the statistics of all edges together."""
    frame = view.evaluate(METRIC, (), clock=view.state.clock, owner_kind=KIND)
    return {row["statistic"]: estimate(row) for row in frame.to_dicts()}


def address(
    view: View, giver: str | None = None, receiver: str | None = None, outcome: str | None = None
) -> str:
    """Return the hand-offs behind an edge or an end, as many as counted."""
    return view.link(
        "/cases", None, handoff_from=giver, handoff_to=receiver, handoff_kind=KIND, handoff_outcome=outcome
    )


def card(view: View) -> Card:
    """Return the flow."""
    found = edges(view)
    question = view.t("load.handoffs.question")
    if not found:
        return Card(question, body=empty(view, view.t("load.handoffs.what")))
    all_ends = _ends(view)
    links, ends = handoff_sankey.shown([_edge(view, row) for row in found], all_ends)
    figure = handoff_sankey.handoff_sankey(
        links, ends, lambda one: view.name("department_id", one), lang=view.lang, scheme=view.scheme
    )
    total = overall(view)
    heading = _heading(view, total)
    counted = sum(link.count for link in links)
    return Card(
        heading,
        sub=view.t("load.handoffs.sub", clock=view.t(f"load.clock.{view.state.clock}")),
        body=chart(view, "load-handoffs", figure, handoff_sankey.HEIGHT, heading),
        footer=[
            *_key(view, links),
            *_cut(view, len(links), len(found), counted, total),
            *_open(view, sum(end.count for end in all_ends if end.outcome == "open")),
        ],
        rows=[_row(view, row) for row in found],
        columns=_columns(view),
        metric=METRIC,
        has_figure=True,
    )


def _edge(view: View, row: Mapping[str, Any]) -> Edge:
    half = row.get("p50", Estimate(None))
    giver, receiver = (view.name("department_id", row[side]) for side in ("giver", "receiver"))
    return Edge(
        row["giver"],
        row["receiver"],
        row["handoffs"].n,
        half.value,
        half.n > 0,
        address(view, row["giver"], row["receiver"]),
        canvas.hover(
            f"{giver} → {receiver}",
            view.t("load.handoffs.count", row["handoffs"].n, number=view.number(row["handoffs"].n)),
            f"P50 {_wait(view, half)}",
            view.t("load.handoffs.dropped_share", share=view.share(row["dropped"].value, 0))
            if "dropped" in row
            else None,
        ),
    )


def _ends(view: View) -> list[End]:
    where, values = view.where("handed_day")
    counts = view.rows(
        f"select to_department_id, outcome, count(*) as total from marts.fct_handoffs "
        f"where kind = '{KIND}' and {where} group by all",
        values,
    )
    groups = {"picked_up": ("picked_up",), "dropped": DROPPED, "open": OPEN}
    found = []
    for receiver in counts["to_department_id"].unique().sort():
        own = dict(
            counts.filter(pl.col("to_department_id") == receiver).select("outcome", "total").iter_rows()
        )
        for outcome, members in groups.items():
            total = sum(own.get(one, 0) for one in members)
            chosen = ",".join(one or "none" for one in members)
            name = view.name("department_id", receiver)
            text = view.t("load.handoffs.count", total, number=view.number(total))
            # What is open isn't drawn, so that it needs no word.
            word = "" if outcome == "open" else canvas.word(view.lang, f"handoff_{outcome}")
            hover = canvas.hover(f"{name}: {word}", text)
            found.append(End(receiver, outcome, total, address(view, None, receiver, chosen), hover))
    return found


def _wait(view: View, half: Estimate) -> str:
    if not half.n:
        return formats.DASH
    return view.t("load.handoffs.not_reached") if half.value is None else view.duration(half.value, "chart")


def _heading(view: View, total: Mapping[str, Estimate]) -> str:
    dropped = total.get("dropped", Estimate(None))
    if dropped.value is None or dropped.is_few or not dropped.numerator:
        return view.t("load.handoffs.question")
    one_in = round(1 / dropped.value)
    return (
        view.t("load.handoffs.lost", count=one_in, number=view.t(f"load.one_in.{one_in}"))
        if (2 <= one_in <= 12)
        else view.t("load.handoffs.lost_share", share=view.share(dropped.value, 0))
    )


def _key(view: View, links: Sequence[Edge]) -> list[Any]:
    classes = ["under_1h", "under_2h", "over_2h", "dropped"]
    if any(handoff_sankey.wait_class(link) == "unknown" for link in links):
        classes.append("unknown")
    return [
        html.Span(
            [
                html.I(className=f"ls-key ls-flow {one}", **{"aria-hidden": "true"}),
                view.t(f"load.handoffs.key.{one}"),
            ],
            className="ls-keyitem",
        )
        for one in classes
    ]


def _cut(
    view: View, links: int, total: int, counted: int, everything: Mapping[str, Estimate]
) -> list[html.Span]:
    if links >= total:
        return []
    n = everything["handoffs"].n or 1
    return [
        html.Span(
            view.t(
                "load.handoffs.cut",
                shown=view.number(links),
                total=view.number(total),
                share=view.share(counted / n, 0),
            )
        )
    ]


def _open(view: View, count: int) -> list[html.Span]:
    """What isn't settled, and so isn't drawn at the right."""
    if not count:
        return []
    href = address(view, None, None, ",".join(one or "none" for one in OPEN))
    return [html.Span(html.A(view.t("load.handoffs.open", count, number=view.number(count)), href=href))]


def _row(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    none = Estimate(None)
    half, tenth = row.get("p50", none), row.get("p90", none)
    dropped, returned = row.get("dropped", none), row.get("returned", none)
    return {
        "giver": view.name("department_id", row["giver"]),
        "receiver": view.name("department_id", row["receiver"]),
        "n": row["handoffs"].n,
        "p50": half.value,
        "p50_lower": half.lower,
        "p50_upper": half.upper,
        "p90": tenth.value,
        "dropped": dropped.value,
        "dropped_lower": dropped.lower,
        "dropped_upper": dropped.upper,
        "returned": returned.value,
    }


def _columns(view: View) -> Sequence[Column]:
    return [
        Column("giver", view.t("load.handoffs.giver")),
        Column("receiver", view.t("load.handoffs.receiver")),
        Column("n", "n", "number"),
        Column("p50", "P50", "seconds"),
        Column("p50_lower", view.t("load.column.lower"), "seconds"),
        Column("p50_upper", view.t("load.column.upper"), "seconds"),
        Column("p90", "P90", "seconds"),
        Column("dropped", view.t("load.handoffs.dropped"), "share"),
        Column("dropped_lower", view.t("load.column.lower"), "share"),
        Column("dropped_upper", view.t("load.column.upper"), "share"),
        Column("returned", view.t("load.handoffs.returned"), "share"),
    ]
