"""Which waits or cases stand behind a figure: an address becomes one query, so that its rows are those counted.

Beside the page's period and filters, the list's own keys choose:

    turn=second   stakeholder=journalist   double=any or across   since=arrival (seconds from the arrival on)
    answered_in_week=false   given_up=week or day
    outcome=open,closed_unanswered   sla_state=breached   target_id=private_15min   ordinal=1
    metric=first_response_time       exactly the waits of that figure (any key of wait_figures.FIGURES)
    delayed_in=legal  stage=handoff  handed_from=service
                                     waits that spent time there, on the page's clock (marts.fct_wait_stages)
    hour_of_week=57  staffed=false   opened in that hour (Monday 0:00 is 0); while nobody of their department was there
    time=due_day                     the period holds for the due day (default: opened_day; any: no period)
    intent=complaint  intent_source=rule    by what the message wants, and who says so; none: nobody knows
    post_id=…  campaign_id=…  kind=help     under that post, or the posts of that campaign or kind
    exposure=…                       contacts in the hours after a campaign's or a post's publishing, on all channels
    comments=all                     comments that figures of posts count, instead of waits; or complaint, claim, beside
    at=2026-11-20T09:00:00Z          cases open at that instant instead of waits; age=open_over_7d narrows them
    flow=opened,reopened             cases that entered or left the backlog in the period

State, time and due follow the page's clock. The order is that of contribution: most overdue or longest first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, overload

from dashboard.cards.cases import wait_figures
from dashboard.view import View

CHUNK = 5_000
TIMES = ("opened_day", "due_day", "ended_day", "any")
AGES = {
    "open_0_1h": (0, 3_600),
    "open_1_5h": (3_600, 18_000),
    "open_5_24h": (18_000, 86_400),
    "open_1_3d": (86_400, 259_200),
    "open_3_7d": (259_200, 604_800),
    "open_over_7d": (604_800, None),
}
"""Age classes of the backlog: seconds from, and to (not included)."""
COMMENTS = {"all": "true", "complaint": "is_complaint", "claim": "takes_up_claim", "beside": "is_beside"}
"""Which of the comments under posts a list shows."""
_CLOSED = ("resolved", "closed", "merged", "deleted")
_CLOCK_COLUMNS = {
    "business": {"seconds": "observed_business_seconds", "state": "sla_state", "due": "due_at"},
    "calendar": {"seconds": "observed_seconds", "state": "calendar_sla_state", "due": "calendar_due_at"},
}

_PLACES = {
    "delayed_in": "of.department_id",
    "stage": "of.stage",
    "handed_from": "of.from_department_id",
}

_AFTER = """
    ordinal = 1 and message_id in (
        select contacts.contact_id
        from marts.fct_contacts as contacts
        inner join (
            select
                date_trunc('hour', starts_at) as from_at,
                date_trunc('hour', starts_at) + (ends_at - starts_at) as until_at
            from marts.fct_exposures
            where is_event and not is_reactive and (post_id = ? or campaign_id = ?)
        ) as spans on contacts.contacted_at >= spans.from_at and contacts.contacted_at < spans.until_at
        where contacts.is_service
            and spans.until_at <= (select max(hour_at) + interval 1 hour from marts.dim_clean_hour)
            and not exists (
                select 1 from marts.dim_clean_hour as hours
                where hours.incident_count > 0 and hours.hour_at >= spans.from_at and hours.hour_at < spans.until_at
            )
    )"""
"""Service contacts in the windows of a campaign's posts, those near incidents left out as the metric does."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Listing(Sequence[Row]):
    """Rows of one list, read from the snapshot as they are asked for; `kind` is waits, comments, cases or flows.

    Each row has id, kind's own columns, department_id, platform, channel, visibility, and the text of its message;
    `finish` adds what a reader sees in place of ids.
    """

    view: View
    kind: str
    sql: str
    parameters: tuple[object, ...]
    order: str
    finish: Callable[[Row], Row] = field(default=lambda row: row)

    @cached_property
    def total(self) -> int:
        """How many rows there are; equal to the n of the figure that led here."""
        frame = self.view.rows(f"select count(*) as total from ({self.sql})", self.parameters)
        return int(frame.item())

    def page(self, start: int, stop: int, order: str | None = None) -> list[Row]:
        """Return the rows [start, stop) in the given order (a column, and "desc" or nothing), text included."""
        ranked = f"{_order(order)}, {self.order}" if order else self.order
        # Texts are joined to the rows of the page only: they stand apart from the facts and are long.
        sql = f"""
            with page as (
                select * from ({self.sql}) order by {ranked}, id limit {int(stop - start)} offset {int(start)}
            )
            select page.*, texts.text
            from page
            {"" if self.kind in ("waits", "comments") else _OPENING_MESSAGES}
            left join marts.message_texts as texts using (message_id)
            order by {ranked}, id"""
        found = self.view.rows(sql, self.parameters).to_dicts()
        return [self.finish(row) for row in found]

    def place(self, item: str) -> int | None:
        """Return where a wait or case stands in this order, from 1; None if it isn't in the list."""
        sql = f"select id, row_number() over (order by {self.order}, id) as place from ({self.sql})"
        found = self.view.rows(
            f"select min(place) as place from ({sql}) where id = ?", (*self.parameters, item)
        )
        return found.item()

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            start, stop, _ = index.indices(self.total)
            return self.page(start, stop)
        if not 0 <= index < self.total:
            raise IndexError(index)
        return self.page(index, index + 1)[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, self.total, CHUNK):
            yield from self.page(start, start + CHUNK)


