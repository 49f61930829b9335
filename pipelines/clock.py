"""The wall clock, which only the edges of the pipeline look at."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The wall clock; passed in wherever time matters, so that tests bring their own."""
    return datetime.now(UTC)
