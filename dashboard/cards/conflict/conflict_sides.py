"""Which departments are marketing and which are service: whose conflict the page is about."""

from dashboard.view import View

SIDES = ("marketing", "service")


def sides(view: View) -> dict[str, tuple[str, ...]]:
    """Return the departments of either kind, in the configuration's order; none where a company has none."""
    rows = view.rows("select department_id, kind from marts.dim_department")
    kinds = dict(rows.iter_rows())
    return {side: tuple(one for one in view.departments if kinds.get(one) == side) for side in SIDES}


def pairs(view: View) -> list[tuple[str, str]]:
    """Return every pair of a marketing and a service department, both ways round."""
    found = sides(view)
    both = [(one, other) for one in found["marketing"] for other in found["service"]]
    return [pair for one, other in both for pair in ((one, other), (other, one))]
