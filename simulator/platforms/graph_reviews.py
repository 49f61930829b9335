"""Reviews of a page and the stories that they make: what a reviewer says, and what is written below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.platforms.graph_fields import Field
from simulator.platforms.wire import graph_time
from simulator.records import Comment, Person

FIELDS = (
    "created_time", "has_rating", "has_review", "open_graph_story", "rating", "recommendation_type", "review_text",
    "reviewer",
)  # fmt: skip
DEFAULT = "created_time,has_rating,has_review,rating,recommendation_type,review_text,reviewer"


@dataclass(slots=True)
class Review:
    """A recommendation: `id` is its story's; `answers` stand below it, with that as `post_id`. Instants: epoch s."""

    id: str
    created: int
    person: Person
    recommends: bool
    text: str
    answers: list[Comment] = field(default_factory=list)
    deleted_at: int | None = None

    def is_there(self, now: int) -> bool:
        """Written, and not deleted yet."""
        return self.created <= now and (self.deleted_at is None or self.deleted_at > now)


def comments(reviews: Sequence[Review]) -> list[Comment]:
    """All that stands below reviews, each gone with its review."""
    found = [answer for review in reviews for answer in review.answers]
    return sorted(found, key=lambda answer: answer.created)


def render(review: Review, fields: list[Field]) -> dict[str, Any]:
    """A Recommendation, which has no id of its own.

    Raises:
        KeyError: it has no such field.
    """
    values = {
        "created_time": graph_time(review.created),
        "has_rating": False,
        "has_review": bool(review.text),
        "open_graph_story": {"id": review.id, "start_time": graph_time(review.created), "type": "recommends"},
        "rating": None,
        "recommendation_type": "positive" if review.recommends else "negative",
        "review_text": review.text or None,
        "reviewer": {"name": review.person.name, "id": review.person.facebook_id},
    }
    shown = {one.name: _picked(values[one.name], one.fields) for one in fields}
    return {name: value for name, value in shown.items() if value is not None}


def _picked(value: Any, fields: list[Field] | None) -> Any:
    if fields is None or not isinstance(value, dict):
        return value
    return {one.name: value[one.name] for one in fields if one.name in value}
