"""A case in words: its title, the sentence that says how it went, and what else is known; only what exists."""

from typing import Any

from dashboard import wait_clocks
from dashboard.conversations import Conversation, owners
from dashboard.view import View

TITLE_LENGTH = 60
POST_LENGTH = 90


def title(view: View, conversation: Conversation) -> str:
    """Return the ticket's number or the channel, and how the case begins."""
    first = next(
        (m["text"] for m in conversation.messages if m["direction"] == "inbound" and m["text"]), None
    )
    native = conversation.case["case_id"].partition(":")[2]
    if conversation.case["origin"] == "ticket":
        head = view.t("conversation.title_ticket", id=native)
    else:
        head = view.name("channel", conversation.case["channel"])
    return f"{head}: {excerpt(first, TITLE_LENGTH)}" if first else head


def answer(view: View, conversation: Conversation) -> str:
    """Return how long the wait took that the page was opened for, and how many targets were missed."""
    wait = conversation.wait
    if wait is None:
        return view.t(
            "conversation.answer.no_wait" if conversation.messages else "conversation.answer.no_messages"
        )
    shown = wait_clocks.seconds(view, wait)
    value = view.duration(shown if shown is not None else wait["observed_seconds"], "prose")
    clock = view.t(f"conversation.answer.{view.state.clock if shown is not None else 'calendar'}")
    parts = [view.t(f"conversation.answer.{wait['outcome']}", value=value, clock=clock)]
    states = [wait_clocks.state(view, other) for other in conversation.waits]
    due, missed = sum(state in ("met", "breached") for state in states), states.count("breached")
    if missed:
        parts.append(view.t("conversation.answer.missed", count=due, missed=missed))
    elif due:
        parts.append(view.t("conversation.answer.kept", count=due))
    return " ".join(parts)


def rows(view: View, conversation: Conversation) -> list[tuple[str, Any]]:
    """Return what else is known, as (key, text)."""
    case, wait = conversation.case, conversation.wait
    where = " · ".join(
        view.name(kind, case[kind]) for kind in ("platform", "channel", "visibility") if case[kind]
    )
    found: list[tuple[str, Any]] = []
    if conversation.post:
        found.append(("post", excerpt(conversation.post["text"] or "", POST_LENGTH)))
        found.append(("published", view.instant(conversation.post["published_at"])))
    found.append(("channel", where))
    departments = list(dict.fromkeys(one.department_id for one in owners(conversation)))
    if departments:
        found.append(("departments", " → ".join(view.name("department_id", one) for one in departments)))
    if case["handoff_count"]:
        found.append(("handoffs", view.number(case["handoff_count"])))
    if case["reopen_count"]:
        found.append(("reopened", view.number(case["reopen_count"])))
    since = conversation.states[-1]["started_at"] if conversation.states else case["opened_at"]
    state = view.t(f"conversation.state.{case['status']}")
    found.append(
        ("state", view.t("conversation.context.since", state=state, when=view.instant(since, "short")))
    )
    if case["priority"]:
        found.append(("priority", case["priority"]))
    if wait and wait["is_double"]:
        found.append(("double", view.t("conversation.context.double_text")))
    if wait and wait["is_inferred_addressee"]:
        found.append(("inferred", view.t("conversation.context.inferred_text")))
    found.append(("id", case["case_id"]))
    return found


def excerpt(text: str, length: int) -> str:
    """Return a text on one line, cut where it gets longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
