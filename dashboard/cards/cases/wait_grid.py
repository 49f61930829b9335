"""The list of waits or cases as a grid that asks for its rows as it is scrolled: 100,000 of them or ten.

Two-line first cell (message, where it came from), one blue link; what a cell shows is formatted here. The grid keeps
nothing but its place: which rows there are follows from the page's address.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import dash_ag_grid as dag
from dash import Dash, Input, Output, State

from dashboard import urls
from dashboard.cards.cases.wait_lists import SORTABLE, Listing, listing
from dashboard.components.grid import HEAD, ROW, ag_grid, number_column, text_column, two_line
from dashboard.data import NothingPublished, Reader
from dashboard.view import View
from dashboard.wordless import called

ID = "waits-grid"
BLOCK = 100
MOST_HEIGHT = 720
_COLUMNS = {
    "waits": ("message", "state", "seconds", "over_seconds", "department", "opened_at", "due_at"),
    "cases": ("message", "state", "age_seconds", "department", "opened_at"),
    "comments": ("message", "intent", "department", "opened_at"),
    "flows": ("message", "state", "department", "occurred_at"),
}
_WIDTHS = {"message": 200, "state": 140, "seconds": 94, "department": 146, "opened_at": 106, "due_at": 190}
_RIGHT = ("seconds", "age_seconds")
_SORT_KEYS = {"department": "department_id"}
_CONTEXTS = {"state": "outcome", "due_at": "target"}

Fields = dict[str, Any]


def grid(view: View, rows: Listing) -> dag.AgGrid:
    """Return the grid, as high as its rows up to a screen."""
    texts = ("loadingOoo", "noRowsToShow", "ariaSortableColumn")
    return ag_grid(
        ID,
        [_column(view, name) for name in _COLUMNS[rows.kind]],
        None,
        {
            "cacheBlockSize": BLOCK,
            "infiniteInitialRowCount": min(rows.total, BLOCK) or 1,
            "maxConcurrentDatasourceRequests": 2,
            "localeText": {key: view.t(f"waits.grid.{key}") for key in texts},
        },
        height=min(HEAD + ROW * max(rows.total, 3) + 4, MOST_HEIGHT),
        rowModelType="infinite",
    )


def _column(view: View, name: str) -> dict[str, Any]:
    label = view.t(f"waits.column.{_label(view, name)}")
    size: dict[str, Any] = {
        "width": _WIDTHS.get(name, 98),
        "minWidth": _WIDTHS.get(name, 98),
        "suppressSizeToFit": name != "message",
        "sortable": _SORT_KEYS.get(name, name) in SORTABLE,
    }
    if name == "message":
        return two_line(name, label, "context", "href", **{**size, "flex": 1})
    if name in _CONTEXTS:
        return two_line(name, label, _CONTEXTS[name], **size)
    if name == "over_seconds":
        return number_column(name, label, name, "tone", **size, sortingOrder=["desc", "asc", None])
    if name in _RIGHT:
        return number_column(name, label, name, **size, sortingOrder=["desc", "asc", None])
    return text_column(name, label, **size)


def _label(view: View, name: str) -> str:
    return view.state.clock if name == "seconds" else name


def names(view: View, rows: Listing) -> Listing:
    """Return the list with names in place of ids, for the export: department, platform, channel, state, target."""
    targets = dict(view.targets.select("target_id", "label").iter_rows())

    def finish(row: Fields) -> Fields:
        named = {kind: view.name(kind, row[kind]) for kind in ("platform", "channel", "visibility")}
        return {
            **row,
            **named,
            "department": view.name("department_id", row["department_id"]),
            "state": state_name(view, rows.kind, row),
            "target": targets.get(row.get("target_id")) or row.get("target_id"),
        }

    return replace(rows, finish=finish)


def state_name(view: View, kind: str, row: Fields) -> str:
    """Return a row's state in words."""
    if kind == "cases":
        return view.t(f"conversation.state.{row['state']}")
    if kind == "flows":
        return view.t(f"waits.flow.{row['state']}")
    if kind == "comments":
        return view.name("intent", row["state"])
    if row["state"] == "breached" and row["outcome"] != "answered":
        return view.t(f"waits.state.breached_{row['outcome']}")
    if row["state"] == "none":
        return view.t(f"waits.outcome.{row['outcome']}")
    return view.t(f"waits.state.{row['state']}")


def cells(view: View, rows: Listing, row: Fields) -> dict[str, Any]:
    """Return one row as the grid shows it, all text; `href` leads to its conversation."""
    targets = dict(view.targets.select("target_id", "label").iter_rows())
    context = view.names(row, "platform", "channel", "visibility")
    shown: dict[str, Any] = {
        # A comment that needed no answer belongs to no conversation.
        "href": address(view, row["id"]) if row["id"] else "",
        "message": called(view, row),
        "context": " · ".join(context),
        "department": view.name("department_id", row["department_id"]),
        "state": state_name(view, rows.kind, row),
        "tone": "ls-bad" if row.get("outcome") == "open" else "",
    }
    if rows.kind == "comments":
        shown["intent"] = shown["state"]
    if rows.kind == "waits":
        is_none = row["state"] == "none"
        shown["state"] = view.t("waits.state.none") if is_none else view.t(f"waits.state.{row['state']}")
        shown["outcome"] = view.t(f"waits.outcome.{row['outcome']}")
    for name in ("seconds", "over_seconds", "age_seconds"):
        if name in row:
            is_blank = name == "over_seconds" and row[name] is None
            shown[name] = "" if is_blank else view.duration(row[name])
    for name in ("opened_at", "due_at", "occurred_at"):
        if name in row:
            shown[name] = view.instant(row[name], "short")
    if "target_id" in row:
        shown["target"] = targets.get(row["target_id"]) or view.t("waits.no_target")
    return shown


def address(view: View, item: str) -> str:
    """Return a conversation's address; it remembers the list it was opened from."""
    extra = {**view.state.extra, "list": "1"}
    return urls.format(replace(view.state, path=f"/conversation/{item}", extra=extra))


def answer(view: View, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows that the grid asks for: startRow, endRow, sortModel -> rowData, rowCount."""
    rows = listing(view)
    sort = next(iter(request.get("sortModel") or ()), None)
    column = _SORT_KEYS.get(sort["colId"], sort["colId"]) if sort else None
    order = f"{column} {sort['sort']}" if sort and column in SORTABLE else None
    found = rows.page(int(request["startRow"]), int(request["endRow"]), order)
    return {"rowData": [cells(view, rows, row) for row in found], "rowCount": rows.total}


def register(app: Dash, reader: Reader) -> None:
    """Add the callback that answers the grid."""

    @app.callback(
        Output(ID, "getRowsResponse"),
        Input(ID, "getRowsRequest"),
        State("ls-url", "pathname"),
        State("ls-url", "search"),
        prevent_initial_call=True,
    )
    def rows(
        request: Mapping[str, Any] | None, path: str | None, search: str | None
    ) -> dict[str, Any] | None:
        if not request:
            return None
        try:
            with reader.snapshot() as snapshot:
                return answer(View(urls.parse(path or "/", search or ""), snapshot), request)
        except NothingPublished:
            return {"rowData": [], "rowCount": 0}
