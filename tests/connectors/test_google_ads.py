"""A Google Ads account over HTTP: tokens, windows of days, days that are read again, refusals."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, RateLimited, SettingsError, SourceChanged
from connectors.http import Limits
from simulator.platforms.google_ads import CLIENT, GoogleAds, build, micros_of
from simulator.small_server import SmallServer
from tests.connectors.subjects.google_ads import SECRETS, UNTIL

pytestmark = pytest.mark.server
DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[SmallServer]:
    platform = GoogleAds(build(int(UNTIL.timestamp())), manager="9999999999", **SECRETS)
    with SmallServer({"google_ads": platform}) as running:
        yield running


def account(server: SmallServer, **given: Any) -> Any:
    address = server.url_of("google_ads")
    settings = {
        "customer_id": "123-456-7890", "login_customer_id": 9999999999, "client_id": CLIENT, "base_url": address,
        "oauth_url": address, "start": date(2026, 10, 1), **SECRETS, **given,
    }  # fmt: skip
    found: Any = registry.connect("ads", "google_ads", settings, base=Path())
    for http in (found.api.http, found.api.session.http):
        object.__setattr__(http, "limits", Limits(attempts=2, patience=5))
        object.__setattr__(http, "sleep", lambda _: None)
    return found


def read(connector: Any, stream: str, cursor: Any = None, until: datetime = UNTIL) -> tuple[list[Any], Any]:
    pages = list(connector.fetch(stream, cursor or {}, until=until))
    return [record for page in pages for record in page.records], pages[-1].cursor if pages else cursor


def test_each_day_of_each_campaign_is_a_record_and_the_last_weeks_are_read_again(server: SmallServer) -> None:
    first, cursor = read(account(server), "days")
    assert (cursor, len({record.record_id for record in first})) == (
        {"watermark": UNTIL.isoformat()},
        len(first),
    )
    windows = [path for path in server.requests if "searchStream" in path]
    assert len(windows) == 2  # 51 days

    server.set_now(UNTIL + DAY)
    again, _ = read(account(server, restate_days=2), "days", cursor, UNTIL + DAY)
    flights = {str(flight.id): flight for flight in server.platforms["google_ads"].account.flights}  # type: ignore[attr-defined]
    found = {record.record_id: int(record.payload["metrics"]["costMicros"]) for record in again}
    assert found == {
        f"{number}@{day}": micros_of(flights[number], date.fromisoformat(day), date(2026, 11, 21))
        for number in ("20100000002", "20100000003")
        for day in ("2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21")
    }
    earlier = {record.record_id: int(record.payload["metrics"]["costMicros"]) for record in first}
    assert earlier["20100000002@2026-11-18"] - found["20100000002@2026-11-18"] == 10_000  # restated


def test_lists_are_read_whole_once_a_run_with_campaigns_that_were_taken_away(server: SmallServer) -> None:
    campaigns, cursor = read(account(server), "campaigns")
    assert [record.payload["campaign"]["status"] for record in campaigns] == [
        "PAUSED", "ENABLED", "ENABLED", "REMOVED",
    ]  # fmt: skip
    assert list(account(server).fetch("campaigns", cursor, until=UNTIL)) == []
    [customer], _ = read(account(server), "account")
    assert customer.payload["customer"]["timeZone"] == "Europe/Berlin"


def test_a_token_that_runs_out_is_made_anew_from_the_refresh_token(server: SmallServer) -> None:
    platform: Any = server.platforms["google_ads"]
    platform.lifetime = 1
    whole, _ = read(account(server), "days")

    assert whole and platform.tokens == 2
    assert all("secret" not in path and "ya29" not in path for path in server.requests)


def test_a_quota_that_is_used_up_says_until_when(server: SmallServer) -> None:
    server.faults.add("throttle", platform="google_ads", path="searchStream", times=9, seconds=900)
    now = datetime.now(UTC)
    with pytest.raises(RateLimited) as caught:
        read(account(server), "days")

    assert timedelta(seconds=890) < caught.value.until - now < timedelta(seconds=910)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"refresh_token": "x"}, "the refresh token was taken back"),
        ({"client_secret": "x"}, "client_id and client_secret don't belong together"),
        ({"login_customer_id": ""}, "set login_customer_id"),
        ({"developer_token": "x"}, "refuses a new token"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_mend(server: SmallServer, wrong: Any, said: str) -> None:
    connector = account(server, **wrong)
    with pytest.raises(AccessDenied, match=said):
        read(connector, "campaigns")
    assert [check.ok for check in connector.check()][-1] is False


def test_a_manager_account_and_an_old_version_are_told(server: SmallServer) -> None:
    with pytest.raises(SourceChanged, match="set a newer one"):
        read(account(server, version="v19"), "campaigns")
    platform: Any = server.platforms["google_ads"]
    platform.account = replace(platform.account, is_manager=True)
    assert [check.detail for check in account(server).check() if not check.ok] == [
        "a manager account has no figures"
    ]


def test_what_has_no_campaign_or_day_is_rejected_and_not_taken_for_another(serve: Any) -> None:
    rows = [
        {"campaign": {"id": "5"}},
        {"segments": {"date": "2026-11-03"}},
        {"campaign": {"id": "5"}, "segments": {"date": "2026-11-03"}},
    ]
    loopback = serve(
        lambda asked: {"access_token": "t"} if asked.path == "/token" else [{"results": rows}, {}]
    )
    settings = {"customer_id": 1, "client_id": CLIENT, "start": date(2026, 11, 3), **SECRETS}
    urls = {"base_url": loopback.url, "oauth_url": loopback.url}
    connector = registry.connect("ads", "google_ads", settings | urls, base=Path())
    [page] = connector.fetch_day("days", date(2026, 11, 3))

    missing = "campaign.id or segments.date: is missing"
    assert [(record.record_id, record.error) for record in page.records] == [
        (None, missing), (None, missing), ("5@2026-11-03", None),
    ]  # fmt: skip
    token, search = loopback.asked
    assert b"grant_type=refresh_token" in token.body and token.headers["content-type"].startswith(
        "application/x-www"
    )
    assert (
        search.headers["developer-token"] == "developer-secret" and "login-customer-id" not in search.headers
    )
    assert "segments.date BETWEEN '2026-11-03' AND '2026-11-03'" in json.loads(search.body)["query"]


def test_an_account_is_a_number_with_or_without_hyphens() -> None:
    settings = {"customer_id": "Nordfunk", "client_id": "x", "start": date(2026, 1, 1), **SECRETS}
    with pytest.raises(SettingsError, match=r"customer_id: .*must be a number such as 123-456-7890"):
        registry.connect("ads", "google_ads", settings, base=Path())
