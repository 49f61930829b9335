"""Definitions 1 to 4 and 15 once more: slow, obvious, one conversation at a time. What the SQL says is held to this.

Rows are dicts with the columns of staging's messages and case events.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
COLUMNS = (
    "wait_id", "conversation_id", "customer_id", "opened_at", "ended_at", "outcome", "answer_message_id",
    "episode_id", "ordinal", "burst_count", "answered_after_close_at", "is_double", "observed_seconds",
    "arrival_seconds", "arrival_reason", "lag_seconds",
)  # fmt: skip
OPEN_STATES = {"new", "open", "waiting_customer", "waiting_third_party", "waiting_approval"}


@dataclass
class Wait:
    """One customer's wait: what opened and continued it, and the replies before the customer's next message."""

    conversation: str
    customer: str
    messages: list[Row] = field(default_factory=list)
    replies: list[tuple[datetime, Row]] = field(default_factory=list)
    answered_after_close_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = "open"
    answer_message_id: str | None = None
    opening: Row | None = None
    episode: str | None = None
    is_over: bool = False


def needs_answer(row: Row) -> bool:
    """Definition 2, for an inbound message."""
    if row["no_answer_reason"] or not row["is_human"] or row["visibility"] == "internal":
        return False
    if row["author_kind"] in ("employee", "agency"):
        return False
    text = row["text"] or ""
    if not text.strip() or "?" in text:
        return True
    rest = re.sub(r"(^|\s)[@#][\w.\-]+", " ", text)
    return any(character.isalnum() for character in rest)


def roots(rows: list[Row]) -> dict[str, str]:
    """Conversation of every message: its own, or the oldest ancestor that is known or at least named."""
    by_id = {row["message_id"]: row for row in rows}
    found = {}
    for row in rows:
        seen: set[str] = set()
        current = row
        while True:
            if row["conversation_id"] is not None:
                found[row["message_id"]] = row["conversation_id"]
                break
            parent = current["in_reply_to_id"]
            if current["message_id"] in seen:
                found[row["message_id"]] = row["message_id"]
                break
            seen.add(current["message_id"])
            if parent is None:
                found[row["message_id"]] = current["message_id"]
                break
            if parent not in by_id:
                found[row["message_id"]] = parent
                break
            current = by_id[parent]
    return found


def closings(events: list[Row], now: datetime) -> dict[str, list[tuple[datetime, str]]]:
    """Per case: when it became resolved, closed, merged or deleted; at one instant the last state counts."""
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    by_case: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if event["event_at"] <= now:
            by_case[event["case_id"]].append(event)
    for case_id, log in by_case.items():
        log.sort(key=lambda event: (event["event_at"], event["event_order"], event["event_id"]))
        state = None
        for index, event in enumerate(log):
            if index + 1 < len(log) and log[index + 1]["event_at"] == event["event_at"]:
                continue
            if event["state"] != state and event["state"] not in OPEN_STATES:
                found[case_id].append((event["event_at"], event["state"]))
            state = event["state"]
    return found


def addressees(reply: Row, thread: list[Row], by_id: dict[str, Row]) -> list[str]:
    """Whom a reply answers (metrics, settled edge cases)."""
    if reply["customer_id"] is not None:
        return [reply["customer_id"]]
    parent = by_id.get(reply["in_reply_to_id"] or "")
    inbound = [row for row in thread if is_customers(row)]
    if parent is not None and parent in inbound:
        return [writer(parent)]
    named = {
        writer(row)
        for row in inbound
        if row["author_handle"] in reply["mentions"] and row["sent_at"] <= reply["sent_at"]
    }
    if named:
        return sorted(named)
    earlier = [row for row in inbound if row["sent_at"] < reply["sent_at"]]
    return [writer(max(earlier, key=lambda row: (row["sent_at"], row["message_id"])))] if earlier else []


def is_customers(row: Row) -> bool:
    """A human message from outside that isn't internal."""
    return bool(row["direction"] == "inbound" and row["is_human"] and row["visibility"] != "internal")


def writer(row: Row) -> str:
    """Whose message it is."""
    return str(row["customer_id"] or row["author_id"] or "unknown")


def waits_of(
    messages: list[Row],
    events: list[Row],
    now: datetime,
    gap_hours: int = 72,
    reopen_days: int = 7,
    double_minutes: int = 30,
) -> list[Row]:
    """All waits, each with what marts.fct_waits says of it (the columns of COLUMNS), by wait and customer."""
    messages = [dict(row) for row in messages if row["sent_at"] <= now]
    for row in messages:
        if row["deleted_at"] and row["deleted_at"] > now:
            row["deleted_at"] = None
    conversation = roots(messages)
    by_id = {row["message_id"]: row for row in messages}
    threads: dict[str, list[Row]] = defaultdict(list)
    for row in messages:
        threads[conversation[row["message_id"]]].append(row)
    closed = closings(events, now)
    result: list[Row] = []
    for name, thread in threads.items():
        streams: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in thread:
            if is_customers(row):
                streams[writer(row)].append((row["sent_at"], 1, row["message_id"], row))
        for row in thread:
            if row["direction"] == "outbound" and row["is_human"] and row["visibility"] != "internal":
                parent = by_id.get(row["in_reply_to_id"] or "")
                names_it = (
                    parent is not None
                    and parent["direction"] == "inbound"
                    and parent["sent_at"] == row["sent_at"]
                )
                for customer in addressees(row, thread, by_id):
                    streams[customer].append((row["sent_at"], 2 if names_it else 0, row["message_id"], row))
        for customer, stream in streams.items():
            # A closing ends the waits of customers who ever wrote into the case's conversation.
            cases = {entry[3]["case_id"] for entry in stream if is_customers(entry[3])} - {None}
            for case_id in cases:
                stream += [(moment, 3, "", {"closing": state}) for moment, state in closed[case_id]]
            stream.sort(key=lambda entry: (*entry[:3], entry[3].get("closing", "")))
            waits = _walk(name, customer, stream, bool(cases), gap_hours, reopen_days)
            result += [_shown(wait, messages, now, double_minutes) for wait in waits]
    return _numbered(result)


