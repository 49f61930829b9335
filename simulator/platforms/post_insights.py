"""What the Graph API tells of how often a post was seen: counters over its lifetime, as they stand now."""

from __future__ import annotations

from typing import Any

from simulator import reach
from simulator.platforms import graph_errors as errors
from simulator.platforms.wire import Answer, Request
from simulator.records import Post

TITLES = {
    "post_impressions": "Lifetime Post Total Impressions",
    "post_impressions_paid": "Lifetime Post Paid Impressions",
    "post_impressions_organic": "Lifetime Post Organic Impressions",
    "post_impressions_unique": "Lifetime Post Total Reach",
}
UNIQUE = 0.66


def answer(post: Post, request: Request, now: int) -> Answer:
    """The metrics asked for in `metric`, each with one value; another period than lifetime has none."""
    names = [name.strip(' "[]') for name in request.params.get("metric", "").split(",")]
    names = [name for name in names if name]
    if not names:
        return errors.no_metric()
    if any(name not in TITLES for name in names):
        return errors.bad_parameter("The value must be a valid insights metric")
    if request.params.get("period", "lifetime") != "lifetime":
        return Answer(200, {"data": []})
    return Answer(200, {"data": [_metric(post, name, now) for name in dict.fromkeys(names)]})


def _metric(post: Post, name: str, now: int) -> dict[str, Any]:
    paid, organic = reach.paid(post, now), reach.organic(post, now)
    values = {
        "post_impressions": paid + organic,
        "post_impressions_paid": paid,
        "post_impressions_organic": organic,
        "post_impressions_unique": int((paid + organic) * UNIQUE),
    }
    return {
        "name": name,
        "period": "lifetime",
        "values": [{"value": values[name]}],
        "title": TITLES[name],
        "description": f"Lifetime: {TITLES[name].removeprefix('Lifetime ')}.",
        "id": f"{post.id}/insights/{name}/lifetime",
    }
