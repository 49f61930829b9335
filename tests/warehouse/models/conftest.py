"""Staging from records as they were landed: `stage` runs a real staging model on raw records made by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from warehouse import company
from warehouse.database import Workspace

PAGE_ID = "9000"
COMPANY = f"""
[company]
id = "t"
zone = "UTC"
[[departments]]
id = "service"
name = "Service"
[sources.fb]
type = "facebook"
page_id = "{PAGE_ID}"
token = "env:TOKEN"
start = 2026-01-01
[sources.zd]
type = "zendesk"
base_url = "http://127.0.0.1:1"
token = "env:TOKEN"
start = 2026-01-01
"""
LANDED_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Staged:
    """The rows of a staging model, and why others were rejected."""

    def __init__(
        self, rows: list[dict[str, Any]], rejected: list[tuple[str, str]], workspace: Workspace
    ) -> None:
        self.rows, self.rejected, self._workspace = rows, rejected, workspace

    def pseudonym(self, source: str, native_id: str) -> str:
        """What stands for a native id."""
        found = self._workspace.connection.execute("select pseudonym(?, ?)", [source, native_id]).fetchone()
        return str(found[0]) if found else ""

    def columns(self, *names: str) -> list[tuple[Any, ...]]:
        """Some columns of the rows, in their order."""
        return [tuple(row[name] for name in names) for row in self.rows]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Any]:
    """`stage("stg_x", order="...", x_stream=[(record_id, payload), ...])`, the streams of source type x."""
    opened: list[Workspace] = []

    def make(model: str, order: str, **streams: Sequence[tuple[str | None, Any]]) -> Staged:
        var = tmp_path / f"var{len(opened)}"
        for name, records in streams.items():
            kind, stream = name.split("_", 1)
            _land(var / "raw" / {"facebook": "fb", "zendesk": "zd"}[kind] / stream, records)
        toml = tmp_path / "leitstand.toml"
        toml.write_text(COMPANY, encoding="utf-8")
        workspace = Workspace(var, company.load(toml, {"TOKEN": "secret"}), as_of=LANDED_AT, run_id="t", key=b"k" * 32)
        opened.append(workspace)
        workspace.__enter__()
        workspace.load_raw()
        models = workspace.catalog.models
        for earlier in (*sorted(workspace.catalog.before(models[f"staging.{model}"])), f"staging.{model}"):
            workspace.build(models[earlier])
        run = workspace.connection.execute
        rows = run(f"select * from staging.{model} order by {order}").pl().to_dicts()
        rejects = "select record_id, reason from steps.rejects where model = ? order by all"
        return Staged(rows, run(rejects, [f"staging.{model}"]).fetchall(), workspace)

    yield make
    for workspace in opened:
        workspace.__exit__(None, None, None)


def _land(folder: Path, records: Sequence[tuple[str | None, Any]]) -> None:
    """One archive file; each record is received a second after the one before it."""
    folder.mkdir(parents=True)
    lines = [
        json.dumps(_line(record_id, payload, LANDED_AT + timedelta(seconds=number)))
        for number, (record_id, payload) in enumerate(records)
    ]
    data = zstandard.compress("".join(f"{line}\n" for line in lines).encode())
    (folder / "20261120T120000000000Z-00000000.ndjson.zst").write_bytes(data)


def _line(record_id: str | None, payload: Any, received_at: datetime) -> Mapping[str, Any]:
    stamp = received_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {
        "record_id": record_id, "received_at": stamp, "payload": payload, "error": None, "file": None, "line": None,
    }  # fmt: skip
