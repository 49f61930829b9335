"""`leitstand up`: Dagster's web page and daemon, and the dashboard beside them."""

from pathlib import Path

from pipelines import instance, resources
from pipelines.children import Child, python
from pipelines.var_folder import VarFolder

MODULE = "pipelines.definitions"


def children(config: Path, var: VarFolder, dagster_port: int, dashboard: list[str]) -> list[Child]:
    """The processes; `dashboard` is the command that serves it."""
    environ = {
        **resources.environment(config, var),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "PYTHONUNBUFFERED": "1",
    }
    code = ["-m", MODULE, "-d", str(instance.HOME)]
    webserver = ["-m", "pipelines.dagster_page", "-h", "127.0.0.1", "-p", str(dagster_port), *code]
    return [
        Child("Dagster's web page", python(*webserver), var.log / "dagster-webserver.log", environ),
        Child(
            "Dagster's daemon",
            python("-m", "dagster._daemon", "run", *code),
            var.log / "dagster-daemon.log",
            environ,
        ),
        Child("the dashboard", dashboard, var.log / "dashboard.log", environ),
    ]
