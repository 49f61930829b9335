"""What a card shows, as a file: the same rows, the same numbers, in the reader's own CSV.

/export/<card>.csv?<the page's address>: UTF-8 with a byte-order mark; semicolons and decimal commas in German. Shares
are in percent, durations in seconds: the unit stands in the column's name.
"""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request

from dashboard import urls
from dashboard.components.table import Column, Row
from dashboard.data import NothingPublished, Reader
from dashboard.page import find_card
from dashboard.spreadsheet_text import plain
from dashboard.view import View

_UNITS = {
    "share": " (%)",
    "points": " (%)",
    "seconds": " (s)",
    "euro": " (EUR)",
    "price": " (EUR)",
    "instant": " (UTC)",
}


def register(server: Flask, reader: Reader) -> None:
    """Add the route."""

    @server.get("/export/<name>.csv")
    def export_card(name: str) -> Response:
        builder = find_card(name)
        if builder is None:
            return Response(f"No card is called {name}.", 404, mimetype="text/plain")
        state = urls.parse("/", request.query_string.decode())
        try:
            with reader.snapshot() as snapshot:
                view = View(state, snapshot, request.args.get("item", ""))
                card = builder(view)
                if not getattr(card, "columns", ()):
                    return Response(f"{name} has no table.", 404, mimetype="text/plain")
                about = snapshot.about
                # A long list reads its rows as they are written, so the snapshot is held until the last.
                text = write_csv(card.columns, card.rows, view.lang)
        except NothingPublished:
            return Response("Nothing is published yet.", 404, mimetype="text/plain")
        file = f"leitstand_{name}_{view.period.since}_{view.period.last}_as-of-{about.as_of:%Y%m%dT%H%MZ}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
        return Response(text.encode("utf-8-sig"), mimetype="text/csv", headers=headers)


def write_csv(columns: Sequence[Column], rows: Sequence[Row], lang: str) -> str:
    """Return rows as CSV in a language's dialect; unknown is an empty field, never 0."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if lang == "de" else ",", lineterminator="\r\n")
    writer.writerow([plain(column.label) + _UNITS.get(column.kind, "") for column in columns])
    for row in rows:
        writer.writerow([_field(column.kind, row.get(column.key), lang) for column in columns])
    return out.getvalue()


def _field(kind: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain(str(value))
    number = value * 100 if kind in ("share", "points") else value
    text = f"{number:.10g}"
    return text.replace(".", ",") if lang == "de" else text