_OPENING_MESSAGES = """
    left join (
        select case_id, arg_min(message_id, sent_at) as message_id
        from marts.fct_messages
        where direction = 'inbound' and case_id in (select case_id from page)
        group by case_id
    ) as openings using (case_id)"""
SORTABLE = (
    "opened_at",
    "seconds",
    "over_seconds",
    "due_at",
    "department_id",
    "state",
    "occurred_at",
    "age_seconds",
)


def _order(order: str) -> str:
    column, _, direction = order.partition(" ")
    if column not in SORTABLE:
        raise ValueError(f"lists cannot be sorted by {column!r}")
    return f"{column} {'desc' if direction == 'desc' else 'asc'} nulls last"


def listing(view: View) -> Listing:
    """Return the list that an address asks for."""
    own = view.state.extra
    if own.get("at"):
        return _open_cases(view, own["at"], own.get("age"))
    if own.get("flow"):
        return _flows(view, values_of(own["flow"]))
    if own.get("comments") in COMMENTS:
        return _comments(view, own["comments"])
    return _waits(view)


def instant(text: str) -> datetime:
    """Read an instant of an address; one without offset is UTC.

    Raises:
        ValueError: it isn't one.
    """
    found = datetime.fromisoformat(text.replace(" ", "+"))
    return found if found.tzinfo else datetime.fromisoformat(f"{text}+00:00")


def _waits(view: View) -> Listing:
    own = view.state.extra
    columns = _CLOCK_COLUMNS[view.state.clock]
    if own.get("since") == "arrival":
        columns = {**columns, "seconds": wait_figures.ARRIVAL_SECONDS[view.state.clock]}
    time = own.get("time", "opened_day")
    where, values = view.where(None if time == "any" else time if time in TIMES else "opened_day")
    conditions, parameters = [where], list(values)
    chosen = {
        "outcome": "outcome",
        "target_id": "target_id",
        "ordinal": "ordinal",
        "turn": "turn",
        "stakeholder": "stakeholder",
        "intent": "intent",
        "intent_source": "intent_source",
        "post_id": "post_id",
        "hour_of_week": "opened_hour_of_week",
        "sla_state": columns["state"],
    }
    for key, column in chosen.items():
        if key in own:
            condition, found = member(column, values_of(own[key]))
            conditions.append(condition)
            parameters += found
    conditions += wait_figures.conditions(own, columns["seconds"])
    for condition, found in _under_posts(own):
        conditions.append(condition)
        parameters += found
    for condition, found in _whereabouts(own, _CLOCK_COLUMNS[view.state.clock]["seconds"]):
        conditions.append(condition)
        parameters += found
    if "exposure" in own:
        conditions.append(_AFTER)
        parameters += [own["exposure"], own["exposure"]]
    over = f"epoch(coalesce(ended_at, as_of) - {columns['due']})"
    sql = f"""
        select
            wait_id as id, message_id, case_id, opened_at, ended_at, {columns["seconds"]} as seconds,
            {columns["state"]} as state, outcome, target_id, {columns["due"]} as due_at,
            case when {columns["state"]} = 'breached' then {over} end as over_seconds,
            department_id, platform, channel, visibility, ordinal
        from marts.fct_waits cross join (select as_of from marts.dim_snapshot)
        where {" and ".join(conditions)}"""
    breached = "breached" in values_of(own.get("sla_state", ""))
    order = "over_seconds desc nulls last" if breached else "seconds desc nulls last"
    return Listing(view, "waits", sql, tuple(parameters), order)


