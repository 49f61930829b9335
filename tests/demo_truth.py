"""What really happened in the demo: the files that the simulated company writes beside its platforms."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def truth(demo: Path, name: str) -> list[dict[str, Any]]:
    """Rows of a truth file, instants as instants."""
    rows = [json.loads(line) for line in (demo / "truth" / f"{name}.ndjson").read_text("utf-8").splitlines()]
    return [
        {key: instant(value) if key.endswith("_at") else value for key, value in row.items()} for row in rows
    ]


def instant(text: str | None) -> datetime | None:
    """An instant of the truth."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
