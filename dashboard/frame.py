"""The frame around every page: navigation, header, filter bar, data line, title row.

`shell` is drawn once and stays; `contents` fills its places for one address. What is open in it (the filter menu while
values are ticked) stays open because only what is inside is drawn anew.
"""

from functools import cache
from string import ascii_lowercase
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import theme
from dashboard.components import filters, header
from dashboard.components.icons import icon
from dashboard.components.static import flatten
from dashboard.page import Body, Page, all_pages
from dashboard.view import View

GROUPS = ("overview", "service", "conflict", "evidence")
PLACES = (
    "skip",
    "nav",
    "drawer",
    "crumbs",
    "period",
    "period-menu",
    "tools",
    "chips",
    "filter",
    "filter-menu",
    "data",
    "main",
)
"""Parts that `contents` fills; their ids are `ls-<place>`."""


def shell() -> dmc.MantineProvider:
    """Return what stays: the places, and the menus that keep open while their content changes."""

    def at(place: str, tag: Any = html.Div, **more: Any) -> Any:
        return tag(id=f"ls-{place}", **more)

    menu_button = html.Button(icon("menu"), id="ls-menu", className="ls-icon ls-menu", n_clicks=0)
    return dmc.MantineProvider(
        [
            dcc.Location(id="ls-url", refresh="callback-nav"),
            dcc.Store(id="ls-scheme"),
            at("skip"),
            dmc.Drawer(
                at("drawer"),
                id="ls-drawer-box",
                size="260px",
                padding="sm",
                opened=False,
                withCloseButton=True,
            ),
            html.Div(
                [
                    at("nav", html.Nav, className="ls-nav"),
                    html.Div(
                        [
                            html.Header(
                                [
                                    menu_button,
                                    at("crumbs", className="ls-crumbs"),
                                    _popover("period", at("period"), at("period-menu"), 560),
                                    at("tools", className="ls-tools"),
                                ],
                                className="ls-header",
                            ),
                            html.Div(
                                [
                                    html.Div(
                                        [
                                            icon("filter", "ls-filter-sign"),
                                            at("chips", className="ls-chips"),
                                            _popover("filter", at("filter"), at("filter-menu"), 320),
                                        ],
                                        className="ls-filters",
                                    ),
                                    at("data", className="ls-data", role="status"),
                                ],
                                className="ls-bar",
                            ),
                            at(
                                "main",
                                html.Main,
                                children=flatten(_skeleton()),
                                className="ls-main",
                                tabIndex=-1,
                                **{"aria-busy": "true"},
                            ),
                        ],
                        className="ls-column",
                    ),
                ],
                className="ls-frame",
            ),
        ],
        theme=theme.MANTINE,
        defaultColorScheme="auto",
    )


def _main() -> html.Main:
    busy = {"aria-busy": "true"}
    return html.Main(flatten(_skeleton()), id="ls-main", className="ls-main", tabIndex=-1, **busy)


def _skeleton() -> html.Div:
    """Return the shape of a page, to stand until the first answer is there."""

    def bone(width: str, height: int) -> html.Div:
        return html.Div(className="ls-bone", style={"width": width, "height": f"{height}px"})

    figure = html.Div(
        [bone("50%", 12), bone("40%", 30), bone("100%", 8), bone("60%", 10)], className="ls-card s3"
    )
    main = html.Div([bone("40%", 14), bone("60%", 10), bone("100%", 220)], className="ls-card s12")
    cards = html.Div([figure, figure, figure, figure, main], className="ls-grid")
    return html.Div([bone("220px", 24), cards], className="ls-skeleton")


def _popover(name: str, label: Any, content: Any, width: int) -> dmc.Popover:
    button = html.Button(label, id=f"ls-{name}-button", className=f"ls-button ls-{name}-button")
    return dmc.Popover(
        [
            dmc.PopoverTarget(button, boxWrapperProps={"className": "ls-inline"}),
            dmc.PopoverDropdown(content, className=f"ls-{name}-box"),
        ],
        id=f"ls-{name}-popover",
        position="bottom-start",
        shadow="none",
        width=width,
        keepMounted=True,
        withRoles=True,
        transitionProps={"duration": 0},
    )


