"""An ad account over HTTP: lists, days and hours of insights, days that are read again."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import meta_ads
from connectors.errors import AccessDenied
from connectors.facebook_graph import Graph, judge
from connectors.http import BearerAuth, Http, Limits
from connectors.meta_ads import HOURLY, AdAccount, Settings
from tests.connectors.conftest import Asked, Loopback, Reply

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
Serve = Callable[[Any], Loopback]


def account(url: str, **given: Any) -> AdAccount:
    http = Http(
        f"{url}/v26.0", judge, auth=BearerAuth("secret"), secrets=("secret",), limits=Limits(attempts=2),
        now=lambda: UNTIL, sleep=lambda _: None,
    )  # fmt: skip
    settings = {"account_id": 77, "token": "secret", "base_url": url, "start": date(2026, 10, 1)} | given
    return AdAccount(Settings(**settings), Graph(http))


def answering(asked: Asked) -> Any:
    """One ad that spends every day; insights of two rows to a page."""
    if not asked.path.endswith("/insights"):
        return {"data": [{"id": "1"}]} if asked.path.endswith(("/ads", "/campaigns")) else {"id": "act_77"}
    span = json.loads(asked.params["time_range"])
    first, last = date.fromisoformat(span["since"]), date.fromisoformat(span["until"])
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    rows = [
        {"ad_id": "5", "date_start": day.isoformat(), "spend": "1.50", "impressions": "9"} for day in days
    ]
    if "breakdowns" in asked.params:
        rows = [row | {HOURLY: f"{hour:02}:00:00 - {hour:02}:59:59"} for row in rows for hour in (8, 9)]
    at = int(asked.params.get("after", 0))
    more = (
        {"paging": {"next": f"https://x/?after={at + 2}&access_token=secret"}} if at + 2 < len(rows) else {}
    )
    return {"data": rows[at : at + 2], **more}


@pytest.mark.server
def test_each_day_of_each_ad_is_a_record_and_the_last_weeks_are_read_again(serve: Serve) -> None:
    ads = account(serve(answering).url, restate_days=2)
    first = list(ads.fetch("insights", {}, until=UNTIL))
    found = [record.record_id for page in first for record in page.records]

    assert len(found) == 51 and found[0] == "5@2026-10-01" and found[-1] == "5@2026-11-20"
    assert first[-1].cursor == {"watermark": UNTIL.isoformat()}
    later = list(ads.fetch("insights", first[-1].cursor, until=UNTIL + timedelta(days=1)))
    assert [record.record_id for page in later for record in page.records] == [
        f"5@2026-11-{day}" for day in (18, 19, 20, 21)
    ]


@pytest.mark.server
def test_hours_are_records_of_their_own(serve: Serve) -> None:
    [page] = account(serve(answering).url).fetch_day("hours", date(2026, 11, 3))

    assert [record.record_id for record in page.records] == [
        "5@2026-11-03@08:00:00 - 08:59:59",
        "5@2026-11-03@09:00:00 - 09:59:59",
    ]


@pytest.mark.server
def test_lists_are_read_whole_once_a_run(serve: Serve) -> None:
    server = serve(answering)
    ads = account(server.url)
    for stream in ("account", "campaigns", "ads"):
        pages = list(ads.fetch(stream, {}, until=UNTIL))
        assert [record.record_id for page in pages for record in page.records] == (
            ["act_77"] if stream == "account" else ["1"]
        )
        assert list(ads.fetch(stream, pages[-1].cursor, until=UNTIL)) == []
    assert {asked.path for asked in server.asked} == {
        "/v26.0/act_77",
        "/v26.0/act_77/ads",
        "/v26.0/act_77/campaigns",
    }


@pytest.mark.server
def test_a_row_without_its_ad_is_rejected_and_not_taken_for_another(serve: Serve) -> None:
    ads = account(serve([{"data": [{"date_start": "2026-11-03", "spend": "1"}]}]).url)
    [page] = ads.fetch_day("insights", date(2026, 11, 3))

    assert [(record.record_id, record.error) for record in page.records] == [
        (None, "ad_id or date_start: is missing")
    ]


@pytest.mark.server
def test_a_token_without_the_permission_is_told_without_being_shown(serve: Serve) -> None:
    denied = Reply({"error": {"code": 200, "message": "requires ads_read"}}, 403)
    with pytest.raises(AccessDenied) as error:
        list(account(serve([denied]).url).fetch("insights", {}, until=UNTIL))
    assert "secret" not in str(error.value)


@pytest.mark.server
def test_a_refusal_that_names_no_permission_is_known_by_what_the_account_needs(serve: Serve) -> None:
    denied = Reply({"error": {"code": 10, "message": "Application does not have permission"}}, 403)
    settings = {"account_id": 77, "token": "x", "start": "2026-11-01", "base_url": serve([denied]).url}
    [check] = meta_ads.connect("ads", Settings.model_validate(settings), Path()).check()

    assert (check.ok, "the token lacks permission ads_read" in check.detail) == (False, True)


def test_the_account_may_be_written_with_or_without_its_prefix() -> None:
    for written in (77, "77", "act_77"):
        assert Settings(account_id=written, token="x", start=date(2026, 1, 1)).account_id == "act_77"
    assert meta_ads.connect.__doc__
