"""A card, and how a page is put together.

A page is a module in dashboard/pages with a `PAGE`; its texts are locales/{de,en}/<key>.toml:

    def curve(view: View) -> Card:                     # called "responses-curve" in ids and exports
        frame = view.evaluate("response_curve", by=("channel",), clock=view.state.clock)
        if frame.is_empty():
            return Card("How long do people wait?", body=empty(view, view.t("common.messages")))
        rows = frame.to_dicts()                        # what is shown; table twin and CSV are these rows
        columns = [Column("channel", view.t("common.column.channel")), Column("metric_value", "Answered", "share")]
        figure = survival_curve(frame, view.scheme, view.lang)
        return Card(
            heading="...",                                       # the finding, or the question if there is none
            sub="...",                                            # what is plotted: unit, n, clock, band
            body=chart(view, "responses-curve", figure, 330, finding="..."),
            footer=["..."], rows=rows, columns=columns, metric="response_curve",
        )

    def layout(view: View) -> Body:
        return Body(answer=rich("Half wait at most **2 h 11 min**."), count=count_line(view),
                    children=[grid(place(view, curve, span=7), place(view, percentiles, span=5))])

    PAGE = Page(key="responses", path="/responses", layout=layout, cards=(curve, percentiles),
                icon="clock", group="service", order=30)

`place` draws a card where it stands and catches what goes wrong inside it: the rest of the page stays.
Every control is a link to an address (view.href, view.link); an <a> to the own server changes the page without a
reload (assets/navigation.js). No page needs a callback for showing something.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard import urls
from dashboard.cache import Cache
from dashboard.components import states
from dashboard.components.icons import icon
from dashboard.components.table import Column, Row, table
from dashboard.data import CATALOG, is_outdated
from dashboard.delivery import do_not_keep
from dashboard.page import card_name
from dashboard.view import View

log = logging.getLogger(__name__)
_last_good: Cache[tuple[Any, str]] = Cache(200)


@dataclass(frozen=True)
class Card:
    """One card. `metric` (or several) fills the info popover from the metric's header; `notes` add to it.

    `badge` is (text, tone) with tone good, bad, warn or "" (grade or verdict). `rows` with `columns` are what is shown:
    table twin and CSV export come from them; without columns the card has neither. `has_figure` offers PNG and SVG.
    """

    heading: str
    sub: str = ""
    body: Any = None
    footer: Sequence[Any] = ()
    rows: Sequence[Row] = ()
    columns: Sequence[Column] = ()
    metric: str | Sequence[str] = ()
    notes: Sequence[str] = ()
    badge: tuple[str, str] | None = None
    has_figure: bool = False
    class_name: str = ""
    extra_actions: Sequence[Any] = field(default=())

    def component(self, view: View, name: str, span: int) -> html.Section:
        """Return the card as it stands in the page's grid."""
        head = html.Div(
            [
                html.Div(
                    [html.H3(self.heading, id=f"{name}-title"), badge(*self.badge) if self.badge else None],
                    className="ls-card-title",
                ),
                html.P(self.sub, className="ls-sub") if self.sub else None,
            ]
        )
        parts: list[Any] = [
            html.Header([head, html.Div(self._actions(view, name), className="ls-actions")]),
            html.Div(self.body, className="ls-card-body"),
        ]
        if self.columns:
            twin = table(view, self.columns, self.rows, self.heading)
            parts.append(html.Div(twin, className="ls-twin", hidden=True))
        if self.footer:
            parts.append(html.Footer(list(self.footer)))
        return html.Section(
            parts,
            id=name,
            className=f"ls-card s{span} {self.class_name}".strip(),
            **{"aria-labelledby": f"{name}-title", "data-card": name},
            **({"data-csv": _csv(view, name)} if self.columns else {}),
        )

    def _actions(self, view: View, name: str) -> list[Any]:
        actions: list[Any] = list(self.extra_actions)
        if self.metric or self.notes:
            actions.append(_info(view, self))
        if self.columns:
            label = view.t("common.card.as_table")
            actions.append(
                html.Button(
                    icon("table"),
                    className="ls-icon",
                    title=f"{label} (t)",
                    **{"aria-label": label, "aria-pressed": "false", "data-action": "twin"},
                )
            )
        actions.append(_menu(view, self, name))
        return actions


