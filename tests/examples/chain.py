"""An example's own configuration on files of the test: connector, landing, warehouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors import registry
from pipelines.land import CursorStore, Landing
from pipelines.var_folder import VarFolder
from warehouse import company
from warehouse.database import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
KEY = b"k" * 32


def settle(example: str, home: Path, data: Path | bytes) -> Path:
    """Copy an example's configuration to `home`, and its data beside it as the file that it asks for."""
    config = Path(shutil.copy(EXAMPLES / example, home))
    [source] = company.load(config, {}).sources.values()
    target = home / "data" / source.settings["path"]
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(data.read_bytes() if isinstance(data, Path) else data)
    return config


@contextmanager
def built(config: Path, *tables: str) -> Iterator[Workspace]:
    """Land everything and build these tables with all that they follow from."""
    configured = company.load(config, {})
    var = VarFolder(config.parent / "var")
    assert configured.as_of is not None
    for source in configured.sources.values():
        connector = registry.connect(source.name, source.type, source.settings, base=configured.base)
        for stream in connector.streams:
            cursors = CursorStore(var, source.name)
            with Landing(var, source.name, stream, cursors) as landing:
                for page in connector.fetch(stream, cursors.load(stream), until=configured.as_of):
                    landing.add(page)
    with Workspace(var.path, configured, as_of=configured.as_of, run_id="test", key=KEY) as workspace:
        workspace.load_raw()
        wanted = {"quality.rejected", *tables}
        plan = workspace.plan()
        for model in reversed(plan):
            if model.key in wanted:
                wanted |= workspace.catalog.before(model)
        for model in plan:
            if model.key in wanted:
                workspace.build(model)
        yield workspace


def ask(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    return workspace.connection.execute(sql).fetchall()
