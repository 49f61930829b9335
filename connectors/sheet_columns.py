"""Which column of a sheet is which: by what people call them, in German and English, in any order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import SettingsError
from connectors.sheet_cells import Cell, Grid, Row

HEADER_ROWS = 25  # titles and remarks may stand above the names of the columns


@dataclass(frozen=True)
class Column:
    """One column: our name, what people call it, and what a sheet without it lacks.

    Of the columns with the same `needed` one must be there; '' is one that may be missing. `repeats`: a cell merged
    over several rows holds for each of them, which an amount doesn't.
    """

    name: str
    words: tuple[str, ...]
    needed: str = ""
    repeats: bool = True


@dataclass(frozen=True)
class Table:
    """The rows below a sheet's header, and where each known column stands."""

    grid: Grid
    places: Sequence[tuple[Column, int]]
    rows: Sequence[Row]


def find_tables(
    path: Path,
    grids: Sequence[Grid],
    columns: Sequence[Column],
    own_names: Mapping[str, str],
    sheets: Sequence[str],
) -> list[Table]:
    """The tables of a file: its sheets that have the needed columns, or exactly those that are named in `sheets`.

    `own_names` says what a column is called here, by our name.

    Raises:
        SettingsError: no sheet has them (with what is missing), a sheet isn't there, a name that no column has.
    """
    if unknown := sorted(own_names.keys() - {column.name for column in columns}):
        known = ", ".join(column.name for column in columns)
        raise SettingsError(f"columns.{unknown[0]}", f"is no column of this kind; known are {known}")
    if missing := [name for name in sheets if name not in [grid.name for grid in grids]]:
        there = ", ".join(str(grid.name) for grid in grids)
        raise SettingsError("sheets", f"{path} has no visible sheet {missing[0]!r}; it has {there}")
    wanted = [_called(column, own_names) for column in columns]
    found, lacking = [], []
    for grid in grids:
        if sheets and grid.name not in sheets:
            continue
        at, places = _header(grid, wanted)
        lacks = _lacking(wanted, places)
        if lacks:
            lacking.append((len(lacks), f"{grid.name}: " if grid.name else "", lacks, at))
        else:
            found.append(Table(grid, places, [row for row in grid.rows if row.number > at]))
    if not found or (sheets and lacking):
        _, sheet, lacks, at = min(lacking, key=lambda one: one[0], default=(0, "", wanted[:1], 1))
        raise SettingsError(
            "files",
            f"{path}: {sheet}row {at} names no column for {lacks[0].needed or lacks[0].name}; call one "
            f"{' or '.join(repr(word) for word in lacks[0].words[:3])}, or say its name in columns",
        )
    return found


def _called(column: Column, own_names: Mapping[str, str]) -> Column:
    own = own_names.get(column.name)
    return Column(column.name, (own,), column.needed, column.repeats) if own else column


def _header(grid: Grid, columns: Sequence[Column]) -> tuple[int, list[tuple[Column, int]]]:
    """The row, among the first, that names most columns, and the places of those."""
    best: tuple[int, list[tuple[Column, int]]] = (1, [])
    for row in grid.rows[:HEADER_ROWS]:
        places = _places(row, columns)
        if len(places) > len(best[1]):
            best = (row.number, places)
    return best


def _places(row: Row, columns: Sequence[Column]) -> list[tuple[Column, int]]:
    names = [_plain(cell) for cell in row.cells]
    found = []
    for column in columns:
        words = [_plain(word) for word in column.words]
        places = [at for at, name in enumerate(names) if name in words]
        if places:
            # of several the one with the first word: "amount" beside "betrag" is meant
            found.append((column, min(places, key=lambda at: words.index(names[at]))))
    return found


def _lacking(columns: Sequence[Column], places: Sequence[tuple[Column, int]]) -> list[Column]:
    met = {column.needed for column, _ in places}
    return [column for column in columns if column.needed and column.needed not in met]


def _plain(cell: Cell) -> str:
    """A column's name without case, unit and signs: "Betrag (EUR)" is "betrag", "Start-Datum" is "start datum"."""
    text = re.sub(r"[\(\[].*?[\)\]]|€|\beur\b", " ", str("" if cell is None else cell).casefold())
    return re.sub(r"[\W_]+", " ", text).strip()
