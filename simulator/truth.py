"""The truth beside the wire: who really waited how long, which case was really open, hour by hour.

As of `now`, of what the platforms show at that instant to a reader that comes once. Comments that were deleted
before are nowhere in it; they are listed in deleted.ndjson. Instants are written as 2026-01-31T12:00:00Z.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from simulator import truth_elsewhere, truth_mail, truth_marketing, truth_people
from simulator.company import SOURCE_FACEBOOK, SOURCE_ZENDESK
from simulator.platforms.wire import zulu
from simulator.records import World
from simulator.truth_answers import double_answers, touches
from simulator.truth_cases import Case, backlog, conversation_case, ticket_case
from simulator.truth_closes import closes
from simulator.truth_handoffs import handoffs
from simulator.truth_intents import intents
from simulator.truth_planted import misroutes, peer_answers, planted
from simulator.truth_sla import of_approval, of_case, of_wait
from simulator.truth_stages import approvals, promises
from simulator.truth_threads import (
    EXPORT_LAG,
    Thread,
    call_threads,
    comment_threads,
    private_threads,
    ticket_threads,
)
from simulator.truth_waits import Wait, waits
from simulator.visible import removal_instants

# leitstand.toml's rules for what has no group: private messages are service's, comments are marketing's. The line is
# that of service.
CHANNEL_OWNER = {
    "direct_message": "service", "comment": "marketing", "post": "marketing", "forum": "marketing", "phone": "service",
}  # fmt: skip


@dataclass
class Truth:
    """Rows as they are written, one dict a line; `deleted` lists what nobody can see any more."""

    waits: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    backlog: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[dict[str, Any]] = field(default_factory=list)
    handoffs: list[dict[str, Any]] = field(default_factory=list)
    approvals: list[dict[str, Any]] = field(default_factory=list)
    promises: list[dict[str, Any]] = field(default_factory=list)
    double_answers: list[dict[str, Any]] = field(default_factory=list)
    reopens: list[dict[str, Any]] = field(default_factory=list)
    sla_instances: list[dict[str, Any]] = field(default_factory=list)
    touches: list[dict[str, Any]] = field(default_factory=list)
    intents: list[dict[str, Any]] = field(default_factory=list)
    contact_hours: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    spend: list[dict[str, Any]] = field(default_factory=list)
    budgets: list[dict[str, Any]] = field(default_factory=list)
    spilled: list[dict[str, Any]] = field(default_factory=list)
    misroutes: list[dict[str, Any]] = field(default_factory=list)
    case_links: list[dict[str, Any]] = field(default_factory=list)
    peer_answers: list[dict[str, Any]] = field(default_factory=list)
    planted: list[dict[str, Any]] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)
    crm: list[dict[str, Any]] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write truth/<name>.ndjson below `folder`, a file for each of the lists."""
        target = folder / "truth"
        target.mkdir(parents=True, exist_ok=True)
        for one in fields(self):
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in getattr(self, one.name))
            (target / f"{one.name}.ndjson").write_text("".join(lines), encoding="utf-8")


def tell(world: World, now: datetime | None = None) -> Truth:
    """The truth as of `now` (default: the end of the world); rows ordered by instant, then id."""
    at = int(now.timestamp()) if now else world.end
    truth = Truth()
    cases: list[Case] = []
    opened: list[Mapping[str, Any]] = []
    told: list[tuple[Thread, list[Wait]]] = []
    for thread in (
        *comment_threads(world, at), *private_threads(world, at), *ticket_threads(world, at), *call_threads(world, at),
        *truth_elsewhere.threads(world, at), *truth_mail.threads(world, at),
    ):  # fmt: skip
        found = waits(thread.steps, endless=thread.ticket is None)
        told.append((thread, found))
        truth.waits += (_wait_row(wait, thread) for wait in found)
        opened += (
            {"opened_at": w.opened_at, "ordinal": w.ordinal, "channel": thread.channel_of(w.id)}
            for w in found
        )
        threads_cases = list(_cases(thread, found, at))
        cases += threads_cases
        _tell_more(truth, thread, found, threads_cases, at)
    truth.waits.sort(key=lambda row: (row["opened_at"], row["wait_id"]))
    truth.cases = sorted(map(_case_row, cases), key=lambda row: (row["opened_at"], row["case_id"]))
    truth.backlog = [_written(row, "hour_at") for row in backlog(cases, at)]
    truth.deleted = list(_deleted(world, at))
    truth.contact_hours = [_written(row, "hour_at") for row in truth_marketing.contact_hours(opened)]
    _tell_of_marketing(truth, world, at)
    truth.persons = list(truth_people.persons(world, truth_people.accounts(told), at))
    truth.crm = [truth_people.duplicates(world)]
    return truth


