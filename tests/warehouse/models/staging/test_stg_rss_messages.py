"""From the entries of feeds that others write to messages."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_rss_messages"
SEEN = datetime(2026, 11, 20, 6, tzinfo=UTC)


def entry(
    key: str | None, title: str = "Nordfunk senkt Preise", **fields: Any
) -> tuple[str | None, dict[str, Any]]:
    usual = {
        "title": title, "summary": "<p>Ab <b>morgen</b> &amp; für alle</p>", "author": "Ada Blum",
        "published_at": "2026-11-18T09:00:00+00:00",
    }  # fmt: skip
    return key, {"feed": "press.example/feed", "first_seen_at": SEEN.isoformat(), "entry": usual | fields}


def test_an_article_is_public_and_waits_for_no_answer(stage: Any) -> None:
    staged = stage(MODEL, order="1", rss_entries=[entry("urn:1")])

    ada = staged.pseudonym("rss", "ada blum")
    assert staged.columns("message_id", "platform", "channel", "visibility", "author_id", "account") == [
        ("rss:urn:1", "rss", "forum", "public", ada, "press.example/feed")
    ]
    assert staged.columns("direction", "no_answer_reason", "text") == [
        ("inbound", "published", "Nordfunk senkt Preise\nAb morgen & für alle")
    ]


def test_only_entries_that_hold_one_of_the_words_count_and_others_are_no_errors(stage: Any) -> None:
    staged = stage(MODEL, order="1", rss_entries=[entry("urn:1", "NORDFUNK!"), entry("urn:2", "Wetter")])

    assert staged.columns("message_id") == [("rss:urn:1",)]
    assert staged.rejected == []


def test_what_the_companys_own_author_writes_is_outbound_and_answers_its_entry(stage: Any) -> None:
    answer = entry("urn:2", author="Presse Nordfunk", **{"thr_in-reply-to": {"ref": "urn:1"}})
    staged = stage(MODEL, order="message_id", rss_entries=[entry("urn:1"), answer])

    assert staged.columns("direction", "author_kind", "in_reply_to_id") == [
        ("inbound", "customer", None),
        ("outbound", "employee", "rss:urn:1"),
    ]


def test_without_a_time_it_counts_from_when_it_was_seen_first(stage: Any) -> None:
    updated = "2026-11-19T09:00:00+00:00"
    records = [
        entry("urn:1", published_at=None), entry("urn:2", updated_at=updated),
        entry("urn:3", published_at=None, updated_at=updated),
    ]  # fmt: skip
    staged = stage(MODEL, order="message_id", rss_entries=records)

    later = datetime(2026, 11, 19, 9, tzinfo=UTC)
    assert staged.columns("sent_at", "edited_at") == [
        (SEEN, None),
        (datetime(2026, 11, 18, 9, tzinfo=UTC), later),
        (later, None),
    ]


def test_a_writer_whom_the_feed_does_not_name_is_unknown(stage: Any) -> None:
    staged = stage(MODEL, order="1", rss_entries=[entry("urn:1", author=None)])

    assert staged.columns("author_kind", "author_id") == [("unknown", None)]


def test_an_entry_of_no_plausible_time_is_rejected_with_the_reason(stage: Any) -> None:
    staged = stage(MODEL, order="1", rss_entries=[entry("urn:1", published_at="1970-01-01T00:00:00+00:00")])

    [(key, reason)] = staged.rejected
    assert key == "urn:1"
    assert reason.endswith("is before 1990 or after 2099")
