"""The way back: from a list to the page it was opened from, from a case to its list."""

from dataclasses import replace

from dashboard import urls
from dashboard.page import find
from dashboard.view import View

_LISTS = {"1": ("waits", "/waits"), "cases": ("cases", "/cases")}


def trail(view: View, usual: str = "") -> list[tuple[str, str]]:
    """Return the page that a list was opened from, by its `from`; failing that, the page at `usual`."""
    path, _, search = view.state.extra.get("from", "").partition("?")
    page = find(path) if path.startswith("/") else find(usual) if usual else None
    if page is None:
        return []
    return [
        (view.t(f"{page.key}.nav"), urls.format(kept(view, path, search)) if path else view.link(page.path))
    ]


def kept(view: View, path: str, search: str) -> urls.State:
    """Return the page one came from as it was, but in the language and scheme that are on now."""
    state = urls.parse(path, search)
    return replace(state, lang=view.state.lang, scheme=view.state.scheme)


def list_of(view: View) -> tuple[str, str] | None:
    """Return key and path of the list that a case was opened from, if it was."""
    return _LISTS.get(view.state.extra.get("list", ""))


def list_address(view: View) -> str:
    """Return the address of that list as it was."""
    found = list_of(view)
    extra = {key: value for key, value in view.state.extra.items() if key != "list"}
    return urls.format(replace(view.state, path=found[1] if found else "/waits", extra=extra))
