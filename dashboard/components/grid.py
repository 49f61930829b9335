"""AG Grid in the page's look: horizontal rules only, numbers right, one blue link column, two-line first cells.

Cells are drawn by assets/grids.js: `LsLink` (a link, `href` names the row's field), `LsTwoLine` (text over context,
`context` names the field; a link too where `href` is given), `LsTone` (a value with a tone from the field `tone`).
"""

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag

_THEME = {
    "function": "themeQuartz.withParams({fontFamily:'inherit',fontSize:13,headerFontSize:12,"
    "backgroundColor:'var(--ls-surface)',foregroundColor:'var(--ls-text)',headerBackgroundColor:'var(--ls-surface)',"
    "headerTextColor:'var(--ls-text3)',borderColor:'var(--ls-border)',headerColumnBorder:false,"
    "headerColumnResizeHandleColor:'transparent',wrapperBorder:false,rowHoverColor:'var(--ls-hover)',"
    "selectedRowBackgroundColor:'var(--ls-accentbg)',accentColor:'var(--ls-accent)',cellHorizontalPadding:8,spacing:6,"
    "wrapperBorderRadius:0})"
}
ROW = 42
HEAD = 30


def ag_grid(
    name: str,
    columns: Sequence[dict[str, Any]],
    rows: Sequence[dict[str, Any]] | None,
    options: dict[str, Any] | None = None,
    height: int | None = None,
    **more: Any,
) -> dag.AgGrid:
    """Return a grid; without `height` it is as tall as its rows (up to about 50), with one it scrolls."""
    grid_options: dict[str, Any] = {
        "theme": _THEME,
        "rowHeight": ROW,
        "headerHeight": HEAD,
        "enableCellTextSelection": True,
        "suppressCellFocus": False,
        "suppressColumnVirtualisation": True,
        **({} if height else {"domLayout": "autoHeight"}),
        **(options or {}),
    }
    return dag.AgGrid(
        id=name,
        rowData=rows,
        columnDefs=list(columns),
        columnSize="responsiveSizeToFit",
        className="ls-aggrid",
        style={"height": f"{height}px" if height else None, "width": "100%"},
        defaultColDef={
            "cellDataType": False,
            "sortable": True,
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "suppressMovable": True,
        },
        dashGridOptions=grid_options,
        **more,
    )


def two_line(field: str, label: str, context: str, href: str | None = None, **more: Any) -> dict[str, Any]:
    """Return the column of a text with its context below it in 11 px."""
    params = {"context": context, **({"href": href} if href else {})}
    return {
        "field": field,
        "headerName": label,
        "cellRenderer": "LsTwoLine",
        "cellRendererParams": params,
        **more,
    }


def text_column(field: str, label: str, **more: Any) -> dict[str, Any]:
    """Return a column of text."""
    return {"field": field, "headerName": label, **more}


def number_column(field: str, label: str, shown: str, tone: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a column of numbers, right-aligned: sorted by `field`, shown as the row's field `shown`."""
    params = {"shown": shown, **({"tone": tone} if tone else {})}
    return {
        "field": field,
        "headerName": label,
        "cellRenderer": "LsTone",
        "cellRendererParams": params,
        "cellClass": "ag-right-aligned-cell",
        "headerClass": "ag-right-aligned-header",
        **more,
    }
