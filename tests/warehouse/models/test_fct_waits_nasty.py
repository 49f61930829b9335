"""Waits on thousands of nasty logs, against the slow and obvious version of the definitions.

Several customers in a thread, a chat and two tickets that share a conversation; bots, notes, spam, own accounts, parts
of splits, edits, deletions, late and impossible arrivals, closings of every kind, and many of them at one instant.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_waits
from tests.warehouse.conftest import COMPANY, DAY, Build, case_event, inbound, reply

pytestmark = pytest.mark.definition(1, 2, 3, 4, 6, 15)
Row = dict[str, Any]
Log = tuple[list[Row], list[Row]]

INSTANTS = [
    DAY + timedelta(hours=hours) + timedelta(minutes=minutes)
    for hours in (0, 1, 24, 71, 72, 73, 150, 24 * 7, 24 * 8, 24 * 9)
    for minutes in (0, 1 / 60, 20, 30)
]
NOW = DAY + timedelta(days=12)
ARRIVALS = [timedelta(0), timedelta(0), timedelta(minutes=10), timedelta(days=2), timedelta(minutes=-1)]
PLACES: dict[str, Row] = {
    "thread": {"conversation_id": "t", "visibility": "public"},
    "chain": {"conversation_id": None, "visibility": "public"},
    "chat": {"conversation_id": "c", "visibility": "private", "channel": "direct_message"},
    "ticket": {"conversation_id": "T", "case_id": "T", "visibility": "private", "channel": "mail"},
    "twin": {"conversation_id": "T", "case_id": "U", "visibility": "private", "channel": "mail"},
}
INBOUND_TEXTS = ["Hallo", "Hilfe?", "👍", "@bert", "#aktion", None]
STATES = ["open", "waiting_customer", "resolved", "closed", "merged", "deleted"]


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Up to a dozen messages of two customers and two agents, and up to four events of two tickets."""
    messages: list[Row] = []
    for index in range(draw(st.integers(1, 12))):
        place = draw(st.sampled_from([*PLACES, "thread", "chat"]))
        sent_at = draw(st.sampled_from(INSTANTS))
        known = [row["message_id"] for row in messages if row["place"] == place]
        public = PLACES[place]["visibility"] == "public"
        given_ = {
            **PLACES[place],
            "in_reply_to_id": draw(st.sampled_from([None, *known])) if public else None,
            "customer_id": None if public else draw(st.sampled_from(["anna", "anna", "bert"])),
            "received_at": sent_at + draw(st.sampled_from(ARRIVALS)),
            "deleted_at": _sometimes(draw, sent_at),
            "edited_at": _sometimes(draw, sent_at),
        }
        make = _customers_message if draw(st.booleans()) else _companys_message
        messages.append(make(draw, f"m{index:02}", sent_at, given_) | {"place": place})
    events = [case_event(case, DAY - timedelta(hours=1), "new") for case in ("T", "U")]
    for index, moment in enumerate(draw(st.lists(st.sampled_from(INSTANTS), max_size=4))):
        case = draw(st.sampled_from(["T", "T", "U"]))
        events.append(case_event(case, moment, draw(st.sampled_from(STATES)), event_order=index))
    return messages, events


def _sometimes(draw: st.DrawFn, sent_at: datetime) -> datetime | None:
    later = [sent_at + timedelta(hours=hours) for hours in (0.5, 96, 400)]
    return draw(st.sampled_from([None, None, *later]))


def _customers_message(draw: st.DrawFn, name: str, sent_at: datetime, given_: Row) -> Row:
    author = draw(st.sampled_from(["anna", "bert", None]))
    return inbound(
        name,
        sent_at,
        **given_,
        author_id=author,
        author_handle=f"h_{author}" if author else None,
        author_kind=draw(st.sampled_from(["customer", "customer", "customer", "employee", "agency"])),
        no_answer_reason=draw(st.sampled_from([None, None, None, "spam"])),
        is_human=draw(st.sampled_from([True, True, True, False])),
        text=draw(st.sampled_from(INBOUND_TEXTS)),
    )


def _companys_message(draw: st.DrawFn, name: str, sent_at: datetime, given_: Row) -> Row:
    agent = draw(st.sampled_from(["agent_1", "agent_2", None]))
    row = reply(
        name,
        sent_at,
        **given_,
        agent_id=agent,
        author_id=agent or "page",
        mentions=draw(st.sampled_from([[], [], ["h_anna"], ["h_anna", "h_bert"]])),
        is_human=draw(st.sampled_from([True, True, False])),
        text=draw(st.sampled_from(["Gern", "Teil (1/2)", None])),
    )
    return row | {"visibility": draw(st.sampled_from([row["visibility"]] * 5 + ["internal"]))}


def _apart(log: Log, world: int) -> Log:
    """The same log with ids and a source of its own, so that many can be built at once."""
    names = ("message_id", "conversation_id", "case_id", "in_reply_to_id", "event_id", "source")

    def renamed(row: Row) -> Row:
        return {name: f"{world}/{value}" if name in names and value else value for name, value in row.items()}

    return [renamed(row) for row in log[0]], [renamed(row) for row in log[1]]


@pytest.mark.parametrize(
    ("company", "windows"),
    [
        (COMPANY, {}),
        (
            COMPANY + '[episodes]\ngap_hours = 24\nreopen_days = 2\n[answers]\ndouble_within = "10 min"\n',
            {"gap_hours": 24, "reopen_days": 2, "double_minutes": 10},
        ),
    ],
    ids=["usual windows", "own windows"],
)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(many=st.lists(logs(), min_size=30, max_size=40))
def test_waits_equal_the_slow_version_on_nasty_logs(
    build: Build, company: str, windows: dict[str, int], many: list[Log]
) -> None:
    apart = [_apart(log, world) for world, log in enumerate(many)]
    messages = [row for log in apart for row in log[0]]
    events = [row for log in apart for row in log[1]]
    built = build(messages, events, now=NOW, company=company)

    found = built.rows("marts.fct_waits", *slow_waits.COLUMNS, order="wait_id, customer_id")
    expected = slow_waits.waits_of(messages, events, NOW, **windows)
    assert found == [{name: row[name] for name in slow_waits.COLUMNS} for row in expected]
    assert built.failed_checks() == []
