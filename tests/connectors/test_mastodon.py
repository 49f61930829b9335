"""A Mastodon account over HTTP: order, overlap, threads, deletions, the rate limit and broken answers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, RateLimited, SettingsError, SourceChanged, SourceUnavailable
from simulator.platforms.mastodon_town import Toot
from tests.connectors.conftest import Reply
from tests.connectors.mastodon_wire import TOKEN, TOWN, UNTIL, Instance, Serve, account_at, ids, status_ids

pytestmark = pytest.mark.server
END = int(UNTIL.timestamp())


def there(at: int = END) -> list[Toot]:
    return [t for t in TOWN.toots.values() if t.created <= at and not (t.deleted and t.deleted <= at)]


def test_mentions_and_own_statuses_come_once_each_the_oldest_page_first(serve: Serve) -> None:
    account = account_at(serve(Instance()).url)
    mentions = list(account.fetch("mentions", {}, until=UNTIL))
    statuses = list(account.fetch("statuses", {}, until=UNTIL))

    assert len(statuses) > 2
    assert [r.payload["status"]["id"] for page in mentions for r in page.records] == [
        toot.id for toot in there() if TOWN.brand in toot.named
    ]
    assert ids(statuses) == [toot.id for toot in there() if toot.author is TOWN.brand]
    assert TOKEN not in str([*mentions, *statuses])


def test_a_later_run_reads_what_is_new_and_the_last_minutes_again(serve: Serve) -> None:
    comment = next(t for t in TOWN.toots.values() if TOWN.brand in t.named and t.created > END - 5 * 86400)
    then = datetime.fromtimestamp(comment.created + 60, UTC)
    instance = Instance()
    account = account_at(serve(instance.at(then)).url)
    first = list(account.fetch("mentions", {}, until=then))
    instance.at(UNTIL)
    later = status_ids(account.fetch("mentions", first[-1].cursor, until=UNTIL))
    new = {t.id for t in there() if TOWN.brand in t.named and t.created > comment.created}

    assert new <= later
    assert comment.id in later
    assert len(later) < len(new) + 5


def test_nothing_younger_than_until_is_landed_and_the_next_fetch_has_it(serve: Serve) -> None:
    account = account_at(serve(Instance()).url)
    noon = UNTIL - timedelta(days=4)
    for stream in account.streams:
        first = list(account.fetch(stream, {}, until=noon))
        second = list(account.fetch(stream, first[-1].cursor, until=UNTIL))
        young = {toot.id for toot in there() if toot.created > noon.timestamp()}
        assert not status_ids(first) & young
        assert status_ids([*first, *second]) >= status_ids(account.fetch(stream, {}, until=UNTIL))


def test_what_came_before_the_first_day_is_left_out(serve: Serve) -> None:
    account = account_at(serve(Instance()).url, start=date(2026, 11, 18))
    pages = list(account.fetch("statuses", {}, until=UNTIL))

    assert min(r.payload["created_at"] for page in pages for r in page.records) >= "2026-11-18"


def test_each_stream_resumes_after_any_page_without_losing_one(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.mastodon_threads.BATCH", 40)
    account = account_at(serve(Instance()).url)
    for stream in account.streams:
        whole = list(account.fetch(stream, {}, until=UNTIL))
        assert len(whole) > 1
        for stop in range(1, len(whole)):
            rest = list(account.fetch(stream, whole[stop - 1].cursor, until=UNTIL))
            assert set(ids([*whole[:stop], *rest])) == set(ids(whole))
            assert rest[-1].cursor == whole[-1].cursor if rest else stop == len(whole) - 1


def test_threads_name_the_post_that_all_of_them_stand_under(serve: Serve) -> None:
    pages = list(account_at(serve(Instance()).url, watch_days=30).fetch("threads", {}, until=UNTIL))
    found = {r.payload["status"]["id"]: r.payload for page in pages for r in page.records}

    def root(toot: Toot) -> Toot:
        parent = TOWN.toots.get(toot.answers or "")
        return root(parent) if parent in there() else toot

    assert len(found) > 100
    assert all(found[name]["thread"]["id"] == root(TOWN.toots[str(name)]).id for name in found)
    own = {toot.id for toot in there() if toot.author is TOWN.brand or TOWN.brand in toot.named}
    assert own <= {str(name) for name in found}


def test_a_thread_is_asked_for_once_and_a_lonely_status_not_at_all(serve: Serve) -> None:
    server = serve(Instance())
    list(account_at(server.url, watch_days=30).fetch("threads", {}, until=UNTIL))
    contexts = [asked.path.split("/")[-2] for asked in server.asked if asked.path.endswith("/context")]

    assert len(contexts) == len(set(contexts)) < len(there()) / 2
    answered = {toot.answers for toot in there()}
    assert all(name in answered or TOWN.toots[name].answers for name in contexts)


def test_edits_and_deletions_in_watched_threads_are_noticed(serve: Serve) -> None:
    recent = [t for t in TOWN.toots.values() if TOWN.brand in t.named and t.created > END - 10 * 86400]
    edited = next(t for t in recent if len(t.versions) > 1 and not t.deleted)
    deleted = next(t for t in recent if t.deleted and t.deleted < END)
    for toot, change in ((edited, edited.versions[1][0]), (deleted, deleted.deleted or 0)):
        before = datetime.fromtimestamp(change - 1, UTC)
        instance = Instance().at(before)
        account = account_at(serve(instance).url)
        first = list(account.fetch("threads", {}, until=before))
        instance.at(before + timedelta(hours=2))
        second = {
            str(r.record_id).rpartition("/")[2]: r.payload
            for page in account.fetch("threads", first[-1].cursor, until=before + timedelta(hours=2))
            for r in page.records
        }
        assert toot.id in status_ids(first)
        if toot is edited:
            assert "Nachtrag" in second[toot.id]["status"]["content"]
        else:
            noticed = (before + timedelta(hours=2)).isoformat()
            assert second[f"gone:{toot.id}"] == {"gone": {"id": toot.id, "noticed_at": noticed}}


def test_a_status_whose_thread_is_no_longer_watched_is_not_taken_for_deleted(serve: Serve) -> None:
    instance = Instance()
    server = serve(instance)
    first = list(account_at(server.url, watch_days=6).fetch("threads", {}, until=UNTIL))
    second = list(account_at(server.url, watch_days=2).fetch("threads", first[-1].cursor, until=UNTIL))
    third = list(account_at(server.url, watch_days=2).fetch("threads", second[-1].cursor, until=UNTIL))

    assert status_ids(first) == status_ids(second) > status_ids(third)
    assert not [name for name in ids([*second, *third]) if str(name).startswith("gone:")]


def test_the_rate_limit_keeps_what_arrived_and_names_its_end(serve: Serve) -> None:
    account = account_at(serve(Instance(limit=2)).url)
    arrived = []
    with pytest.raises(RateLimited) as caught:
        for page in account.fetch("statuses", {}, until=UNTIL):
            arrived.append(page)

    assert len(arrived) == 2
    assert caught.value.until == UNTIL + timedelta(minutes=5)
    rest = account_at(serve(Instance()).url).fetch("statuses", arrived[-1].cursor, until=UNTIL)
    assert set(ids([*arrived, *rest])) == {toot.id for toot in there() if toot.author is TOWN.brand}


@pytest.mark.parametrize(
    "fault", ["truncated", "cut", Reply({"error": "Remote data could not be fetched"}, 503)]
)
def test_a_broken_answer_is_asked_for_again_and_at_last_given_up(serve: Serve, fault: Any) -> None:
    instance = Instance()
    account = account_at(serve(instance).url)
    whole = ids(account.fetch("mentions", {}, until=UNTIL))
    instance.bad = [fault, fault]
    assert ids(account.fetch("mentions", {}, until=UNTIL)) == whole

    instance.bad = [fault] * 3
    with pytest.raises(SourceUnavailable, match="/api/v1/notifications"):
        list(account.fetch("mentions", {}, until=UNTIL))


def test_a_token_that_was_revoked_or_lacks_a_scope_is_said_and_never_shown(serve: Serve) -> None:
    revoked = account_at(serve(Instance()).url, token="another-secret")
    narrow = account_at(serve(Instance(scopes=("read:accounts", "read:statuses"))).url)
    with pytest.raises(AccessDenied, match="doesn't accept the token") as caught:
        list(revoked.fetch("mentions", {}, until=UNTIL))
    with pytest.raises(AccessDenied, match="the scope read:notifications"):
        list(narrow.fetch("mentions", {}, until=UNTIL))

    assert "another-secret" not in str(caught.value)


@pytest.mark.parametrize(
    "odd", [Reply({"data": []}), Reply([1]), Reply({"error": "no"}, 422), Reply(b"", 302)]
)
def test_an_answer_in_another_shape_is_named(serve: Serve, odd: Reply) -> None:
    with pytest.raises(SourceChanged, match="/api/v1/notifications"):
        list(account_at(serve([odd]).url).fetch("mentions", {}, until=UNTIL))


def test_doctor_tries_the_token_the_scopes_and_the_clock(serve: Serve) -> None:
    good = {check.name: check for check in account_at(serve(Instance()).url).check()}
    narrow = {
        c.name: c for c in account_at(serve(Instance(scopes=("read:accounts", "read:statuses"))).url).check()
    }
    [wrong] = account_at(serve(Instance()).url, token="x").check()
    [other] = account_at(serve(Instance()).url, account_id="2").check()

    assert all(check.ok for name, check in good.items() if name != "clock")
    assert good["quota"].detail == "9999 of 10000 requests left in this window"
    assert [name for name, check in narrow.items() if not check.ok and name != "clock"] == [
        "read:notifications"
    ]
    assert not wrong.ok
    assert not other.ok
    assert other.mend.startswith('set account_id = "1"')


def test_an_address_without_its_protocol_is_refused() -> None:
    with pytest.raises(SettingsError, match="must start with https://"):
        account_at("toots.example")
