"""Looks at the impressions of a page's posts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import SourceChanged
from connectors.facebook_insights import Insights
from tests.connectors.conftest import Asked, Loopback, Reply
from tests.connectors.facebook_wire import UNTIL, page_at, post

LOOK = {"data": [{"name": "post_impressions_paid", "period": "lifetime", "values": [{"value": 12}]}]}
Serve = Callable[[Any], Loopback]


def insights(url: str, posts: list[dict[str, Any]]) -> Insights:
    return Insights(page_at(url).graph, "9000", lambda: posts)


@pytest.mark.server
def test_each_look_is_a_record_of_its_own_and_there_is_one_a_run(serve: Serve) -> None:
    looks = insights(serve([LOOK]).url, [post(1, 18)])
    pages = list(looks.fetch({}, UNTIL))
    later = UNTIL + timedelta(hours=1)

    [record] = [record for page in pages for record in page.records]
    assert record.record_id == f"9000_1@{UNTIL.isoformat()}"
    assert record.payload == {"post_id": "9000_1", "read_at": UNTIL.isoformat(), "insights": LOOK["data"]}
    assert list(looks.fetch(pages[-1].cursor, UNTIL)) == []
    assert (
        next(iter(looks.fetch(pages[-1].cursor, later))).records[0].record_id == f"9000_1@{later.isoformat()}"
    )


@pytest.mark.server
def test_visitors_posts_and_posts_that_are_gone_are_passed_over(serve: Serve) -> None:
    def answering(asked: Asked) -> Any:
        gone = {"error": {"code": 100, "error_subcode": 33, "message": "no"}}
        return Reply(gone, 400) if "9000_2" in asked.path else LOOK

    visitors = post(3, 18) | {"from": {"id": "5"}}
    pages = insights(serve(answering).url, [post(1, 18), post(2, 18), visitors]).fetch({}, UNTIL)

    assert [record.payload["post_id"] for page in pages for record in page.records] == ["9000_1"]


@pytest.mark.server
def test_a_kind_of_post_without_these_figures_is_passed_over_unless_all_are(serve: Serve) -> None:
    no_metric = Reply({"error": {"code": 100, "message": "(#100) no such metric for this product type"}}, 400)

    def answering(asked: Asked) -> Any:
        return no_metric if "9000_2" in asked.path else LOOK

    posts = [post(1, 18), post(2, 18)]
    pages = list(insights(serve(answering).url, posts).fetch({}, UNTIL))
    assert [record.payload["post_id"] for page in pages for record in page.records] == ["9000_1"]
    with pytest.raises(SourceChanged, match="no such metric"):
        list(insights(serve(answering).url, posts[1:]).fetch({}, UNTIL))


def test_the_stream_is_there_for_those_who_ask_for_it() -> None:
    from connectors import facebook

    given = {"page_id": "9", "token": "t", "start": "2026-01-01"}
    pages = [
        facebook.connect("f", facebook.Settings(**given, **more), base=None)  # type: ignore[arg-type]
        for more in ({}, {"read_insights": True})
    ]
    assert [page.streams[-1] for page in pages] == ["reviews", "insights"]
