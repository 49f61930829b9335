"""What a page is: a module of dashboard/pages with a `PAGE`. The router finds it by listing the folder."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dashboard import pages
from dashboard.view import View

Component = Any
"""A Dash component, a text, or a list of both."""


@dataclass(frozen=True)
class Body:
    """What a page shows under its title.

    `answer` is the sentence that answers the page's question (components/rich.py marks it up). `count` is shown at the
    right of the title. `title` and `crumbs` replace the page's own (a single conversation has its own name).
    """

    children: Sequence[Component]
    answer: Component = None
    count: str | None = None
    title: str | None = None
    crumbs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Page:
    """One page. `key` names its texts (locales/*/<key>.toml, with `title`, and `nav` if that is shorter).

    `path` ending in "/" is a prefix: the rest of the address is `view.item`. `group` is its heading in the navigation
    (None: not listed; then `parent` is the page that is marked there). `cards` are the builders of the page's cards:
    each is a function `View -> Card`, called `<key>-<function name>` in ids and exports.
    """

    key: str
    path: str
    layout: Callable[[View], Body]
    cards: Sequence[Callable[[View], Any]] = field(default=())
    icon: str = ""
    group: str | None = None
    order: int = 0
    parent: str | None = None

    def holds(self, path: str) -> bool:
        """Return whether an address belongs to this page."""
        return (
            path.startswith(self.path) if self.path.endswith("/") and self.path != "/" else path == self.path
        )


@cache
def all_pages() -> tuple[Page, ...]:
    """Return every page, in the order of the navigation."""
    modules = (
        importlib.import_module(f"dashboard.pages.{m.name}") for m in pkgutil.iter_modules(pages.__path__)
    )
    return tuple(sorted((m.PAGE for m in modules if hasattr(m, "PAGE")), key=lambda page: page.order))


def find(path: str) -> Page | None:
    """Return the page that an address belongs to."""
    return next((page for page in all_pages() if page.holds(path)), None)


def card_name(builder: Callable[..., Any]) -> str:
    """Return the name of a card in ids, addresses and exports: page and function, "sla-matrix"."""
    return f"{builder.__module__.rpartition('.')[2]}-{builder.__name__}".replace("_", "-")


def find_card(name: str) -> Callable[[View], Any] | None:
    """Return the builder of a card by its name."""
    return next((b for page in all_pages() for b in page.cards if card_name(b) == name), None)
