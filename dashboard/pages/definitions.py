"""What exactly is counted? Every metric from the header of its own file, worked by hand; and what platforms call it."""

import re
from typing import Any

from dash import dcc, html

from dashboard import texts
from dashboard.components.card import Card, grid, place
from dashboard.components.fold import fold
from dashboard.components.table import Column
from dashboard.data import CATALOG
from dashboard.glossary import glossary
from dashboard.page import Body, Page
from dashboard.view import View
from warehouse.catalog import Metric

SEARCH = "ls-definition-search"
VERSION_LENGTH = 8
CITED = {
    "definitions": "metrics definitions ",
    "definition": "metrics definition ",
    "conflict": "conflict C",
    "conflict_definition": "definition C",
    "interval": "interval: ",
    "survival": "survival: ",
    "placebo": "placebo: ",
    "mean": "restricted mean: ",
    "differences": "differences in differences",
    "hazard": "hazard ratio: ",
    "person_time": " on person-time",
    "same_mix": "weighted to the same mix",
    "studies": "event studies: ",
    "pre_trend": "pre-trend test: ",
    "method": "method 10",
    "level": "level: ",
    "labelled": "shares as labelled: ",
    "funnel": "funnel plots",
    "quasi": "quasi-binomial: ",
    "standardisation": "direct standardisation: ",
    "clusters": "cluster bootstrap over threads",
    "blocks": "block bootstrap over weeks",
    "widened": "widened by Student's t, the budget exact",
    "world": "world_share: 9 of 509 billion US dollars for service and marketing",
    "sequence": "predictions in sequence",
    "biased": "as shares within short sequences are biased",
    "counterfactual": "counterfactual and interval as spillover, handle times by the delta method",
    "crowding": "as campaign_waits; topics that were moved as spillover",
    "rules": "rules: [identity] of the configuration",
    "settings": "settings [[intents]]; quality: marts.dim_intent_quality",
    "trapezoids": "trapezoids between readings, bounds by the best and the worst that readings allow",
    "visible": "settings visible_share of [conflict] and the target that holds for the complaint",
    "and": " and ",
}
"""Words of a metric header's `source`, by the name of their text."""
GROUPS = {
    "service": re.compile("metrics definition"),
    "conflict": re.compile(r"\bC\d+\b"),
    "evidence": re.compile(""),
}
"""Headings of the catalogue, and what the `source` of a metric below them names; the first that fits."""
_WISH = re.compile(r"requirement R\d+(; )?")
"""What in a metric header's `source` no reader of the page can look up."""
_TIME = re.compile(r"^((?:[A-Z][a-zä]{1,2}\.? )?\d{1,2}:\d{2})\s+(.*)$")
"""A line of an example that begins with a time of day."""


def metrics(view: View) -> list[Metric]:
    """Return every metric, by its name in the page's language."""
    return sorted(CATALOG.metrics.values(), key=lambda metric: label(view, metric).casefold())


def label(view: View, metric: Metric) -> str:
    """Return a metric's name in the page's language."""
    return str(_said(view, metric, "label"))


def _said(view: View, metric: Metric, field: str) -> Any:
    return getattr(metric, f"{field}_de" if view.lang == "de" else field)


def catalogue(view: View) -> Card:
    """All of them, with what each leaves out, how it is written, and what other tools would say."""
    found = metrics(view)
    rows = {metric.name: row(view, metric) for metric in found}
    names = "label description excludes unit clock by statistics source others file version".split()
    return Card(
        view.t("definitions.catalogue.title"),
        view.t("definitions.catalogue.sub"),
        [
            html.Section(
                [
                    html.H3(view.t(f"definitions.group.{name}"), className="ls-defgroup"),
                    *[entry(view, metric, rows[metric.name]) for metric in found if group(metric) == name],
                ]
            )
            for name in GROUPS
        ],
        rows=list(rows.values()),
        columns=[Column(name, view.t(f"definitions.field.{name}")) for name in names],
    )


def group(metric: Metric) -> str:
    """Return the heading under which a metric stands: the work of service, marketing against it, or the data."""
    return next(name for name, words in GROUPS.items() if words.search(metric.source))


