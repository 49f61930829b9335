"""A metric's statistics by department, as the load's tables show them."""

from collections.abc import Mapping

from dashboard.verdict import Estimate, estimate
from dashboard.view import View

UNKNOWN = Estimate(None)
Statistics = Mapping[str, Estimate]


def by_department(view: View, metric: str) -> dict[str | None, dict[str, Estimate]]:
    """Return a metric's statistics by department, in the configuration's order; no owner last."""
    found: dict[str | None, dict[str, Estimate]] = {}
    for row in view.evaluate(metric, ("department_id",)).to_dicts():
        found.setdefault(row["department_id"], {})[row["statistic"]] = estimate(row)
    order = {department: i for i, department in enumerate(view.departments)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0] or "", len(order))))


def whole(view: View, metric: str) -> dict[str, Estimate]:
    """Return a metric's statistics for all departments together."""
    return {row["statistic"]: estimate(row) for row in view.evaluate(metric).to_dicts()}
