"""What of the page's comments is still there: a deleted comment takes the replies below it along."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.records import Comment


def removal_instants(comments: Iterable[Comment]) -> dict[str, int]:
    """Comment id -> the first instant from which it can't be seen any more; only comments that go one day."""
    by_id = {comment.id: comment for comment in comments}
    found: dict[str, int] = {}
    for comment in by_id.values():
        instants = []
        current: Comment | None = comment
        while current is not None:
            if current.deleted_at is not None:
                instants.append(current.deleted_at)
            current = by_id.get(current.parent_id) if current.parent_id else None
        if instants:
            found[comment.id] = min(instants)
    return found
