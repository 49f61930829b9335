"""staging.stg_asterisk_answers: who took a call, when, and for how long."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.calls import event, leg, missed

MODEL = "stg_asterisk_answers"
COLUMNS = ("message_id", "taken_at", "talked_seconds", "agent", "queue")


def at(minute: int, second: int) -> datetime:
    return datetime(2026, 11, 20, 9, minute, second, tzinfo=UTC)


def test_of_the_attempts_of_a_queue_the_one_counts_that_was_taken(stage: Any) -> None:
    legs = [missed(1, dstchannel="PJSIP/200-00000001"), leg(2)]

    assert stage(MODEL, "1", asterisk_calls=legs).columns(*COLUMNS) == [
        ("asterisk:c1:2", at(0, 20), 70, "201", "support")
    ]


def test_who_a_call_is_put_through_to_has_taken_it_as_well(stage: Any) -> None:
    second = leg(
        2, start="2026-11-20 10:01:30", uniqueid="c9", dstchannel="SIP/300-0000000f", lastapp="Dial",
        lastdata="SIP/300", duration="40", billsec="35",
    )  # fmt: skip

    assert stage(MODEL, "taken_at", asterisk_calls=[leg(), second]).columns(*COLUMNS) == [
        ("asterisk:c1:1", at(0, 20), 70, "201", "support"),
        ("asterisk:c1:2", at(1, 35), 35, "300", None),
    ]


def test_where_the_dialplan_answered_first_queue_log_knows_when_the_agent_came(stage: Any) -> None:
    call = leg(duration="90", billsec="90")
    log = [
        event(1, 1795165230, "CONNECT", agent="PJSIP/201"),
        event(2, 1795165290, "COMPLETECALLER", data2="60"),
    ]
    staged = stage(MODEL, "1", asterisk_calls=[call], asterisk_queue_log=log)

    assert staged.columns(*COLUMNS) == [("asterisk:c1:1", at(0, 30), 60, "201", "support")]
