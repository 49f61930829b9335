"""What befalls a page of results: the rest of it is there, and said again or elsewhere."""

import email.utils
import json
from typing import Any

import pytest
import requests

from simulator.faults import Fault
from simulator.page_faults import BEGINNINGS, NEW_FIELDS, asked, denied, spoiled
from simulator.platforms.wire import Answer, Request
from simulator.server import Server

PLATFORMS = ("facebook", "zendesk", "youtube", "x", "mastodon", "bluesky", "linkedin", "discourse", "rss")
ITEMS = [{"id": "1"}, {"id": "2"}, {"id": "3"}]


def request(**given: Any) -> Request:
    return Request("list", given.pop("params", {}), given.pop("headers", {}), "http://here/p")


def spoil(kind: str, platform: str = "linkedin", body: Any = None, **given: Any) -> Answer:
    return spoiled(Fault(kind), platform, request(**given), Answer(200, body or {"elements": ITEMS}))


def test_a_record_comes_twice_and_two_change_places() -> None:
    assert [item["id"] for item in spoil("repeat").body["elements"]] == ["2", "1", "3", "1"]


def test_fields_that_nobody_knows_stand_beside_those_that_were_there() -> None:
    body = spoil("extra", body=ITEMS).body

    assert [item["id"] for item in body] == ["1", "2", "3"]
    assert all(item.keys() >= NEW_FIELDS.keys() for item in body)


def test_truncated_json_is_none() -> None:
    with pytest.raises(ValueError):
        json.loads(spoil("truncated").encoded())


@pytest.mark.parametrize("platform", BEGINNINGS)
def test_an_empty_page_leads_on_and_only_the_first_one_is_empty(platform: str) -> None:
    body: Any = list(ITEMS) if platform == "mastodon" else {"data": list(ITEMS)}
    first = spoil("empty", platform, body)
    later = spoil("empty", platform, body, params={"max_id": "7", "cursor": "7", "pageToken": "7"})

    shown = first.body if platform == "mastodon" else first.body["data"]
    assert shown == []
    assert first.body != [] or "Link" in first.headers
    assert later.body == body


def test_what_is_looked_up_by_its_id_has_no_pages() -> None:
    assert spoil("empty", "youtube", {"items": ITEMS}, params={"id": "1,2"}).body == {"items": ITEMS}


def test_credentials_that_ran_out_are_none_that_are_known() -> None:
    given = request(headers={"authorization": "Bearer t", "accept": "x"}, params={"key": "k", "part": "id"})
    left = asked(Fault("expired"), given)

    assert left.headers == {"authorization": "Bearer expired", "accept": "x"}
    assert left.params == {"key": "Bearer expired", "part": "id"}
    assert asked(Fault("error"), given) is given


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_refuses_in_its_own_words(platform: str) -> None:
    assert denied(platform).status in (400, 403)
    assert json.loads(denied(platform).encoded())


@pytest.mark.server
def test_a_wrong_clock_stands_in_the_answers_head(server: Server) -> None:
    url = f"{server.url_of('rss')}/blog"
    right = requests.get(url, timeout=5).headers["Date"]
    server.faults.add("skew", platform="rss")
    wrong = requests.get(url, timeout=5).headers["Date"]

    ahead = email.utils.parsedate_to_datetime(wrong) - email.utils.parsedate_to_datetime(right)
    assert ahead.total_seconds() > 6 * 3600
