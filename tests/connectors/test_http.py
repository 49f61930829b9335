"""Retries, waits and redaction, against a real server on loopback."""

import json
import logging
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, ConnectorError, RateLimited, SourceUnavailable
from connectors.http import (
    Answer,
    BasicAuth,
    BearerAuth,
    Http,
    Limits,
    Retry,
    check_clock,
    http_date,
    retry_after,
)
from tests.connectors.conftest import Loopback, Reply

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = "s3cr3t/token+with=signs"
Serve = Callable[[Any], Loopback]


def accept_or_retry(answer: Answer, now: datetime) -> Retry | None:
    if answer.status == 429:
        return Retry("throttled", retry_after(answer.headers, now), throttled=True)
    return Retry(f"HTTP {answer.status}: {answer.body}") if answer.status >= 400 else None


def client(url: str, slept: list[float] | None = None, **given: Any) -> Http:
    sleep: Any = (slept if slept is not None else []).append
    given = {"judge": accept_or_retry, "jitter": lambda: 1.0, "limits": Limits(attempts=4, read=5)} | given
    return Http(url, auth=BearerAuth(TOKEN), secrets=(TOKEN,), now=lambda: NOW, sleep=sleep, **given)


@pytest.mark.server
def test_an_answer_after_two_failures_is_taken_and_the_pauses_double(serve: Serve) -> None:
    slept: list[float] = []
    server = serve([Reply({}, 500), Reply(b"<html>bad gateway</html>", 502), {"fine": True}])

    assert client(server.url, slept).get("/x", {"a": 1}).body == {"fine": True}
    assert slept == [1, 2]
    assert [asked.params for asked in server.asked] == [{"a": "1"}] * 3


@pytest.mark.server
def test_pauses_are_spread_over_the_upper_half_and_bounded(serve: Serve) -> None:
    slept: list[float] = []
    limits = Limits(attempts=5, longest_backoff=3)
    with pytest.raises(SourceUnavailable):
        client(serve([Reply({}, 500)]).url, slept, jitter=lambda: 0.0, limits=limits).get("/x")

    assert slept == [0.5, 1, 1.5, 1.5]


@pytest.mark.server
def test_giving_up_names_host_and_path_and_reason_but_no_query(serve: Serve) -> None:
    server = serve([Reply({"message": "broken"}, 500)])
    with pytest.raises(SourceUnavailable) as caught:
        client(server.url).get("/v1/things", {"after": "xyz"})

    host = server.url.removeprefix("http://")
    assert str(caught.value).startswith(f"{host}/v1/things: HTTP 500: {{'message': 'broken'}} (4 attempts)")
    assert "xyz" not in str(caught.value)
    assert len(server.asked) == 4


@pytest.mark.server
@pytest.mark.parametrize(
    "bad", [Reply({"long": "x" * 100}, cut=True), Reply(b"{'no': json"), Reply(b'{"half": ')]
)
def test_a_body_cut_off_or_no_json_is_asked_for_again(serve: Serve, bad: Reply) -> None:
    server = serve([bad, {"fine": True}])

    assert client(server.url).get("/x").body == {"fine": True}
    assert len(server.asked) == 2


@pytest.mark.server
def test_a_body_that_is_always_cut_off_makes_the_source_unavailable(serve: Serve) -> None:
    with pytest.raises(SourceUnavailable, match=r"/x: the body was cut off \(4 attempts\)"):
        client(serve([Reply({"long": "x" * 100}, cut=True)]).url).get("/x")


@pytest.mark.server
def test_a_short_wait_is_waited_out_and_a_long_one_is_left_to_the_caller(serve: Serve) -> None:
    slept: list[float] = []
    assert client(serve([Reply({}, 429, {"Retry-After": "7"}), {"ok": 1}]).url, slept).get("/x").body == {
        "ok": 1
    }
    assert slept == [7]

    with pytest.raises(RateLimited) as caught:
        client(serve([Reply({}, 429, {"Retry-After": "3600"})]).url, slept).get("/x")
    assert caught.value.until == NOW + timedelta(hours=1)
    assert slept == [7]


@pytest.mark.server
def test_a_platform_that_never_stops_throttling_is_rate_limited_and_not_down(serve: Serve) -> None:
    with pytest.raises(RateLimited) as caught:
        client(serve([Reply({}, 429)]).url).get("/x")

    assert caught.value.until == NOW + timedelta(seconds=8)


