"""Waits on thousands of nasty logs, against the slow and obvious version of the definitions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse import slow_waits
from tests.warehouse.conftest import DAY, Build, case_event, inbound, reply

COLUMNS = (
    "wait_id", "conversation_id", "customer_id", "opened_at", "ended_at", "outcome", "answer_message_id",
    "episode_id", "ordinal",
)  # fmt: skip

INSTANTS = [
    DAY + timedelta(hours=hours) + timedelta(seconds=seconds)
    for hours in (0, 1, 2, 24, 71, 72, 73, 150, 24 * 7, 24 * 8, 24 * 9)
    for seconds in (0, 1)
]
NOW = DAY + timedelta(days=12)


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Up to a dozen messages of three customers and two agents in a thread, a private chat and a ticket."""
    messages: list[dict[str, Any]] = []
    for index in range(draw(st.integers(1, 12))):
        place = draw(st.sampled_from(["thread", "chain", "chat", "ticket"]))
        sent_at = draw(st.sampled_from(INSTANTS))
        parents = [row["message_id"] for row in messages if row["place"] == place]
        given_: dict[str, Any] = {
            "in_reply_to_id": draw(st.sampled_from([None, *parents]))
            if place in ("thread", "chain")
            else None,
            "conversation_id": {"thread": "t", "chain": None, "chat": "c", "ticket": "T"}[place],
            "visibility": "public" if place in ("thread", "chain") else "private",
        }
        if place in ("chat", "ticket"):
            given_ |= {"customer_id": "anna"}
        if place == "ticket":
            given_ |= {"case_id": "T", "channel": "mail"}
        if draw(st.booleans()):
            author = draw(st.sampled_from(["anna", "bert", None])) if place in ("thread", "chain") else "anna"
            row = inbound(
                f"m{index:02}", sent_at, author_id=author, author_handle=f"h_{author}" if author else None,
                deleted_at=draw(st.sampled_from([None, None, *(sent_at + timedelta(hours=h) for h in (0.5, 96))])),
                text=draw(st.sampled_from(["Hallo", "👍", "Hilfe?"])), **given_,
            )  # fmt: skip
        else:
            row = reply(
                f"m{index:02}", sent_at, mentions=draw(st.sampled_from([[], [], ["h_anna"], ["h_anna", "h_bert"]])),
                is_human=draw(st.sampled_from([True, True, False])), **given_,
            )  # fmt: skip
            if draw(st.integers(0, 5)) == 0:
                row["visibility"] = "internal"
        messages.append(row | {"place": place})
    events = [case_event("T", DAY - timedelta(hours=1), "new")]
    for index, moment in enumerate(draw(st.lists(st.sampled_from(INSTANTS), max_size=4))):
        state = draw(st.sampled_from(["open", "waiting_customer", "resolved", "closed", "merged", "deleted"]))
        events.append(case_event("T", moment, state, event_order=index))
    return messages, events


def _apart(log: tuple[list[dict[str, Any]], list[dict[str, Any]]], world: int) -> tuple[list[Any], list[Any]]:
    """The same log with ids of its own, so that many can be built at once."""
    names = ("message_id", "conversation_id", "case_id", "in_reply_to_id", "event_id")

    def renamed(row: dict[str, Any]) -> dict[str, Any]:
        return {name: f"{world}/{value}" if name in names and value else value for name, value in row.items()}

    return [renamed(row) for row in log[0]], [renamed(row) for row in log[1]]


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(logs(), min_size=30, max_size=40))
def test_waits_equal_the_slow_version_on_nasty_logs(build: Build, many: Any) -> None:
    apart = [_apart(log, world) for world, log in enumerate(many)]
    messages = [row for log in apart for row in log[0]]
    events = [row for log in apart for row in log[1]]
    built = build(messages, events, now=NOW)

    found = built.rows("marts.fct_waits", *COLUMNS, order="wait_id, customer_id")
    expected = slow_waits.waits_of(messages, events, NOW)
    assert found == [{name: row[name] for name in COLUMNS} for row in expected]
    assert built.failed_checks() == []
