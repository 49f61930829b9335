"""The list of cases as a grid that asks for its rows as it is scrolled; which columns it has stands in the address.

`cols=state,waits,priority` chooses columns, `sort=age_seconds.desc` the order: a list's address is a saved view.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import dash_ag_grid as dag
from dash import ClientsideFunction, Dash, Input, Output, State, html

from dashboard import urls
from dashboard.cards.cases.case_events import KINDS
from dashboard.cards.cases.case_lists import SORTABLE, CaseListing, listing
from dashboard.components.grid import HEAD, ROW, ag_grid, number_column, text_column, two_line
from dashboard.components.icons import icon
from dashboard.components.table import Column
from dashboard.data import NothingPublished, Reader
from dashboard.view import View
from dashboard.wordless import called

ID = "cases-grid"
BLOCK = 100
MOST_HEIGHT = 760

Fields = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One column: the row's field it is made from, how it is written (components/table.py), and its least width."""

    field: str
    kind: str
    width: int


COLUMNS = {
    "state": Shown("state", "text", 152),
    "age": Shown("age_seconds", "seconds", 100),
    "department": Shown("department_id", "text", 152),
    "opened": Shown("opened_at", "instant", 112),
    "waits": Shown("wait_count", "number", 88),
    "handoffs": Shown("handoff_count", "number", 82),
    "reopened": Shown("reopen_count", "number", 84),
    "due": Shown("next_due_at", "instant", 98),
    "replies": Shown("human_reply_count", "number", 84),
    "priority": Shown("priority", "text", 90),
    "platform": Shown("platform", "text", 100),
    "channel": Shown("channel", "text", 110),
    "visibility": Shown("visibility", "text", 90),
    "when": Shown("occurred_at", "instant", 112),
    "what": Shown("event_what", "text", 120),
    "target": Shown("target_id", "text", 130),
    "event_state": Shown("event_state", "text", 110),
    "event_seconds": Shown("event_seconds", "seconds", 108),
    "giver": Shown("giver", "text", 120),
    "receiver": Shown("receiver", "text", 120),
    "due_at": Shown("due_at", "instant", 112),
}
USUAL = ("state", "age", "department", "waits", "handoffs", "reopened", "due")
OF_CASES = (*USUAL, "opened", "replies", "priority", "platform", "channel", "visibility")


def offered(kind: str) -> tuple[str, ...]:
    """Return the columns that a kind of list can show."""
    event = KINDS.get(kind)
    return (*(() if event is None else ("when", *event.columns)), *OF_CASES)


def usual(kind: str) -> tuple[str, ...]:
    """Return the columns shown where the address chooses none."""
    event = KINDS.get(kind)
    return USUAL if event is None else ("when", *event.columns, "state", "department")


def chosen(view: View, kind: str) -> tuple[str, ...]:
    """Return the columns that the address chooses, in the order in which they are offered."""
    asked = view.state.extra.get("cols", "").split(",")
    found = tuple(name for name in offered(kind) if name in asked)
    return found or usual(kind)


def chooser(view: View, kind: str) -> html.Details:
    """Return the menu of columns: each a link to the same list with or without it."""
    shown = chosen(view, kind)
    links = []
    for name in offered(kind):
        is_on = name in shown
        names = [one for one in offered(kind) if (one in shown) != (one == name)]
        extra = {key: value for key, value in view.state.extra.items() if key != "cols"}
        if set(names) != set(usual(kind)) and names:
            extra["cols"] = ",".join(names)
        links.append(
            html.A(
                [icon("tick", "" if is_on else "ls-off"), label(view, kind, name)],
                href=urls.format(replace(view.state, extra=extra)),
                className="ls-option",
                role="menuitemcheckbox",
                **{"aria-checked": str(is_on).lower()},
            )
        )
    summary = html.Summary([icon("columns"), view.t("cases.columns")], className="ls-button")
    menu = html.Div(links, className="ls-chooser-menu", role="menu")
    return html.Details([summary, menu], className="ls-chooser", id="ls-chooser")


def label(view: View, kind: str, name: str) -> str:
    """Return a column's heading; the length of an event is called what it is."""
    if name == "event_seconds":
        return view.t(f"cases.column.seconds_{kind}")
    if name in ("when", "giver", "receiver") and kind in ("sla", "promises", "handoffs", "approvals"):
        return view.t(f"cases.column.{name}_{kind}")
    return view.t(f"cases.column.{name}")


