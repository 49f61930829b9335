"""Dagster's web page as `leitstand up` starts it: for browsers on this machine, and from its own pages only.

Whoever may ask it may start runs and stop the schedule. Left to itself it takes such orders from any web site that is
open in a browser beside it: by name, as any site can let its name point to 127.0.0.1, or by a form or a picture.
"""

import sys
from urllib.parse import urlsplit

from dagster_webserver import app, cli
from dagster_webserver.webserver import DagsterWebserver
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
ORDERS = "/graphql"


def is_from_elsewhere(path: str, headers: Headers) -> bool:
    """Return whether a page of another site asks; a link to the page, or a program, is welcome."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return True
    return path.startswith(ORDERS) and headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


class OwnPagesOnly:
    """Answer 403 to what other sites ask, by HTTP or over a websocket."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what isn't from elsewhere."""
        if scope["type"] not in ("http", "websocket") or not is_from_elsewhere(
            scope["path"], Headers(scope=scope)
        ):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This page takes orders from itself only.", 403)(scope, receive, send)


class GuardedWebserver(DagsterWebserver):
    """Dagster's, with the checks before all else."""

    def build_middleware(self) -> list[Middleware]:
        """Return what each request goes through first."""
        known = Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
        return [known, Middleware(OwnPagesOnly), *super().build_middleware()]


def main() -> None:
    """Serve it; the arguments are those of `dagster-webserver`."""
    app.DagsterWebserver = GuardedWebserver  # type: ignore[misc]  # it has no setting for this
    sys.argv[0] = "dagster-webserver"
    cli.main()


if __name__ == "__main__":
    main()
