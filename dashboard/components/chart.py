"""A figure in its place: fixed height, a sentence for those who don't see it, and an id by which it is re-themed."""

from typing import Any

from dash import dcc, html

from dashboard.view import View

_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showTips": False,
    "doubleClick": False,
    "scrollZoom": False,
    "responsive": True,
}
_GERMAN = {
    "dictionary": {},
    "format": {
        "days": "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag".split(),
        "shortDays": "So Mo Di Mi Do Fr Sa".split(),
        "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
        "shortMonths": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split(),
        "date": "%d.%m.%Y",
        "decimal": ",",
        "thousands": ".",
    },
}


def chart(view: View, name: str, figure: dict[str, Any], height: int, finding: str) -> html.Div:
    """Return a figure (a plain dict) of `height` px; `finding` is its text for a screen reader.

    A mark drills when its `customdata` is a dict with `href`, or a list whose last entry begins with "/".
    """
    config = dict(_CONFIG, locale="de", locales={"de": _GERMAN}) if view.lang == "de" else _CONFIG
    graph = dcc.Graph(
        id={"type": "fig", "i": name},
        figure=figure,
        config=config,
        responsive=True,
        style={"height": f"{height}px"},
    )
    return html.Div(
        graph, className="ls-chart", role="img", style={"height": f"{height}px"}, **{"aria-label": finding}
    )
