"""Which cases stand behind a figure: an address becomes one query, so that its rows are those counted.

Beside the page's period and filters, the list's own keys choose. Of cases (the period is that of opening):

    state=open,waiting_customer   resolved=true   reopened=true   touch=0,1,2,multi   path=<path>   case=<id>
    depth=2 or depth=6-   changed hands twice, six times or more
    open_at=2026-11-20T09:00:00Z  cases open at that instant, whatever the period; age=open_over_7d narrows them

Of what happened to cases, a row each (the period is that of its beginning; case_events.py names the keys):

    sla_state=breached&sla_metric=first_response     handoff_from=press&handoff_to=service
    approval_state=open    promise_state=overdue     flag=unknown_group     unowned=true

`time=any` lifts the period. The order is that of contribution: longest, most overdue, oldest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.cards.cases import case_events
from dashboard.cards.cases.case_events import Event
from dashboard.cards.cases.conversations import OPEN_STATES
from dashboard.cards.cases.wait_lists import AGES, Listing, Row, instant, member, values_of
from dashboard.view import View

CASE_KEYS = {
    "state": "status",
    "touch": "touch_class",
    "case": "case_id",
    "process": "process",
    "stakeholder": "stakeholder",
}
"""Keys that choose cases by a column."""
KEYS = (*CASE_KEYS, "resolved", "reopened", "path", "depth", "open_at", "age", "time")
COUNTED = {"waits": "wait_count", "next_due": "next_due_at"}
"""Columns that are looked up for the rows shown only, unless they are sorted by."""
SORTABLE = (
    "opened_at", "age_seconds", "state", "department_id", "wait_count", "handoff_count", "reopen_count", "next_due_at",
    "occurred_at", "event_seconds", "event_state", "due_at", "platform", "human_reply_count",
)  # fmt: skip
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)

# Replies are counted where messages are known at all: then no wait means none, and not that nobody knows.
_WAIT_COUNT = "coalesce(counts.wait_count, if(human_reply_count is not null, 0, null)) as wait_count"


@dataclass(frozen=True)
class CaseListing(Listing):
    """Rows of cases, or of what happened to them; `kind` is cases or one of case_events.KINDS."""

    sortable: Sequence[str] = field(default=SORTABLE)

    def page(self, start: int, stop: int, order: str | None = None) -> list[Row]:
        """Return the rows [start, stop) in the given order, with text, waits and next due time."""
        ranked = f"{_order(order)}, {self.order}" if order else self.order
        limit = f"order by {ranked}, id limit {int(stop - start)} offset {int(start)}"
        looked_up = any(ranked.startswith(column) for column in COUNTED.values())
        counted = f"{_WAIT_COUNT}, next_due_at"
        enriched = f"select listed.*, {counted} from ({self.sql}) as listed {_lookups(self.view, 'listed')}"
        first, second = (f"{enriched} {limit}", "") if looked_up else (
            f"select * from ({self.sql}) {limit}", _lookups(self.view, "page")
        )  # fmt: skip
        sql = f"""
            with page as ({first})
            select
                page.* {"" if looked_up else f", {counted}"}, texts.text,
                openings.message_id is not null as has_message, coalesce(openings.is_from_us, false) as is_from_us
            from page
            {second}
            left join (
                select
                    case_id, not bool_or(direction = 'inbound') as is_from_us,
                    coalesce(
                        arg_min(message_id, sent_at) filter (where direction = 'inbound'), arg_min(message_id, sent_at)
                    ) as message_id
                from marts.fct_messages
                where case_id in (select case_id from page)
                group by case_id
            ) as openings on openings.case_id = page.case_id
            left join marts.message_texts as texts using (message_id)
            order by {ranked}, id"""
        return [self.finish(row) for row in self.view.rows(sql, self.parameters).to_dicts()]

    def place(self, item: str) -> int | None:
        """Return where a case first stands in this order, from 1; None if it isn't in the list."""
        ranked = f"select case_id, row_number() over (order by {self.order}, id) as place from ({self.sql})"
        sql = f"select min(place) as place from ({ranked}) where case_id = ?"
        return self.view.rows(sql, (*self.parameters, item)).item()


def _lookups(view: View, rows: str) -> str:
    """Joins that count the waits of each case, and find when its next running clock is due."""
    due = "select null::varchar as case_id, null::timestamptz as next_due_at where false"
    if view.has("marts.fct_sla_instances"):
        due = f"""
            select case_id, min(due_at) as next_due_at from marts.fct_sla_instances
            where state = 'running' {"" if rows == "listed" else f"and case_id in (select case_id from {rows})"}
            group by case_id"""
    narrowed = "" if rows == "listed" else f"where case_id in (select case_id from {rows})"
    return f"""
        left join (select case_id, count(*) as wait_count from marts.fct_waits {narrowed} group by case_id)
            as counts on counts.case_id = {rows}.case_id
        left join ({due}) as dues on dues.case_id = {rows}.case_id"""


def listing(view: View) -> CaseListing:
    """Return the list that an address asks for.

    Raises:
        ValueError: `open_at` is no instant.
    """
    conditions = Conditions(view)
    chosen = [event for event in case_events.events(view.state.clock) if event.is_asked(view.state.extra)]
    if chosen:
        return _events(view, chosen[0], chosen[1:], conditions)
    return _open_then(view, conditions) if "open_at" in view.state.extra else _cases(view, conditions)


