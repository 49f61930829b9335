"""What arrives while nobody is on shift, by department, and how long that waits."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.load.by_department import UNKNOWN, Statistics, by_department, whole
from dashboard.components.card import Card
from dashboard.components.ranking import MOST_ROWS, cut, ranking
from dashboard.components.states import empty, unknown
from dashboard.components.strip import whisker
from dashboard.components.table import Column
from dashboard.verdict import Estimate
from dashboard.view import View


def card(view: View) -> Card:
    """What arrives while nobody is on shift, and how long that waits."""
    found = by_department(view, "coverage_gaps")
    question = view.t("load.coverage.question")
    if not any("arrivals" in own for own in found.values()):
        return Card(question, body=empty(view, view.t("common.messages")))
    known = {name: own for name, own in found.items() if own.get("unstaffed", UNKNOWN).value is not None}
    if not known:
        return Card(question, body=unknown(view, view.t("load.hours.no_shifts"), view.t("load.hours.mend")))
    rows = [_gap(view, name, own) for name, own in found.items()]
    lines = [
        _gap_line(view, name, found[name], row)
        for (name, row) in zip(found, rows, strict=True)
        if "arrivals" in found[name]
    ]
    head = [
        (view.t("common.department"), ""), (view.t("load.coverage.unstaffed"), "r"), ("", ""),
        (view.t("load.delays.interval"), "r i"), (view.t("load.coverage.waits_then"), "r"),
        (view.t("load.coverage.waits_else"), "r"), ("n", "r"),
    ]  # fmt: skip
    return Card(
        _gap_heading(view),
        sub=view.t("load.coverage.sub"),
        body=ranking(head, lines[:MOST_ROWS]),
        footer=[html.Span(view.t("load.coverage.foot")), *cut(view, len(lines))],
        rows=rows,
        columns=[
            Column("name", view.t("common.department")),
            Column("arrivals", view.t("load.hours.arrivals"), "number"),
            Column("n", view.t("load.coverage.known"), "number"),
            Column("count", view.t("load.coverage.count"), "number"),
            Column("share", view.t("load.coverage.unstaffed"), "share"),
            Column("lower", view.t("load.column.lower"), "share"),
            Column("upper", view.t("load.column.upper"), "share"),
            Column("then", view.t("load.coverage.waits_then"), "seconds"),
            Column("otherwise", view.t("load.coverage.waits_else"), "seconds"),
            Column("idle", view.t("load.coverage.idle"), "share"),
        ],
        metric="coverage_gaps",
    )


def _gap(view: View, name: str | None, own: Statistics) -> dict[str, Any]:
    share = own.get("unstaffed", UNKNOWN)
    return {
        "name": view.name("department_id", name),
        "arrivals": own.get("arrivals", UNKNOWN).n,
        "n": share.n,
        "count": share.numerator if share.value is not None else None,
        "share": share.value,
        "lower": share.lower,
        "upper": share.upper,
        "then": own.get("unstaffed_p50", UNKNOWN).value,
        "otherwise": own.get("staffed_p50", UNKNOWN).value,
        "idle": own.get("idle", UNKNOWN).value,
    }


def _gap_line(view: View, name: str | None, own: Statistics, row: Mapping[str, Any]) -> html.Tr:
    share = own.get("unstaffed", UNKNOWN)
    own_name = html.Th(row["name"], scope="row")
    if share.value is None:
        named: Any = row["name"]
        if name is not None:
            reason = html.Small(view.t("load.reason.no_shifts"))
            named = html.Div([html.Span(row["name"]), reason], className="ls-twoline")
        dash = html.Td(formats.DASH, className="r")
        return html.Tr(
            [html.Th(named, scope="row"), dash, html.Td(className="bar"), html.Td(formats.DASH, className="r i"),
             dash, dash, html.Td(formats.DASH, className="r n")],
            className="few",
        )  # fmt: skip
    few = share.is_few
    href = view.link("/waits", {"department_id": name}, staffed="false")
    worse = not few and _is_later(own)
    count = int(share.numerator or 0)
    return html.Tr(
        [
            own_name,
            html.Td(view.share(share.value, 0), className="r"),
            html.Td(
                whisker(share.value, share.lower, share.upper, 1.0, "few" if few else ""), className="bar"
            ),
            html.Td(view.share_range(share.lower, share.upper, 0), className="r i"),
            html.Td(
                html.B(_median(view, own.get("unstaffed_p50")), className="ls-bad" if worse else ""),
                className="r",
            ),
            html.Td(_median(view, own.get("staffed_p50")), className="r"),
            html.Td(html.A(view.number(count), href=href) if count else "0", className="r n"),
        ],
        className="few" if few else None,
    )


def _median(view: View, half: Estimate | None) -> str:
    if half is None or not half.n or half.is_few:
        return formats.DASH
    return view.t("load.delays.beyond") if half.value is None else view.duration(half.value, "chart")


def _is_later(own: Statistics) -> bool:
    """Whether what came to nobody waits longer beyond doubt."""
    then, otherwise = own.get("unstaffed_p50", UNKNOWN), own.get("staffed_p50", UNKNOWN)
    if then.is_few or otherwise.is_few or otherwise.upper is None:
        return False
    return then.lower is not None and then.lower > otherwise.upper


def _gap_heading(view: View) -> str:
    total = whole(view, "coverage_gaps")
    share = total.get("unstaffed", UNKNOWN)
    if share.value is None or share.is_few or not _is_later(total):
        return view.t("load.coverage.question")
    return view.t(
        "load.coverage.finding",
        share=view.share(share.value, 0),
        then=_prose(view, total["unstaffed_p50"]),
        otherwise=_prose(view, total["staffed_p50"]),
    )


def _prose(view: View, half: Estimate) -> str:
    return (
        view.duration(half.value, "prose") if half.value is not None else view.t("load.handoffs.not_reached")
    )
