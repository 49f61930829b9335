"""A metric's figures from a handful of messages, by statistic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.warehouse.conftest import Built
from warehouse.catalog import Filters


def evaluated(
    built: Built, metric: str, by: Sequence[str] = (), **include: str | None
) -> list[dict[str, Any]]:
    """Rows of a metric, its marts built first; `include` narrows single columns."""
    for table in sorted(built.workspace.catalog.metrics[metric].inputs):
        built.make(table)
    filters = Filters(include={name: (value,) for name, value in include.items()})
    return built.workspace.catalog.evaluate(built.workspace.connection, metric, filters, by).to_dicts()


def figures(built: Built, metric: str, **include: str | None) -> dict[str, dict[str, Any]]:
    """The rows of a metric over everything, by statistic."""
    return {row["statistic"]: row for row in evaluated(built, metric, **include)}


def value(built: Built, metric: str, statistic: str = "value", **include: str | None) -> Any:
    """One figure."""
    return figures(built, metric, **include)[statistic]["metric_value"]
