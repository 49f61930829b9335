"""Scenarios saved by name: addresses in one file of the var folder, that everybody who uses this dashboard sees.

GET /scenarios gives [{"name": ..., "address": ...}, ...]; POST with the same keys saves one (or replaces it), POST with
an empty address removes it. Only from the dashboard's own pages: a request from elsewhere is refused.
"""

import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request

LONGEST_NAME = 80
LONGEST_ADDRESS = 2000
MOST = 200
_lock = threading.Lock()


class NotSaved(Exception):
    """Saving this one would cost another one, or all of them; the text says why."""


def register(server: Flask, var: Path) -> None:
    """Add the routes; the file is `var/scenarios.json`."""
    path = var / "scenarios.json"

    @server.get("/scenarios")
    def list_scenarios() -> Response:
        return _answer(read(path))

    @server.post("/scenarios")
    def save_scenario() -> Response:
        origin = request.headers.get("Origin")
        if request.mimetype != "application/json" or (origin and urlsplit(origin).netloc != request.host):
            return Response("Scenarios are saved from the dashboard's own pages.", 403, mimetype="text/plain")
        given = request.get_json(silent=True)
        name, address = _checked(given)
        if name is None or address is None:
            text = "A scenario has a name and an address of this dashboard."
            return Response(text, 400, mimetype="text/plain")
        try:
            with _lock:
                return _answer(save(path, name, address))
        except NotSaved as error:
            return Response(str(error), 409, mimetype="text/plain")


def read(path: Path) -> list[dict[str, str]]:
    """Return what is saved, by name; nothing where there is no file, or one that nobody can read."""
    try:
        return _rows(path)
    except (OSError, ValueError):
        return []


def _rows(path: Path) -> list[dict[str, str]]:
    found = json.loads(path.read_text(encoding="utf-8"))
    kept = [_checked(one) for one in found] if isinstance(found, list) else []
    return [{"name": name, "address": address} for name, address in sorted(kept, key=str) if name and address]


def save(path: Path, name: str, address: str) -> list[dict[str, str]]:
    """Save an address under a name, or with an empty address remove it; return what is saved then.

    Raises:
        NotSaved: there are as many as may be, or what is there can't be read, and would be lost.
    """
    try:
        found = {one["name"]: one["address"] for one in _rows(path)} if path.exists() else {}
    except (OSError, ValueError):
        raise NotSaved(
            f"{path.name} can't be read, so nothing is saved into it; mend or remove it."
        ) from None
    if address and name not in found and len(found) >= MOST:
        raise NotSaved(f"There are {MOST} scenarios already; remove one first.")
    if address:
        found[name] = address
    else:
        found.pop(name, None)
    rows = [{"name": key, "address": value} for key, value in sorted(found.items())]
    # Written beside and moved: whoever reads meanwhile gets the old list or the new one.
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(path)
    return rows


def _checked(given: Any) -> tuple[str | None, str | None]:
    if not isinstance(given, dict):
        return None, None
    name, address = given.get("name"), given.get("address")
    if not isinstance(name, str) or not isinstance(address, str):
        return None, None
    # Without what can't be seen, or turns what stands beside it around.
    name = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())[:LONGEST_NAME].strip()
    # A path of this server, as browsers write it: "//host", "/\host" and "/<tab>/host" would lead elsewhere.
    is_plain = address.isascii() and address.isprintable() and " " not in address
    is_own = address == "" or (is_plain and address.startswith("/") and address[1:2] not in ("/", "\\"))
    return (name or None), (address if is_own and len(address) <= LONGEST_ADDRESS else None)


def _answer(rows: list[dict[str, str]]) -> Response:
    return Response(json.dumps(rows), mimetype="application/json", headers={"Cache-Control": "no-store"})
