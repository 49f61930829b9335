"""staging.stg_asterisk_legs: what a row of call detail records says of a call."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.warehouse.models.calls import leg, missed

MODEL = "stg_asterisk_legs"


def at(hour: int, minute: int, second: int = 0, month: int = 11, day: int = 20) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


def test_local_time_becomes_an_instant_and_the_answer_follows_from_the_talk(stage: Any) -> None:
    staged = stage(MODEL, "1", asterisk_calls=[leg()])

    assert staged.columns("started_at", "answered_at", "ended_at", "talked_seconds", "queue", "agent") == [
        (at(9, 0), at(9, 0, 20), at(9, 1, 30), 70, "support", "201")
    ]


@pytest.mark.parametrize(("uniqueid", "hour"), [("1792889400.5", 0), ("1792893000.5", 1), ("", 1)])
def test_of_the_hour_that_comes_twice_the_one_is_meant_in_which_the_channel_was_opened(
    stage: Any, uniqueid: str, hour: int
) -> None:
    call = leg(start="2026-10-25 02:50:00", call=uniqueid, answer="2026-10-25 02:50:20")
    (row,) = stage(MODEL, "1", asterisk_calls=[call]).rows

    assert row["started_at"] == at(hour, 50, month=10, day=25)
    assert row["answered_at"] == at(hour, 50, 20, month=10, day=25)


def test_an_answer_just_after_the_clocks_went_back_is_seconds_later(stage: Any) -> None:
    call = leg(start="2026-10-25 02:59:50", call="1792889990.5", answer="2026-10-25 02:00:10")
    (row,) = stage(MODEL, "1", asterisk_calls=[call]).rows

    assert (row["started_at"], row["answered_at"]) == (
        at(0, 59, 50, month=10, day=25),
        at(1, 0, 10, month=10, day=25),
    )


@pytest.mark.parametrize(
    ("channel", "agent"),
    [
        ("SIP/anna-berlin-0000a3f1", "anna-berlin"),
        ("PJSIP/201", "201"),
        ("Local/201@from-queue-00000001;1", "201"),
        ("DAHDI/1-1", "1-1"),
    ],
)
def test_the_agent_is_the_telephone_that_was_rung(stage: Any, channel: str, agent: str) -> None:
    assert stage(MODEL, "1", asterisk_calls=[leg(dstchannel=channel)]).rows[0]["agent"] == agent


def test_a_local_channel_and_the_telephone_behind_it_are_one_answer(stage: Any) -> None:
    local = leg(1, dstchannel="Local/201@from-queue-00000001;1")
    phone = leg(2, dstchannel="PJSIP/201-0000000c", dcontext="from-queue", uniqueid="c2")
    alone = leg(1, call="d1", dstchannel="Local/202@from-queue-00000002;1")
    staged = stage(MODEL, "leg_id", asterisk_calls=[local, phone, alone])

    assert staged.columns("leg_id", "is_answered") == [
        ("asterisk:c1:1", False),
        ("asterisk:c1:2", True),
        ("asterisk:d1:1", True),
    ]


def test_a_voice_mail_and_a_caller_in_the_queue_were_not_answered_by_anybody(stage: Any) -> None:
    legs = [
        leg(1, lastapp="VoiceMail", dstchannel=""),
        leg(2, call="c2", dstchannel=""),
        missed(3, call="c3"),
    ]
    staged = stage(MODEL, "leg_id", asterisk_calls=legs)

    assert staged.columns("is_answered", "is_voice_mail", "answered_at") == [
        (False, True, None),
        (False, False, None),
        (False, False, None),
    ]


def test_an_export_of_fewer_columns_knows_that_somebody_answered_and_not_who(stage: Any) -> None:
    name, cells = leg()
    for column in ("dstchannel", "channel", "lastapp", "lastdata", "linkedid", "answer"):
        cells.pop(column)
    staged = stage(MODEL, "1", asterisk_calls=[(name, cells)])

    assert staged.columns("is_answered", "agent", "queue", "talked_seconds") == [(True, None, None, 70)]


def test_the_first_leg_says_which_way_a_call_goes(stage: Any) -> None:
    legs = [
        missed(1),
        leg(2, start="2026-11-20 10:01:00", dcontext="somewhere", uniqueid="c9"),
        leg(1, call="o1", dcontext="to-customers", channel="PJSIP/202-00000001"),
        leg(1, call="i1", dcontext="from-internal"),
    ]
    staged = stage(MODEL, "leg_id", asterisk_calls=legs)

    assert staged.columns("leg_id", "way", "agent") == [
        ("asterisk:c1:1", "inbound", "201"),
        ("asterisk:c1:2", "inbound", "201"),
        ("asterisk:i1:1", "ignored", "201"),
        ("asterisk:o1:1", "outbound", "202"),
    ]


BAD = [
    ({"start": ""}, "start: is empty"),
    ({"start": "gestern"}, "start: 'gestern' is no instant"),
    ({"start": "1970-01-01 01:00:00"}, "start: '1970-01-01 01:00:00' is before 1990 or after 2099"),
    ({"duration": "x"}, "duration: 'x' is no number of seconds"),
    ({"billsec": ""}, "billsec: '' is no number of seconds"),
    ({"disposition": ""}, "disposition: is empty"),
    (
        {"dcontext": "other"},
        "dcontext: 'other' is none of inbound, outbound and ignored; add it to one of them in the source's section",
    ),
]


def test_what_cannot_be_used_says_why(stage: Any) -> None:
    legs = [leg(number, call=f"x{number}", **cells) for number, (cells, _) in enumerate(BAD)]
    staged = stage(MODEL, "1", asterisk_calls=[*legs, leg()])

    assert staged.rejected == [(f"x{number}:{number}", reason) for number, (_, reason) in enumerate(BAD)]
    assert len(staged.rows) == 1


def test_without_any_id_each_row_is_a_call_of_its_own(stage: Any) -> None:
    legs = [leg(1, call=""), leg(2, call="")]

    assert stage(MODEL, "leg_id", asterisk_calls=legs).columns("conversation_id") == [
        ("asterisk::1",),
        ("asterisk::2",),
    ]
