"""Nothing is dropped in silence: what no model could read stands in quality.rejected with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.warehouse.models.quality.test_loads import archive, line, rows
from warehouse.database import Workspace

__all__ = ["archive"]


def test_unreadable_lines_and_rejected_records_stand_together(archive: Callable[..., Workspace]) -> None:
    good: dict[str, Any] = {"id": "1"}
    workspace = archive("1", [line("a", good), line(None, error="broken line", line=3)])
    workspace.connection.execute(
        "insert into work.steps.rejects values ('staging.x', 'files', 'a', 'sent_at: is missing', null, 'a.csv', 2)"
    )
    for model in workspace.plan():
        if model.key == "quality.rejected":
            workspace.build(model)

    assert rows(workspace, "select source, record_id, reason, line from quality.rejected order by line") == [
        ("files", "a", "sent_at: is missing", 2),
        ("files", None, "broken line", 3),
    ]
