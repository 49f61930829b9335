"""The clock of a target in words, as a clock of the lanes, and stretch by stretch: why it was met or missed.

It stands still while its department is closed (in business time) and in the states that its target pauses in; the
stretches that are left add up exactly to what was used up.
"""

from datetime import datetime
from itertools import pairwise
from typing import Any

from dashboard import formats
from dashboard.cards.cases.case_grid import word
from dashboard.cards.cases.conversations import Conversation, Step, closed_hours, has_calendar, open_hours
from dashboard.figures.running_clock import Clock, Span, joined
from dashboard.view import View

Row = dict[str, Any]

DAY = 86_400


def due(view: View, instance: Row) -> datetime | None:
    """Return the due instant on the page's clock, None without a target or calendar."""
    return instance["due_at"] if view.state.clock == "business" else instance["calendar_due_at"]


def state(view: View, instance: Row) -> str:
    """Return met, breached, running, cancelled or none on the page's clock."""
    return instance["state"] if view.state.clock == "business" else instance["calendar_state"]


def ended(instance: Row, as_of: datetime) -> datetime:
    """Return where its clock ended, or now."""
    return instance["ended_at"] or as_of


def name(view: View, instance: Row) -> str:
    """Return "First response", "Resolution", ..."""
    return word(view, "cases.metric", instance["metric"])


def lane(view: View, instance: Row) -> str:
    """Return its kind and target, "Resolution, 2 d"."""
    if instance["target_id"] is None:
        return name(view, instance)
    length = instance["target_seconds"]
    if not length:
        words = view.t("conversation.clock.next_day")
    elif view.state.clock == "business" and instance["target_clock"] != "calendar" and length >= DAY:
        # A business day has as many hours as the department is open: business time is said in hours.
        words = view.t("sla.rules.hours", hours=view.number(length / 3600, 0 if length % 3600 == 0 else 1))
    else:
        words = formats.duration(length, view.lang, "chart")
    return f"{name(view, instance)}, {words}"


def verdict(view: View, instance: Row, as_of: datetime) -> str:
    """Return how it came out, with the key word in `**`: "**missed** 16:55, took 2 h 30 min"."""
    at = due(view, instance)
    lasted = sum(step.seconds for step in steps(view, instance, as_of))
    values: dict[str, Any] = {
        "due": view.instant(at, "short") if at else "",
        "lasted": view.duration(lasted),
    }
    found = state(view, instance)
    if found == "breached" and instance["ended_at"] is None:
        found = "breached_open"
    elif found == "running" and instance["is_paused"]:
        found = "paused"
    elif found == "none":
        found = "none_answered" if instance["ended_at"] else "none_open"
    return view.t(f"conversation.verdict.{found}", **values)


def steps(view: View, instance: Row, as_of: datetime) -> list[Step]:
    """Return the stretches of a clock in order, on the page's clock; their seconds add up to what was used up."""
    start, end = instance["started_at"], ended(instance, as_of)
    pauses = [(max(a, start), min(b or end, end), why) for a, b, why in instance["pauses"] if a < end]
    edges = sorted({start, end, *(edge for a, b, _ in pauses for edge in (a, b))})
    found: list[Step] = []
    for a, b in pairwise(edges):
        why = next((why for c, d, why in pauses if c <= a and b <= d), None)
        if why is not None:
            found.append(Step(a, b, False, why))
        elif not is_business(view, instance):
            found.append(Step(a, b, True))
        else:
            department = instance["department_id"]
            parts = [(c, d, True) for c, d in open_hours(view, department, a, b)]
            parts += [(c, d, False) for c, d in closed_hours(view, department, a, b)]
            found += [Step(c, d, is_open) for c, d, is_open in sorted(parts)]
    return found


def is_business(view: View, instance: Row) -> bool:
    """Return whether its clock stands still in closed hours: not around the clock, nor without a calendar."""
    return (
        view.state.clock == "business"
        and instance["target_clock"] != "calendar"
        and has_calendar(view, instance["department_id"])
    )


def clocks(view: View, conversation: Conversation) -> list[Clock]:
    """Return every instance that has a target as a clock of the lanes."""
    found = []
    for instance in conversation.instances:
        if instance["target_id"] is None:
            continue
        still: list[Span] = [
            (step.started_at, step.ended_at)
            for step in steps(view, instance, conversation.as_of)
            if not step.is_open
        ]
        said = verdict(view, instance, conversation.as_of)
        found.append(
            Clock(
                lane(view, instance),
                instance["started_at"],
                ended(instance, conversation.as_of),
                due(view, instance),
                joined(still),
                bold(said),
                state(view, instance) == "breached",
                pauses=[
                    (a, b or ended(instance, conversation.as_of), view.t(f"conversation.state.{why}"))
                    for a, b, why in instance["pauses"]
                ],
            )
        )
    return found


def bold(text: str) -> str:
    """Turn `**word**` into the tags that a chart's label knows."""
    before, _, rest = text.partition("**")
    inner, _, after = rest.partition("**")
    return f"{before}<b>{inner}</b>{after}" if rest else text


def worst(view: View, conversation: Conversation) -> Row | None:
    """Return the first instance that was breached, whose cause is said."""
    missed = [one for one in conversation.instances if state(view, one) == "breached"]
    return min(missed, key=lambda one: due(view, one) or one["started_at"]) if missed else None
