"""The dashboard as a web application, and the server that serves it.

create_app(var)                     the Dash application; `.server` is its Flask application
serve(var, "127.0.0.1", 8050)       serves it until it is interrupted
"""

import json
import threading
from collections.abc import Collection
from pathlib import Path

import waitress
from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from dashboard import delivery, export, frame, router, theme, visitors, warm
from dashboard.cards.budget import budget_workbook
from dashboard.cards.capacity import export_scenario, scenario_store
from dashboard.cards.cases import case_grid, wait_grid
from dashboard.components import icons
from dashboard.data import Reader

THREADS = 8
PATIENCE = 6.0  # seconds for the page that is being drawn ahead when the process is told to stop
ASSETS = Path(__file__).parent / "assets"
_DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
{%favicon%}
<style>/*styles*/</style>
<script>/*script*/</script>
{%css%}
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""


def create_app(var: Path, reader: Reader | None = None, hosts: Collection[str] = ()) -> Dash:
    """Return the dashboard over the snapshots published below `var`; it needs none to start.

    `reader` is who reads them, where somebody else does too; `hosts` are names beside this machine's own under which
    it is asked, by a proxy.
    """
    reader = reader or Reader(var)
    app = Dash(
        "dashboard",
        title="Leitstand",
        update_title=None,
        assets_folder=str(ASSETS),
        assets_ignore=r"early\.js",
        serve_locally=True,
        compress=False,
        suppress_callback_exceptions=True,
        index_string=_index(),
    )
    visitors.register(app.server, hosts)
    app.layout = frame.shell()
    router.register(app, reader)
    wait_grid.register(app, reader)
    case_grid.register(app, reader)
    _recolour(app)
    export.register(app.server, reader)
    budget_workbook.register(app.server, reader)
    export_scenario.register(app.server, reader)
    scenario_store.register(app.server, var)
    delivery.register(app.server, reader)
    return app


def serve(var: Path, host: str, port: int, hosts: Collection[str] = ()) -> None:
    """Serve the dashboard until the process is told to stop.

    Raises:
        OSError: the port is taken.
    """
    reader = Reader(var)
    application = create_app(var, reader, hosts).server
    stop = threading.Event()
    drawing = warm.keep_warm(reader, stop)
    try:
        waitress.serve(
            application,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=visitors.LARGEST,
        )
    finally:
        stop.set()
        drawing.join(PATIENCE)  # a query that is at work when Python ends takes the process down with it


def _index() -> str:
    """Return the document: tokens, icons and what must be settled before the first paint stand in its head."""
    early = (ASSETS / "early.js").read_text(encoding="utf-8")
    script = f"window.leitstand={{swaps:{json.dumps(theme.SWAPS)}}};\n{early}"
    return _DOCUMENT.replace("/*styles*/", theme.css_variables() + icons.css()).replace("/*script*/", script)


def _recolour(app: Dash) -> None:
    """Re-theme finished figures in the browser when the scheme changes: exact, and without asking the server."""
    app.clientside_callback(
        ClientsideFunction("leitstand", "recolour"),
        Output({"type": "fig", "i": ALL}, "figure"),
        Input("ls-scheme", "data"),
        State({"type": "fig", "i": ALL}, "figure"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("leitstand", "drawer"),
        Output("ls-drawer-box", "opened"),
        Input("ls-menu", "n_clicks"),
        Input("ls-url", "href"),
        prevent_initial_call=True,
    )
