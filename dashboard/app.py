"""The dashboard as a web application, and the server that serves it.

create_app(var)                     the Dash application; `.server` is its Flask application
serve(var, "127.0.0.1", 8050)       serves it until it is interrupted
"""

import json
from pathlib import Path

import waitress
from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard import delivery, export, frame, router, theme, wait_grid
from dashboard.components import icons
from dashboard.data import Reader

THREADS = 8
_HEAD = (Path(__file__).parent / "assets" / "page.html").read_text(encoding="utf-8")


def create_app(var: Path) -> Dash:
    """Return the dashboard over the snapshots published below `var`; it needs none to start."""
    reader = Reader(var)
    app = Dash(
        "dashboard",
        title="Leitstand",
        update_title=None,
        assets_folder=str(Path(__file__).parent / "assets"),
        assets_ignore=r"page\.html",
        serve_locally=True,
        compress=False,
        suppress_callback_exceptions=True,
        index_string=_index(),
    )
    app.layout = frame.shell()
    router.register(app, reader)
    wait_grid.register(app, reader)
    _recolour(app)
    export.register(app.server, reader)
    delivery.register(app.server, reader)
    return app


def serve(var: Path, host: str, port: int) -> None:
    """Serve the dashboard until the process is told to stop.

    Raises:
        OSError: the port is taken.
    """
    waitress.serve(create_app(var).server, host=host, port=port, threads=THREADS, ident=None)


def _index() -> str:
    return (
        _HEAD.replace("/*tokens*/", theme.css_variables())
        .replace("/*icons*/", icons.css())
        .replace("/*swaps*/", f"window.leitstand={{swaps:{json.dumps(theme.SWAPS)}}};")
    )


def _recolour(app: Dash) -> None:
    """Re-theme finished figures in the browser when the scheme changes: exact, and without asking the server."""
    app.clientside_callback(
        ClientsideFunction("leitstand", "recolour"),
        Output({"type": "fig", "i": _all()}, "figure"),
        Input("ls-scheme", "data"),
        State({"type": "fig", "i": _all()}, "figure"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("leitstand", "drawer"),
        Output("ls-drawer-box", "opened"),
        Input("ls-menu", "n_clicks"),
        Input("ls-url", "href"),
        prevent_initial_call=True,
    )


def _all() -> object:
    from dash import ALL

    return ALL