class Conditions:
    """Parts of a where clause, and their parameters in the same order."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.parts: list[str] = []
        self.values: list[object] = []

    def add(self, part: str, *values: object) -> None:
        """Add one condition."""
        self.parts.append(part)
        self.values += values

    def choose(self, column: str, text: str | None) -> None:
        """Add that a column is one of the values written in an address; nothing where the key isn't there.

        `none` stands for what is unknown, and for a state that is called so (no target applied).
        """
        if text is not None:
            asked = values_of(text)
            part, values = member(column, (*asked, "none") if None in asked else asked)
            self.add(part, *values)

    def filters(self) -> None:
        """Add the page's chips."""
        part, values = self.view.where(None)
        self.add(part, *values)

    def period(self, column: str) -> None:
        """Add the page's period, unless the address lifts it."""
        if self.view.state.extra.get("time") != "any":
            since, until = self.view.span
            self.add(f"{column} >= ?::timestamptz and {column} < ?::timestamptz", since, until)

    def text(self) -> str:
        """Return them all."""
        return " and ".join(self.parts) or "true"


def _case_conditions(view: View, conditions: Conditions, *, without: Sequence[str] = ()) -> None:
    """Add what the address asks of the cases themselves; columns are those of marts.fct_cases."""
    own = view.state.extra
    for key, column in CASE_KEYS.items():
        if key not in without:
            conditions.choose(column, own.get(key))
    if "resolved" in own:
        conditions.add(f"first_resolved_at is {'not ' if own['resolved'] == 'true' else ''}null")
    if "reopened" in own:
        conditions.add(f"reopen_count {'>' if own['reopened'] == 'true' else '='} 0")
    if "path" in own:
        conditions.add("case_id in (select case_id from marts.fct_case_paths where path = ?)", own["path"])
    if "depth" in own:
        at_least = "depth >= ?" if own["depth"].endswith("-") else "depth = ?"
        conditions.add(
            f"case_id in (select case_id from marts.fct_case_paths where {at_least})",
            int(own["depth"].removesuffix("-")),
        )


def _case_columns(prefix: str = "") -> str:
    """The columns of a case that every list has, from those of marts.fct_cases, which may carry a prefix."""
    kept = "reopen_count handoff_count human_reply_count customer_id resolved_at priority".split()
    columns = ", ".join(f"{prefix}{name} as {name}" for name in kept)
    return f"""
        {prefix}status as state, {prefix}opened_at as opened_at, {columns},
        epoch(
            case when {prefix}status in ({_OPEN}) then (select as_of from marts.dim_snapshot)
            else coalesce({prefix}resolved_at, {prefix}closed_at) end - {prefix}opened_at
        ) as age_seconds"""


def _cases(view: View, conditions: Conditions) -> CaseListing:
    conditions.filters()
    conditions.period("opened_at")
    _case_conditions(view, conditions)
    sql = f"""
        select
            case_id as id, case_id, department_id, platform, channel, visibility, {_case_columns()}
        from marts.fct_cases
        where {conditions.text()}"""
    order = f"state in ({_OPEN}) desc, age_seconds desc nulls last"
    return CaseListing(view, "cases", sql, tuple(conditions.values), order)


def _open_then(view: View, conditions: Conditions) -> CaseListing:
    """Cases open at an instant: state and owner are those of then, and so is the age."""
    own = view.state.extra
    moment = instant(own["open_at"])
    low, high = AGES.get(own.get("age", ""), (None, None))
    conditions.filters()
    if low:
        conditions.add("age_seconds >= ?", low)
    if high:
        conditions.add("age_seconds < ?", high)
    conditions.choose("state", own.get("state"))
    of_case = Conditions(view)
    _case_conditions(view, of_case, without=("state",))
    if of_case.parts:
        conditions.add(
            f"case_id in (select case_id from marts.fct_cases where {of_case.text()})", *of_case.values
        )
    sql = f"""
        select * from (
            select
                states.case_id as id, states.case_id, states.opened_at, states.department_id, states.platform,
                states.channel, states.visibility, states.state, cases.priority, cases.reopen_count,
                cases.handoff_count, cases.human_reply_count, cases.customer_id, cases.resolved_at,
                epoch(?::timestamptz - states.opened_at) as age_seconds
            from marts.fct_case_states as states
            left join marts.fct_cases as cases using (case_id)
            where states.started_at <= ?::timestamptz and coalesce(states.ended_at, 'infinity') > ?::timestamptz
                and states.state in ({_OPEN})
        ) where {conditions.text()}"""
    values = (moment, moment, moment, *conditions.values)
    return CaseListing(view, "cases", sql, values, "age_seconds desc")


def _events(view: View, event: Event, others: Sequence[Event], conditions: Conditions) -> CaseListing:
    """What happened to cases, a row each; further keys narrow the cases that it happened to."""
    event.narrow(conditions, view.state.extra)
    conditions.filters()
    conditions.period(event.at)
    of_case = Conditions(view)
    _case_conditions(view, of_case)
    if of_case.parts:
        conditions.add(
            f"case_id in (select case_id from marts.fct_cases where {of_case.text()})", *of_case.values
        )
    for other in others:
        inner = Conditions(view)
        other.narrow(inner, view.state.extra)
        found = case_events.joined(other, view.snapshot.tables)
        conditions.add(f"case_id in (select case_id from ({found}) where {inner.text()})", *inner.values)
    sql = f"""
        select {event.select}, case_id, department_id, platform, channel, visibility, {_case_columns("case_")}
        from (
            select * from ({case_events.joined(event, view.snapshot.tables)}) where {conditions.text()}
        )"""
    return CaseListing(view, event.kind, sql, tuple(conditions.values), event.order)


def _order(order: str) -> str:
    column, _, direction = order.partition(" ")
    if column not in SORTABLE:
        raise ValueError(f"lists of cases cannot be sorted by {column!r}")
    return f"{column} {'desc' if direction == 'desc' else 'asc'} nulls last"
