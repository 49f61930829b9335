"""The entries of a conversation in order, numbered as the lanes number them: people count, the rest stands in grey."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from dashboard.cards.cases.case_grid import word
from dashboard.cards.cases.conversations import OPEN_STATES, Conversation
from dashboard.view import View

Row = dict[str, Any]
_IMPLIED = ("new", "open")
"""States that a message means anyway."""


@dataclass(frozen=True)
class Entry:
    """One line of the transcript.

    kind: customer, company (people, numbered), auto (automatic reply), note (internal), event (hand-off, solved, ...),
    step (an approval or a promise).
    `remarks` stand beside the name; `text` is None where there is none to show; `state` is that of an event.
    """

    at: datetime
    kind: str
    who: str
    remarks: Sequence[str] = field(default=())
    text: str | None = None
    number: int | None = None
    is_deleted: bool = False
    state: str | None = None


def entries(view: View, conversation: Conversation) -> list[Entry]:
    """Return messages and changes of owner or state, in order of time.

    A state that a message brought with it (the agent answers and solves) is a remark of that message.
    """
    messages = list(_messages(view, conversation))
    latest = {entry.at: i for i, entry in enumerate(messages) if entry.kind in ("customer", "company")}
    rest = []
    for change in _changes(view, conversation):
        i = latest.get(change.at) if change.state else None
        if i is None:
            rest.append(change)
        elif change.state not in _IMPLIED:
            messages[i] = replace(messages[i], remarks=(*messages[i].remarks, f"→ {change.who}"))
    # At one instant, what was written comes before what followed from it.
    everything = [*messages, *rest, *_steps(view, conversation)]
    return sorted(
        everything, key=lambda entry: (entry.at, entry.kind in ("event", "step"), entry.number or 0)
    )


def _messages(view: View, conversation: Conversation) -> Iterator[Entry]:
    opening = {wait["message_id"]: wait for wait in conversation.waits}
    ending = {wait["answer_message_id"]: wait for wait in conversation.waits if wait["answer_message_id"]}
    number = 0
    for message in conversation.messages:
        kind = _kind(message)
        if kind in ("customer", "company"):
            number += 1
        yield Entry(
            at=message["sent_at"],
            kind=kind,
            who=_who(view, message, kind),
            remarks=_remarks(view, message, kind, opening, ending),
            text=message["text"],
            number=number if kind in ("customer", "company") else None,
            is_deleted=message["deleted_at"] is not None,
        )


def _kind(message: Row) -> str:
    if message["direction"] == "inbound":
        return "customer"
    if message["visibility"] == "internal":
        return "note"
    return "company" if message["is_human"] else "auto"


def _who(view: View, message: Row, kind: str) -> str:
    if kind == "customer":
        return view.t("conversation.who.customer")
    if kind == "auto":
        return view.t("conversation.who.auto")
    department = message["department_id"]
    name = view.name("department_id", department) if department else view.t("conversation.who.company")
    return view.t("conversation.who.note", name=name) if kind == "note" else name


def _remarks(
    view: View, message: Row, kind: str, opening: dict[str, Row], ending: dict[str, Row]
) -> tuple[str, ...]:
    found = []
    if kind == "auto":
        found.append(view.t("conversation.remark.auto"))
    elif kind == "customer":
        if message["no_answer_reason"]:
            found.append(view.t("conversation.remark.no_answer"))
        elif message["message_id"] in opening and opening[message["message_id"]] is not next(
            iter(opening.values())
        ):
            found.append(view.t("conversation.remark.opens"))
        elif message["wait_id"] and message["message_id"] not in opening:
            found.append(view.t("conversation.remark.same_wait"))
    elif kind == "company":
        found.append(view.name("visibility", message["visibility"]))
        if message["message_id"] in ending:
            found.append(view.t("conversation.remark.ends"))
    if message["edited_at"]:
        found.append(view.t("conversation.remark.edited", when=view.instant(message["edited_at"], "short")))
    if message["deleted_at"]:
        found.append(view.t("conversation.remark.deleted", when=view.instant(message["deleted_at"], "short")))
    return tuple(found)


def _changes(view: View, conversation: Conversation) -> Iterator[Entry]:
    """Hand-offs of any case; the states of tickets only, since a conversation's states just follow its waits."""
    is_ticket = conversation.case["origin"] == "ticket"
    for before, after in zip(conversation.states, conversation.states[1:], strict=False):
        if before["department_id"] != after["department_id"] and after["state"] in OPEN_STATES:
            yield Entry(
                after["started_at"],
                "event",
                view.t(
                    "conversation.event.handed",
                    giver=view.name("department_id", before["department_id"]),
                    receiver=view.name("department_id", after["department_id"]),
                ),
                remarks=_picked_up(view, conversation, after["started_at"]),
            )
        if is_ticket and before["state"] != after["state"]:
            words = view.t(f"conversation.state.{after['state']}")
            yield Entry(after["started_at"], "event", words, state=after["state"])


def _picked_up(view: View, conversation: Conversation, at: datetime) -> tuple[str, ...]:
    """What became of a hand-off, where the snapshot knows."""
    for one in conversation.handoffs:
        if one["handed_at"] == at:
            if one["picked_up_at"]:
                when = view.instant(one["picked_up_at"], "short")
                return (view.t("conversation.event.picked_up", when=when),)
            return (word(view, "cases.handoffs", one["outcome"]),)
    return ()


def _steps(view: View, conversation: Conversation) -> Iterator[Entry]:
    """Approvals and promises: asked for, decided; given, kept."""
    for one in conversation.approvals:
        yield Entry(one["requested_at"], "step", view.t("conversation.event.approval_requested"))
        if one["decided_at"]:
            outcome = word(view, "cases.approvals", one["outcome"])
            yield Entry(
                one["decided_at"], "step", view.t("conversation.event.approval_decided", outcome=outcome)
            )
    for one in conversation.promises:
        due = view.instant(one["due_at"], "short") if one["due_at"] else ""
        said = [view.t("conversation.event.due", when=due)] if due else []
        yield Entry(
            one["promised_at"], "step", view.t("conversation.event.promised"), remarks=said, text=one["text"]
        )
        if one["kept_at"]:
            state = word(view, "cases.promises", one["state"])
            yield Entry(one["kept_at"], "step", view.t("conversation.event.fulfilled"), remarks=[state])
