"""A case in words: its title, the sentence that says how it went, and what else is known; only what exists."""

from typing import Any

from dashboard.cards.cases import sla_clocks, wait_clocks
from dashboard.cards.cases.case_grid import word
from dashboard.cards.cases.conversations import Conversation, owners
from dashboard.glossary import named
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
    states = [sla_clocks.state(view, one) for one in conversation.instances if one["target_id"]]
    if not conversation.instances:
        states = [wait_clocks.state(view, other) for other in conversation.waits]
    due, missed = sum(state in ("met", "breached") for state in states), states.count("breached")
    if missed:
        parts.append(view.t("conversation.answer.missed", count=due, missed=missed))
    elif due:
        parts.append(view.t("conversation.answer.kept", count=due))
    broken = sum(one["state"] in ("late", "overdue", "broken") for one in conversation.promises)
    if broken:
        parts.append(view.t("conversation.answer.promises", count=broken))
    first = sla_clocks.worst(view, conversation)
    if first and first["breach_cause"]:
        cause = word(view, "cases.cause", first["breach_cause"])
        parts.append(view.t("conversation.answer.cause", cause=cause))
    return " ".join(parts)


def rows(view: View, conversation: Conversation) -> list[tuple[str, Any]]:
    """Return what else is known, as (key, text)."""
    case, wait = conversation.case, conversation.wait
    where = [named(view, case["platform"])] if case["platform"] else []
    for kind in ("channel", "visibility"):
        if case[kind]:
            where += [" · " if where else "", view.name(kind, case[kind])]
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
    if conversation.handoffs:
        parts = [
            view.t(
                "conversation.context.handoff",
                receiver=view.name("department_id", one["to_department_id"]),
                outcome=word(view, "cases.handoffs", one["outcome"]),
            )
            for one in conversation.handoffs
        ]
        found.append(("handoff_list", " · ".join(parts)))
    if case["reopen_count"]:
        found.append(("reopened", view.number(case["reopen_count"])))
    since = conversation.states[-1]["started_at"] if conversation.states else case["opened_at"]
    state = view.t(f"conversation.state.{case['status']}")
    found.append(
        ("state", view.t("conversation.context.since", state=state, when=view.instant(since, "short")))
    )
    for one in conversation.approvals:
        outcome = word(view, "cases.approvals", one["outcome"])
        lasted = view.duration(one["observed_seconds"])
        found.append(("approval", view.t("conversation.context.lasted", outcome=outcome, lasted=lasted)))
    for one in conversation.promises:
        end = one["kept_at"] or conversation.as_of
        verdict = promise_words(view, one, end)
        found.append(
            (
                "promise",
                f"{excerpt(str(one['text'] or ''), POST_LENGTH)} · {verdict}".strip(" ·").replace("**", ""),
            )
        )
    if case["priority"]:
        found.append(("priority", word(view, "cases.priority", case["priority"])))
    if wait and wait["is_double"]:
        found.append(("double", view.t("conversation.context.double_text")))
    if wait and wait["is_inferred_addressee"]:
        found.append(("inferred", view.t("conversation.context.inferred_text")))
    found.append(("id", case["case_id"]))
    return found


def promise_words(view: View, promise: dict[str, Any], end: Any) -> str:
    """Return how a promise came out, the key word in `**`: "**2 h 40 min late**", "kept", "due 18 Nov"."""
    late = promise["lateness_seconds"]
    if late is None and promise["due_at"]:
        late = (end - promise["due_at"]).total_seconds()
    due = view.instant(promise["due_at"], "short") if promise["due_at"] else ""
    return view.t(f"conversation.promise.{promise['state']}", late=view.duration(late), due=due)


def excerpt(text: str, length: int) -> str:
    """Return a text on one line, cut where it gets longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
