"""One case as it happened: its messages, waits, owners and states, read from the marts; nothing is computed anew.

A conversation under a post is that of one customer: replies to others in the same thread are not part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dashboard.figures.running_clock import Span
from dashboard.view import View

Row = dict[str, Any]
OPEN_STATES = ("new", "open", "waiting_customer", "waiting_third_party", "waiting_approval")


@dataclass(frozen=True)
class Conversation:
    """Everything known about one case, each list in order of time.

    `wait` is the wait the page was opened for (the first one for a case), None for a case without any. What an older
    snapshot doesn't have is empty: SLA instances with their pauses, hand-offs between departments, approvals, promises.
    """

    case: Row
    wait: Row | None
    waits: Sequence[Row]
    messages: Sequence[Row]
    states: Sequence[Row]
    post: Row | None
    as_of: datetime
    instances: Sequence[Row] = ()
    handoffs: Sequence[Row] = ()
    approvals: Sequence[Row] = ()
    promises: Sequence[Row] = ()

    def span(self) -> Span:
        """From the first message or wait to the last event, or to now while something is open."""
        instants = [message["sent_at"] for message in self.messages]
        instants += [wait["opened_at"] for wait in self.waits]
        instants += [wait["ended_at"] or self.as_of for wait in self.waits]
        instants += [state["started_at"] for state in self.states]
        instants += [one["kept_at"] or one["due_at"] for one in self.promises if one["due_at"]]
        return min(instants), max(instants)


def find(view: View, item: str) -> Conversation | None:
    """Return the case that a wait's or a case's id belongs to, None if the snapshot holds neither."""
    opened = view.rows("select case_id from marts.fct_waits where wait_id = ?", (item,)).to_series().to_list()
    case_id = opened[0] if opened else item
    waits = view.rows(
        "select * from marts.fct_waits where case_id = ? order by opened_at, wait_id", (case_id,)
    )
    cases = view.rows("select * from marts.fct_cases where case_id = ?", (case_id,)).to_dicts()
    if not cases:
        return None
    rows = waits.to_dicts()
    wait = next((row for row in rows if row["wait_id"] == item), rows[0] if rows else None)
    return Conversation(
        case=cases[0],
        wait=wait,
        waits=rows,
        messages=_messages(view, case_id),
        states=view.rows(
            "select * from marts.fct_case_states where case_id = ? order by started_at", (case_id,)
        ).to_dicts(),
        post=_post(view, rows),
        as_of=view.snapshot.about.as_of,
        instances=_instances(view, case_id),
        handoffs=[
            row for row in _of_case(view, "fct_handoffs", case_id, "handed_at") if row["kind"] == "department"
        ],
        approvals=_of_case(view, "fct_approvals", case_id, "requested_at"),
        promises=_of_case(view, "fct_promises", case_id, "promised_at"),
    )


def _of_case(view: View, table: str, case_id: str, order: str) -> list[Row]:
    """What a mart says of the case, in order of time; nothing where the snapshot is older than the mart."""
    if not view.has(f"marts.{table}"):
        return []
    return view.rows(f"select * from marts.{table} where case_id = ? order by {order}", (case_id,)).to_dicts()


def _instances(view: View, case_id: str) -> list[Row]:
    """The clocks of targets, each with its `pauses`: [(from, to, state of the case)], to None while it stands.

    `breach_cause` is why it was missed, None where it wasn't.
    """
    rows = _of_case(view, "fct_sla_instances", case_id, "started_at, metric, target_id")
    pauses = _of_case(view, "fct_sla_pauses", case_id, "paused_at")
    causes = {one["sla_id"]: one["breach_cause"] for one in _of_case(view, "fct_breaches", case_id, "sla_id")}
    for row in rows:
        row["breach_cause"] = causes.get(row["sla_id"])
        row["pauses"] = [
            (one["paused_at"], one["resumed_at"], one["case_state"])
            for one in pauses
            if one["sla_id"] == row["sla_id"]
        ]
    return rows


def _messages(view: View, case_id: str) -> list[Row]:
    """The case's messages; a reply that answers several customers at once belongs to each of their cases."""
    return view.rows(
        """
        select messages.*, texts.text
        from marts.fct_messages as messages
        left join marts.message_texts as texts using (message_id)
        where messages.case_id = ?
            or messages.message_id in (select answer_message_id from marts.fct_waits where case_id = ?)
        order by messages.sent_at, messages.message_id""",
        (case_id, case_id),
    ).to_dicts()


