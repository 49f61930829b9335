"""From comments under an organisation's posts on LinkedIn to messages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from simulator.platforms.linkedin import LinkedIn
from simulator.platforms.linkedin_page import build
from simulator.small_server import SmallServer

MODEL = "stg_linkedin_messages"
NINE = 1_795_078_800_000  # 2026-11-19 09:00 UTC
POST = "urn:li:share:1"
US = "urn:li:organization:2414183"
ANNA, BEN = "urn:li:person:anna", "urn:li:person:ben"


def comment(
    number: int, actor: str | None, minute: int = 0, parent: int | None = None, **fields: Any
) -> tuple[str, dict[str, Any]]:
    at = NINE + minute * 60_000
    body = {
        "id": str(number), "actor": actor, "object": POST, "created": {"time": at}, "lastModified": {"time": at},
        "message": {"text": "Wann geht es wieder?", "attributes": []},
    }  # fmt: skip
    if parent:
        body["parentComment"] = f"urn:li:comment:({POST},{parent})"
    return str(number), {"post": {"id": POST}, "comment": body | fields}


def naming(urn: str) -> dict[str, Any]:
    return {
        "text": "Anna: gleich",
        "attributes": [{"start": 0, "length": 4, "value": {"person": {"person": urn}}}],
    }


def walk(hour: int, *numbers: int) -> tuple[str, dict[str, Any]]:
    walked_at = f"2026-11-20T{hour:02}:00:00+00:00"
    ids = [str(number) for number in numbers]
    return f"walk@{walked_at}", {"walk": {"walked_at": walked_at, "post_id": POST, "comment_ids": ids}}


def test_the_organisation_answers_by_whoever_acted_for_it(stage: Any) -> None:
    records = [comment(1, ANNA), comment(2, US, 5, parent=1, agent="urn:li:person:tina")]
    staged = stage(MODEL, order="message_id", linkedin_comments=records)

    assert staged.columns("message_id", "direction", "author_kind", "agent_id", "in_reply_to_id", "post_id") == [
        ("linkedin:1", "inbound", "customer", None, None, f"linkedin:{POST}"),
        (
            "linkedin:2", "outbound", "employee", staged.pseudonym("linkedin", "urn:li:person:tina"), "linkedin:1",
            f"linkedin:{POST}",
        ),
    ]  # fmt: skip


def test_another_organisation_is_a_customer_like_any_other(stage: Any) -> None:
    staged = stage(MODEL, order="1", linkedin_comments=[comment(1, "urn:li:organization:5")])

    assert staged.columns("direction", "author_kind") == [("inbound", "customer")]


def test_an_answer_that_names_somebody_answers_this_persons_latest_word_in_the_thread(stage: Any) -> None:
    records = [
        comment(1, BEN),
        comment(2, ANNA, 1, parent=1),
        comment(3, ANNA, 2, parent=1),
        comment(4, US, 5, parent=1, message=naming(ANNA)),
        comment(5, ANNA, 9, parent=1),
        comment(6, US, 10, parent=1, message=naming("urn:li:person:carla")),
    ]
    staged = stage(MODEL, order="message_id", linkedin_comments=records)

    assert staged.columns("in_reply_to_id") == [
        (None,), ("linkedin:1",), ("linkedin:1",), ("linkedin:3",), ("linkedin:1",), ("linkedin:1",)
    ]  # fmt: skip
    assert staged.rows[3]["mentions"] == [staged.rows[1]["author_handle"]]


def test_a_later_modification_is_an_edit(stage: Any) -> None:
    edited = comment(1, ANNA, lastModified={"time": NINE + 60_000})
    staged = stage(MODEL, order="message_id", linkedin_comments=[edited, comment(2, ANNA)])

    assert staged.columns("edited_at") == [(datetime(2026, 11, 19, 9, 1, tzinfo=UTC),), (None,)]


def test_a_comment_is_gone_since_the_first_walk_that_no_longer_had_it(stage: Any) -> None:
    records = [comment(1, ANNA), comment(2, BEN), comment(3, BEN), walk(6, 1, 2), walk(7, 2), walk(8, 2)]
    staged = stage(MODEL, order="message_id", linkedin_comments=records)

    assert staged.columns("deleted_at") == [
        (datetime(2026, 11, 20, 7, tzinfo=UTC),), (None,), (datetime(2026, 11, 20, 6, tzinfo=UTC),)
    ]  # fmt: skip


def test_comments_go_with_their_post(stage: Any) -> None:
    body = {"id": POST, "publishedAt": NINE - 1000, "commentary": "Neu"}
    since = "2026-11-01T00:00:00+00:00"
    walks = [
        (
            f"w{hour}",
            {"walk": {"walked_at": f"2026-11-20T{hour:02}:00:00+00:00", "since": since, "post_ids": ids}},
        )
        for hour, ids in ((6, [POST]), (7, []))
    ]
    staged = stage(
        MODEL, order="1", linkedin_posts=[(POST, body), *walks], linkedin_comments=[comment(1, ANNA)]
    )

    assert staged.columns("deleted_at") == [(datetime(2026, 11, 20, 7, tzinfo=UTC),)]


def test_a_comment_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [
        comment(1, ANNA, created={"time": "gestern"}), comment(2, ANNA, created={}),
        comment(3, ANNA, created={"time": 5}), ("4", {"post": {"id": POST}, "comment": {"created": {"time": NINE}}}),
    ]  # fmt: skip
    staged = stage(MODEL, order="1", linkedin_comments=records)

    assert staged.rows == []
    assert staged.rejected == [
        ("1", "comment.created.time: 'gestern' is no number of milliseconds"),
        ("2", "comment.created.time: is empty"),
        ("3", "comment.created.time: '5' is before 1990 or after 2099"),
        ("4", "comment.id: is empty"),
    ]


@pytest.mark.server
def test_a_page_that_is_read_every_few_hours_is_staged_as_it_really_was(stage: Any) -> None:
    end = datetime(2026, 11, 20, 12, tzinfo=UTC)
    wall = build(8, int(end.timestamp()), days=6)
    landed: dict[str, dict[str, Any]] = {"posts": {}, "comments": {}}
    cursors: dict[str, Any] = {"posts": {}, "comments": {}}
    platform = LinkedIn(wall, "secret")
    with SmallServer({"linkedin": platform}) as server:
        settings = {
            "base_url": server.url_of("linkedin"), "organization_id": wall.organisation.rpartition(":")[2],
            "token": "secret", "start": end.date() - timedelta(days=30),
        }  # fmt: skip
        source = registry.connect("linkedin", "linkedin", settings, base=Path())
        for hours in range(120, -1, -12):
            now = end - timedelta(hours=hours)
            server.set_now(now)
            for stream, known in landed.items():
                for page in source.fetch(stream, cursors[stream], until=now):
                    cursors[stream] = page.cursor
                    known |= {str(record.record_id): record.payload for record in page.records}
    staged = stage(
        MODEL,
        order="message_id",
        linkedin_posts=list(landed["posts"].items()),
        linkedin_comments=list(landed["comments"].items()),
    )

    at = int(end.timestamp())
    gone = {one.urn for one in wall.shares if one.deleted and one.deleted <= at}
    gone |= {one.id for one in wall.remarks if one.deleted and one.deleted <= at}
    found = {row["message_id"].removeprefix("linkedin:"): row for row in staged.rows}
    there = {
        one.id: one
        for one in wall.remarks
        if not {one.id, one.share, one.answers} & gone and one.created <= at
    }
    assert there.keys() <= found.keys()
    assert {name for name, row in found.items() if row["deleted_at"] is None} == there.keys()
    assert len(found) > len(there) > 20
    for name, one in there.items():
        texts = [text for when, text in one.versions if when <= at]
        assert found[name]["text"].endswith(texts[-1])
        assert (found[name]["edited_at"] is not None) == (len(texts) > 1)
        assert found[name]["direction"] == ("outbound" if one.agent else "inbound")