def row(view: View, metric: Metric) -> dict[str, str]:
    """Return the facts about one metric as texts."""
    clocks = view.t("definitions.clock.both") if "clock" in metric.dimensions else ""
    shown = [name for name in metric.dimensions if name != "clock"]
    return {
        "label": label(view, metric),
        "description": _said(view, metric, "description"),
        "excludes": _said(view, metric, "excludes"),
        "unit": _named(view, "definitions.unit", metric.unit),
        "better": view.t(f"definitions.better.{metric.better}"),
        "clock": clocks,
        "by": ", ".join(_named(view, "definitions.dimension", name) for name in shown),
        "statistics": ", ".join(metric.statistics) if len(metric.statistics) > 1 else "",
        "source": _cited(view, metric.source),
        "others": _said(view, metric, "others"),
        "file": f"warehouse/metrics/{metric.path.name}",
        "version": metric.content_hash[:VERSION_LENGTH],
    }


def _cited(view: View, source: str) -> str:
    """Return what a metric follows; the header's words for it in the page's language, names and years as they are."""
    source = _WISH.sub("", source)
    for name, words in CITED.items():
        source = source.replace(words, view.t(f"definitions.cited.{name}"))
    return source


def _marked(text: str) -> list[Any]:
    """Return a text's parts, names of columns and statistics (between backticks) as code."""
    return [html.Code(part) if i % 2 else part for i, part in enumerate(text.split("`")) if part]


def _named(view: View, area: str, value: str) -> str:
    key = f"{area}.{value.replace(' ', '_')}"
    return view.t(key) if texts.has(view.lang, key) else value


def entry(view: View, metric: Metric, values: dict[str, str]) -> html.Details:
    """Return one metric's place on the page, closed; its address ends with #<name>."""
    facts = [
        (view.t(f"definitions.field.{name}"), values[name])
        for name in ("excludes", "unit", "clock", "by", "source", "others")
        if values[name]
    ]
    file = [
        html.Code(values["file"]),
        " · ",
        view.t("definitions.field.version"),
        " ",
        html.Code(values["version"]),
    ]
    said = [
        html.P(_marked(values["description"])),
        html.Dl(
            [
                part
                for name, text in [*facts, (view.t("definitions.field.file"), file)]
                for part in (html.Dt(name), html.Dd(_marked(text) if isinstance(text, str) else text))
            ],
            className="ls-facts",
        ),
        example(view, metric),
    ]
    words = " ".join([metric.name, values["label"], values["description"], values["excludes"]])
    code = html.Code(f"metrics.{metric.name}")
    lead = values["description"].replace("`", "")
    return fold(metric.name, values["label"], lead, words, said, code)


def example(view: View, metric: Metric) -> Any:
    """Return a metric's worked example, a line an event, the result last; nothing where it has none."""
    lines = _said(view, metric, "example")
    if not lines:
        return None
    rows = []
    for line in lines:
        if line.startswith("="):
            rows.append(
                html.Tr([html.Td("="), html.Td(html.B(line.removeprefix("=").strip()))], className="total")
            )
            continue
        found = _TIME.match(line)
        at, what = found.groups() if found else ("", line)
        rows.append(html.Tr([html.Td(at), html.Td(what)]))
    head = html.Caption(view.t("definitions.example"))
    return html.Table([head, html.Tbody(rows)], className="ls-trace ls-example")


def layout(view: View) -> Body:
    """Return the page."""
    search = dcc.Input(
        id=SEARCH,
        type="search",
        placeholder=view.t("definitions.search"),
        className="ls-search",
        autoComplete="off",
    )
    every = html.Button(
        view.t("definitions.open_all"),
        className="ls-button",
        **{"data-action": "unfold", "data-other": view.t("definitions.close_all"), "aria-pressed": "false"},
    )
    none = html.P(view.t("definitions.nothing"), id="ls-definition-none", className="ls-meta", hidden=True)
    found = metrics(view)
    return Body(
        [
            html.Div([search, every, none], className="ls-definition-search"),
            grid(place(view, catalogue), place(view, glossary)),
        ],
        answer=view.t("definitions.answer"),
        count=view.t("definitions.count", count=len(found), total=view.number(len(found))),
    )


PAGE = Page(
    key="definitions",
    path="/definitions",
    layout=layout,
    cards=(catalogue, glossary),
    icon="book",
    group="evidence",
    order=120,
)