def grid(view: View, rows: CaseListing) -> dag.AgGrid:
    """Return the grid, as high as its rows up to a screen."""
    texts = ("loadingOoo", "noRowsToShow", "ariaSortableColumn")
    return ag_grid(
        ID,
        [_message(view), *[_column(view, rows.kind, name) for name in chosen(view, rows.kind)]],
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


def _message(view: View) -> Fields:
    return two_line(
        "message", view.t("cases.column.case"), "context", "href", flex=1, minWidth=220, sortable=False
    )


def _column(view: View, kind: str, name: str) -> Fields:
    column = COLUMNS[name]
    sorted_by, _, direction = view.state.extra.get("sort", "").partition(".")
    size: Fields = {
        "width": column.width,
        "minWidth": column.width,
        "suppressSizeToFit": True,
        "sortable": column.field in SORTABLE,
        "colId": column.field,
        **({"sort": "desc" if direction == "desc" else "asc"} if sorted_by == column.field else {}),
    }
    heading = label(view, kind, name)
    if column.kind in ("seconds", "number"):
        tone = {"tone": "tone"} if name == "event_seconds" else {}
        return number_column(name, heading, name, **tone, **size, sortingOrder=["desc", "asc", None])
    return text_column(name, heading, **size)


def columns(view: View, kind: str) -> list[Column]:
    """Return the columns of table twin and export: the case, its message, then those chosen."""
    fixed = [Column("case_id", view.t("cases.column.id")), Column("text", view.t("cases.column.text"))]
    shown = [Column(name, label(view, kind, name), COLUMNS[name].kind) for name in chosen(view, kind)]
    return [*fixed, *shown]


def named(view: View, rows: CaseListing) -> CaseListing:
    """Return the list with a field a column, names in place of ids, for table twin and export."""
    naming = _naming(view, rows.kind)

    def finish(row: Fields) -> Fields:
        return {**row, **{name: naming(name, row.get(COLUMNS[name].field)) for name in offered(rows.kind)}}

    return replace(rows, finish=finish)


def _naming(view: View, kind: str) -> Callable[[str, Any], Any]:
    """Return how a column's value is called: ids become names, numbers and instants stay what they are."""
    targets = dict(view.targets.select("target_id", "label").iter_rows())

    def name_of(column: str, value: Any) -> Any:
        if column in ("platform", "channel", "visibility"):
            return view.name(column, value)
        if column in ("giver", "receiver") and value is None:
            return None
        if column in ("department", "giver", "receiver"):
            return view.name("department_id", value)
        if column == "target":
            return targets.get(value) or value
        if column == "state" and value is not None:
            return view.t(f"conversation.state.{value}")
        if column == "event_state" and value is not None:
            return word(view, f"cases.{kind}", value)
        if column == "what" and kind == "sla" and value is not None:
            return word(view, "cases.metric", value)
        if column == "priority" and value is not None:
            return word(view, "cases.priority", value)
        return value

    return name_of


def word(view: View, area: str, value: str) -> str:
    """Return the name of a value that comes from the data; one without a name stands as it is."""
    from dashboard import texts

    key = f"{area}.{value}"
    return view.t(key) if texts.has(view.lang, key) else str(value).replace("_", " ")


def cells(view: View, rows: CaseListing, row: Fields) -> dict[str, Any]:
    """Return one row as the grid shows it, all text; `href` leads to the case."""
    naming = _naming(view, rows.kind)
    context = view.names(row, "platform", "channel")
    native = (row["case_id"] or "").partition(":")[2]
    found: dict[str, Any] = {
        "href": address(view, row["case_id"]) if row["case_id"] else None,
        "message": called(view, row),
        "context": " · ".join([*context, native]),
        "tone": "ls-bad" if row.get("event_state") in BAD else "",
    }
    makers = {
        "seconds": view.duration,
        "instant": lambda value: view.instant(value, "short"),
        "number": view.number,
    }
    for name in chosen(view, rows.kind):
        column, value = COLUMNS[name], naming(name, row.get(COLUMNS[name].field))
        if value is None and name in BLANK:
            found[name] = ""
        else:
            found[name] = makers.get(column.kind, lambda one: "—" if one is None else str(one))(value)
    return found


BAD = ("breached", "dropped", "broken", "overdue", "late")
"""States whose length is said in the colour of a missed target."""
BLANK = ("due", "event_seconds")
"""Columns that are empty, and not a dash, where there is none: nothing is unknown then."""


def address(view: View, case_id: str) -> str:
    """Return a case's address; it remembers the list it was opened from."""
    extra = {**view.state.extra, "list": "cases"}
    return urls.format(replace(view.state, path=f"/conversation/{case_id}", extra=extra))


def ordered(view: View, sort: Sequence[Mapping[str, str]]) -> str | None:
    """Return the order that the grid asks for, or failing that the address."""
    if sort:
        column, direction = sort[0]["colId"], sort[0]["sort"]
    else:
        column, _, direction = view.state.extra.get("sort", "").partition(".")
    return f"{column} {direction}" if column in SORTABLE else None


def answer(view: View, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows that the grid asks for: startRow, endRow, sortModel -> rowData, rowCount."""
    rows = listing(view)
    order = ordered(view, request.get("sortModel") or ())
    if order:
        # A row's address says the order too: its place in the list is the one that is seen.
        extra = {**view.state.extra, "sort": order.replace(" ", ".")}
        view = replace(view, state=replace(view.state, extra=extra))
    found = rows.page(int(request["startRow"]), int(request["endRow"]), order)
    return {"rowData": [cells(view, rows, row) for row in found], "rowCount": rows.total}


def register(app: Dash, reader: Reader) -> None:
    """Add the callback that answers the grid, and the one that writes its order into the address."""

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

    app.clientside_callback(
        ClientsideFunction("leitstand", "sorted"), Input(ID, "getRowsRequest"), prevent_initial_call=True
    )
