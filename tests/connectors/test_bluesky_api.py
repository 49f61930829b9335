"""How Bluesky is asked: sessions, the rate limit, refusals and broken answers."""

from datetime import date, timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, RateLimited, SourceChanged, SourceUnavailable
from tests.connectors.bluesky_wire import (
    PASSWORD,
    SKY,
    UNTIL,
    Instance,
    Serve,
    account_at,
    ids,
    own,
    payloads,
)
from tests.connectors.conftest import Reply

pytestmark = pytest.mark.server


def test_a_token_that_runs_out_under_way_is_renewed_without_signing_in_again(serve: Serve) -> None:
    instance = Instance(lifetime=5)
    server = serve(instance)
    account = account_at(server.url, start=date(2026, 11, 1))
    whole = ids(account.fetch("posts", {}, until=UNTIL))
    instance.at(UNTIL + timedelta(seconds=30))

    assert ids(account.fetch("posts", {}, until=UNTIL)) == whole
    methods = [one.path.rpartition(".")[2] for one in server.asked]
    assert (methods.count("createSession"), methods.count("refreshSession")) == (1, 1)


def test_when_the_refresh_token_is_over_too_it_signs_in_anew(serve: Serve) -> None:
    instance = Instance(lifetime=5)
    server = serve(instance)
    account = account_at(server.url)
    whole = ids(account.fetch("posts", {}, until=UNTIL))
    instance.at(UNTIL + timedelta(days=90))
    later = ids(account.fetch("posts", {}, until=UNTIL))

    assert set(later) == {uri for uri in whole if not SKY.posts[str(uri)].deleted}
    assert [one.path for one in server.asked if "createSession" in one.path] == [
        "/xrpc/com.atproto.server.createSession"
    ] * 2


def test_the_rate_limit_keeps_what_arrived_and_names_its_end(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.bluesky_api.PAGE_SIZE", 20)
    account = account_at(serve(Instance(limit=3)).url)
    arrived = []
    with pytest.raises(RateLimited) as caught:
        for page in account.fetch("posts", {}, until=UNTIL):
            arrived.append(page)

    assert len(arrived) == 2
    assert caught.value.until == UNTIL + timedelta(minutes=5)
    rest = account_at(serve(Instance()).url).fetch("posts", arrived[-1].cursor, until=UNTIL)
    assert set(ids([*arrived, *rest])) == {post.uri for post in own()}


@pytest.mark.parametrize(
    "fault", ["truncated", "cut", Reply({"error": "UpstreamFailure", "message": "unreachable"}, 502)]
)
def test_a_broken_answer_is_asked_for_again_and_at_last_given_up(serve: Serve, fault: Any) -> None:
    instance = Instance()
    instance.where = "listNotifications"
    account = account_at(serve(instance).url)
    whole = ids(account.fetch("notifications", {}, until=UNTIL))
    instance.bad = [fault, fault]
    assert ids(account.fetch("notifications", {}, until=UNTIL)) == whole

    instance.bad = [fault] * 3
    with pytest.raises(SourceUnavailable, match="listNotifications"):
        list(account.fetch("notifications", {}, until=UNTIL))


def test_no_secret_is_ever_said(serve: Serve) -> None:
    instance = Instance()
    account = account_at(serve(instance).url)
    list(account.fetch("posts", {}, until=UNTIL))
    tokens = [secret for secret in account.api.http.secrets if secret != PASSWORD]
    assert len(tokens) == 2
    echo = {"error": "InvalidRequest", "message": f"odd token {tokens[0]}, {tokens[1]} and {PASSWORD}"}
    said = [repr(account), repr(account.api.session)]
    for status, kind in ((400, SourceChanged), (403, AccessDenied), (502, SourceUnavailable)):
        instance.bad = [Reply(echo, status)] * 3
        with pytest.raises(kind) as caught:
            list(account.fetch("posts", {}, until=UNTIL))
        said.append(f"{caught.value} {caught.value!r} {vars(caught.value)}")

    assert not [text for text in said if PASSWORD in text or tokens[0] in text or tokens[1] in text]
    assert PASSWORD not in str(payloads(account.fetch("posts", {}, until=UNTIL)))


def test_a_wrong_password_and_one_that_may_not_read_messages_are_told_apart(serve: Serve) -> None:
    url = serve(Instance(may_chat=False)).url
    with pytest.raises(AccessDenied, match="Invalid identifier or password"):
        list(account_at(url, password="wrong-secret").fetch("posts", {}, until=UNTIL))
    with pytest.raises(AccessDenied, match="Allow access to your direct messages"):
        list(account_at(url, messages=True).fetch("messages", {}, until=UNTIL))


@pytest.mark.parametrize(
    "odd", [Reply([1]), Reply({"feed": {}}), Reply({"feed": [1]}), Reply(b"", 302), Reply({}, 404)]
)
def test_an_answer_in_another_shape_is_named(serve: Serve, odd: Reply) -> None:
    instance = Instance()
    instance.where, instance.bad = "getAuthorFeed", [odd]
    server = serve(instance)
    account = account_at(server.url)
    account.api.session.sign_in()
    with pytest.raises(SourceChanged, match=r"app\.bsky\.feed\.getAuthorFeed"):
        list(account.fetch("posts", {}, until=UNTIL))


def test_a_server_that_is_none_of_bluesky_s_is_named(serve: Serve) -> None:
    with pytest.raises(SourceChanged, match="accessJwt"):
        list(account_at(serve([{"hello": 1}]).url).fetch("posts", {}, until=UNTIL))
