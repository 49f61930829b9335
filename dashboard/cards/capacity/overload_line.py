"""A line on the start page: days until overload of the department that breaks first; it leads to what waiting costs."""

from dash import html

from dashboard import formats
from dashboard.cards.capacity import overload
from dashboard.view import View


def line(view: View) -> html.Nav | None:
    """Return the line; nothing where no department can be forecast."""
    if not view.has("marts.fct_capacity_figures"):
        return None
    found = overload.dates(view)
    name = next((one for one, each in found.items() if each.reason in (None, "beyond_horizon")), None)
    if name is None:
        return None
    first = found[name]
    upper = first.estimate.upper
    soon = upper is not None and upper < overload.WARN_DAYS and first.grade != "too_few"
    days = view.number(overload.HORIZON if first.value is None else first.value)
    number = f">{formats.NBSP}{days}" if first.value is None else days
    text = [
        html.B(number),
        html.Span(
            view.t("capacity.start.line", round(first.value or 0), name=view.name("department_id", name))
            + _interval(view, first)
        ),
    ]
    link = html.A(text, href=view.link("/capacity", of=name), className="ls-bad" if soon else None)
    return html.Nav(
        [link], id="start-overload", className="ls-urgent", **{"aria-label": view.t("capacity.start.label")}
    )


def _interval(view: View, found: overload.Figure) -> str:
    if found.value is None:
        return ""
    low, high = found.estimate.lower, found.estimate.upper
    return f" ({view.t('capacity.interval', range=overload.days_range(view, low, high))})"
