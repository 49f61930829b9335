"""A Bluesky account over HTTP: order, overlap, threads, deletions, the rate limit and broken answers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, RateLimited, SettingsError, SourceChanged, SourceUnavailable
from simulator.platforms.bluesky_world import Post
from tests.connectors.bluesky_wire import (
    PASSWORD,
    SKY,
    UNTIL,
    Instance,
    Serve,
    account_at,
    ids,
    payloads,
)
from tests.connectors.conftest import Reply

pytestmark = pytest.mark.server
END = int(UNTIL.timestamp())
STREAMS = ("notifications", "posts", "threads", "messages")


def there(at: int = END) -> list[Post]:
    """What the platform shows at an instant."""
    return [
        post for post in SKY.posts.values()
        if post.indexed <= at and not (post.deleted and post.deleted <= at)
        and not (post.author.blocks and post.author.blocks <= at)
    ]  # fmt: skip


def own(at: int = END) -> list[Post]:
    return [post for post in there(at) if post.author is SKY.brand]


def posts_of(pages: Any) -> dict[str, dict[str, Any]]:
    """The posts that a stream landed, whatever they came in."""
    found = [payload.get("notification") or payload.get("post") for payload in payloads(pages)]
    return {post["uri"]: post for post in found if post}


def test_each_list_comes_once_the_newest_first(serve: Serve) -> None:
    account = account_at(serve(Instance()).url)
    heard, written = (ids(account.fetch(stream, {}, until=UNTIL)) for stream in ("notifications", "posts"))

    assert written == [post.uri for post in sorted(own(), key=lambda post: -post.listed)]
    assert len(heard) == len(set(heard)) > 60
    places = [SKY.posts[str(uri)].listed for uri in heard]
    assert places == sorted(places, reverse=True)


def test_a_later_run_reads_what_is_new_and_the_last_hour_again(serve: Serve) -> None:
    then = UNTIL - timedelta(days=2)
    instance = Instance()
    account = account_at(serve(instance.at(then)).url)
    first = list(account.fetch("posts", {}, until=then))
    instance.at(UNTIL)
    later = ids(account.fetch("posts", first[-1].cursor, until=UNTIL))

    floor = int((then - timedelta(hours=1)).timestamp())
    assert set(later) == {post.uri for post in own() if post.listed >= floor}
    assert first[-1].cursor == {"read": then.isoformat()}


def test_only_what_somebody_wrote_is_asked_for(serve: Serve) -> None:
    server = serve(Instance())
    list(account_at(server.url).fetch("notifications", {}, until=UNTIL))
    asked = [one.query for one in server.asked if one.path.endswith("listNotifications")]

    assert asked
    assert all("reasons=mention&reasons=reply&reasons=quote" in query for query in asked)


def test_nothing_younger_than_until_is_landed_and_the_next_fetch_has_it(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, messages=True)
    noon = UNTIL - timedelta(days=4)
    for stream in STREAMS:
        first = list(account.fetch(stream, {}, until=noon))
        second = list(account.fetch(stream, first[-1].cursor, until=UNTIL))
        young = {post.uri for post in there() if post.indexed > noon.timestamp()}
        # A notification doesn't say when what is dated back arrived.
        dated_back = {post.uri for post in there() if post.claimed < post.indexed}
        assert not (set(posts_of(first)) & young) - dated_back
        assert {*ids(first), *ids(second)} >= set(ids(account.fetch(stream, {}, until=UNTIL)))


def test_what_came_before_the_first_day_is_left_out(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, start=date(2026, 11, 18), messages=True)
    midnight = datetime(2026, 11, 18, tzinfo=UTC).timestamp()
    for stream in ("notifications", "posts"):
        landed = ids(account.fetch(stream, {}, until=UNTIL))
        assert landed
        assert all(SKY.posts[str(uri)].listed >= midnight for uri in landed)
    messages = payloads(account.fetch("messages", {}, until=UNTIL))
    assert min(message["message"]["sentAt"] for message in messages) >= "2026-11-18"


def test_each_stream_resumes_after_any_page_without_losing_one(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.bluesky_threads.BATCH", 25)
    monkeypatch.setattr("connectors.bluesky_api.PAGE_SIZE", 40)
    account = account_at(serve(Instance()).url, messages=True)
    for stream in ("notifications", "posts", "threads"):
        whole = list(account.fetch(stream, {}, until=UNTIL))
        assert len(whole) > 2
        for stop in range(1, len(whole)):
            rest = list(account.fetch(stream, whole[stop - 1].cursor, until=UNTIL))
            assert set(ids([*whole[:stop], *rest])) == set(ids(whole))
            assert rest[-1].cursor == whole[-1].cursor


def test_a_pass_over_conversations_that_was_cut_goes_on_where_it_was(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.bluesky_api.PAGE_SIZE", 3)
    account = account_at(serve(Instance()).url, messages=True)
    whole = list(account.fetch("messages", {}, until=UNTIL))
    rest = list(account.fetch("messages", whole[0].cursor, until=UNTIL))

    assert len(whole) > 2
    assert ids(rest) == ids(whole[1:])
    assert len(ids(whole)) == len(set(ids(whole))) == sum(len(convo.messages) for convo in SKY.convos)
    quiet = list(account.fetch("messages", rest[-1].cursor, until=UNTIL + timedelta(hours=2)))
    assert len(ids(quiet)) == len(ids(whole)), "one pass more, for what moved while the first was under way"
    third = account.fetch("messages", quiet[-1].cursor, until=UNTIL + timedelta(hours=4))
    last_hour = {
        message.id for convo in SKY.convos for message in convo.messages if message.sent >= END - 3600
    }
    assert {str(name).removeprefix("deleted:") for name in ids(third)} == last_hour


def test_a_stored_place_that_is_no_longer_accepted_is_left_for_the_top(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, messages=True)
    for stream in ("notifications", "messages"):
        cursor = {"pass": {"until": UNTIL.isoformat(), "next": "no place"}}
        assert ids(account.fetch(stream, cursor, until=UNTIL)) == ids(account.fetch(stream, {}, until=UNTIL))


def test_threads_hold_all_that_stands_below_the_accounts_posts_however_deep(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, watch_days=30)
    found = set(posts_of(account.fetch("threads", {}, until=UNTIL)))

    def is_reachable(post: Post) -> bool:
        parent = SKY.posts.get(post.parent or "")
        return parent is None or (parent in shown and is_reachable(parent))

    shown = there()
    below = {
        post.uri for post in shown
        if post.root and SKY.posts[post.root].author is SKY.brand and is_reachable(post)
    }  # fmt: skip
    assert len(below) > 60
    assert below <= found
    tops = found - below
    assert all(SKY.posts[uri].author is SKY.brand and SKY.posts[uri].root is None for uri in tops)


def test_a_post_without_replies_is_not_asked_for(serve: Serve) -> None:
    server = serve(Instance())
    list(account_at(server.url, watch_days=30).fetch("threads", {}, until=UNTIL))
    asked = [one.params["uri"] for one in server.asked if one.path.endswith("getPostThread")]

    answered = {post.parent for post in SKY.posts.values()}
    assert len(asked) == len(set(asked))
    assert set(asked) <= answered


def test_what_was_deleted_or_hidden_is_noticed_by_the_next_pass(serve: Serve) -> None:
    before = UNTIL - timedelta(days=5)
    instance = Instance()
    account = account_at(serve(instance.at(before)).url)
    first = list(account.fetch("threads", {}, until=before))
    instance.at(UNTIL)
    second = list(account.fetch("threads", first[-1].cursor, until=UNTIL))
    gone = {payload["gone"]["uri"]: payload["gone"] for payload in payloads(second) if "gone" in payload}

    known = set(first[-1].cursor["known"])
    lost = [SKY.posts[uri] for uri in known if SKY.posts[uri] not in there()]
    assert {"not found", "blocked"} == {one["reason"] for one in gone.values()}
    assert set(gone) == {post.uri for post in lost}
    assert {one["noticed_at"] for one in gone.values()} == {UNTIL.isoformat()}


def test_what_is_no_longer_watched_is_not_taken_for_deleted(serve: Serve) -> None:
    server = serve(Instance())
    first = list(account_at(server.url, watch_days=6).fetch("threads", {}, until=UNTIL))
    second = list(account_at(server.url, watch_days=2).fetch("threads", first[-1].cursor, until=UNTIL))

    assert not [payload for payload in payloads(second) if "gone" in payload]
    assert set(posts_of(second)) >= set(first[-1].cursor["known"]) - set(second[-1].cursor["known"])


def test_what_is_dated_back_further_than_the_overlap_is_still_found(serve: Serve) -> None:
    late = [
        post for post in there()
        if post.claimed < post.indexed - 86400 and SKY.brand in post.named and post.indexed > END - 8 * 86400
    ]  # fmt: skip
    assert late
    for post in late:
        before = datetime.fromtimestamp(post.indexed - 60, UTC)
        instance = Instance()
        account = account_at(serve(instance.at(before)).url)
        heard = list(account.fetch("notifications", {}, until=before))
        walked = list(account.fetch("threads", {}, until=before))
        after = before + timedelta(minutes=10)
        instance.at(after)
        missed = ids(account.fetch("notifications", heard[-1].cursor, until=after))
        found = posts_of(account.fetch("threads", walked[-1].cursor, until=after))
        assert post.uri not in missed
        assert post.uri in found


def test_a_deleted_message_is_a_record_of_its_own(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, messages=True)
    pages = list(account.fetch("messages", {}, until=UNTIL))
    landed = {record.record_id: record.payload["message"] for page in pages for record in page.records}
    gone = [message.id for convo in SKY.convos for message in convo.messages if message.deleted]

    assert gone
    assert all(f"deleted:{name}" in landed and "text" not in landed[f"deleted:{name}"] for name in gone)


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


def test_doctor_tries_the_password_each_permission_and_the_clock(serve: Serve) -> None:
    good = {check.name: check for check in account_at(serve(Instance()).url, messages=True).check()}
    narrow = {c.name: c for c in account_at(serve(Instance(may_chat=False)).url, messages=True).check()}
    [wrong] = account_at(serve(Instance()).url, password="x").check()

    assert all(check.ok for name, check in good.items() if name != "clock")
    assert good["sign-in"].detail == f"reads nordfunk.example ({SKY.brand.did})"
    assert good["posts"].detail == "may be read; 99997 of 100000 requests left"
    assert [name for name, check in narrow.items() if not check.ok and name != "clock"] == ["direct messages"]
    assert not wrong.ok


def test_messages_are_only_a_stream_where_they_are_wanted() -> None:
    assert account_at("https://sky.example").streams == ("notifications", "posts", "threads")
    assert account_at("https://sky.example", messages=True).streams == STREAMS
    with pytest.raises(ValueError, match="no stream 'messages'"):
        account_at("https://sky.example").fetch("messages", {}, until=UNTIL)


def test_an_address_without_its_protocol_is_refused() -> None:
    with pytest.raises(SettingsError, match="must start with https://"):
        account_at("sky.example")
