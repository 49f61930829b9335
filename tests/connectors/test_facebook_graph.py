"""How the Graph API is asked: paging, too much data, throttling, refusals and broken answers."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, RateLimited, SourceChanged, SourceUnavailable
from tests.connectors.conftest import Asked, Reply
from tests.connectors.facebook_wire import TOKEN, UNTIL, Serve, Wall, comment, ids, page_at, post


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
