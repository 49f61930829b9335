"""Ad account, post insights and tables of the simulated company, read by the real connectors."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.page import Record
from simulator import reach, server, sheets, world
from simulator.company import AD_ACCOUNT, PAGE_ID
from simulator.records import World
from simulator.server import Server

pytestmark = pytest.mark.server
END = datetime(2026, 11, 21, 5, tzinfo=UTC)
START = date(2026, 10, 20)


@pytest.fixture(scope="module")
def company() -> World:
    return world.build(END, seed=3, days=30)


@pytest.fixture(scope="module")
def platforms(company: World) -> Iterator[Server]:
    with server.start(company) as running:
        yield running


def read(connector: Any, stream: str) -> list[Record]:
    return [record for page in connector.fetch(stream, {}, until=END) for record in page.records]


def test_an_ad_accounts_days_add_up_to_its_hours_and_to_what_posts_were_shown(
    platforms: Server, company: World
) -> None:
    settings = {"account_id": AD_ACCOUNT, "token": platforms.token, "base_url": platforms.facebook_url}
    ads = registry.connect("ads", "meta_ads", settings | {"start": START}, base=Path())
    found = {stream: read(ads, stream) for stream in ads.streams}
    at = int(END.timestamp())
    paid = {post.id: reach.paid(post, at) for post in company.posts if post.ad_id}

    assert {record.payload["creative"]["effective_object_story_id"] for record in found["ads"]} == set(paid)
    days, hours = (sum(int(r.payload["impressions"]) for r in found[name]) for name in ("insights", "hours"))
    assert days == hours == sum(paid.values())
    assert all(record.error is None for records in found.values() for record in records)


def test_a_look_at_a_posts_insights_is_what_it_was_shown_until_now(platforms: Server, company: World) -> None:
    settings = {
        "page_id": PAGE_ID,
        "token": platforms.token,
        "base_url": platforms.facebook_url,
        "start": START,
    }
    page = registry.connect("fb", "facebook", settings | {"read_insights": True}, base=Path())
    looks = {record.payload["post_id"]: record.payload["insights"] for record in read(page, "insights")}
    at = int(END.timestamp())
    [post] = [post for post in company.posts if post.ad_id][:1]
    values = {one["name"]: one["values"][0]["value"] for one in looks[post.id]}

    assert values == {
        "post_impressions_paid": reach.paid(post, at),
        "post_impressions_organic": reach.organic(post, at),
    }


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("campaigns", "campaigns.csv"),
        ("spend", "spend.xlsx"),
        ("budgets", "budgets.xlsx"),
        ("rates", "rates.csv"),
        ("shifts", "rosters.xlsx"),
        ("reach", "reach.csv"),
    ],
)
def test_each_table_of_the_company_is_read_without_a_broken_row(
    company: World, tmp_path_factory: pytest.TempPathFactory, kind: str, file: str
) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    sheets.write(company, folder)
    tables = registry.connect(kind, kind, {"files": file}, base=folder)
    records = read(tables, "rows")

    assert [check.ok for check in tables.check()] == [True]
    assert len(records) > 1 and all(record.error is None for record in records)
