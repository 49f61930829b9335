"""CSV as people really export it: rows, and the lines that are none.

Python's csv module is not used: it ends a row at a bare carriage return inside an unquoted cell, and one
quote that is never closed costs it all that follows. Here a row ends at the file's own line end, the rest is
RFC 4180. A line that can't be read is given back as broken, and reading goes on with the next one.
"""

from collections.abc import Iterator

from connectors.files_row import Row, broken_row
from connectors.files_text import Lines

LONGEST_ROW_BYTES = 4 << 20
_DELIMITERS = (",", ";", "\t", "|")
_UNCLOSED = "a quote is opened and never closed"


class RowError(Exception):
    """A row that breaks the rules; the text says which."""


def line_end(head: bytes) -> bytes:
    r"""The file's line end: \n (also after \r), or a lone \r where the first line ends with one."""
    quoted = False
    for at, byte in enumerate(head):
        if byte == 0x22:
            quoted = not quoted
        elif not quoted and byte in b"\r\n":
            return b"\r" if byte == 0x0D and head[at + 1 : at + 2] != b"\n" else b"\n"
    return b"\n"


def read_header(lines: Lines, delimiter: str) -> tuple[str, list[str]]:
    """The delimiter ("auto" is found out) and the columns' names; no names for an empty file.

    A column without a name is called column_<n>, a repeated name gets _2, _3, ... behind it.

    Raises:
        ValueError: the first line is no text or no row.
    """
    while (raw := lines.take()) is not None:
        text = _without_end(raw.decode(), lines)
        if text.lower().startswith("sep=") and len(text) == 5:  # Excel's own hint
            delimiter = text[4]
        elif text.strip():
            break
        lines.done(raw)
    if raw is None:
        return delimiter, []
    if delimiter == "auto":
        unquoted = "".join(text.split('"')[::2])
        delimiter = max(_DELIMITERS, key=unquoted.count)
    lines.give_back([raw])
    cells, raw, count = _next_row(lines, delimiter, width=None)
    lines.done(raw, count)
    return delimiter, _unique([name.strip() or f"column_{n}" for n, name in enumerate(cells, 1)])


def read_rows(lines: Lines, delimiter: str, columns: list[str]) -> Iterator[Row]:
    """Rows from where `lines` stands, in file order; empty lines are passed over."""
    width = len(columns)
    while (raw := lines.take()) is not None:
        line, count = lines.number + 1, 1
        row = None
        try:
            if b'"' in raw:
                lines.give_back([raw])
                cells, raw, count = _next_row(lines, delimiter, width)
                raw.decode()
            else:
                cells = _without_end(raw.decode(), lines).split(delimiter)
            if len(cells) == width:
                row = Row(line, dict(zip(columns, cells, strict=True)))
            elif raw.strip():
                row = broken_row(line, raw, f"{len(cells)} cells where the header has {width}")
        except UnicodeDecodeError as error:
            row = broken_row(
                line, raw, f"byte {error.start + 1} is no text in this encoding; is encoding right?"
            )
        except RowError as error:
            raw = lines.take() or b""
            row = broken_row(line, raw, str(error))
        lines.done(raw, count)
        if row:
            yield row


def _next_row(lines: Lines, delimiter: str, width: int | None) -> tuple[list[str], bytes, int]:
    """The cells of the row that begins here, its bytes and its number of lines.

    Raises:
        RowError: with the lines given back, so that the caller can drop the first alone.
    """
    taken: list[bytes] = []
    size, looked = 0, False
    try:
        while size <= LONGEST_ROW_BYTES and (raw := lines.take()) is not None:
            taken.append(raw)
            size += len(raw)
            if len(taken) > 1:
                # Inside quotes a row can end only where a line holds an odd number of them. The first line
                # with any is looked at as well: there an unclosed quote shows.
                marks = raw.count(b'"')
                if not marks or (looked and marks % 2 == 0):
                    continue
                looked = True
            text = b"".join(taken).decode("utf-8", "surrogateescape")
            cells = split_cells(_without_end(text, lines), delimiter)
            if cells is not None:
                if len(taken) > 1 and len(cells) != width and _is_row(taken[1], lines, delimiter, width):
                    break
                return cells, b"".join(taken), len(taken)
        raise RowError(_UNCLOSED)
    except RowError:
        lines.give_back(taken)
        if len(taken) == 1:
            raise
        raise RowError(_UNCLOSED) from None


def _is_row(raw: bytes, lines: Lines, delimiter: str, width: int | None) -> bool:
    """True if this line is a row by itself, so that an unclosed quote must have swallowed it."""
    try:
        cells = split_cells(_without_end(raw.decode("utf-8", "surrogateescape"), lines), delimiter)
    except RowError:
        return False
    return cells is not None and len(cells) == width


def split_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a whole row; None if it ends inside quotes.

    Raises:
        RowError: text follows a closing quote.
    """
    cells: list[str] = []
    at = 0
    while True:
        if not text.startswith('"', at):
            end = text.find(delimiter, at)
            if end < 0:
                cells.append(text[at:])
                return cells
            cells.append(text[at:end])
            at = end + 1
            continue
        end = text.find('"', at + 1)
        while end >= 0 and text.startswith('"', end + 1):
            end = text.find('"', end + 2)
        if end < 0:
            return None
        cells.append(text[at + 1 : end].replace('""', '"'))
        after = text.find(delimiter, end)
        if (text[end + 1 :] if after < 0 else text[end + 1 : after]).strip(" "):
            raise RowError("text follows a closing quote; quotes inside a cell must be doubled")
        if after < 0:
            return cells
        at = after + 1


def _without_end(text: str, lines: Lines) -> str:
    if lines.newline == b"\n":
        return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")
    return text.removesuffix("\r")


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result
