"""staging.stg_asterisk_messages: calls as what was asked and who answered."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.calls import event, leg, missed

MODEL = "stg_asterisk_messages"


def at(minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 20, 9, minute, second, tzinfo=UTC)


def test_a_call_is_a_question_at_its_start_and_an_answer_when_it_is_taken(stage: Any) -> None:
    staged = stage(MODEL, "sent_at", asterisk_calls=[leg()])
    customer = staged.pseudonym("asterisk", "+4915112345")

    assert staged.columns("message_id", "direction", "sent_at", "deleted_at", "group_name", "account") == [
        ("asterisk:c1:in", "inbound", at(0), None, "support", "8001"),
        ("asterisk:c1:1", "outbound", at(0, 20), None, "support", "8001"),
    ]
    assert staged.columns("conversation_id", "customer_id", "agent_id") == [
        ("asterisk:c1", customer, None),
        ("asterisk:c1", customer, staged.pseudonym("asterisk", "201")),
    ]


def test_who_hangs_up_before_anybody_came_takes_the_call_back(stage: Any) -> None:
    legs = [missed(1, duration="25"), missed(2, start="2026-11-20 10:00:30", duration="20")]

    assert stage(MODEL, "1", asterisk_calls=legs).columns("direction", "sent_at", "deleted_at") == [
        ("inbound", at(0), at(0, 50))
    ]


def test_a_caller_who_waits_in_an_answered_queue_and_hangs_up_gave_up_too(stage: Any) -> None:
    staged = stage(
        MODEL,
        "1",
        asterisk_calls=[leg(dstchannel="", billsec="90")],
        asterisk_queue_log=[event(1, 1795165288, "ABANDON")],
    )

    assert staged.columns("direction", "deleted_at") == [("inbound", at(1, 28))]


def test_who_leaves_a_voice_mail_still_waits(stage: Any) -> None:
    legs = [missed(1), leg(2, start="2026-11-20 10:01:00", lastapp="VoiceMail", dstchannel="")]

    assert stage(MODEL, "1", asterisk_calls=legs).columns("direction", "deleted_at") == [("inbound", None)]


def test_a_call_to_a_customer_is_an_answer_of_its_own_and_calls_among_colleagues_are_none(
    stage: Any,
) -> None:
    legs = [
        leg(
            1, call="o1", dcontext="to-customers", channel="PJSIP/202-00000001", src="202", dst="+4915199999",
            dstchannel="PJSIP/trunk-00000002", lastapp="Dial", lastdata="PJSIP/trunk/+4915199999",
        ),
        leg(1, call="i1", dcontext="from-internal"),
    ]  # fmt: skip
    staged = stage(MODEL, "1", asterisk_calls=legs)

    assert staged.columns("account", "group_name") == [(None, None)]  # a customer's number is shown nowhere
    assert staged.columns("message_id", "direction", "customer_id", "agent_id") == [
        (
            "asterisk:o1:1",
            "outbound",
            staged.pseudonym("asterisk", "+4915199999"),
            staged.pseudonym("asterisk", "202"),
        )
    ]


def test_who_hides_the_number_is_somebody_else_each_time(stage: Any) -> None:
    legs = [missed(1, src="anonymous"), missed(1, call="c2", src="")]
    staged = stage(MODEL, "1", asterisk_calls=legs)

    assert len({row["customer_id"] for row in staged.rows}) == 2
