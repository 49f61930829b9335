"""Records as the connectors of tables and of ad accounts land them, with what most tests take for given."""

from typing import Any

Record = tuple[str, dict[str, Any]]


def by_line(rejected: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rejections in the order of the file."""
    return sorted(rejected, key=lambda one: int(one[0].rpartition("!")[2]))


def table(*rows: dict[str, Any], file: str = "t.csv", digest: str = "d") -> list[Record]:
    """The rows of one file, from row 2 on, and the list that says that this is how it is now."""
    found = [(f"{file}!{line}", _row(file, digest, row)) for line, row in enumerate(rows, start=2)]
    return [*found, ("files", {"files": {file: digest}})]


def _row(file: str, digest: str, cells: dict[str, Any]) -> dict[str, Any]:
    return {"file": file, "sheet": None, "digest": digest, "cells": cells}


def spend(**cells: Any) -> dict[str, Any]:
    return {
        "date": "3.11.2026",
        "campaign": "herbst",
        "platform": "Google",
        "category": "Media",
        "amount": 100,
    } | cells


def campaign(**cells: Any) -> dict[str, Any]:
    return {
        "campaign": "herbst",
        "name": "Herbst",
        "start": "1.11.2026",
        "end": "20.11.2026",
        "pattern": "#herbst",
    } | cells


def budget(**cells: Any) -> dict[str, Any]:
    return {"department": "Service", "quarter": "IV/2026", "category": "Personal", "amount": 90_000} | cells


def rate(**cells: Any) -> dict[str, Any]:
    return {
        "department": "Service",
        "from": "1.7.2026",
        "euro_per_hour": "38,50",
        "tool_euro_per_contact": "0,42",
    } | cells


def shift(**cells: Any) -> dict[str, Any]:
    return {
        "department": "Service",
        "start": "18.11.2026 08:00",
        "end": "18.11.2026 16:00",
        "headcount": "3,5",
    } | cells


def reach(at: str, paid: Any = None, organic: Any = None, **cells: Any) -> dict[str, Any]:
    return {"post": "9000_1", "at": at, "paid_impressions": paid, "organic_impressions": organic} | cells


def post(number: int = 1, created_time: str = "2026-11-05T09:30:00+0000", **fields: Any) -> Record:
    own = {"id": f"9000_{number}", "created_time": created_time, "message": "Neu!", "from": {"id": "9000"}}
    return f"9000_{number}", own | fields


def ad(number: int = 5, campaign: str = "77", post: str | None = "9000_1") -> Record:
    creative = {"id": "1"} | ({"effective_object_story_id": post} if post else {})
    return str(number), {"id": str(number), "campaign_id": campaign, "creative": creative}


def ad_campaign(number: str = "77", name: str = "Herbst", **fields: Any) -> Record:
    return number, {"id": number, "name": name, "start_time": "2026-11-01T00:00:00+0100"} | fields


def ad_day(
    day: str, spend: str = "12.50", impressions: str = "900", number: int = 5, **fields: Any
) -> Record:
    own = {"ad_id": str(number), "campaign_id": "77", "campaign_name": "Herbst", "date_start": day}
    return f"{number}@{day}", own | {"spend": spend, "impressions": impressions} | fields


def ad_hour(day: str, hour: int, impressions: str = "60", number: int = 5) -> Record:
    span = f"{hour:02}:00:00 - {hour:02}:59:59"
    own = {"ad_id": str(number), "campaign_id": "77", "date_start": day, "impressions": impressions}
    return f"{number}@{day}@{span}", own | {"hourly_stats_aggregated_by_advertiser_time_zone": span}


def account(zone: str = "Europe/Berlin", currency: str = "EUR") -> list[Record]:
    return [("act_77", {"id": "act_77", "timezone_name": zone, "currency": currency})]


def google_campaign(number: str = "201", name: str = "Herbst", **fields: Any) -> Record:
    campaign = {"id": number, "name": name, "startDateTime": "2026-11-01 00:00:00"} | fields
    return number, {"campaign": campaign, "customer": {"timeZone": "Europe/Berlin"}}


def google_day(
    day: str,
    micros: str | None = "12500000",
    impressions: str = "900",
    number: str = "201",
    currency: str = "EUR",
) -> Record:
    metrics = {"impressions": impressions} | ({} if micros is None else {"costMicros": micros})
    named = {"id": number, "name": "Herbst"}
    payload = {
        "campaign": named,
        "segments": {"date": day},
        "metrics": metrics,
        "customer": {"currencyCode": currency},
    }
    return f"{number}@{day}", payload
