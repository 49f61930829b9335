"""Waits on hundreds of nasty logs, against the slow and obvious version of the definitions.

Several customers in a thread, a chat and two tickets that share a conversation; bots, notes, spam, own accounts, parts
of splits, edits, deletions, late and impossible arrivals, closings of every kind, and many of them at one instant.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.warehouse import slow_waits
from tests.warehouse.conftest import COMPANY, DAY, Build, case_event, inbound, reply

pytestmark = pytest.mark.definition(1, 2, 3, 4, 6, 15)
Row = dict[str, Any]
Log = tuple[list[Row], list[Row]]

INSTANTS = [
    DAY + timedelta(hours=hours) + timedelta(minutes=minutes)
    for hours in (0, 24, 71, 72, 150, 24 * 8, 24 * 9)
    for minutes in (0, 1 / 60, 20, 30)
]
WORLDS = 150
NOW = DAY + timedelta(days=12)
ARRIVALS = [*[timedelta(0)] * 6, timedelta(minutes=10), timedelta(days=2), timedelta(minutes=-1)]
PLACES: dict[str, Row] = {
    "thread": {"conversation_id": "t", "visibility": "public"},
    "chain": {"conversation_id": None, "visibility": "public"},
    "chat": {"conversation_id": "c", "visibility": "private", "channel": "direct_message"},
    "ticket": {"conversation_id": "T", "case_id": "T", "visibility": "private", "channel": "mail"},
    "twin": {"conversation_id": "T", "case_id": "U", "visibility": "private", "channel": "mail"},
}
LOST = "select count(*) as answerable from marts.fct_messages where needs_answer"
INBOUND_TEXTS = ["Hallo", "Hilfe?", "👍", "@bert", "#aktion", None]
STATES = ["open", "waiting_customer", "resolved", "closed", "merged", "deleted"]


def log_of(random: Random) -> Log:
    """A dozen messages of two customers and two agents, and a few events of two tickets, at a handful of instants."""
    instants, places = random.sample(INSTANTS, 8), random.sample(sorted(PLACES), 2)
    messages: list[Row] = []
    for index in range(random.randint(3, 14)):
        place = random.choice(places)
        sent_at = random.choice(instants)
        known = [row["message_id"] for row in messages if row["place"] == place]
        public = PLACES[place]["visibility"] == "public"
        given_ = {
            **PLACES[place],
            "in_reply_to_id": random.choice([None, *known]) if public else None,
            "customer_id": None if public else random.choice(["anna", "anna", "bert"]),
            "received_at": sent_at + random.choice(ARRIVALS),
            "deleted_at": _sometimes(random, sent_at),
            "edited_at": _sometimes(random, sent_at),
        }
        make = random.choice([_customers_message, _companys_message])
        messages.append(make(random, f"m{index:02}", sent_at, given_) | {"place": place})
    events = [case_event(case, DAY - timedelta(hours=1), "new") for case in ("T", "U")]
    for index in range(random.randint(0, 4)):
        case, moment, state = random.choice("TTU"), random.choice(instants), random.choice(STATES)
        events.append(case_event(case, moment, state, event_order=index))
    return messages, events


def _sometimes(random: Random, sent_at: datetime) -> datetime | None:
    later = random.choice([0.5, 96, 400])
    return sent_at + timedelta(hours=later) if random.random() < 0.15 else None


def _customers_message(random: Random, name: str, sent_at: datetime, given_: Row) -> Row:
    author = random.choice(["anna", "anna", "bert", None])
    return inbound(
        name,
        sent_at,
        **given_,
        author_id=author,
        author_handle=f"h_{author}" if author else None,
        author_kind=random.choice(["customer"] * 18 + ["employee", "agency"]),
        no_answer_reason="spam" if random.random() < 0.05 else None,
        is_human=random.random() < 0.95,
        text=random.choice(INBOUND_TEXTS),
    )


def _companys_message(random: Random, name: str, sent_at: datetime, given_: Row) -> Row:
    agent = random.choice(["agent_1", "agent_1", "agent_2", None])
    row = reply(
        name,
        sent_at,
        **given_,
        agent_id=agent,
        author_id=agent or "page",
        mentions=random.choice([[], [], ["h_anna"], ["h_anna", "h_bert"]]),
        is_human=random.random() < 0.85,
        text=random.choice(["Gern", "Gern", "Teil (1/2)", None]),
    )
    return row | {"visibility": "internal" if random.random() < 0.15 else row["visibility"]}


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
        pytest.param(
            COMPANY + '[episodes]\ngap_hours = 24\nreopen_days = 2\n[answers]\ndouble_within = "10 min"\n',
            {"gap_hours": 24, "reopen_days": 2, "double_minutes": 10},
            marks=pytest.mark.thorough,
        ),
    ],
    ids=["usual windows", "own windows"],
)
@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 5))]
)
def test_waits_equal_the_slow_version_on_nasty_logs(
    build: Build, company: str, windows: dict[str, int], seed: int
) -> None:
    random = Random(seed)
    worlds = [_apart(log_of(random), world) for world in range(WORLDS)]
    messages = [row for log in worlds for row in log[0]]
    events = [row for log in worlds for row in log[1]]
    built = build(messages, events, now=NOW, company=company)

    found = built.rows("marts.fct_waits", *slow_waits.COLUMNS, order="wait_id, customer_id")
    expected = [
        {name: row[name] for name in slow_waits.COLUMNS}
        for row in slow_waits.waits_of(messages, events, NOW, **windows)
    ]
    # Of the worlds that differ the smallest is shown.
    if wrong := {
        row["wait_id"].split("/")[0] for row in (*found, *expected) if (row in found) != (row in expected)
    }:
        world = min(wrong, key=lambda number: len(worlds[int(number)][0]))
        mine = [row for row in found if row["wait_id"].startswith(f"{world}/")]
        assert mine == [row for row in expected if row["wait_id"].startswith(f"{world}/")], worlds[int(world)]
    assert found == expected
    assert built.query(LOST) == [{"answerable": sum(row["burst_count"] for row in expected)}]