@pytest.mark.server
def test_a_slow_platform_is_not_waited_for_for_ever(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(SourceUnavailable, match="no answer in time"):
            client(url, limits=Limits(attempts=2, read=0.05)).get("/x")


def test_nobody_there_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(SourceUnavailable, match="no connection"):
        client(url, limits=Limits(attempts=1)).get("/x", {"access_token": TOKEN})


@pytest.mark.server
def test_a_redirect_is_not_followed_for_it_would_carry_the_token_away(serve: Serve) -> None:
    other = serve([{"stolen": True}])
    with pytest.raises(SourceUnavailable, match="HTTP 302"):
        client(serve([Reply({}, 302, {"Location": other.url})]).url).get("/x")

    assert other.asked == []


@pytest.mark.server
def test_this_machine_is_never_asked_through_a_proxy(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    assert client(serve([{"fine": True}]).url).get("/x").body == {"fine": True}


@pytest.mark.server
def test_requests_say_who_asks_and_carry_the_token_in_a_header_only(serve: Serve) -> None:
    server = serve([{}])
    client(server.url).get("/x", {"a": "b"})

    [asked] = server.asked
    assert asked.headers["user-agent"].startswith("leitstand/")
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.params == {"a": "b"}


@pytest.mark.server
@pytest.mark.parametrize("status", [500, 429])
def test_no_word_of_ours_holds_the_token(serve: Serve, caplog: pytest.LogCaptureFixture, status: int) -> None:
    """The platform echoes it in its error, plain and encoded."""
    caplog.set_level(logging.DEBUG)
    echo = (
        f"bad token {TOKEN}, in https://h/x?access_token={TOKEN}&a=1 or ?token=s3cr3t%2Ftoken%2Bwith%3Dsigns"
    )
    http = client(serve([Reply({"error": echo}, status)]).url)
    with pytest.raises(ConnectorError) as caught:
        http.get("/x")

    said = [
        str(caught.value),
        repr(caught.value),
        caplog.text,
        repr(http),
        repr(http.auth),
        repr(vars(caught.value)),
    ]
    error: BaseException | None = caught.value
    while error:
        said.append(repr(error))
        error = error.__cause__ or error.__context__
    assert not [text for text in said if "s3cr3t" in text]


@pytest.mark.server
def test_what_is_posted_goes_out_as_json_and_again_after_a_failure(serve: Serve) -> None:
    slept: list[float] = []
    server = serve([Reply({}, 500), Reply({}, 429, {"Retry-After": "7"}), {"fine": True}])

    assert client(server.url, slept).post("/x", {"name": "Jörg"}, {"X-Kind": "a"}).body == {"fine": True}
    assert slept == [1, 7]
    assert [(asked.method, json.loads(asked.body), asked.params) for asked in server.asked] == [
        ("POST", {"name": "Jörg"}, {})
    ] * 3
    assert server.asked[0].headers["content-type"] == "application/json"
    assert server.asked[0].headers["x-kind"] == "a"


@pytest.mark.server
def test_a_post_of_nothing_has_no_body(serve: Serve) -> None:
    server = serve([{"fine": True}])
    client(server.url).post("/x")

    assert [(asked.method, asked.body, "content-type" in asked.headers) for asked in server.asked] == [
        ("POST", b"", False)
    ]


@pytest.mark.server
@pytest.mark.parametrize("bad", [Reply({}, 500), Reply({}, 429), Reply({"long": "x" * 100}, cut=True)])
def test_no_error_shows_what_was_posted(serve: Serve, caplog: pytest.LogCaptureFixture, bad: Reply) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ConnectorError) as caught:
        client(serve([bad]).url).post("/login", {"password": "Sesam, öffne dich"})

    assert "Sesam" not in f"{caught.value!r} {vars(caught.value)} {caplog.text}"


@pytest.mark.server
def test_what_a_platform_says_of_a_refusal_is_passed_on_without_the_token(serve: Serve) -> None:
    def refuse(answer: Answer, now: datetime) -> Retry | None:
        raise AccessDenied(f"the platform refuses: {answer.body['message']}")

    server = serve([Reply({"message": f"{TOKEN} may not read this page"}, 403)])

    with pytest.raises(AccessDenied) as error:
        client(server.url, judge=refuse).get("/feed")

    assert str(error.value) == "the platform refuses: *** may not read this page"


def test_secret_parameters_and_headers_are_redacted_even_when_their_value_is_not_known() -> None:
    http = client("http://h")
    assert http.redact("GET /x?access_token=abc&limit=5") == "GET /x?access_token=***&limit=5"
    assert http.redact('{"client_secret": "abc", "a": 1}') == '{"client_secret": "***", "a": 1}'
    assert http.redact("Authorization: Bearer abc.def") == "Authorization: ***"
    assert http.redact("the token was not accepted") == "the token was not accepted"
    assert "abc" not in repr(BasicAuth("me/token", "abc"))


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    assert retry_after({"Retry-After": "30"}, NOW) == 30
    assert retry_after({"Retry-After": "Fri, 20 Nov 2026 12:01:30 GMT"}, NOW) == 90
    assert retry_after({"Retry-After": "Fri, 20 Nov 2026 11:00:00 GMT"}, NOW) == 0
    assert retry_after({"Retry-After": "soon"}, NOW) is None
    assert retry_after({}, NOW) is None


def test_a_clock_more_than_a_minute_off_is_reported() -> None:
    assert http_date("Fri, 20 Nov 2026 12:00:00 GMT") == NOW
    assert check_clock({"Date": "Fri, 20 Nov 2026 12:00:30 GMT"}, NOW).ok
    late = check_clock({"Date": "Fri, 20 Nov 2026 12:05:00 GMT"}, NOW)
    assert (late.ok, late.detail, late.mend) == (
        False,
        "300 s apart from the platform's",
        "set this machine's clock (NTP)",
    )


@pytest.mark.server
def test_json_nested_beyond_reading_makes_the_source_unavailable(serve: Serve) -> None:
    with pytest.raises(SourceUnavailable, match="the body was no valid JSON"):
        client(serve([Reply(b"[" * 5000 + b"]" * 5000)]).url).get("/x")
