"""metrics.hidden_share on comments few enough to count by hand."""

from tests.warehouse.conftest import at, inbound, reply


def test_hidden_and_deleted_comments_are_counted_among_all_that_people_wrote_in_public(build):
    built = build(
        [
            inbound("a", "09:00", no_answer_reason="hidden"),
            inbound("b", "09:05", author_id="ben", conversation_id="u", deleted_at=at("09:30")),
            inbound("c", "09:10", author_id="cem", conversation_id="v"),
            inbound("d", "09:15", author_id="dora", conversation_id="w", no_answer_reason="sticker"),
            reply("e", "09:20", deleted_at=at("09:40")),
            inbound("f", "09:25", visibility="private", channel="direct_message", conversation_id="x"),
            inbound("g", "09:25", is_human=False, author_kind="bot", conversation_id="y"),
        ],
        now="12:00",
    )

    rows = built.rows("metrics.hidden_share", "statistic", "numerator", "sample_size", "metric_value")
    assert sorted(rows, key=lambda row: row["statistic"]) == [
        {"statistic": "deleted", "numerator": 1, "sample_size": 4, "metric_value": 0.25},
        {"statistic": "hidden", "numerator": 1, "sample_size": 4, "metric_value": 0.25},
    ]


def test_what_is_deleted_later_is_not_deleted_yet(build):
    built = build([inbound("a", "09:00", deleted_at=at("15:00"))], now="12:00")

    rows = built.rows("metrics.hidden_share", "statistic", "numerator")
    assert sorted((row["statistic"], row["numerator"]) for row in rows) == [("deleted", 0), ("hidden", 0)]
