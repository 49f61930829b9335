"""What can happen to a case and be listed, a row each: SLA instances, hand-offs, approvals, promises, oddities.

A figure counts such events, not cases, so the list behind it has a row an event. Each kind says which keys of an
address choose among its rows, and where its table holds instant, state, length, parties and due time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.cards.cases.case_event import Event as Event
from dashboard.cards.conflict import conflict_events
from dashboard.urls import COLUMNS

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
        flags={
            "promise_evidence": "has_evidence",
            "promise_mature": "is_mature",
            "promise_cross": "is_cross",
            "promise_sided": "is_cross is not null",
        },
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
    Event(
        "contacts",
        "marts.fct_contact_cases",
        {"case_link": "rule"},
        at="contacted_at",
        id="contact_id",
        state="rule",
        seconds="null::double",
        order="occurred_at desc",
        columns=("event_state",),
        flags={"cased": "has_case", "contact": "true"},
    ),
    *conflict_events.EVENTS,
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
