"""A ticket log on disk, landed through its connector, and the facts that a real model stages from it."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from connectors import registry
from warehouse import company
from warehouse.database import Workspace


def stage_log(folder: Path, settings: str, log: str, model: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of `model` (facts) by case and order, and the reasons for the records that aren't in it.

    `settings` is a leitstand.toml with a source "s" that reads log.csv; everything was received on 1 August 2025.
    """
    (folder / "leitstand.toml").write_text(settings, encoding="utf-8")
    (folder / "log.csv").write_text(log, encoding="utf-8")
    configured = company.load(folder / "leitstand.toml", os.environ)
    source = registry.connect("s", "files", configured.sources["s"].settings, base=folder)
    now = datetime(2025, 8, 1, tzinfo=UTC)
    records = [record for page in source.fetch("case_events", {}, until=now) for record in page.records]
    lines = (
        json.dumps({**vars(one), "received_at": "2025-08-01T00:00:00.000000Z"}) + "\n" for one in records
    )
    landed = folder / "var" / "raw" / "s" / "case_events"
    landed.mkdir(parents=True)
    (landed / "20250801T000000000000Z-00000000.ndjson.zst").write_bytes(
        zstandard.compress("".join(lines).encode())
    )
    with Workspace(folder / "var", configured, as_of=now, run_id="r", key=b"k" * 32) as workspace:
        workspace.load_raw()
        wanted = workspace.catalog.models[f"staging.{model}"]
        for earlier in (
            *(workspace.catalog.models[key] for key in sorted(workspace.catalog.before(wanted))),
            wanted,
        ):
            workspace.build(earlier)
        rows = workspace.connection.sql(
            f"select * from staging.{model} order by case_id, event_order, fact"
        ).pl()
        reasons = workspace.connection.execute(
            "select reason from steps.rejects where model = ? order by line, reason", [wanted.key]
        ).fetchall()
    return rows.to_dicts(), [reason for (reason,) in reasons]
