"""A Facebook page over HTTP: posts, walks over them, and what doctor finds."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import facebook
from connectors.facebook import Settings
from tests.connectors.conftest import Asked, Reply
from tests.connectors.facebook_wire import TOKEN, UNTIL, Serve, Wall, comment, ids, page_at, post, records


@pytest.mark.server
def test_posts_are_read_to_the_end_and_only_new_and_recent_ones_the_next_time(serve: Serve) -> None:
    wall = Wall([post(1, 2), post(2, 3), post(3, 10), post(4, 19)], {})
    page = page_at(serve(wall).url, rewalk_days=5)
    first = list(page.fetch("posts", {}, until=UNTIL))

    assert sorted(ids(iter(first))) == ["9000_1", "9000_2", "9000_3", "9000_4"]
    assert first[-1].cursor == {"watermark": UNTIL.isoformat()}
    wall.posts.append(post(5, 21))
    later = page.fetch("posts", first[-1].cursor, until=UNTIL + timedelta(days=2))
    assert ids(later) == ["9000_5", "9000_4"]


@pytest.mark.server
def test_nothing_is_asked_again_once_all_before_until_was_read(serve: Serve) -> None:
    server = serve([{"data": []}])
    page = page_at(server.url)
    for stream in page.streams:
        assert list(page.fetch(stream, {"watermark": UNTIL.isoformat()}, until=UNTIL)) == []

    assert server.asked == []


@pytest.mark.server
def test_posts_of_one_day_are_those_of_the_utc_day_and_move_no_cursor(serve: Serve) -> None:
    midnight = {**post(3, 4), "created_time": "2026-11-04T00:00:00+0000"}
    page = page_at(serve(Wall([post(1, 2), post(2, 3), midnight], {})).url)
    [day] = page.fetch_day("posts", date(2026, 11, 3))

    assert [record.record_id for record in day.records] == ["9000_2"]
    assert day.cursor == {}


@pytest.mark.server
def test_a_walk_over_the_feed_says_which_posts_it_saw(serve: Serve) -> None:
    page = page_at(serve(Wall([post(1, 2)], {})).url)
    [walk] = [
        record.payload["walk"]
        for record in records(page.fetch("posts", {}, until=UNTIL))
        if "walk" in record.payload
    ]

    assert walk == {
        "walked_at": UNTIL.isoformat(), "since": "2026-11-01T00:00:00+00:00", "until": UNTIL.isoformat(),
        "post_ids": ["9000_1"],
    }  # fmt: skip


@pytest.mark.server
def test_doctor_finds_a_good_token_and_the_permission_that_is_missing(serve: Serve) -> None:
    def answers(asked: Asked) -> Any:
        if asked.path.endswith("/conversations"):
            return Reply(
                {"error": {"code": 200, "message": "(#200) Requires pages_messaging permission"}}, 403
            )
        if asked.path.endswith("/ratings"):
            return Reply({"error": {"code": 10, "message": "(#10) Not allowed"}}, 400)
        usage = {"X-App-Usage": json.dumps({"call_count": 12, "total_time": 30, "total_cputime": 3})}
        return Reply({"data": [], "id": "9000"}, headers=usage)

    connector = page_at(serve(answers).url, read_insights=True)
    found = [check for check in connector.check() if check.name != "clock"]
    assert [(check.name, check.ok) for check in found] == [
        ("token", True),
        ("quota", True),
        ("pages_read_engagement", True),
        ("pages_read_user_content", True),
        ("pages_messaging", False),
        ("pages_read_user_content", False),
        ("read_insights", True),
    ]
    assert found[1].detail == "70 % of the hour's calls are left"
    assert "grant pages_messaging" in found[4].mend
    assert "the token lacks permission pages_read_engagement and pages_read_user_content" in found[5].detail


@pytest.mark.server
def test_doctor_asks_an_own_post_for_its_impressions(serve: Serve) -> None:
    def answers(asked: Asked) -> Any:
        if asked.path.endswith("/insights"):
            assert "9000_7" in asked.path
            return Reply({"error": {"code": 200, "message": "no"}}, 403)
        return {"data": [{"id": "9000_7"}], "id": "9000"}

    *_, last = page_at(serve(answers).url, read_insights=True).check()
    assert (last.name, last.ok, "permission read_insights" in last.detail) == ("read_insights", False, True)


@pytest.mark.server
def test_doctor_says_for_how_long_the_hours_calls_are_used_up(serve: Serve) -> None:
    usage = {"9000": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 17}]}
    answer = Reply({"id": "9000", "data": []}, headers={"X-Business-Use-Case-Usage": json.dumps(usage)})
    found = {check.name: check for check in page_at(serve([answer]).url).check()}

    assert (found["quota"].ok, found["quota"].detail) == (False, "used up; open again in 17 minutes")


@pytest.mark.server
def test_doctor_says_so_when_the_token_has_expired(serve: Serve) -> None:
    server = serve([Reply({"error": {"code": 190, "error_subcode": 463, "message": "x"}}, 400)])
    [check] = page_at(server.url).check()

    assert (check.ok, "it has expired" in check.detail, check.mend) == (
        False,
        True,
        "create a page access token and export it again",
    )


def test_connecting_asks_nothing() -> None:
    settings = Settings(page_id="1", token=TOKEN, base_url="http://127.0.0.1:1", start=date(2026, 1, 1))

    assert facebook.connect("fb", settings, Path()).streams == (
        "posts",
        "comments",
        "messages",
        "reviews",
    )
    without = settings.model_copy(update={"read_reviews": False})
    assert "reviews" not in facebook.connect("fb", without, Path()).streams


@pytest.mark.server
def test_a_walk_keeps_how_many_reacted_and_shared_as_the_platform_tells_no_history(serve: Serve) -> None:
    def reacted(count: int) -> dict[str, Any]:
        return {"reactions": {"data": [], "summary": {"total_count": count}}}

    wall = Wall(
        [post(1, 18) | reacted(7) | {"shares": {"count": 2}}, post(2, 18) | reacted(0)],
        {"9000_1": [comment(1, 19) | reacted(3), comment(2, 19) | reacted(0)]},
    )
    page = page_at(serve(wall).url)
    walks = [
        record.payload["walk"]
        for stream in ("posts", "comments")
        for record in records(page.fetch(stream, {}, until=UNTIL))
        if "walk" in record.payload
    ]

    assert [walk.get("counts") for walk in walks] == [
        {"9000_1": {"reactions": 7, "shares": 2}, "9000_2": {"reactions": 0, "shares": 0}},
        {"1_1": {"reactions": 3}},
        None,
    ]


@pytest.mark.server
def test_links_within_an_object_are_left_out_as_they_hold_the_token(serve: Serve) -> None:
    link = f"https://elsewhere.example/x?access_token={TOKEN}"
    counted = {"reactions": {"data": [], "paging": {"next": link}, "summary": {"total_count": 3}}}
    wall = Wall([post(1, 18) | counted], {"9000_1": [comment(1, 19) | counted]})
    page = page_at(serve(wall).url)
    found = [one for stream in ("posts", "comments") for one in records(page.fetch(stream, {}, until=UNTIL))]

    assert TOKEN not in json.dumps([one.payload for one in found])
    assert found[0].payload["reactions"]["summary"] == {"total_count": 3}
