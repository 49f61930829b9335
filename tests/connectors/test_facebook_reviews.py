"""Reviews of a page, newest first down to the first that is too old, and what stands below them."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.page import Page
from tests.connectors.conftest import Asked, Reply
from tests.connectors.facebook_wire import UNTIL, Serve, comment, page_at, records, stamp


def review(number: int, day: int, **fields: Any) -> dict[str, Any]:
    return {
        "created_time": stamp(day),
        "recommendation_type": "negative",
        "review_text": "Nie wieder",
        "reviewer": {"id": str(500 + number), "name": "Anna"},
        "open_graph_story": {"id": f"77{number}"},
    } | fields


class Book:
    """A page whose reviews are `reviews`, two to a page of results, and what stands below their stories."""

    def __init__(self, reviews: list[dict[str, Any]], below: dict[str, Any]) -> None:
        self.reviews, self.below = reviews, below

    def __call__(self, asked: Asked) -> Any:
        *_, node, edge = asked.path.split("/")
        if edge == "comments":
            found = self.below.get(node, [])
            return found if isinstance(found, Reply) else {"data": found}
        assert (node, edge) == ("9000", "ratings")
        begin = int(asked.params.get("after", 0))
        answer: dict[str, Any] = {"data": self.reviews[begin : begin + 2]}
        if begin + 2 < len(self.reviews):
            answer["paging"] = {"next": f"https://elsewhere.example/x?after={begin + 2}"}
        return answer


def fetched(serve: Serve, book: Book, cursor: dict[str, Any] | None = None, **given: Any) -> list[Page]:
    return list(page_at(serve(book).url, **given).fetch("reviews", cursor or {}, until=UNTIL))


@pytest.mark.server
def test_a_review_is_known_by_its_story_and_what_the_page_said_stands_below(serve: Serve) -> None:
    book = Book([review(1, 18), review(2, 3)], {"771": [comment(9, 19)]})
    pages = fetched(serve, book)
    found = {record.record_id: record.payload for record in records(iter(pages))}

    assert found["771"] == {"review_id": "771", "review": review(1, 18)}
    assert found["1_9"]["review_id"] == "771"
    assert found["1_9"]["comment"]["message"] == "Hallo"
    [seen] = [payload["walk"] for payload in found.values() if "review_ids" in payload.get("walk", {})]
    assert (seen["review_ids"], seen["since"]) == (["771", "772"], "2026-11-01T00:00:00+00:00")
    assert pages[-1].cursor == {"watermark": UNTIL.isoformat()}


@pytest.mark.server
def test_a_later_run_reads_down_to_what_is_too_old_to_watch(serve: Serve) -> None:
    book = Book([review(number, 19 - number) for number in range(8)], {})
    cursor = {"watermark": UNTIL.isoformat()}
    later = page_at(serve(book).url, watch_days=4).fetch("reviews", cursor, until=UNTIL + timedelta(hours=1))

    # Those of 16 November noon and later; the page of results that is older altogether is the last one.
    ids = [record.record_id for record in records(later) if "review" in record.payload]
    assert ids == ["770", "771", "772"]
    assert fetched(serve, book, cursor) == []


@pytest.mark.server
def test_without_a_story_the_reviewer_and_the_instant_are_the_id(serve: Serve) -> None:
    book = Book(
        [review(1, 18, open_graph_story=None), review(2, 18, open_graph_story=None, reviewer=None)], {}
    )
    first, second, _ = records(iter(fetched(serve, book)))

    assert (first.record_id, first.error) == ("501@2026-11-18T09:00:00+00:00", None)
    assert (second.record_id, second.error) == (
        None,
        "open_graph_story.id: is missing, and so is reviewer.id",
    )


@pytest.mark.server
@pytest.mark.parametrize("subcode", [33, None])
def test_a_story_that_tells_no_comments_costs_only_those(serve: Serve, subcode: int | None) -> None:
    refused = Reply({"error": {"code": 100, "error_subcode": subcode, "message": "no comments"}}, 400)
    book = Book([review(1, 18), review(2, 18)], {"771": refused, "772": [comment(9, 19)]})
    found = [
        record.record_id for record in records(iter(fetched(serve, book))) if "walk" not in record.payload
    ]

    assert found == ["771", "772", "1_9"]
