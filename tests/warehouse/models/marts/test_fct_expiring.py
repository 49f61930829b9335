"""What will be lost: windows that close, messages that vanish, sources that weren't read in time."""

from __future__ import annotations

from tests.warehouse.conftest import COMPANY, Build, at, inbound, reply

COLUMNS = ("rule_id", "expires", "wait_id", "since_at", "expires_at")


def private(name: str, when: str, platform: str = "facebook", **given: object) -> dict[str, object]:
    return inbound(name, when, platform=platform, channel="direct_message", visibility="private", **given)


def test_a_window_for_answering_counts_from_the_customers_last_message(build: Build) -> None:
    built = build([private("m1", "09:00", customer_id="anna"), private("m2", "09:40", customer_id="anna")])

    [row] = built.rows("marts.fct_expiring", *COLUMNS)
    assert (row["rule_id"], row["since_at"]) == ("messenger_window", at("09:40"))
    assert (row["expires_at"] - row["since_at"]).total_seconds() == 24 * 3600
    assert row["wait_id"] == built.rows("marts.fct_waits", "wait_id")[0]["wait_id"]


def test_an_answered_conversation_and_a_public_one_lose_nothing(build: Build) -> None:
    answered = [
        private("m1", "09:00", customer_id="anna"),
        reply("r1", "09:10", in_reply_to_id="m1", channel="direct_message", visibility="private", customer_id="anna"),
    ]  # fmt: skip
    public = inbound("c1", "09:00", platform="facebook", conversation_id="c")

    assert build([*answered, public]).rows("marts.fct_expiring") == []


def test_what_vanishes_counts_from_the_oldest_unanswered_message_and_by_each_rule(build: Build) -> None:
    messages = [
        private("m1", "09:00", "snapchat", customer_id="anna"), private("m2", "09:40", "snapchat", customer_id="anna"),
    ]  # fmt: skip
    rows = build(messages).rows("marts.fct_expiring", *COLUMNS, order="rule_id")

    assert [(row["rule_id"], row["since_at"]) for row in rows] == [
        ("snapchat_seen", at("09:00")),
        ("snapchat_unopened", at("09:00")),
    ]
    assert [(row["expires_at"] - row["since_at"]).days for row in rows] == [1, 30]


def test_a_source_says_until_when_what_is_unread_can_be_read_counting_from_its_last_reading(
    build: Build,
) -> None:
    section = '[sources.{0}]\ntype = "{0}"\npath = "a"\n'
    built = build(
        company=COMPANY + section.format("x") + section.format("snapchat") + section.format("zendesk")
    )
    built.make("marts.dim_source")
    # Last read at nine; the export came at eight.
    built.change(
        "update marts.dim_source set last_success_at = ?, last_record_at = ?", [at("09:00"), at("08:00")]
    )
    rows = built.rows("marts.fct_expiring", "source", *COLUMNS, order="expiring_id")

    assert [(row["rule_id"], row["source"], row["since_at"]) for row in rows] == [
        ("snapchat_export", "snapchat", at("08:00")),
        ("x_messages", "x", at("09:00")),
        ("x_replies", "x", at("09:00")),
    ]
    assert [(row["expires_at"] - row["since_at"]).days for row in rows] == [1, 30, 7]


def test_a_source_that_was_never_read_has_no_instant_to_count_from(build: Build) -> None:
    company = COMPANY + '[sources.x]\ntype = "x"\n'

    assert build(company=company).rows("marts.fct_expiring") == []
