"""Who may ask: a browser on this machine, from pages of the dashboard itself.

Any web site can let its own name point to 127.0.0.1, and its visitors' browsers then take this server for a part of
that site: its scripts would read what people wrote (DNS rebinding). Such a request carries the site's name as its host,
and only the names of this machine are answered, and those of a proxy in front that `hosts` names.
"""

import ipaddress
from collections.abc import Collection

from flask import Flask, Response, request

VARIABLE = "LEITSTAND_HOSTS"
"""Names under which a proxy in front of the dashboard is called, with commas."""

LARGEST = 1_000_000
"""Bytes of a request: what a page asks has some kilobytes."""


def register(server: Flask, hosts: Collection[str] = ()) -> None:
    """Add the check before all others, so that no kept answer slips past it."""
    server.config["MAX_CONTENT_LENGTH"] = LARGEST
    known = {host.lower() for host in hosts}

    @server.before_request
    def turn_away_strangers() -> Response | None:
        name = name_of(request.environ.get("HTTP_HOST", ""))
        if name in known or is_this_machine(name):
            return None
        text = f"The dashboard isn't called so here. Open it as 127.0.0.1, or name this host in {VARIABLE}."
        return Response(text, 403, mimetype="text/plain")

    @server.after_request
    def keep_to_own_pages(response: Response) -> Response:
        # No other site may embed an answer, as a script or a picture, and learn from how that goes.
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def named(text: str) -> list[str]:
    """Return the names in the variable's value."""
    return [name.strip() for name in text.split(",") if name.strip()]


def name_of(host: str) -> str:
    """Return the name or address in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()


def is_this_machine(name: str) -> bool:
    """Return whether a name means this machine, whoever is asked."""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
