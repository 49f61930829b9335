"""The ready queries on a table of calls as FreePBX keeps it, filled as Asterisk writes its rows."""

import pytest

from tests.connectors.sql_cases import made, rows

TABLES = """
create table cdr (calldate datetime, clid varchar(80), src varchar(80), dst varchar(80), dcontext varchar(80),
    channel varchar(80), dstchannel varchar(80), lastapp varchar(80), lastdata varchar(80), duration integer,
    billsec integer, disposition varchar(45), uniqueid varchar(32), linkedid varchar(32), sequence integer);
insert into cdr values
    ('2026-11-20 10:00:00', '', '+49151', '8001', 'ext-queues', 'PJSIP/trunk-0000000a', 'PJSIP/200-0000000b', 'Queue',
        'support', 20, 0, 'NO ANSWER', '1.1', '1.1', 1),
    ('2026-11-20 10:00:20', '', '+49151', '8001', 'ext-queues', 'PJSIP/trunk-0000000a', 'Local/201@q-0000000c;1',
        'Queue', 'support', 70, 60, 'ANSWERED', '1.1', '1.1', 2),
    ('2026-11-20 10:00:20', '', '+49151', '201', 'from-internal', 'Local/201@q-0000000c;2', 'PJSIP/201-0000000d',
        'Dial', 'PJSIP/201', 70, 60, 'ANSWERED', '1.2', '1.1', 3),
    ('2026-11-20 10:01:30', '', '+49151', '300', 'from-internal', 'PJSIP/201-0000000d', 'SIP/300-0000000e', 'Dial',
        'SIP/300', 40, 35, 'ANSWERED', '1.3', '1.1', 4),
    ('2026-11-20 11:00:00', '', 'anonymous', '8001', 'ext-queues', 'PJSIP/trunk-0000000f', '', 'Queue', 'support', 45,
        45, 'ANSWERED', '2.1', '2.1', 5),
    ('2026-11-20 12:00:00', '', '+49152', '201', 'from-did-direct', 'PJSIP/trunk-00000010', '', 'VoiceMail', '201', 50,
        40, 'ANSWERED', '3.1', '3.1', 6),
    ('2026-11-20 13:00:00', '', '201', '202', 'from-internal', 'PJSIP/201-00000011', 'PJSIP/202-00000012', 'Dial',
        'PJSIP/202', 50, 40, 'ANSWERED', '4.1', '4.1', 7);
"""
COLUMNS = (
    "message_id",
    "direction",
    "author",
    "group_name",
    "sent_at",
    "deleted_at",
    "handle_seconds",
    "updated_at",
)
EXPECTED = [
    ("1.1-in", "inbound", "+49151", "8001", "10:00:00", None, None, "10:02:10"),
    ("1.2-3", "outbound", "201", "8001", "10:00:30", None, 60, "10:01:30"),
    ("1.3-4", "outbound", "300", "8001", "10:01:35", None, 35, "10:02:10"),
    ("2.1-in", "inbound", "2.1", "8001", "11:00:00", "11:00:45", None, "11:00:45"),
    ("3.1-in", "inbound", "+49152", "201", "12:00:00", None, None, "12:00:50"),
]  # fmt: skip


def said(row):
    """A row with the times of its day only, as every database writes them."""
    return tuple(
        str(cell)[-8:] if isinstance(cell, str) and cell.startswith("2026") else cell for cell in row
    )


@pytest.fixture
def desk(tmp_path):
    return tmp_path, made(tmp_path / "cdr.db", TABLES) | {"preset": "asterisk"}


def test_a_call_is_a_question_and_its_answers_or_was_given_up(desk):
    folder, settings = desk

    assert sorted(said(row) for row in rows(folder, "messages", settings, *COLUMNS)) == EXPECTED


def test_all_of_a_call_is_one_conversation_by_telephone(desk):
    folder, settings = desk
    found = rows(folder, "messages", settings, "conversation_id", "customer", "platform", "channel")

    assert [row for row in found if row[0] == "1.1"] == [("1.1", "+49151", "phone", "phone")] * 3
