"""A Bluesky account over HTTP: its lists, order, overlap and messages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.errors import SettingsError
from tests.connectors.bluesky_wire import (
    END,
    SKY,
    STREAMS,
    UNTIL,
    Instance,
    Serve,
    account_at,
    ids,
    own,
    payloads,
    posts_of,
    there,
)

pytestmark = pytest.mark.server


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


def test_a_deleted_message_is_a_record_of_its_own(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, messages=True)
    pages = list(account.fetch("messages", {}, until=UNTIL))
    landed = {record.record_id: record.payload["message"] for page in pages for record in page.records}
    gone = [message.id for convo in SKY.convos for message in convo.messages if message.deleted]

    assert gone
    assert all(f"deleted:{name}" in landed and "text" not in landed[f"deleted:{name}"] for name in gone)


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
