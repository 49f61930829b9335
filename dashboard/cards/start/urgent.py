"""What can't wait, in one line: what falls due next, what is promised and overdue, what nobody has picked up."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import html

from dashboard.cards.cases import case_lists
from dashboard.cards.cases.case_events import EVENTS
from dashboard.view import View

WINDOW = timedelta(hours=2)


def lists(view: View) -> dict[str, dict[str, str]]:
    """Return the lists, by the name of their text, as the keys of their addresses; now, whatever the period."""
    soon = (view.snapshot.about.as_of + WINDOW).strftime("%Y-%m-%dT%H:%M:%SZ")
    now = {"time": "any"}
    return {
        "due": {"sla_state": "running", "due_by": soon, **now},
        "overdue": {"promise_state": "overdue", **now},
        "handed": {"handoff_outcome": "waiting", "handoff_kind": "department", **now},
        "approvals": {"approval_state": "open", **now},
    }


def line(view: View) -> html.Nav:
    """Return one link a list with how many it holds; what an older snapshot doesn't know is left out."""
    known = [event for event in EVENTS if view.has(event.table)]
    parts: list[Any] = []
    for name, own in lists(view).items():
        if not any(event.is_asked(own) for event in known):
            continue
        count = case_lists.listing(replace(view, state=replace(view.state, extra=own))).total
        text = [html.B(view.number(count)), html.Span(view.t(f"start.urgent.{name}", count))]
        tone = "ls-bad" if name == "overdue" else None
        parts.append(
            html.A(text, href=view.link("/cases", **own), className=tone) if count else html.Span(text)
        )
    return html.Nav(parts, className="ls-urgent", **{"aria-label": view.t("start.urgent.label")})
