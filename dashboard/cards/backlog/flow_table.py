"""Whether more comes in than goes out, by department, and whether Little's law agrees."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.load.by_department import UNKNOWN, Statistics, by_department, whole
from dashboard.components.card import Card, badge
from dashboard.components.ranking import MOST_ROWS, cut, ranking
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.view import View

FLOW_IN = "opened,reopened,moved_in"
FLOW_OUT = "resolved,merged,deleted,moved_out"


def card(view: View) -> Card:
    """Whether more comes in than goes out, and whether Little's law agrees."""
    found = by_department(view, "flow")
    question = view.t("load.flow.question")
    if not found:
        return Card(question, body=empty(view, view.t("waits.what.flows")))
    total = whole(view, "flow")
    lines = [_flow_line(view, name, own) for name, own in found.items()]
    head = [
        (view.t("common.department"), ""), (view.t("load.flow.arrivals"), "r i"), (view.t("load.flow.answers"), "r i"),
        (view.t("load.flow.entered"), "r"), (view.t("load.flow.left"), "r"), (view.t("load.flow.net"), "r"),
        (view.t("load.delays.interval"), "r i"), (view.t("load.flow.verdict"), "r"),
    ]  # fmt: skip
    return Card(
        _flow_heading(view, found),
        sub=view.t("load.flow.sub"),
        body=ranking(head, lines[:MOST_ROWS]),
        footer=[_little(view, total), *cut(view, len(lines))],
        rows=[_flow_row(view, name, own) for name, own in found.items()],
        columns=[
            Column("name", view.t("common.department")),
            Column("arrivals", view.t("load.flow.arrivals"), "decimal"),
            Column("first_answers", view.t("load.flow.answers"), "decimal"),
            Column("closes", view.t("load.flow.closes"), "decimal"),
            Column("entered", view.t("load.flow.entered"), "decimal"),
            Column("left", view.t("load.flow.left"), "decimal"),
            Column("net", view.t("load.flow.net"), "decimal"),
            Column("lower", view.t("load.column.lower"), "decimal"),
            Column("upper", view.t("load.column.upper"), "decimal"),
            Column("stable", view.t("load.flow.verdict")),
            Column("little_open", view.t("load.flow.little_open"), "decimal"),
            Column("little_expected", view.t("load.flow.little_expected"), "decimal"),
            Column("little_deviation", view.t("load.flow.little_deviation"), "share"),
        ],
        metric="flow",
    )


def _verdict(view: View, own: Statistics) -> str:
    """Return growing, shrinking, stable, few or unknown."""
    net = own.get("net", UNKNOWN)
    if own.get("stable", UNKNOWN).value is None or net.value is None:
        return "unknown"
    if net.is_few:
        return "few"
    if own["stable"].value:
        return "stable"
    return "growing" if net.value > 0 else "shrinking"


def _flow_row(view: View, name: str | None, own: Statistics) -> dict[str, Any]:
    net = own.get("net", UNKNOWN)
    values = {
        key: own.get(key, UNKNOWN).value for key in ("arrivals", "first_answers", "closes", "entered", "left")
    }
    little = {
        key: own.get(key, UNKNOWN).value for key in ("little_open", "little_expected", "little_deviation")
    }
    verdict = view.t(f"load.flow.{_verdict(view, own)}")
    shown = {"net": net.value, "lower": net.lower, "upper": net.upper, "stable": verdict}
    return {"name": view.name("department_id", name), **values, **shown, **little}


def _flow_line(view: View, name: str | None, own: Statistics) -> html.Tr:
    verdict = _verdict(view, own)
    net = own.get("net", UNKNOWN)

    def cell(statistic: str, kinds: str, side: str = "r") -> html.Td:
        found = own.get(statistic, UNKNOWN)
        text = view.number(found.value, 1)
        href = view.link("/waits", {"department_id": name}, flow=kinds)
        return html.Td(
            html.A(text, href=href, title=view.number(found.numerator)) if found.n else text, className=side
        )

    interval = (
        f"{_signed(view, net.lower)} … {_signed(view, net.upper)}" if net.lower is not None else formats.DASH
    )
    bad = "ls-bad" if verdict == "growing" else ""
    return html.Tr(
        [
            html.Th(view.name("department_id", name), scope="row"),
            cell("arrivals", "arrival", "r i"),
            html.Td(view.number(own.get("first_answers", UNKNOWN).value, 1), className="r i"),
            cell("entered", FLOW_IN),
            cell("left", FLOW_OUT),
            html.Td(html.B(_signed(view, net.value), className=bad), className="r"),
            html.Td(interval, className="r i"),
            html.Td(html.Span(view.t(f"load.flow.{verdict}"), className=bad), className="r"),
        ],
        className="few" if verdict in ("few", "unknown") else None,
    )


def _signed(view: View, value: float | None) -> str:
    return formats.signed(value, view.lang, 1)


def _flow_heading(view: View, found: Mapping[str | None, Statistics]) -> str:
    growing = [
        view.name("department_id", name)
        for name, own in found.items()
        if name and _verdict(view, own) == "growing"
    ]
    if not growing:
        judged = [own for own in found.values() if _verdict(view, own) in ("stable", "shrinking")]
        return view.t("load.flow.none_growing" if judged else "load.flow.question")
    return view.t("load.flow.finding", len(growing), names=formats.listed(growing, view.lang))


def _little(view: View, total: Statistics) -> html.Span:
    """Little's law as a badge: open on average, against what arrivals and stays would give."""
    off = total.get("little_deviation", UNKNOWN).value
    if off is None:
        return html.Span([badge(view.t("load.flow.little")), " ", formats.DASH])
    text = view.t(
        "load.flow.little_text",
        open=view.number(total["little_open"].value, 1),
        expected=view.number(total["little_expected"].value, 1),
        off=("+" if off > 0 else "") + view.share(off, 0),
    )
    return html.Span([badge(view.t("load.flow.little")), " ", text])
