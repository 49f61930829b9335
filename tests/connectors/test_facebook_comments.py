"""The comments below a page's posts: watermark, complete walks, interruption, deleted posts."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.page import Record
from tests.connectors.conftest import Asked, Reply
from tests.connectors.facebook_wire import UNTIL, Serve, Wall, comment, ids, page_at, post, records


@pytest.mark.server
def test_comments_come_as_received_with_their_post_beside_them(serve: Serve) -> None:
    listed = comment(10, 19, parent={"id": "1_9"}, something_new={"nobody": ["knows"]})
    page = page_at(serve(Wall([post(1, 18)], {"9000_1": [listed]})).url)
    [found, walk] = records(page.fetch("comments", {}, until=UNTIL))

    assert found == Record("1_10", {"post": post(1, 18), "comment": listed})
    assert walk.payload == {
        "walk": {"walked_at": UNTIL.isoformat(), "post_id": "9000_1", "comment_ids": ["1_10"]}
    }


@pytest.mark.server
def test_old_posts_are_read_down_to_the_watermark_and_recent_ones_completely(serve: Serve) -> None:
    """One hour is read twice: what the platform lists late must not be missed."""
    old = [comment(number, 2 + number) for number in range(1, 9)] + [comment(9, 18, 11), comment(10, 19)]
    new = [comment(number, 17, number) for number in range(20, 23)]
    wall = Wall([post(1, 2), post(2, 16)], {"9000_1": old, "9000_2": new})
    server = serve(wall)
    page = page_at(server.url, rewalk_days=5)
    found = records(page.fetch("comments", {"watermark": "2026-11-18T12:00:00+00:00"}, until=UNTIL))

    walks = [record.payload["walk"]["post_id"] for record in found if "walk" in record.payload]
    assert walks == ["9000_2"]
    seen = [record.record_id for record in found if "walk" not in record.payload]
    assert {"1_9", "1_10", "1_20", "1_21", "1_22"} <= set(seen)
    assert not {"1_1", "1_2", "1_3", "1_4", "1_5"} & set(seen)


@pytest.mark.server
def test_nothing_newer_than_until_is_landed_and_the_next_fetch_has_it(serve: Serve) -> None:
    wall = Wall([post(1, 19)], {"9000_1": [comment(1, 20, 11), comment(2, 20, 13)]})
    page = page_at(serve(wall).url)
    first = list(page.fetch("comments", {}, until=UNTIL))
    second = page.fetch("comments", first[-1].cursor, until=UNTIL + timedelta(hours=2))

    assert ids(iter(first)) == ["1_1"]
    assert "1_2" in ids(second)


@pytest.mark.server
def test_comments_resume_after_any_page_without_losing_one(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.facebook_comments.BATCH", 1)
    posts = [post(number, number) for number in range(1, 8)]
    comments = {
        f"9000_{number}": [comment(10 * number + i, number + i) for i in range(3)] for number in range(1, 8)
    }
    page = page_at(serve(Wall(posts, comments)).url)
    whole = list(page.fetch("comments", {}, until=UNTIL))
    everything = {record.record_id for record in records(iter(whole))}

    assert len(whole) == 8
    for stop in range(1, len(whole)):
        before = whole[:stop]
        after = page.fetch("comments", before[-1].cursor, until=UNTIL)
        rest = list(after)
        assert {record.record_id for record in records(iter([*before, *rest]))} == everything
        assert rest[-1].cursor == whole[-1].cursor
        assert len(rest) == len(whole) - stop


@pytest.mark.server
def test_an_interrupted_pass_is_finished_before_a_later_one_begins(serve: Serve, monkeypatch: Any) -> None:
    monkeypatch.setattr("connectors.facebook_comments.BATCH", 1)
    wall = Wall([post(1, 2), post(2, 3)], {"9000_1": [comment(1, 4)], "9000_2": [comment(2, 4)]})
    page = page_at(serve(wall).url)
    first = next(iter(page.fetch("comments", {}, until=UNTIL)))
    wall.comments["9000_1"].append(comment(3, 21))
    rest = list(page.fetch("comments", first.cursor, until=UNTIL + timedelta(days=2)))

    assert {"1_2", "1_3"} <= set(ids(iter(rest)))
    assert rest[-1].cursor == {"watermark": (UNTIL + timedelta(days=2)).isoformat()}


@pytest.mark.server
def test_a_post_that_is_gone_when_its_comments_are_read_is_skipped_without_a_walk(serve: Serve) -> None:
    def answers(asked: Asked) -> Any:
        if asked.path.endswith("/feed"):
            return {"data": [post(1, 18), post(2, 19)]}
        if "9000_1" in asked.path:
            return Reply({"error": {"code": 100, "error_subcode": 33, "message": "does not exist"}}, 400)
        return {"data": [comment(1, 19)]}

    found = records(page_at(serve(answers).url).fetch("comments", {}, until=UNTIL))
    assert [record.record_id for record in found] == ["1_1", f"walk:9000_2@{UNTIL.isoformat()}"]


@pytest.mark.server
def test_a_walk_keeps_how_many_comments_the_platform_counts(serve: Serve) -> None:
    counted = {"comments": {"data": [], "summary": {"total_count": 12}}}
    found = records(page_at(serve(Wall([post(1, 18) | counted], {})).url).fetch("posts", {}, until=UNTIL))

    assert [one.payload["walk"]["counts"] for one in found if "counts" in one.payload.get("walk", {})] == [
        {"9000_1": {"comments": 12}}
    ]
