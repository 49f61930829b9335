"""Weeks of departments in whole numbers."""

from tests.warehouse.conftest import Build, inbound, reply


def test_a_week_sums_its_waits_cut_at_a_day_and_knows_whether_it_is_over(build: Build) -> None:
    private = {"visibility": "private", "channel": "direct_message"}
    built = build(
        [
            inbound("a", "09:00", conversation_id="x", author_id="x", customer_id="x", **private),
            reply("b", "10:00", conversation_id="x", customer_id="x", **private),
            inbound("c", "09:00", conversation_id="y", author_id="y", customer_id="y", **private),
            inbound("d", "+5 09:00", conversation_id="z", author_id="z", customer_id="z", **private),
        ],
        now="+5 10:00",
    )
    rows = built.rows("marts.fct_unit_weeks", order="week_start")

    # An hour, and a day of five; the one of this Monday hasn't been watched for a day.
    assert [(row["unit_id"], row["wait_count"], row["timed_count"], row["timed_us"]) for row in rows] == [
        ("service", 2, 2, (3_600 + 86_400) * 1_000_000),
        ("service", 1, 0, 0),
    ]
    # The data begin on a Wednesday, and this week isn't over.
    assert [row["is_complete"] for row in rows] == [False, False]
    assert [row["answered_count"] for row in rows] == [1, 0]
