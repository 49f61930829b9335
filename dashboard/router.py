"""From an address to a page: one callback fills every place of the frame.

The whole page is a function of address and snapshot, so one answer serves everyone who asks the same (delivery.py keeps
it, compressed). Nothing else on the server is called to show a page.
"""

import logging
from typing import Any

from dash import Dash, Input, Output

from dashboard import frame, urls
from dashboard.components.static import flatten
from dashboard.data import NothingPublished, Reader, is_outdated
from dashboard.delivery import do_not_keep
from dashboard.notices import nothing_published, page_failed, page_missing, page_outdated
from dashboard.page import find
from dashboard.view import View

log = logging.getLogger(__name__)


def contents(reader: Reader, path: str, search: str) -> dict[str, Any]:
    """Return the children of every place of the frame for one address; a failure becomes a page that says so."""
    state = urls.parse(path, search)
    try:
        with reader.snapshot() as snapshot:
            page = find(state.path)
            if page is None:
                return page_missing(View(state, snapshot))
            item = state.path.removeprefix(page.path) if page.path.endswith("/") and page.path != "/" else ""
            view = View(state, snapshot, item)
            try:
                return frame.contents(view, page, page.layout(view))
            except Exception as error:
                do_not_keep()
                log.exception("page %s failed in snapshot %s", urls.format(state), snapshot.name)
                return page_outdated(view, page) if is_outdated(error) else page_failed(view, page)
    except NothingPublished:
        return nothing_published(state.lang or "en")


def register(app: Dash, reader: Reader) -> None:
    """Add the callback."""

    @app.callback(
        [Output(f"ls-{place}", "children") for place in frame.PLACES],
        Input("ls-url", "pathname"),
        Input("ls-url", "search"),
    )
    def show(path: str | None, search: str | None) -> list[Any]:
        found = contents(reader, path or "/", search or "")
        return [flatten(found.get(place)) for place in frame.PLACES]