def _tell_of_marketing(truth: Truth, world: World, now: int) -> None:
    names = ("message_id", "sent_at", "intent", "doubts_campaign_id")
    truth.intents = [_written(dict(zip(names, row, strict=True)), "sent_at") for row in intents(world, now)]
    posts = (*truth_marketing.posts(world, now), *truth_elsewhere.posts(world, now))
    truth.posts = [_written(row, "published_at") for row in posts]
    truth.spend = list(truth_marketing.spend(world, now))
    truth.budgets = list(truth_marketing.budgets(world))
    truth.spilled = [_written(row, "contacted_at") for row in truth_marketing.spilled(world, now)]
    truth.misroutes = list(misroutes(world, now))
    truth.case_links = [
        {
            "message_id": f"{SOURCE_FACEBOOK}:{ticket.external_id}",
            "case_id": f"{SOURCE_ZENDESK}:{ticket.id}",
        }
        for ticket in world.tickets
        if ticket.external_id and ticket.created <= now and ticket.state_at(now)["status"] != "deleted"
    ]
    truth.peer_answers = [_written(row, "sent_at") for row in peer_answers(world, now)]
    truth.planted = [_written(row, "from_at") for row in planted(world)]


def _tell_more(truth: Truth, thread: Thread, found: list[Wait], cases: list[Case], now: int) -> None:
    """What follows from one thread beside its waits: rows in the order of the threads, ids with their source."""
    source, ticket, horizon = thread.source, thread.ticket, now - EXPORT_LAG
    truth.double_answers += _told(source, double_answers(thread, found), "wait_id")
    clocks = [of_wait(wait, thread.channel_of(wait.id), _department(wait, thread)) for wait in found]
    clocks += (clock for case in cases for clock in of_case(case))
    clocks += map(of_approval, approvals(ticket, horizon) if ticket else ())
    truth.sla_instances += _told(source, (clock.row(now) for clock in clocks), "subject_id")
    truth.reopens += _told(source, (row for case in cases for row in closes(case, now)), "case_id")
    if ticket:
        truth.handoffs += _told(source, handoffs(ticket, horizon, now), "case_id")
        truth.approvals += _told(source, approvals(ticket, horizon), "case_id")
        truth.promises += _told(source, promises(ticket, horizon, now), "case_id")
        count = touches(ticket, horizon)
        truth.touches += _told(source, [{"case_id": str(ticket.id), "touch_count": count}], "case_id")


def _told(source: str, rows: Iterable[Mapping[str, Any]], id_name: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        instants = [name for name in row if name.endswith("_at")]
        yield _written({**row, id_name: f"{source}:{row[id_name]}"}, *instants)


def _cases(thread: Thread, found: list[Wait], now: int) -> Iterator[Case]:
    if thread.ticket:
        yield ticket_case(thread.ticket, now - EXPORT_LAG)
        return
    for _, episode in groupby(found, key=lambda wait: wait.episode_id):
        yield conversation_case(list(episode), thread.owner or CHANNEL_OWNER[thread.channel], thread.source)


def _wait_row(wait: Wait, thread: Thread) -> dict[str, Any]:
    source = thread.source
    answered = wait.outcome == "answered" and wait.ended_at is not None
    row = {
        "wait_id": f"{source}:{wait.id}",
        "message_id": f"{source}:{wait.id}",
        "answer_message_id": f"{source}:{wait.answer_id}" if wait.answer_id else None,
        "conversation_id": f"{source}:{thread.conversation_id}",
        "source": source,
        "channel": thread.channel_of(wait.id),
        "visibility": thread.visibility,
        "ordinal": wait.ordinal,
        "opened_at": wait.opened_at,
        "ended_at": wait.ended_at,
        "outcome": wait.outcome,
        "wait_seconds": wait.ended_at - wait.opened_at if answered and wait.ended_at is not None else None,
        "department_id": _department(wait, thread),
    }
    return _written(row, "opened_at", "ended_at")


def _department(wait: Wait, thread: Thread) -> str | None:
    if thread.ticket:
        return ticket_case(thread.ticket, wait.opened_at).states[-1].department_id
    return thread.owner or CHANNEL_OWNER.get(thread.channel)


def _case_row(case: Case) -> dict[str, Any]:
    return {
        "case_id": f"{case.source}:{case.id}",
        "origin": case.origin,
        "opened_at": zulu(case.opened_at),
        "states": [
            _written(
                {
                    "state": stay.state,
                    "department_id": stay.department_id,
                    "started_at": stay.started_at,
                    "ended_at": stay.ended_at,
                },
                "started_at",
                "ended_at",
            )
            for stay in case.states
        ],
    }


def _written(row: Mapping[str, Any], *instants: str) -> dict[str, Any]:
    return {name: zulu(v) if name in instants and v is not None else v for name, v in row.items()}


def _deleted(world: World, now: int) -> Iterable[dict[str, Any]]:
    removed = removal_instants(world.comments)
    for comment in world.comments:
        if comment.created <= now and removed.get(comment.id, now + 1) <= now:
            yield {
                "message_id": f"{SOURCE_FACEBOOK}:{comment.id}",
                "conversation_id": f"{SOURCE_FACEBOOK}:{comment.root_id}",
                "sent_at": zulu(comment.created),
                "removed_at": zulu(removed[comment.id]),
            }
    for source, number, conversation, comment in truth_elsewhere.deleted(world, now):
        yield {
            "message_id": f"{source}:{number}",
            "conversation_id": f"{source}:{conversation}",
            "sent_at": zulu(comment.created),
            "removed_at": zulu(comment.deleted_at or 0),
        }