def contents(view: View, page: Page, body: Body) -> dict[str, Any]:
    """Return the children of every place for one page."""
    title = body.title or view.t(f"{page.key}.title")
    return {
        "skip": html.A(view.t("common.skip"), href="#ls-main", className="ls-skip", **{"data-native": "1"}),
        "nav": [*navigation(view, page), keys(view)],
        "drawer": navigation(view, page),
        "crumbs": _crumbs(view, page, body, title),
        "period": header.period_label(view),
        "period-menu": header.period_menu(view),
        "tools": header.tools(view),
        "chips": filters.chips(view),
        "filter": filters.button_label(view),
        "filter-menu": filters.menu(view),
        "data": header.data_line(view),
        "main": main(view, title, body),
    }


def brand(href: str) -> html.A:
    """Return the product's name and mark, leading home."""
    return html.A([html.Span(className="ls-logo"), html.Span("Leitstand")], href=href, className="ls-brand")


def navigation(view: View, page: Page) -> list[Any]:
    """Return the list of pages; the one shown (or its parent) is marked."""
    current = page.parent or page.key
    parts: list[Any] = [brand(view.link("/"))]
    letters = shortcuts()
    for group in GROUPS:
        members = [p for p in all_pages() if p.group == group]
        if members:
            parts.append(html.Div(view.t(f"common.nav.{group}"), className="ls-group"))
        for member in members:
            text = view.t(f"{member.key}.nav")
            marked = {"aria-current": "page"} if member.key == current else {}
            parts.append(
                html.A(
                    [icon(member.icon), html.Span(text)],
                    href=view.link(member.path),
                    className="ls-navlink",
                    title=f"{text} (g {letters[member.key]})",
                    **{"data-key": letters[member.key], **marked},
                )
            )
    return parts


@cache
def shortcuts() -> dict[str, str]:
    """Return the letter that leads to each listed page after g: the first of its key that no page before it has."""
    found: dict[str, str] = {}
    for page in (page for group in GROUPS for page in all_pages() if page.group == group):
        free = (letter for letter in page.key + ascii_lowercase if letter in ascii_lowercase)
        found[page.key] = next(letter for letter in free if letter not in found.values())
    return found


def keys(view: View) -> html.Dialog:
    """Return what ? shows: every key, and every page's letter."""
    named = [("t", "table"), ("e", "export"), ("/", "search"), ("?", "help")]
    rows = [(html.Kbd(key), view.t(f"common.keys.{name}")) for key, name in named]
    titles = {page.key: view.t(f"{page.key}.nav") for page in all_pages() if page.group}
    rows += [([html.Kbd("g"), " ", html.Kbd(letter)], titles[key]) for key, letter in shortcuts().items()]
    listed = [part for key, text in rows for part in (html.Dt(key), html.Dd(text))]
    close = html.Button(view.t("common.keys.close"), className="ls-button")
    title = view.t("common.keys.title")
    return html.Dialog(
        [html.H2(title), html.Dl(listed), close],
        id="ls-keys",
        className="ls-dialog",
        **{"aria-label": title},
    )


def main(view: View, title: str, body: Body) -> list[Any]:
    """Return the title row, the answer, and the page."""
    marks = {
        "data-lang": view.lang,
        "data-title": f"{title} · Leitstand",
        "data-company": view.snapshot.about.company_name,
    }
    count = html.Span(body.count, className="ls-count") if body.count else None
    parts: list[Any] = [html.Div([html.H1(title), count], className="ls-titlerow", **marks)]
    if body.answer:
        parts.append(html.P(body.answer, className="ls-answer"))
    parts += header.banners(view)
    return [*parts, *body.children]


def _crumbs(view: View, page: Page, body: Body, title: str) -> list[Any]:
    steps: list[Any] = []
    if page.group:
        steps.append(html.Span(view.t(f"common.nav.{page.group}")))
    steps += [html.A(text, href=href) for text, href in body.crumbs]
    steps.append(html.B(title))
    parts: list[Any] = []
    for i, step in enumerate(steps):
        parts += [html.Span("/", className="ls-slash", **{"aria-hidden": "true"}), step] if i else [step]
    return parts