def _under_posts(own: Mapping[str, str]) -> Iterator[tuple[str, list[object]]]:
    """By what the post is that it stands under."""
    chosen = [member(key, values_of(own[key])) for key in ("campaign_id", "kind") if key in own]
    if chosen:
        where = " and ".join(condition for condition, _ in chosen)
        values = [value for _, found in chosen for value in found]
        yield f"post_id in (select post_id from marts.dim_post where {where})", values


def _comments(view: View, which: str) -> Listing:
    where, values = view.where("published_day")
    conditions, parameters = [where, COMMENTS[which]], list(values)
    for key in ("post_id", "campaign_id", "kind"):
        if key in view.state.extra:
            condition, found = member(key, values_of(view.state.extra[key]))
            conditions.append(condition)
            parameters += found
    if view.state.extra.get("paid") in ("true", "false"):
        conditions.append("is_paid" if view.state.extra["paid"] == "true" else "not is_paid")
    sql = f"""
        select
            coalesce(wait_id, case_id) as id, message_id, case_id, sent_at as opened_at, intent as state,
            department_id, platform, channel, visibility
        from marts.fct_comments
        where {" and ".join(conditions)}"""
    return Listing(view, "comments", sql, tuple(parameters), "opened_at desc, message_id")


def _whereabouts(own: Mapping[str, str], seconds: str) -> Iterator[tuple[str, list[object]]]:
    """Where a wait spent its time, and whether anybody was there when it began."""
    same = "of.wait_id = fct_waits.wait_id and of.customer_id is not distinct from fct_waits.customer_id"
    chosen = [member(column, values_of(own[key])) for key, column in _PLACES.items() if key in own]
    if chosen:
        where = " and ".join([same, f"of.{seconds} is not null", *(condition for condition, _ in chosen)])
        values = [value for _, found in chosen for value in found]
        yield f"exists (select 1 from marts.fct_wait_stages as of where {where})", values
    if own.get("staffed") in ("true", "false"):
        was = "of.is_staffed" if own["staffed"] == "true" else "not of.is_staffed"
        yield f"exists (select 1 from marts.fct_wait_staffing as of where {same} and {was})", []


def _open_cases(view: View, at: str, age: str | None) -> Listing:
    moment = instant(at)
    where, values = view.where(None)
    low, high = AGES.get(age or "", (None, None))
    bounds = [f"and age_seconds >= {low}"] if low else []
    bounds += [f"and age_seconds < {high}"] if high else []
    sql = f"""
        select * from (
            select
                case_id as id, case_id, opened_at,
                epoch(?::timestamptz - opened_at) as age_seconds, state,
                department_id, platform, channel, visibility
            from marts.fct_case_states
            where started_at <= ?::timestamptz and (ended_at is null or ended_at > ?::timestamptz)
                and state not in ({", ".join(f"'{state}'" for state in _CLOSED)}) and {where}
        ) where true {" ".join(bounds)}"""
    return Listing(view, "cases", sql, (moment, moment, moment, *values), "age_seconds desc")


def _flows(view: View, kinds: Sequence[str | None]) -> Listing:
    where, values = view.where("date_day")
    condition, found = member("kind", kinds)
    sql = f"""
        select
            coalesce(wait_id, case_id) as id, case_id, occurred_at, kind as state,
            department_id, platform, channel, visibility
        from marts.fct_flows
        where {where} and {condition}"""
    return Listing(view, "flows", sql, (*values, *found), "occurred_at desc")


def values_of(text: str) -> tuple[str | None, ...]:
    """Return the values that an address writes with commas; None for `none`."""
    return tuple(None if value == "none" else value for value in text.split(",") if value)


def member(column: str, values: Sequence[str | None]) -> tuple[str, list[object]]:
    """Return the condition that a column is one of the values, and its parameters."""
    known: list[object] = [value for value in values if value is not None]
    parts = [f"{column} in ({', '.join('?' * len(known))})"] if known else []
    parts += [f"{column} is null"] if None in values else []
    return f"({' or '.join(parts) or 'false'})", known