def _walk(
    conversation: str,
    customer: str,
    stream: list[tuple[Any, ...]],
    is_ticket: bool,
    gap_hours: int,
    reopen_days: int,
) -> list[Wait]:
    waits: list[Wait] = []
    current: Wait | None = None
    run = 0
    run_names: dict[int, str] = {}
    last_human: datetime | None = None
    last_inbound: datetime | None = None
    last_closed: datetime | None = None
    opened_in: dict[str, int] = {}
    replying: Wait | None = None  # the wait that the replies now coming belong to
    for moment, _, _, row in stream:
        if "closing" in row:
            if row["closing"] in ("resolved", "closed"):
                last_closed = moment
            if current:
                outcome = {"merged": "merged", "deleted": "withdrawn"}.get(
                    row["closing"], "closed_unanswered"
                )
                current.ended_at, current.outcome = moment, outcome
                waits.append(current)
                current, replying = None, current
            continue
        outbound = row["direction"] == "outbound"
        waiting = current is not None and any(
            message["deleted_at"] is None or message["deleted_at"] > moment for message in current.messages
        )
        if last_human is None:
            run += 1
        elif is_ticket:
            late = last_closed is not None and moment - last_closed > timedelta(days=reopen_days)
            if not outbound and late and (last_inbound is None or last_closed >= last_inbound):
                run += 1
        elif moment - last_human >= timedelta(hours=gap_hours) and not waiting:
            run += 1
        last_human = moment
        if outbound:
            if current:
                current.ended_at, current.outcome, current.answer_message_id = (
                    moment,
                    "answered",
                    row["message_id"],
                )
                waits.append(current)
                current, replying = None, current
            elif replying and replying.outcome == "closed_unanswered":
                replying.answered_after_close_at = replying.answered_after_close_at or moment
            if replying and replying.outcome == "answered" and not replying.is_over:
                replying.replies.append((moment, row))
            continue
        last_inbound = moment
        if replying:
            replying.is_over = True
        run_names.setdefault(run, row["message_id"])
        opened_in[row["message_id"]] = run
        if needs_answer(row):
            current, replying = current or Wait(conversation, customer), None
            current.messages.append(row)
    if current:
        waits.append(current)
    for wait in waits:
        end = wait.ended_at
        left = [
            m for m in wait.messages if m["deleted_at"] is None or (end is not None and m["deleted_at"] > end)
        ]
        if left:
            wait.opening = left[0]
        else:
            wait.opening, wait.outcome, wait.answer_message_id = wait.messages[0], "withdrawn", None
            wait.ended_at = max(m["deleted_at"] for m in wait.messages)
            wait.answered_after_close_at = None
        wait.episode = run_names[opened_in[wait.opening["message_id"]]]
    return waits


def _shown(wait: Wait, messages: list[Row], now: datetime, double_minutes: int) -> Row:
    """One wait as the mart shows it."""
    assert wait.opening
    opened, arrived, end = wait.opening["sent_at"], wait.opening["received_at"], wait.ended_at or now
    first_read = min(row["received_at"] for row in messages if row["source"] == wait.opening["source"])
    reason = None
    if arrived < opened:
        reason = "arrived_before_sent"
    elif opened < first_read:
        reason = "history"
    elif arrived > min(end, now):
        reason = "arrived_after_end"
    return {
        "wait_id": wait.opening["message_id"],
        "conversation_id": wait.conversation,
        "customer_id": wait.customer,
        "opened_at": opened,
        "ended_at": wait.ended_at,
        "outcome": wait.outcome,
        "answer_message_id": wait.answer_message_id,
        "episode_id": wait.episode,
        "burst_count": len(wait.messages),
        "answered_after_close_at": wait.answered_after_close_at,
        "is_double": wait.outcome == "answered" and is_double(wait.replies, double_minutes),
        "observed_seconds": (min(end, now) - opened).total_seconds(),
        "arrival_seconds": None if reason else (min(end, now) - arrived).total_seconds(),
        "arrival_reason": reason,
        "lag_seconds": (arrived - opened).total_seconds() if arrived >= opened else None,
    }


def is_double(replies: list[tuple[datetime, Row]], minutes: int) -> bool:
    """Definition 15, of the replies to one wait: any two, by two people, close enough, neither a part of a split.

    The answer itself counts also where it says that it is a part.
    """
    counted = [
        reply
        for place, reply in enumerate(replies)
        if place == 0 or not re.search(r"\(\s*\d\s*/\s*\d\s*\)", reply[1]["text"] or "")
    ]
    return any(
        (one["agent_id"] or one["author_id"]) != (other["agent_id"] or other["author_id"])
        and later - earlier <= timedelta(minutes=minutes)
        for place, (earlier, one) in enumerate(counted)
        for later, other in counted[place + 1 :]
    )


def _numbered(waits: list[Row]) -> list[Row]:
    counts: dict[str, int] = defaultdict(int)
    for wait in sorted(waits, key=lambda wait: (wait["opened_at"], wait["wait_id"])):
        counts[wait["episode_id"]] += 1
        wait["ordinal"] = counts[wait["episode_id"]]
    return sorted(waits, key=lambda wait: (wait["wait_id"], wait["customer_id"]))
