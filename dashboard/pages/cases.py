"""Show me: the cases behind a figure, or any cases; as many rows as the figure said."""

from dataclasses import replace
from typing import Any

from dash import html

from dashboard import urls
from dashboard.cards.cases import case_grid
from dashboard.cards.cases.case_conditions import chips
from dashboard.cards.cases.case_events import EVENTS, KINDS
from dashboard.cards.cases.case_lists import CaseListing, listing
from dashboard.components.card import Card, place
from dashboard.components.card import grid as columns_of
from dashboard.components.rich import rich
from dashboard.components.states import empty, outdated
from dashboard.origin import trail
from dashboard.page import Body, Page
from dashboard.view import View


def rows(view: View) -> Card:
    """The list itself; the export holds every row of it, with the columns shown."""
    if missing := lacking(view):
        return Card(view.t("cases.rows.cases"), body=outdated(view, missing))
    found = listing(view)
    title = view.t(f"cases.rows.{found.kind}")
    if not found.total:
        return Card(title, body=empty(view, view.t(f"cases.what.{found.kind}")))
    return Card(
        title,
        view.t(f"cases.sub.{_order_of(view, found)}"),
        case_grid.grid(view, found),
        rows=case_grid.named(view, found),
        columns=case_grid.columns(view, found.kind),
        notes=[view.t(f"cases.note.{found.kind}")],
        extra_actions=[case_grid.chooser(view, found.kind)],
    )


def _order_of(view: View, found: CaseListing) -> str:
    return (
        "sorted" if case_grid.ordered(view, ()) else "then" if "open_at" in view.state.extra else found.kind
    )


def lacking(view: View) -> str | None:
    """Return the table that the address asks for and an older snapshot doesn't have."""
    asked = [event.table for event in EVENTS if event.is_asked(view.state.extra)]
    asked += ["marts.fct_case_paths"] if "path" in view.state.extra else []
    return next((table for table in asked if not view.has(table)), None)


def layout(view: View) -> Body:
    """Return the page."""
    shortcuts = html.Nav(
        [_shortcut(view, name, own) for name, own in SHORTCUTS.items() if _is_there(view, own)],
        className="ls-shortcuts",
        **{"aria-label": view.t("cases.shortcut.label")},
    )
    body = [shortcuts, chips(view), columns_of(place(view, rows))]
    if lacking(view):
        return Body(body, crumbs=trail(view))
    found = listing(view)
    count = view.t(f"cases.count.{found.kind}", count=found.total, total=view.number(found.total))
    return Body(body, answer=rich(_answer(view, found)), count=count, crumbs=trail(view))


def _answer(view: View, found: CaseListing) -> str:
    if not found.total:
        return view.t("cases.answer.none")
    values: dict[str, Any] = {"total": view.number(found.total)}
    if found.kind != "cases":
        return view.t(f"cases.answer.{found.kind}", found.total, **values)
    if "open_at" in view.state.extra:
        from dashboard.cards.cases.wait_lists import instant

        at = view.instant(instant(view.state.extra["open_at"]))
        return view.t("cases.answer.then", found.total, at=at, **values)
    return view.t("cases.answer.cases", found.total, **values)


SHORTCUTS: dict[str, dict[str, str]] = {
    "all": {},
    "open": {"state": "new,open,waiting_customer,waiting_third_party,waiting_approval", "time": "any"},
    "at_risk": {"sla_state": "running", "at_risk": "true", "time": "any"},
    "overdue": {"promise_state": "overdue", "time": "any"},
    "handed": {"handoff_outcome": "waiting", "handoff_kind": "department", "time": "any"},
    "reopened": {"reopened": "true"},
    "uncased": {"cased": "false"},
}
"""Lists that are asked for every day, as addresses; any other is saved by keeping its address."""


def _is_there(view: View, own: dict[str, str]) -> bool:
    return all(view.has(event.table) for event in KINDS.values() if event.is_asked(own))


def _shortcut(view: View, name: str, own: dict[str, str]) -> html.A:
    kept = {key: value for key, value in view.state.extra.items() if key not in ("cols", "sort", "from")}
    current = {"aria-current": "true"} if kept == own else {}
    href = urls.format(replace(view.state, extra=own))
    return html.A(view.t(f"cases.shortcut.{name}"), href=href, className="ls-segment", **current)


PAGE = Page(key="cases", path="/cases", layout=layout, cards=(rows,), icon="list", group="evidence", order=80)
