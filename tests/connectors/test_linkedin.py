"""LinkedIn's connector against the simulated page: everything once, edits, deletions, quota, versions, permissions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import AccessDenied, RateLimited, SettingsError, SourceChanged, SourceUnavailable
from connectors.linkedin_api import list_of, next_quota
from simulator.platforms.linkedin_page import Remark, Share
from tests.connectors.conftest import Reply
from tests.connectors.linkedin_wire import UNTIL, WALL, Instance, Serve, ids, page_at, walks

pytestmark = pytest.mark.server
END = int(UNTIL.timestamp())


def is_there(one: Share | Remark, at: int = END) -> bool:
    return one.created <= at and not (one.deleted and one.deleted <= at)


def there(at: int = END) -> set[str]:
    """The comments that can be seen: they, what they answer, and their post are there."""
    shares = {one.urn for one in WALL.shares if is_there(one, at)}
    tops = {one.id for one in WALL.remarks if is_there(one, at)}
    return {
        one.id
        for one in WALL.remarks
        if is_there(one, at) and one.share in shares and (one.answers is None or one.answers in tops)
    }


def test_every_post_and_every_comment_with_its_replies_comes_once(serve: Serve, monkeypatch: Any) -> None:
    monkeypatch.setattr("connectors.linkedin_api.PAGE_SIZE", 3)
    page = page_at(serve(Instance()).url)
    posts, comments = (list(page.fetch(stream, {}, until=UNTIL)) for stream in ("posts", "comments"))

    assert sorted(ids(posts)) == sorted(one.urn for one in WALL.shares if is_there(one))
    assert sorted(ids(comments)) == sorted(there())
    assert walks(posts)[0]["post_ids"] == sorted(ids(posts))
    assert {name for walk in walks(comments) for name in walk["comment_ids"]} == there()


def test_each_request_says_which_version_and_protocol_it_speaks(serve: Serve) -> None:
    server = serve(Instance())
    list(page_at(server.url).fetch("comments", {}, until=UNTIL))

    assert {asked.headers["linkedin-version"] for asked in server.asked} == {"202609"}
    assert {asked.headers["x-restli-protocol-version"] for asked in server.asked} == {"2.0.0"}
    assert {asked.headers.get("x-restli-method") for asked in server.asked} == {"FINDER", "BATCH_GET", None}


def test_a_later_run_visits_only_the_young_and_those_whose_number_changed(serve: Serve) -> None:
    earlier = UNTIL - timedelta(hours=20)
    instance = Instance().at(earlier)
    server = serve(instance)
    first = list(page_at(server.url).fetch("comments", {}, until=earlier))
    instance.at(UNTIL)
    asked = len(server.asked)
    second = list(page_at(server.url, rewalk_days=0).fetch("comments", first[-1].cursor, until=UNTIL))

    new = there() - there(int(earlier.timestamp()))
    assert new
    assert new <= set(ids(second))
    assert len(server.asked) - asked < asked / 3
    assert list(page_at(server.url).fetch("comments", second[-1].cursor, until=UNTIL)) == []


def test_edits_are_seen_on_the_next_visit_and_what_was_deleted_is_absent_from_its_walk(serve: Serve) -> None:
    commented = {one.share for one in WALL.remarks if one.id in there()}
    edited = next(one for one in WALL.remarks if len(one.versions) > 1 and one.id in there())
    deleted = next(
        one for one in WALL.remarks
        if one.deleted and one.deleted < END and one.id in there(one.deleted - 1) and one.share in commented
    )  # fmt: skip
    for one, change in ((edited, edited.versions[-1][0]), (deleted, deleted.deleted or 0)):
        before, after = (datetime.fromtimestamp(change + step, UTC) for step in (-1, 3600))
        instance = Instance().at(before)
        server = serve(instance)
        first = list(page_at(server.url).fetch("comments", {}, until=before))
        instance.at(after)
        second = list(page_at(server.url).fetch("comments", first[-1].cursor, until=after))
        records = {r.record_id: r.payload for page in second for r in page.records}
        assert one.id in ids(first)
        if one is edited:
            assert "(ergänzt)" in records[one.id]["comment"]["message"]["text"]
        else:
            [walk] = [walk for walk in walks(second) if walk["post_id"] == one.share]
            assert one.id not in walk["comment_ids"]


def test_nothing_younger_than_until_is_landed_and_the_next_run_has_it(serve: Serve) -> None:
    url = serve(Instance()).url
    noon = UNTIL - timedelta(days=2)
    for stream in ("posts", "comments"):
        page = page_at(url)
        first = list(page.fetch(stream, {}, until=noon))
        second = list(page.fetch(stream, first[-1].cursor, until=UNTIL))
        young = {one.urn for one in WALL.shares if one.created > noon.timestamp()}
        young |= {one.id for one in WALL.remarks if one.created > noon.timestamp()}
        assert not set(ids(first)) & young
        assert set(ids([*first, *second])) == set(ids(page.fetch(stream, {}, until=UNTIL)))


def test_what_came_out_before_the_first_day_is_left_out(serve: Serve) -> None:
    pages = list(page_at(serve(Instance()).url, start=date(2026, 11, 15)).fetch("posts", {}, until=UNTIL))

    assert set(ids(pages)) == {
        one.urn
        for one in WALL.shares
        if is_there(one) and one.created >= datetime(2026, 11, 15, tzinfo=UTC).timestamp()
    }


def test_the_days_quota_keeps_what_was_read_and_names_the_midnight_at_which_it_is_back(serve: Serve) -> None:
    arrived = []
    with pytest.raises(RateLimited, match="the day's calls") as caught:
        for page in page_at(serve(Instance(daily=9)).url).fetch("comments", {}, until=UNTIL):
            arrived.append(page)

    assert caught.value.until == datetime(2026, 11, 21, tzinfo=UTC) == next_quota(UNTIL)
    assert ids(arrived)
    rest = list(page_at(serve(Instance()).url).fetch("comments", arrived[-1].cursor, until=UNTIL))
    assert sorted(ids([*arrived, *rest])) == sorted(there())


def test_what_the_quota_leaves_for_tomorrow_is_known_to_be_there(serve: Serve) -> None:
    arrived = []
    with pytest.raises(RateLimited):
        for page in page_at(serve(Instance(daily=3)).url).fetch("comments", {}, until=UNTIL):
            arrived.append(page)
    readings = [r.payload["reading"] for page in arrived for r in page.records if "reading" in r.payload]

    assert ids(arrived) == []
    assert sum(reading["comment_count"] for reading in readings) == len(there())
    assert {reading["read_at"] for reading in readings} == {UNTIL.isoformat()}


def test_each_page_of_comments_can_be_resumed_after(serve: Serve, monkeypatch: Any) -> None:
    monkeypatch.setattr("connectors.linkedin_comments.BATCH", 12)
    page = page_at(serve(Instance()).url)
    whole = list(page.fetch("comments", {}, until=UNTIL))
    assert len(whole) > 3
    for stop in range(1, len(whole)):
        rest = list(page.fetch("comments", whole[stop - 1].cursor, until=UNTIL))
        assert sorted(ids([*whole[:stop], *rest])) == sorted(ids(whole))
        assert rest[-1].cursor == whole[-1].cursor


def test_impressions_are_looked_at_only_on_request_and_once_for_an_instant(serve: Serve) -> None:
    url = serve(Instance()).url
    page = page_at(url, read_statistics=True)
    pages = list(page.fetch("statistics", {}, until=UNTIL))
    looks = {r.payload["post_id"]: r.payload for one in pages for r in one.records}

    assert page_at(url).streams == ("posts", "comments")
    assert page.streams == ("posts", "comments", "statistics")
    assert set(looks) == {one.urn for one in WALL.shares if is_there(one)}
    first = next(one for one in WALL.shares if is_there(one))
    shown = first.shown_an_hour * (END - first.created) // 3600
    assert looks[first.urn]["statistics"]["impressionCount"] == shown
    assert list(page.fetch("statistics", pages[-1].cursor, until=UNTIL)) == []


@pytest.mark.parametrize("fault", ["truncated", "cut", Reply({"message": "Internal"}, 500)])
def test_a_broken_answer_is_asked_for_again_and_at_last_given_up(serve: Serve, fault: Any) -> None:
    instance = Instance()
    page = page_at(serve(instance).url)
    whole = ids(page.fetch("comments", {}, until=UNTIL))
    instance.bad, instance.where = [fault, fault], "/comments"
    assert ids(page.fetch("comments", {}, until=UNTIL)) == whole

    instance.bad = [fault] * 3
    with pytest.raises(SourceUnavailable, match="/rest/socialActions"):
        list(page.fetch("comments", {}, until=UNTIL))


def test_a_short_patience_is_waited_for(serve: Serve) -> None:
    instance = Instance()
    instance.bad = [Reply({"message": "Too many requests"}, 429, {"Retry-After": "3"})]

    assert ids(page_at(serve(instance).url).fetch("posts", {}, until=UNTIL))


def test_a_post_that_vanishes_between_count_and_visit_is_due_again(serve: Serve) -> None:
    instance = Instance()
    instance.bad, instance.where = [Reply({"status": 404, "message": "gone"}, 404)], "/comments"
    page = page_at(serve(instance).url, rewalk_days=0)
    first = list(page.fetch("comments", {}, until=UNTIL))
    later = UNTIL + timedelta(hours=1)
    second = list(page.fetch("comments", first[-1].cursor, until=later))

    assert set(ids(first)) | set(ids(second)) == there()
    assert ids(second)


@pytest.mark.parametrize(("code", "why"), [(65601, "it was revoked"), (65602, "it has expired")])
def test_a_token_that_has_become_bad_says_why(serve: Serve, code: int, why: str) -> None:
    with pytest.raises(AccessDenied, match=why):
        list(page_at(serve(Instance(trouble=code)).url).fetch("posts", {}, until=UNTIL))


def test_a_wrong_token_and_a_missing_permission_are_said_and_the_token_never_shown(serve: Serve) -> None:
    with pytest.raises(AccessDenied, match="doesn't accept the token") as caught:
        list(page_at(serve(Instance()).url, token="another-secret").fetch("posts", {}, until=UNTIL))
    narrow = page_at(serve(Instance(permissions=("r_organization_social",))).url)
    with pytest.raises(AccessDenied, match="r_organization_social_feed"):
        list(narrow.fetch("comments", {}, until=UNTIL))

    assert "another-secret" not in str(caught.value)


def test_a_retired_version_is_named_with_the_mend(serve: Serve) -> None:
    with pytest.raises(SourceChanged, match="set version"):
        list(page_at(serve(Instance()).url, version="202301").fetch("posts", {}, until=UNTIL))


@pytest.mark.parametrize(
    "odd", [Reply({"data": []}), Reply([1]), Reply({"message": "bad"}, 400), Reply(b"", 302)]
)
def test_an_answer_in_another_shape_is_named(serve: Serve, odd: Reply) -> None:
    with pytest.raises(SourceChanged, match="/rest/posts"):
        list(page_at(serve([odd]).url).fetch("posts", {}, until=UNTIL))


def test_a_page_that_leads_back_to_itself_ends_the_reading(serve: Serve) -> None:
    link = {"rel": "next", "href": "/rest/posts?start=0"}
    with pytest.raises(SourceChanged, match="the same one again"):
        list(
            page_at(serve([{"elements": [], "paging": {"links": [link]}}]).url).fetch(
                "posts", {}, until=UNTIL
            )
        )


def test_without_links_a_list_ends_where_its_total_does(serve: Serve) -> None:
    post = {"id": "urn:li:share:1", "publishedAt": END * 1000 - 1}
    answers = [{"elements": [post], "paging": {"total": 2}}, {"elements": [post | {"id": "urn:li:share:2"}], "paging": {"total": 2}}]  # fmt: skip  # noqa: E501
    pages = page_at(serve(answers).url).fetch("posts", {}, until=UNTIL)

    assert ids(pages) == ["urn:li:share:1", "urn:li:share:2"]


def test_doctor_tries_the_token_the_comments_the_statistics_and_the_clock(serve: Serve) -> None:
    good = {check.name: check for check in page_at(serve(Instance()).url, read_statistics=True).check()}
    narrow = Instance(permissions=("r_organization_social", "r_organization_social_feed"))
    lacking = {check.name: check.ok for check in page_at(serve(narrow).url, read_statistics=True).check()}
    [wrong] = page_at(serve(Instance()).url, token="x").check()
    [spent] = page_at(serve(Instance(daily=0)).url).check()

    assert all(check.ok for name, check in good.items() if name != "clock")
    assert lacking["token"]
    assert not lacking["statistics"]
    assert not wrong.ok
    assert spent.mend == "wait until 2026-11-21 00:00 UTC"


def test_an_address_without_its_protocol_is_refused() -> None:
    with pytest.raises(SettingsError, match="must start with https://"):
        page_at("api.linkedin.com")


def test_a_list_in_an_address_encodes_only_what_is_within_its_urns() -> None:
    assert list_of(["urn:li:share:1", "urn:li:share:2"]) == "List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A2)"
