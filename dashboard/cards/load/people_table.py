"""What lies with whom: work in progress, handle time and how it is known, and how busy people are."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.cards.load.by_department import UNKNOWN, Statistics, by_department, whole
from dashboard.components.card import Card, key_item
from dashboard.components.ranking import MOST_ROWS, cut, ranking
from dashboard.components.states import empty
from dashboard.components.table import Column
from dashboard.view import View


def card(view: View) -> Card:
    """What lies with whom: work in progress, handle time and how it is known, utilisation."""
    work, handle = by_department(view, "work_in_progress"), by_department(view, "handle_time")
    used = by_department(view, "utilisation")
    names = list(dict.fromkeys([*work, *handle, *used]))
    question = view.t("load.people.question")
    if not names:
        return Card(question, body=empty(view, view.t("waits.what.cases")))
    order = {department: i for i, department in enumerate(view.departments)}
    names.sort(key=lambda name: order.get(name or "", len(order)))
    rows = [_person_row(view, n, work.get(n, {}), handle.get(n, {}), used.get(n, {})) for n in names]
    lines = [
        _person_line(view, n, row, handle.get(n, {}), used.get(n, {}))
        for n, row in zip(names, rows, strict=True)
    ]
    head = [
        (view.t("common.department"), ""), (view.t("load.people.in_work"), "r"), (view.t("load.people.open"), "r i"),
        (view.t("load.people.per_person"), "r"), (view.t("load.people.handle"), "r"),
        (view.t("load.people.tiers"), "bar"), (view.t("load.people.replies"), "r"),
        (view.t("load.hours.utilisation"), "r"), (view.t("load.delays.interval"), "r i"),
    ]  # fmt: skip
    return Card(
        view.t("load.people.title"),
        sub=view.t("load.people.sub"),
        body=ranking(head, lines[:MOST_ROWS]),
        footer=[
            *[_tier_key(view, tier) for tier in ("measured", "inferred", "modelled")],
            html.Span(view.t("load.people.foot")),
            *_unowned(view),
            *cut(view, len(lines)),
        ],
        rows=rows,
        columns=[
            Column("name", view.t("common.department")),
            Column("in_work", view.t("load.people.in_work"), "decimal"),
            Column("open", view.t("load.people.open"), "decimal"),
            Column("per_person", view.t("load.people.per_person"), "decimal"),
            Column("p50", view.t("load.people.handle"), "seconds"),
            Column("p90", "P90", "seconds"),
            Column("measured", view.t("load.people.measured"), "share"),
            Column("inferred", view.t("load.people.inferred"), "share"),
            Column("modelled", view.t("load.people.modelled"), "share"),
            Column("n", view.t("load.people.replies"), "number"),
            Column("utilisation", view.t("load.hours.utilisation"), "share"),
            Column("lower", view.t("load.column.lower"), "share"),
            Column("upper", view.t("load.column.upper"), "share"),
        ],
        metric=("work_in_progress", "handle_time", "utilisation", "unowned_time"),
    )


def _person_row(
    view: View, name: str | None, work: Statistics, handle: Statistics, used: Statistics
) -> dict[str, Any]:
    load = used.get("utilisation", UNKNOWN)
    row = {"name": view.name("department_id", name), "n": handle.get("total", UNKNOWN).n}
    row |= {key: work.get(key, UNKNOWN).value for key in ("in_work", "open", "per_person")}
    row |= {key: handle.get(key, UNKNOWN).value for key in ("p50", "p90", "measured", "inferred", "modelled")}
    return row | {"utilisation": load.value, "lower": load.lower, "upper": load.upper}


def _person_line(
    view: View, name: str | None, row: Mapping[str, Any], handle: Statistics, used: Statistics
) -> html.Tr:
    half, load = handle.get("p50", UNKNOWN), used.get("utilisation", UNKNOWN)
    over = not load.is_few and (load.lower or 0.0) > 1
    interval = view.share_range(load.lower, load.upper, 0)
    name_link = html.A(row["name"], href=view.link("/load", {"department_id": name}), className="ls-plain")
    load_tone, few = "ls-bad" if over else "", "r few" if load.is_few else "r"
    return html.Tr(
        [
            html.Th(name_link, scope="row"),
            html.Td(view.number(row["in_work"], 1), className="r"),
            html.Td(view.number(row["open"], 1), className="r i"),
            html.Td(view.number(row["per_person"], 1), className="r"),
            html.Td(view.duration(half.value, "chart"), className="r few" if half.is_few else "r"),
            html.Td(_tiers(view, row), className="bar"),
            html.Td(view.number(row["n"]), className="r"),
            html.Td(html.B(view.share(load.value, 0), className=load_tone), className=few),
            html.Td(interval if load.value is not None else view.t("load.reason.no_shifts"), className="r i"),
        ]
    )


def _tiers(view: View, row: Mapping[str, Any]) -> html.Div:
    parts = [
        html.I(
            className=f"ls-tier {tier}",
            style={"width": f"{(row[tier] or 0) * 100:.1f}%"},
            title=f"{view.t(f'load.people.{tier}')}: {view.share(row[tier], 0)}",
        )
        for tier in ("measured", "inferred", "modelled")
        if row[tier]
    ]
    return html.Div(parts, className="ls-tiers", **{"aria-hidden": "true"})


def _tier_key(view: View, tier: str) -> html.Span:
    return key_item(f"ls-tier {tier}", view.t(f"load.people.{tier}"))


def _unowned(view: View) -> list[html.Span]:
    found = whole(view, "unowned_time")
    total, half = found.get("total", UNKNOWN), found.get("p50", UNKNOWN)
    if not total.n:
        return []
    key = "load.people.unowned" if half.value is not None else "load.people.unowned_still"
    spells, time = view.number(total.n), view.duration(total.value)
    text = view.t(key, total.n, spells=spells, time=time, half=view.duration(half.value))
    link = html.A(text, href=view.link("/cases", None, unowned="true"), className="ls-quiet")
    return [html.Span(link)]
