"""What can happen to a case and be listed, a row each: SLA instances, hand-offs, approvals, promises, oddities.

A figure counts such events, not cases, so the list behind it has a row an event. Each kind says which keys of an
address choose among its rows, and where its table holds instant, state, length, parties and due time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from dashboard.urls import COLUMNS
from dashboard.wait_lists import instant

_AS_OF = "(select as_of from marts.dim_snapshot)"
_CASE_COLUMNS = (
    "status",
    "opened_at",
    "priority",
    "reopen_count",
    "handoff_count",
    "human_reply_count",
    "customer_id",
    "resolved_at",
    "closed_at",
)


class Choosing(Protocol):
    """Where conditions are collected (case_lists.Conditions)."""

    def add(self, part: str, *values: object) -> None:
        """Add one condition."""

    def choose(self, column: str, text: str | None) -> None:
        """Add that a column is one of the values written in an address."""


@dataclass(frozen=True)
class Event:
    """One kind of event. `keys` maps keys of an address to columns of `table`; `at` is its instant's column.

    `flags` are conditions that an address asks for by true or false, `before` columns that lie before an instant.

    The other fields are what the list shows, as SQL on the table: `id`, `state`, `seconds` (how long or how late),
    `what` (metric, stage), `giver` and `receiver` (departments), `due_at`, `target_id`. `beside` is a column that
    stands in a table of its own, and how that is joined.
    """

    kind: str
    table: str
    keys: Mapping[str, str]
    at: str
    id: str
    state: str
    seconds: str
    order: str
    what: str = "null::varchar"
    giver: str = "null::varchar"
    receiver: str = "null::varchar"
    due_at: str = "null::timestamptz"
    target_id: str = "null::varchar"
    owner: str = "null::varchar"
    beside: tuple[str, str] = ("", "")
    columns: Sequence[str] = field(default=())
    flags: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def is_asked(self, own: Mapping[str, str]) -> bool:
        """Return whether an address asks for these events."""
        return any(key in own for key in (*self.keys, *self.flags, *self.before))

    def narrow(self, conditions: Choosing, own: Mapping[str, str]) -> None:
        """Add what an address asks of these events."""
        for key, column in self.keys.items():
            conditions.choose(column, own.get(key))
        for key, condition in self.flags.items():
            if key in own:
                conditions.add(condition if own[key] == "true" else f"not ({condition})")
        for key, column in self.before.items():
            if key in own:
                conditions.add(f"{column} < ?::timestamptz", instant(own[key]))

    @property
    def select(self) -> str:
        """The columns that the list shows of the event."""
        shown: dict[str, Any] = {
            "id": self.id,
            "occurred_at": self.at,
            "event_state": self.state,
            "event_seconds": self.seconds,
            "event_what": self.what,
            "giver": self.giver,
            "receiver": self.receiver,
            "due_at": self.due_at,
            "target_id": self.target_id,
        }
        return ", ".join(f"{sql} as {name}" for name, sql in shown.items())


EVENTS = (
    Event(
        "sla",
        "marts.fct_sla_instances",
        {
            "sla_state": "state",
            "sla_metric": "metric",
            "sla_target": "target_id",
            "breach_cause": "breach_cause",
        },
        at="started_at",
        id="sla_id",
        state="state",
        seconds=f"case when state = 'breached' then epoch(coalesce(ended_at, {_AS_OF}) - due_at) end",
        order="event_seconds desc nulls last, due_at",
        what="metric",
        due_at="due_at",
        target_id="target_id",
        beside=(
            "causes.breach_cause",
            "left join (select sla_id, breach_cause from marts.fct_breaches) as causes using (sla_id)",
        ),
        columns=("what", "target", "event_state", "due_at", "event_seconds"),
        flags={"at_risk": "is_at_risk", "sla_paused": "is_paused"},
        before={"due_by": "due_at"},
    ),
    Event(
        "handoffs",
        "marts.fct_handoffs",
        {
            "handoff_from": "from_department_id",
            "handoff_to": "to_department_id",
            "handoff_outcome": "outcome",
            "handoff_kind": "kind",
        },
        at="handed_at",
        id="concat_ws(':', kind, case_id, ordinal)",
        state="outcome",
        seconds="observed_seconds",
        order="event_seconds desc nulls last",
        giver="from_department_id",
        receiver="to_department_id",
        owner="to_department_id",
        columns=("giver", "receiver", "event_state", "event_seconds"),
        flags={"handoff_return": "is_return", "handoff_dropped": "is_dropped"},
    ),
    Event(
        "approvals",
        "marts.fct_approvals",
        {"approval_state": "outcome", "approval_round": "round"},
        at="requested_at",
        id="approval_id",
        state="outcome",
        seconds="observed_seconds",
        order="event_seconds desc nulls last",
        columns=("event_state", "event_seconds"),
        flags={"approval_timed": "observed_business_seconds is not null"},
    ),
    Event(
        "promises",
        "marts.fct_promises",
        {
            "promise_state": "state",
            "promise_from": "promised_by_department_id",
            "promise_to": "fulfilled_by_department_id",
            "promise_due": "due_source",
        },
        at="promised_at",
        id="promise_id",
        state="state",
        seconds="lateness_seconds",
        order="due_at",
        giver="promised_by_department_id",
        receiver="fulfilled_by_department_id",
        owner="promised_by_department_id",
        due_at="due_at",
        columns=("giver", "receiver", "event_state", "due_at", "event_seconds"),
        flags={"promise_evidence": "has_evidence", "promise_mature": "is_mature"},
    ),
    Event(
        "resolutions",
        "marts.fct_resolutions",
        {"resolution": "basis"},
        at="resolved_at",
        id="concat_ws(':', case_id, ordinal)",
        state="basis",
        seconds="reopened_within_seconds",
        order="event_seconds desc nulls last, occurred_at desc",
        columns=("event_state", "event_seconds"),
        # Of first resolutions: whether it is known that they held, and whether they did.
        flags={
            "resolution_mature": "is_first and stayed_resolved is not null and resolved_at"
            " < (select as_of from marts.dim_snapshot) - interval 168 hours",
            "came_back": "is_first and coalesce(not stayed_resolved, false)",
        },
    ),
    Event(
        "flags",
        "marts.fct_flags",
        {"flag": "flag", "flag_source": "source"},
        at="occurred_at",
        id="concat_ws(':', flag, record_id)",
        state="flag",
        seconds="null::double",
        order="occurred_at desc",
        what="detail",
        columns=("event_state", "what"),
    ),
    Event(
        "unowned",
        "marts.fct_unowned",
        {},
        at="started_at",
        id="concat_ws(':', case_id, epoch_us(started_at))",
        state="if(ended_at is null, 'open', 'closed')",
        seconds="seconds",
        order="event_seconds desc nulls last",
        columns=("event_state", "event_seconds"),
        flags={"unowned": "true"},
    ),
)
KINDS = {event.kind: event for event in EVENTS}
_AROUND_THE_CLOCK = replace(
    KINDS["sla"],
    keys={**KINDS["sla"].keys, "sla_state": "calendar_state"},
    state="calendar_state",
    seconds=f"case when calendar_state = 'breached' then epoch(coalesce(ended_at, {_AS_OF}) - calendar_due_at) end",
    due_at="calendar_due_at",
    before={"due_by": "calendar_due_at"},
)


def events(clock: str) -> tuple[Event, ...]:
    """Return the kinds of events as the page's clock sees them: around the clock a target is due at another time."""
    return EVENTS if clock == "business" else (_AROUND_THE_CLOCK, *EVENTS[1:])


def joined(event: Event, tables: Mapping[str, Sequence[str]]) -> str:
    """Return the events beside their cases (columns `case_<name>`), with every filter column of the page.

    Filter columns that the event's table lacks are those of its case; its department is the event's own where it has
    one under another name. A snapshot without the table has no such events.
    """
    known = tables.get(event.table)
    if known is None:
        raise LookupError(f"{event.table} isn't in this snapshot; run `leitstand run` to publish a new one")
    missing = [name for name in COLUMNS if name not in known]
    added = [
        f"events.{event.owner} as {name}"
        if name == "department_id" and not event.owner.startswith("null")
        else f"cases.{name}"
        for name in missing
    ]
    of_case = [f"cases.{name} as case_{name}" for name in _CASE_COLUMNS]
    column, join = event.beside
    return f"""
        select {", ".join(["events.*", *([column] if column else []), *added, *of_case])}
        from {event.table} as events {join}
        left join marts.fct_cases as cases using (case_id)"""
