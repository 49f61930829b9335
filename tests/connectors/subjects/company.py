"""The simulated company's page, ad account and ticket system: the platforms of the main simulator."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from simulator import server, world
from simulator.company import AD_ACCOUNT, PAGE_ID, ZENDESK_EMAIL
from simulator.records import World
from tests.connectors.conformance import Subject

END = datetime(2026, 11, 21, 5, tzinfo=UTC)
DAYS = 6
START = date(2026, 11, 1)


@cache
def company() -> World:
    return world.build(END, seed=3, days=DAYS)


@contextmanager
def platform(_: Path, name: str, **given: Any) -> Iterator[Subject]:
    with server.start(company(), token="company-secret") as running:
        address = running.zendesk_url if name == "zendesk" else running.facebook_url
        settings = {"base_url": address, "token": "company-secret", "start": START} | given.pop("settings")
        yield Subject(settings, END, server=running, platform=name, early=timedelta(days=1), **given)


SUBJECTS = {
    "facebook": partial(
        platform,
        name="facebook",
        settings={"page_id": PAGE_ID, "read_insights": True},
        created={
            "posts": "created_time",
            "comments": "comment.created_time",
            "messages": "message.created_time",
            "reviews": "created_time",
            "insights": None,
        },
        looks=frozenset({"insights"}),
        refusable=("pages_read_engagement", "pages_read_user_content", "pages_messaging", "read_insights"),
    ),
    "meta_ads": partial(
        platform,
        name="facebook",
        settings={"account_id": AD_ACCOUNT, "start": date(2026, 11, 16)},
        created={"account": None, "campaigns": None, "ads": None, "insights": None, "hours": None},
        refusable=("ads_read",),
    ),
    "zendesk": partial(
        platform,
        name="zendesk",
        settings={"email": ZENDESK_EMAIL, "page_size": 20},
        created={
            "groups": None,
            "users": None,
            "tickets": "created_at",
            "ticket_events": "timestamp",
            "deleted_tickets": "deleted_at",
        },
        refusable=("administrator",),
        repeats={"ticket_events": "a page's last second comes again with the next one"},
    ),
}
