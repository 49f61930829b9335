"""A Facebook page's posts and comments over HTTP: paging, deletions, throttling and broken answers."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import facebook
from connectors.errors import AccessDenied, RateLimited, SourceChanged, SourceUnavailable
from connectors.facebook import Settings
from connectors.page import Record
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
def test_a_short_or_empty_page_with_a_next_one_is_not_the_end(serve: Serve) -> None:
    def answers(asked: Asked) -> Any:
        if asked.path.endswith("/feed"):
            return {"data": [post(1, 18)]}
        following = {"a": "b", "b": "c", "c": None}.get(asked.params.get("after", "a"))
        data = {"a": [comment(1, 19)], "b": [], "c": [comment(2, 18)]}[asked.params.get("after", "a")]
        paging = {"paging": {"next": f"http://h/x?after={following}"}} if following else {}
        return {"data": data, **paging}

    assert ids(page_at(serve(answers).url).fetch("comments", {}, until=UNTIL)) == ["1_1", "1_2"]


@pytest.mark.server
def test_next_links_are_followed_on_our_own_host_and_their_token_is_not_sent_back(serve: Serve) -> None:
    server = serve(Wall([post(number, 10) for number in range(5)], {}))
    list(page_at(server.url).fetch("posts", {}, until=UNTIL))

    assert [asked.params.get("after") for asked in server.asked] == [None, "2", "4"]
    assert not [asked for asked in server.asked if "access_token" in asked.params]
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {TOKEN}"}


@pytest.mark.server
def test_paging_that_runs_in_a_circle_is_noticed(serve: Serve) -> None:
    server = serve([{"data": [], "paging": {"next": "http://h/x?after=a"}}])
    with pytest.raises(SourceChanged, match="the same one again"):
        list(page_at(server.url).fetch("posts", {}, until=UNTIL))


@pytest.mark.server
def test_too_much_data_is_asked_for_in_halves(serve: Serve) -> None:
    def answers(asked: Asked) -> Any:
        if int(asked.params["limit"]) > 25:
            return Reply(
                {"error": {"code": 1, "message": "Please reduce the amount of data you're asking for"}}, 500
            )
        return {"data": [post(1, 10)]}

    server = serve(answers)
    assert ids(page_at(server.url).fetch("posts", {}, until=UNTIL)) == ["9000_1"]
    assert [asked.params["limit"] for asked in server.asked] == ["100", "50", "25"]


@pytest.mark.server
def test_too_much_data_even_for_one_record_makes_the_source_unavailable(serve: Serve) -> None:
    server = serve([Reply({"error": {"code": 1, "message": "Please reduce the amount of data"}}, 500)])
    with pytest.raises(SourceUnavailable, match="one record at a time"):
        list(page_at(server.url).fetch("posts", {}, until=UNTIL))


@pytest.mark.server
@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80006, 80008])
def test_throttling_waits_as_long_as_the_platform_says(serve: Serve, code: int) -> None:
    usage = '{"9000":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":19}]}'
    limited = Reply({"error": {"code": code, "message": "limit"}}, 400, {"X-Business-Use-Case-Usage": usage})
    with pytest.raises(RateLimited) as caught:
        list(page_at(serve([limited]).url).fetch("posts", {}, until=UNTIL))

    assert caught.value.until == UNTIL + timedelta(minutes=19)


@pytest.mark.server
def test_throttling_without_a_time_backs_off_and_goes_on(serve: Serve) -> None:
    limited = Reply({"error": {"code": 4, "message": "limit"}}, 400, {"X-App-Usage": '{"call_count":100}'})

    assert ids(page_at(serve([limited, {"data": [post(1, 10)]}]).url).fetch("posts", {}, until=UNTIL)) == [
        "9000_1"
    ]


@pytest.mark.server
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"code": 190, "error_subcode": 463, "message": f"expired {TOKEN}"}, "it has expired"),
        ({"code": 190, "error_subcode": 460, "message": "x"}, "the password was changed"),
        ({"code": 190, "message": "x"}, "it is not valid"),
        (
            {"code": 200, "message": "(#200) Requires pages_messaging permission"},
            "permission pages_messaging",
        ),
        ({"code": 10, "message": "no"}, "permission pages_read_engagement and pages_read_user_content"),
    ],
)
def test_a_token_that_may_not_read_is_not_tried_again(serve: Serve, error: Any, words: str) -> None:
    server = serve([Reply({"error": error}, 400)])
    with pytest.raises(AccessDenied, match=words) as caught:
        list(page_at(server.url).fetch("posts", {}, until=UNTIL))

    assert len(server.asked) == 1
    assert TOKEN not in str(caught.value)


@pytest.mark.server
@pytest.mark.parametrize(
    "bad",
    [
        Reply({"error": {"code": 2, "message": "temporary"}}, 500),
        Reply({"error": {"code": 1, "message": "unknown"}}, 500),
        Reply({"error": {"code": 99, "message": "hm", "is_transient": True}}, 400),
        Reply({"data": ["x" * 100]}, cut=True),
    ],
)
def test_what_passes_is_tried_again(serve: Serve, bad: Reply) -> None:
    assert ids(page_at(serve([bad, {"data": [post(1, 10)]}]).url).fetch("posts", {}, until=UNTIL)) == [
        "9000_1"
    ]


@pytest.mark.server
@pytest.mark.parametrize(
    "odd",
    [
        Reply({"error": {"code": 100, "message": "(#100) nonexisting field (story)"}}, 400),
        Reply([1]),
        Reply({}),
    ],
)
def test_an_answer_in_another_shape_is_named(serve: Serve, odd: Reply) -> None:
    with pytest.raises(SourceChanged, match="/9000/feed"):
        list(page_at(serve([odd]).url).fetch("posts", {}, until=UNTIL))


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


@pytest.mark.server
def test_a_walk_keeps_how_many_comments_the_platform_counts(serve: Serve) -> None:
    counted = {"comments": {"data": [], "summary": {"total_count": 12}}}
    found = records(page_at(serve(Wall([post(1, 18) | counted], {})).url).fetch("posts", {}, until=UNTIL))

    assert [one.payload["walk"]["counts"] for one in found if "counts" in one.payload.get("walk", {})] == [
        {"9000_1": {"comments": 12}}
    ]
