"""The handle time of a case is that of its replies together."""

from tests.warehouse.conftest import Build, inbound, reply


def test_replies_of_one_case_add_up(build: Build) -> None:
    built = build(
        [
            inbound("q", "09:00"),
            reply("a", "09:10", in_reply_to_id="q"),
            inbound("r", "09:30"),
            reply("b", "09:35"),
        ]
    )
    (row,) = built.rows("marts.fct_case_handles")

    # Ten minutes, and five.
    assert (row["handle_us"], row["handled_count"], row["reply_count"]) == (900_000_000, 2, 2)