def _post(view: View, waits: Sequence[Row]) -> Row | None:
    ids = [wait["post_id"] for wait in waits if wait["post_id"]]
    found = view.rows("select * from marts.dim_post where post_id = ?", (ids[0],)).to_dicts() if ids else []
    return found[0] if found else None


def open_hours(view: View, department_id: str | None, start: datetime, end: datetime) -> list[Span]:
    """Return a department's open intervals cut to [start, end); none without a calendar."""
    return list(
        view.rows(
            """
            select greatest(opened_at, ?::timestamptz) as opened_at, least(closed_at, ?::timestamptz) as closed_at
            from marts.dim_calendar_open
            where department_id = ? and opened_at < ?::timestamptz and closed_at > ?::timestamptz
            order by opened_at""",
            (start, end, department_id, end, start),
        ).iter_rows()
    )


def has_calendar(view: View, department_id: str | None) -> bool:
    """Return whether business time is defined for a department."""
    found = view.rows(
        "select 1 from marts.dim_calendar_open where department_id = ? limit 1", (department_id,)
    )
    return not found.is_empty()


def closed_hours(view: View, department_id: str | None, start: datetime, end: datetime) -> list[Span]:
    """Return the gaps between a department's open intervals in [start, end); none without a calendar."""
    if not has_calendar(view, department_id):
        return []
    gaps, at = [], start
    for opened, closed in open_hours(view, department_id, start, end):
        if opened > at:
            gaps.append((at, opened))
        at = closed
    if at < end:
        gaps.append((at, end))
    return gaps


@dataclass(frozen=True)
class Step:
    """A stretch of a clock; `seconds` is what it adds. One that adds nothing is closed, or paused (`pause`: why)."""

    started_at: datetime
    ended_at: datetime
    is_open: bool
    pause: str | None = None

    @property
    def seconds(self) -> float:
        """What the stretch adds to the clock."""
        return (self.ended_at - self.started_at) / timedelta(seconds=1) if self.is_open else 0.0


def steps(view: View, wait: Row, as_of: datetime) -> list[Step]:
    """Return the stretches of a wait in order; their seconds add up exactly to its observed business seconds."""
    start, end = wait["opened_at"], wait["ended_at"] or as_of
    stretches = [(a, b, True) for a, b in open_hours(view, wait["department_id"], start, end)]
    stretches += [(a, b, False) for a, b in closed_hours(view, wait["department_id"], start, end)]
    return [Step(a, b, is_open) for a, b, is_open in sorted(stretches)]


@dataclass(frozen=True)
class Ownership:
    """Who owned the case over [started_at, ended_at); None = nobody."""

    department_id: str | None
    started_at: datetime
    ended_at: datetime


def owners(conversation: Conversation) -> list[Ownership]:
    """Return who owned the case while it was open, neighbours of the same department joined."""
    found: list[Ownership] = []
    for state in conversation.states:
        if state["state"] not in OPEN_STATES:
            continue
        end = state["ended_at"] or conversation.as_of
        last = found[-1] if found else None
        if last and last.department_id == state["department_id"] and last.ended_at == state["started_at"]:
            found[-1] = Ownership(last.department_id, last.started_at, end)
        else:
            found.append(Ownership(state["department_id"], state["started_at"], end))
    return found
