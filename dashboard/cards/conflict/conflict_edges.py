"""What passes between marketing and service, both ways: hand-offs, detours, double answers, promises for the other."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.conflict.conflict_measures import ask
from dashboard.cards.conflict.conflict_sides import pairs
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.verdict import Estimate, estimate
from dashboard.view import View

NONE = Estimate(None)
Edges = Mapping[tuple[str | None, str | None], Mapping[str, Estimate]]


def edges(view: View, metric: str, by: tuple[str, str]) -> Edges:
    """Return a metric's statistics by pair of departments."""
    frame = ask(view, metric, by)
    found: dict[tuple[str | None, str | None], dict[str, Estimate]] = {}
    if frame is not None:
        for row in frame.to_dicts():
            found.setdefault((row[by[0]], row[by[1]]), {})[row["statistic"]] = estimate(row)
    return found


def card(view: View) -> Card:
    """What do marketing and service pass to one another, and what gets lost?"""
    question = view.t("conflict.edges.question")
    rows = [_row(view, giver, receiver) for giver, receiver in pairs(view)]
    if not any(row["handoffs"] or row["misrouted"] or row["doubles"] or row["promises"] for row in rows):
        return Card(question, body=empty(view, view.t("conflict.edges.what")))
    head = [
        (view.t("conflict.edges.edge"), ""), (view.t("conflict.edges.handoffs"), "r"),
        (view.t("conflict.edges.dropped"), "r"), (view.t("conflict.edges.interval"), "r i"),
        (view.t("conflict.edges.misrouted"), "r"), (view.t("conflict.edges.doubles"), "r"),
        (view.t("conflict.edges.promises"), "r"), (view.t("conflict.edges.kept"), "r"),
    ]  # fmt: skip
    return Card(
        _heading(view, rows),
        sub=view.t("conflict.edges.sub"),
        body=ranking(head, [_line(view, row) for row in rows], "ls-ranking ls-edges"),
        footer=[html.Span(view.t("conflict.edges.note"))],
        rows=rows,
        columns=[
            Column("name", view.t("conflict.edges.edge")),
            Column("handoffs", view.t("conflict.edges.handoffs"), "number"),
            Column("dropped", view.t("conflict.edges.dropped"), "share"),
            Column("dropped_lower", view.t("conflict.lower"), "share"),
            Column("dropped_upper", view.t("conflict.upper"), "share"),
            Column("misrouted", view.t("conflict.edges.misrouted"), "number"),
            Column("doubles", view.t("conflict.edges.doubles"), "number"),
            Column("promises", view.t("conflict.edges.promises"), "number"),
            Column("kept", view.t("conflict.edges.kept"), "share"),
        ],
        metric=("orphans", "misroutes"),
    )


def _row(view: View, giver: str, receiver: str) -> dict[str, Any]:
    pair = (giver, receiver)
    dropped = (
        edges(view, "orphans", ("from_department_id", "to_department_id")).get(pair, {}).get("dropped", NONE)
    )
    misrouted = (
        edges(view, "misroutes", ("first_department_id", "topic_department_id"))
        .get(pair, {})
        .get("misrouted", NONE)
    )
    doubled = (
        edges(view, "uncoordinated_answers", ("first_department_id", "second_department_id"))
        .get(pair, {})
        .get("pairs", NONE)
    )
    kept = (
        edges(view, "promise_conflict", ("promised_by_department_id", "fulfilled_by_department_id"))
        .get(pair, {})
        .get("kept", NONE)
    )
    return {
        "giver": giver,
        "receiver": receiver,
        "name": f"{view.name('department_id', giver)} → {view.name('department_id', receiver)}",
        "handoffs": dropped.n,
        "dropped": dropped.value,
        "dropped_lower": dropped.lower,
        "dropped_upper": dropped.upper,
        "is_few": dropped.is_few,
        "misrouted": int(misrouted.numerator or 0),
        "doubles": doubled.n,
        "promises": kept.n,
        "kept": kept.value,
    }


def _line(view: View, row: Mapping[str, Any]) -> html.Tr:
    giver, receiver = row["giver"], row["receiver"]
    settled = "picked_up,closed,passed_on,dropped"

    def link(count: int, **own: str) -> Any:
        return html.A(view.number(count), href=view.link("/cases", None, **own)) if count else view.number(0)

    low, high = row["dropped_lower"], row["dropped_upper"]
    few = "few" if row["is_few"] else ""
    return html.Tr(
        [
            html.Th(row["name"], scope="row"),
            html.Td(
                link(
                    row["handoffs"], handoff_from=giver, handoff_to=receiver, handoff_kind="department",
                    handoff_outcome=settled,
                ),
                className="r",
            ),
            html.Td(view.share(row["dropped"], 0 if row["is_few"] else 1), className=f"r {few}"),
            html.Td(
                view.share_range(low, high, 0) if low is not None else formats.DASH, className=f"r i {few}"
            ),
            html.Td(
                link(row["misrouted"], misrouted="true", route_first=giver, route_topic=receiver), className="r"
            ),
            html.Td(
                link(row["doubles"], double_pair="true", double_first=giver, double_second=receiver), className="r"
            ),
            html.Td(
                link(row["promises"], promise_mature="true", promise_from=giver, promise_to=receiver), className="r"
            ),
            html.Td(view.share(row["kept"], 0), className="r few" if row["promises"] < 20 else "r"),
        ]
    )  # fmt: skip


def _heading(view: View, rows: list[dict[str, Any]]) -> str:
    known = [row for row in rows if not row["is_few"] and row["dropped"] is not None]
    if not known:
        return view.t("conflict.edges.question")
    worst = max(known, key=lambda row: row["dropped"])
    if not worst["dropped"]:
        return view.t("conflict.edges.question")
    return view.t("conflict.edges.finding", name=worst["name"], share=view.share(worst["dropped"], 0))
