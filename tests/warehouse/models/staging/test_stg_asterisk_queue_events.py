"""staging.stg_asterisk_queue_events: what queue_log says."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.calls import event

MODEL = "stg_asterisk_queue_events"


def test_who_took_a_call_and_how_long_they_talked(stage: Any) -> None:
    log = [
        event(1, 1795165200, "ENTERQUEUE"),
        event(2, 1795165212, "CONNECT", agent="PJSIP/201", data1="12"),
        event(3, 1795165272, "COMPLETEAGENT", agent="Anna Abt", data1="12", data2="60"),
    ]
    staged = stage(MODEL, "event_at", asterisk_queue_log=log)

    assert staged.columns("conversation_id", "event", "agent", "talked_seconds") == [
        ("asterisk:c1", "ENTERQUEUE", None, None),
        ("asterisk:c1", "CONNECT", "201", None),
        ("asterisk:c1", "COMPLETEAGENT", "Anna Abt", 60),
    ]
    assert staged.rows[0]["event_at"] == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_line_without_call_or_time_is_rejected(stage: Any) -> None:
    log = [
        event(1, 1795165200, "CONNECT", call=""),
        event(2, 0, "CONNECT", time="jetzt"),
        event(3, 5, "CONNECT"),
    ]

    assert stage(MODEL, "1", asterisk_queue_log=log).rejected == [
        (":log1", "callid: is empty"),
        ("c1:log2", "time: 'jetzt' is no number of seconds since 1970"),
        ("c1:log3", "time: '5' is before 1990 or after 2099"),
    ]
