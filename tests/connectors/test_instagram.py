"""An Instagram account over HTTP: what comes, what comes again, what was deleted, and who has to wait."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors import instagram
from connectors.errors import AccessDenied, RateLimited
from connectors.instagram import Settings, permission_of
from simulator.platforms.instagram_world import BRAND
from tests.connectors.conftest import Reply
from tests.connectors.instagram_wire import FEED, TOKEN, UNTIL, Serve, Shown, account_at, payloads, walks

GONE = {"error": {"code": 100, "error_subcode": 33, "message": "does not exist"}}


def there(shown: Shown, items: list[Any]) -> set[str]:
    return {one.id for one in items if shown.platform.is_there(one)}


@pytest.mark.server
def test_everything_that_is_there_is_read_once(serve: Serve) -> None:
    shown = Shown()
    account = account_at(serve(shown).url)
    found = {stream: payloads(account.fetch(stream, {}, until=UNTIL)) for stream in account.streams}

    assert account.streams == ("media", "comments", "tags", "messages", "insights")
    assert set(found["media"]) == there(shown, FEED.posts)
    assert set(found["comments"]) == there(shown, FEED.comments)
    assert set(found["tags"]) == there(shown, FEED.tagged)
    assert set(found["messages"]) == {m.id for c in FEED.conversations for m in c.messages}
    assert set(found["insights"]) == {f"{name}@{UNTIL.isoformat()}" for name in found["media"]}
    for comment in FEED.comments:
        if comment.id in found["comments"]:
            payload = found["comments"][comment.id]
            top = None if comment.root_id == comment.id else comment.root_id
            assert (payload["media"]["id"], payload.get("parent_id")) == (comment.post_id, top)
            assert payload["comment"]["text"] == comment.text
    assert not [text for text in map(json.dumps, found["comments"].values()) if TOKEN in text]


@pytest.mark.server
def test_a_later_run_reads_recent_media_and_all_comments_below_them(serve: Serve) -> None:
    shown = Shown().at(UNTIL - timedelta(days=1))
    account = account_at(serve(shown).url, rewalk_days=2)
    before, later = UNTIL - timedelta(days=1), UNTIL
    first = list(account.fetch("comments", {}, until=before))
    shown.at(later).asked.clear()
    second = list(account.fetch("comments", first[-1].cursor, until=later))

    young = {post.id for post in FEED.posts if post.created >= later.timestamp() - 2 * 86400}
    counts = first[-1].cursor["counts"]
    changed = {
        post.id
        for post in FEED.posts
        if shown.platform.is_there(post) and shown.platform.comment_count(post) != counts.get(post.id, 0)
    }
    walked = {path.split("/")[2] for path in shown.asked if path.endswith("/comments")}
    assert walked == (young | changed) & there(shown, FEED.posts)
    assert young - changed or changed - young
    assert len(walked) < len(FEED.posts) / 2
    assert second[-1].cursor["watermark"] == later.isoformat()
    assert list(account.fetch("comments", second[-1].cursor, until=later)) == []


@pytest.mark.server
def test_after_both_runs_all_that_is_there_has_come_and_walks_miss_what_was_deleted(serve: Serve) -> None:
    shown, cursor, seen, readings = Shown(), {}, set(), []
    account = account_at(serve(shown).url, rewalk_days=5)
    for days in range(10, -1, -1):
        until = UNTIL - timedelta(days=days)
        shown.at(until)
        pages = list(account.fetch("comments", cursor, until=until))
        cursor = pages[-1].cursor
        seen |= set(payloads(pages))
        readings += walks(pages)

    last = {walk["media_id"]: set(walk["comment_ids"]) for walk in readings}
    left = there(shown, FEED.comments)
    assert left <= seen
    deleted = {one.id: one for one in FEED.comments if one.id in seen - left}
    assert deleted
    gone_posts = {name for name, at in FEED.removed.items() if at <= UNTIL.timestamp()}
    assert not [
        one for one in deleted.values() if one.post_id not in gone_posts and one.id in last[one.post_id]
    ]


@pytest.mark.server
def test_an_interrupted_pass_goes_on_where_it_was(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.instagram_comments.BATCH", 20)
    shown = Shown()
    account = account_at(serve(shown).url)
    first = next(iter(account.fetch("comments", {}, until=UNTIL)))
    stored = json.loads(json.dumps(first.cursor))
    done = {path for path in shown.asked if path.endswith("/comments")}
    shown.asked.clear()
    rest = list(account.fetch("comments", stored, until=UNTIL))

    assert not done & set(shown.asked)
    assert {*payloads([first]), *payloads(rest)} == there(shown, FEED.comments)
    assert "pass" not in rest[-1].cursor


@pytest.mark.server
def test_a_post_that_is_gone_when_its_comments_are_read_is_skipped_without_a_walk(serve: Serve) -> None:
    shown = Shown()
    name = max(there(shown, FEED.posts))
    shown.bad, shown.where = [Reply(GONE, 400)], f"{name}/comments"
    pages = list(account_at(serve(shown).url).fetch("comments", {}, until=UNTIL))

    assert name not in {walk["media_id"] for walk in walks(pages)}
    assert name not in {payload["media"]["id"] for payload in payloads(pages).values()}


@pytest.mark.server
def test_media_are_read_by_day_and_a_walk_says_which_were_seen(serve: Serve) -> None:
    shown = Shown()
    account = account_at(serve(shown).url)
    post = max((one for one in FEED.posts if shown.platform.is_there(one)), key=lambda one: one.created)
    [page] = account.fetch_day("media", date(2026, 11, 19))
    seen = walks(account.fetch("media", {}, until=UNTIL))

    assert [record.record_id for record in page.records] == [post.id]
    assert {name for walk in seen for name in walk["media_ids"]} == there(shown, FEED.posts)
    assert seen[-1]["counts"][post.id]["reactions"] == page.records[0].payload["like_count"]
    with pytest.raises(ValueError, match="one day of 'comments'"):
        list(account.fetch_day("comments", date(2026, 11, 19)))


@pytest.mark.server
def test_the_wait_that_the_header_names_is_the_wait_that_is_said(serve: Serve) -> None:
    usage = {BRAND.id: [{"type": "instagram", "call_count": 100, "estimated_time_to_regain_access": 12}]}
    body = {"error": {"code": 80002, "message": "(#80002) There have been too many calls"}}
    shown = Shown()
    shown.bad = [Reply(body, 400, {"X-Business-Use-Case-Usage": json.dumps(usage)})]
    with pytest.raises(RateLimited) as caught:
        list(account_at(serve(shown).url).fetch("media", {}, until=UNTIL))

    assert caught.value.until == UNTIL + timedelta(minutes=12)


@pytest.mark.server
def test_a_story_that_too_few_have_seen_has_no_figures_and_costs_nothing_else(serve: Serve) -> None:
    shown = Shown()
    few = {"error": {"code": 10, "message": "(#10) Not enough viewers for the media to show insights"}}
    shown.bad, shown.where = [Reply(few, 400)], "/insights"
    found = payloads(account_at(serve(shown).url).fetch("insights", {}, until=UNTIL))

    assert len(found) == len(there(shown, FEED.posts)) - 1


@pytest.mark.server
@pytest.mark.parametrize(
    ("stream", "permission"),
    [
        ("media", "instagram_basic"),
        ("comments", "instagram_manage_comments"),
        ("tags", "instagram_manage_comments"),
        ("messages", "instagram_manage_messages"),
        ("insights", "instagram_manage_insights"),
    ],
)
def test_the_permission_that_a_stream_lacks_is_named_by_doctor_and_by_the_run(
    serve: Serve, stream: str, permission: str
) -> None:
    shown = Shown()
    account = account_at(serve(shown).url)
    good = {check.name: check.ok for check in account.check()}
    shown.platform.refused = {permission}
    bad = {check.name: check for check in account.check()}

    assert all(ok for name, ok in good.items() if name != "clock")
    if permission != "instagram_basic":
        assert not bad[permission].ok
        assert permission in bad[permission].mend
    else:
        assert permission in bad["token"].detail
    with pytest.raises(AccessDenied, match=permission):
        list(account.fetch(stream, {}, until=UNTIL))


@pytest.mark.server
def test_doctor_notices_an_account_of_another_name(serve: Serve) -> None:
    check = next(iter(account_at(serve(Shown()).url, username="@Sudfunk").check()))

    assert (check.ok, "named 'nordfunk'" in check.detail) == (False, True)
    assert 'username = "nordfunk"' in check.mend


@pytest.mark.server
def test_a_wrong_token_is_said_and_not_shown(serve: Serve) -> None:
    account = account_at(serve(Shown()).url, token="insta-wrong")
    with pytest.raises(AccessDenied) as error:
        list(account.fetch("media", {}, until=UNTIL))

    assert "insta-wrong" not in str(error.value)
    assert [check.ok for check in account.check()] == [False]


def test_what_needs_another_permission_is_read_only_where_it_is_wanted() -> None:
    settings = Settings(user_id="1", username="a", token=TOKEN, start=date(2026, 1, 1), read_tags=False)

    assert instagram.connect("i", settings, Path()).streams == ("media", "comments")
    assert permission_of("/1") == "instagram_basic"


def test_settings_take_a_number_and_a_name_as_people_write_them() -> None:
    given = {"token": TOKEN, "start": "2026-01-01"}
    settings = Settings.model_validate({"user_id": 17841, "username": "@NordFunk", **given})

    assert (settings.user_id, settings.username) == ("17841", "nordfunk")
    with pytest.raises(ValidationError, match="must start with https"):
        Settings.model_validate({"user_id": 1, "username": "a", "base_url": "ftp://x", **given})
