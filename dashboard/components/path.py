"""A case's way as a row of arrows: one a place, in its department's colour, with its name and state written on it.

What waits for somebody else (customer, approval, third party) is outlined, what is in our court filled, the end grey.
"""

from typing import Any

from dash import html

from dashboard.view import View

ENDS = ("resolved", "merged", "deleted")
SEPARATOR = " > "


def places(path: str) -> list[tuple[str | None, str]]:
    """Return (department or None, state) of each place of marts.fct_case_paths.path; an end has no department."""
    found: list[tuple[str | None, str]] = []
    for place in path.split(SEPARATOR):
        department, colon, state = place.rpartition(":")
        found.append((None if department in ("", "-") else department, state if colon else place))
    return found


def told(view: View, path: str) -> str:
    """Return the path in words: "Customer service open → resolved"."""
    return " → ".join(_words(view, department, state) for department, state in places(path))


def arrows(view: View, path: str, categories: dict[str, int]) -> html.Span:
    """Return the arrows; `categories` gives each department's colour."""
    return html.Span([_arrow(view, *place, categories) for place in places(path)], className="ls-path")


def _arrow(view: View, department: str | None, state: str, categories: dict[str, int]) -> Any:
    if state in ENDS:
        return html.Span(view.t(f"process.state.{state}"), className="ls-place end")
    kind = "ours" if state == "open" else "waits"
    colour = categories.get(department, 0) if department else 0
    name = view.name("department_id", department)
    parts = [html.B(name), html.Small(view.t(f"process.state.{state}"))]
    return html.Span(parts, className=f"ls-place {kind} k{colour}", title=_words(view, department, state))


def _words(view: View, department: str | None, state: str) -> str:
    if state in ENDS:
        return view.t(f"process.state.{state}")
    return f"{view.name('department_id', department)} {view.t(f'process.state.{state}')}"
