"""marts.fct_first_waits: first waits with what they are compared by."""

from tests.warehouse.conftest import Build, inbound, reply


def test_only_first_waits_are_there_with_pool_kind_and_target(build: Build):
    built = build(
        [
            inbound("a", "09:00"),
            reply("b", "09:30", in_reply_to_id="a"),
            inbound("c", "10:00"),
            inbound("d", "09:00", conversation_id="u", author_id="ben", visibility="private"),
        ],
        now="20:00",
    )

    found = built.rows(
        "marts.fct_first_waits", "wait_id", "pool_id", "pool_kind", "pool_channel", "is_answered", "is_met"
    )
    assert [tuple(row.values()) for row in found] == [
        ("a", "marketing", "marketing", "comment", True, 1),
        ("d", "service", "service", "comment", False, None),
    ]
