"""Groups of a chart: what they are called, which colour they keep, which are too small to speak.

A channel or platform keeps its colour on every page and under every filter; a department has the one that
leitstand.toml gives it. The biggest are drawn, of lines at most six; how many are left out is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl
from dash import html

from dashboard.figures.series import Series
from dashboard.figures.survival_curves import MOST_LINES
from dashboard.view import View
from warehouse.intervals import FEW

_COLOURS = 6
BY = ("channel", "platform", "department_id")
_CATEGORIES = {
    "channel": {"direct_message": 1, "chat": 2, "mail": 3, "phone": 4, "comment": 5, "web_form": 6},
    # Two of a colour seldom stand side by side; where they do, the bigger one has it.
    "platform": {
        "whatsapp": 1, "phone": 1, "x": 2, "mail": 3, "discourse": 3, "instagram": 4, "youtube": 4, "facebook": 5,
        "ticket_system": 6,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Groups:
    """The groups drawn, from the biggest; `left_out` is how many more there are."""

    column: str
    shown: tuple[Series, ...]
    left_out: int


def chosen_column(view: View) -> str:
    """Return what the page is broken down by: the address's `by`, channels by default."""
    by = view.state.extra.get("by", BY[0])
    return by if by in BY else BY[0]


def groups(view: View, column: str, sizes: pl.DataFrame, most: int = MOST_LINES) -> Groups:
    """Return the groups of a column by size; `sizes` has a row a group: the column, sample_size."""
    colours = categories(view, column)
    ranked = sizes.filter(pl.col("sample_size") > 0).sort("sample_size", column, descending=[True, False])
    found = tuple(
        Series(key, view.name(column, key), colours.get(key or "", 0), size < FEW)
        for key, size in ranked.select(column, "sample_size").iter_rows()
    )
    shown = tuple(_each_colour_once(found[:most]))
    if len(shown) > 1 and not any(one.category for one in found):
        # Where the configuration gives no colours at all, those drawn take them in order of size.
        shown = tuple(replace(one, category=i) if i <= _COLOURS else one for i, one in enumerate(shown, 1))
    return Groups(column, shown, max(0, len(found) - most))


def left_out(view: View, text: str, groups: Groups) -> list[html.Span]:
    """Return the footer's line on groups that aren't drawn; none where all are."""
    return [html.Span(view.t(text, groups.left_out))] if groups.left_out else []


def _each_colour_once(ranked: Iterable[Series]) -> Iterator[Series]:
    taken: set[int] = {0}
    for one in ranked:
        yield replace(one, category=0) if one.category in taken else one
        taken.add(one.category)


def categories(view: View, column: str) -> dict[str, int]:
    """Return the colour number of each value that has one of its own."""
    if column == "department_id":
        return dict(
            view.rows("select department_id, coalesce(category, 0) from marts.dim_department").iter_rows()
        )
    return _CATEGORIES.get(column, {})