def place(view: View, builder: Callable[[View], Any], span: int = 12, name: str = "") -> Any:
    """Return a card (or whatever `builder` gives that has `component`) at its place in the grid, `span` of 12 wide.

    A card that fails says so, keeps its last good state below, and is logged with its trace; it takes nothing else
    down. `name` is for builders that are made on the spot.
    """
    name = name or card_name(builder)
    key = (name, urls.format(view.state), view.lang)
    try:
        made = builder(view).component(view, name, span)
    except Exception as error:
        do_not_keep()
        log.exception(
            "card %s failed for %s in snapshot %s", name, urls.format(view.state), view.snapshot.name
        )
        if is_outdated(error):
            return Card(view.t("common.outdated.card"), body=states.outdated(view)).component(
                view, name, span
            )
        kept = _last_good.get(key)
        body = [states.error(view, kept[1] if kept else None, view.href())]
        if kept:
            body.append(html.Div(kept[0], className="ls-kept"))
        failed = Card(view.t("common.error.card"), body=body, badge=(view.t("common.error.badge"), "bad"))
        return failed.component(view, name, span)
    _last_good.put(key, (made, view.instant(view.snapshot.about.as_of)))
    return made


def grid(*children: Any) -> html.Div:
    """Return the 12 columns that cards stand in."""
    return html.Div(list(children), className="ls-grid")


def badge(text: str, tone: str = "") -> html.Span:
    """Return a small word beside a heading: a verdict (good, bad, warn) or a grade ("")."""
    return html.Span(text, className=f"ls-badge {tone}".strip())


def key_item(kind: str, text: str) -> html.Span:
    """Return one entry of a card's key; `kind` is one of assets/card.css: target, band, out, hollow, hatch, ..."""
    return html.Span(
        [html.I(className=f"ls-key {kind}", **{"aria-hidden": "true"}), text], className="ls-keyitem"
    )


def _info(view: View, card: Card) -> dmc.Popover:
    names = [card.metric] if isinstance(card.metric, str) else list(card.metric)
    parts: list[Any] = [html.P(note) for note in card.notes]
    for name in names:
        metric = CATALOG.metrics[name]
        german = view.lang == "de"
        label = metric.label_de if german else metric.label
        description = metric.description_de if german else metric.description
        excludes = metric.excludes_de if german else metric.excludes
        parts += [
            html.P(html.B(label)),
            html.P(description),
            html.P([html.B(view.t("common.card.left_out") + " "), excludes]) if excludes else None,
            html.P(
                [
                    view.t("common.card.defined_in"),
                    " ",
                    html.A(html.Code(f"metrics.{name}"), href=f"{view.link('/definitions')}#{name}"),
                ],
                className="ls-meta",
            ),
        ]
    label = view.t("common.card.info")
    button = html.Button(icon("info"), className="ls-icon", title=label, **{"aria-label": label})
    return dmc.Popover(
        [
            dmc.PopoverTarget(button, boxWrapperProps={"className": "ls-inline"}),
            dmc.PopoverDropdown(html.Div(parts, className="ls-info")),
        ],
        width=340,
        position="bottom-end",
        shadow="none",
        withinPortal=True,
        trapFocus=False,
    )


def _menu(view: View, card: Card, name: str) -> dmc.Menu:
    label = view.t("common.card.menu")
    items: list[Any] = []
    if card.columns:
        items.append(_item(view.t("common.card.csv"), "csv", **{"data-href": _csv(view, name)}))
    if card.has_figure:
        items.append(_item(view.t("common.card.png"), "png"))
        items.append(_item(view.t("common.card.svg"), "svg"))
    items.append(_item(view.t("common.card.copy_link"), "copy-card"))
    button = html.Button(icon("dots"), className="ls-icon", title=label, **{"aria-label": label})
    return dmc.Menu(
        [dmc.MenuTarget(button, boxWrapperProps={"className": "ls-inline"}), dmc.MenuDropdown(items)],
        position="bottom-end",
        shadow="none",
    )


def _csv(view: View, name: str) -> str:
    """Return the address of a card's file."""
    href = urls.format(view.state, path=f"/export/{name}.csv", extra=dict(view.state.extra))
    return href + ("&" if "?" in href else "?") + f"item={view.item}" if view.item else href


def _item(text: str, action: str, **more: str) -> dmc.MenuItem:
    return dmc.MenuItem(text, **{"data-action": action}, **more)
