"""A wait in words and as a clock: which target it had, whether it was kept, and by how much it was missed."""

from typing import Any

from dashboard import formats
from dashboard.cards.cases.conversations import Conversation, closed_hours
from dashboard.figures.running_clock import Clock
from dashboard.view import View

Row = dict[str, Any]


def due(view: View, wait: Row) -> Any:
    """Return the due instant on the page's clock, None without a target or calendar."""
    return wait["due_at"] if view.state.clock == "business" else wait["calendar_due_at"]


def state(view: View, wait: Row) -> str:
    """Return met, breached, running, cancelled or none on the page's clock."""
    return wait["sla_state"] if view.state.clock == "business" else wait["calendar_sla_state"]


def seconds(view: View, wait: Row) -> float | None:
    """Return how long it has lasted on the page's clock; None in business time without a calendar."""
    return wait["observed_business_seconds"] if view.state.clock == "business" else wait["observed_seconds"]


def name(view: View, wait: Row) -> str:
    """Return "First response" or "Next response"."""
    return view.t("conversation.clock.first" if wait["ordinal"] == 1 else "conversation.clock.next")


def lane(view: View, wait: Row) -> str:
    """Return a wait's kind and target, "First response, 15 min"."""
    if wait["target_id"] is None:
        return name(view, wait)
    length = wait["target_seconds"]
    words = formats.duration(length, view.lang, "chart") if length else view.t("conversation.clock.next_day")
    return f"{name(view, wait)}, {words}"


def verdict(view: View, wait: Row) -> str:
    """Return how the wait came out, with the key word in `**`; "**missed** 16:55, lasted 2 h 30 min"."""
    lasted = view.duration(
        seconds(view, wait) if seconds(view, wait) is not None else wait["observed_seconds"]
    )
    at = due(view, wait)
    values: dict[str, Any] = {"due": view.instant(at, "short") if at else "", "lasted": lasted}
    found = state(view, wait)
    if found == "breached" and wait["outcome"] != "answered":
        found = "breached_open" if wait["outcome"] == "open" else "breached_closed"
    elif found == "none":
        found = f"none_{wait['outcome']}"
    return view.t(f"conversation.verdict.{found}", **values)


def clocks(view: View, conversation: Conversation) -> list[Clock]:
    """Return every wait as a clock of the lanes; in business time it stands still while its owner is closed."""
    found = []
    for wait in conversation.waits:
        end = wait["ended_at"] or conversation.as_of
        paused = (
            closed_hours(view, wait["department_id"], wait["opened_at"], end)
            if view.state.clock == "business"
            else []
        )
        note = _bold(verdict(view, wait))
        found.append(
            Clock(
                lane(view, wait),
                wait["opened_at"],
                end,
                due(view, wait),
                paused,
                note,
                state(view, wait) == "breached",
            )
        )
    return found


def _bold(text: str) -> str:
    """Turn `**word**` into the tags that a chart's label knows."""
    before, _, rest = text.partition("**")
    word, _, after = rest.partition("**")
    return f"{before}<b>{word}</b>{after}" if rest else text
