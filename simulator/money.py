"""What Nordfunk spends and plans to spend: media, production, tools and agency, budgets by quarter, cost rates.

Money on Facebook isn't among the spend: the platform itself tells of it, by ad and day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from simulator.campaigns import CAMPAIGNS, DAY, Campaign
from simulator.company import BY_ID, local
from simulator.records import World

PLATFORMS = ("Google", "Instagram", "Plakat")
SHARES = (0.5, 0.3, 0.2)
AGENCY_A_MONTH, TOOLS_A_MONTH = 4_800.0, 1_290.5
FLAT = "Flatrate"
# Euro a quarter: what was planned, department by department. Nobody plans for the legal department.
BUDGETS: dict[str, dict[str, float]] = {
    "service": {"people": 118_400, "tools": 9_600, "other": 2_100},
    "marketing": {"people": 57_300, "tools": 5_400, "media": 96_000, "production": 31_500, "other": 3_800},
    "sales": {"people": 78_200, "tools": 4_200},
    "product": {"people": 46_800, "tools": 2_700},
}
PRESS_A_MONTH = {"people": 13_150.0, "tools": 410.0}  # the press office plans by the month
CATEGORIES = {
    "people": "Personal", "tools": "Werkzeuge", "media": "Media", "production": "Produktion", "other": "Sonstiges",
    "agency": "Agentur",
}  # fmt: skip
QUARTERS = ("I", "II", "III", "IV")
# Department, from, euro an hour, tools for each contact; a rate holds until the next one of its department.
RATES: tuple[tuple[str, date, float, float], ...] = (
    ("service", date(2025, 1, 1), 36.9, 0.38),
    ("service", date(2026, 7, 1), 38.5, 0.42),
    ("marketing", date(2025, 1, 1), 52.0, 0.2),
    ("press", date(2025, 1, 1), 61.0, 0.1),
    ("sales", date(2025, 1, 1), 46.4, 0.35),
    ("product", date(2025, 1, 1), 58.0, 0.15),
    ("legal", date(2025, 1, 1), 74.0, 0.05),
)


def spend(world: World) -> Iterator[tuple[date, str | None, str, str, float]]:
    """(day, campaign's id or None, platform, category, euro), by campaign and day; nothing after the world's end."""
    last = local(world.end).date()
    for campaign in CAMPAIGNS:
        starts = local(campaign.starts_at(world.end)).date()
        if starts < local(world.start).date():
            continue
        yield starts - timedelta(days=9), campaign.id, "Facebook", "production", float(campaign.production)
        yield from (row for row in _media(campaign, starts) if row[0] <= last)
    yield from _every_month(world)


def _media(campaign: Campaign, starts: date) -> Iterator[tuple[date, str | None, str, str, float]]:
    # Every second day, in whole cents; the last one takes what rounding left.
    days = range(0, campaign.lasts, 2)
    for platform, share in zip(PLATFORMS, SHARES, strict=True):
        cents = round(campaign.other_media * 100 * share)
        each = cents // len(days)
        for offset in days:
            more = cents - each * len(days) if offset == days[-1] else 0
            yield starts + timedelta(days=offset), campaign.id, platform, "media", (each + more) / 100


def _every_month(world: World) -> Iterator[tuple[date, str | None, str, str, float]]:
    for first in months(world):
        if first.toordinal() <= local(world.end).date().toordinal():
            yield first, None, FLAT, "agency", AGENCY_A_MONTH
            yield first, None, FLAT, "tools", TOOLS_A_MONTH


def months(world: World) -> Iterator[date]:
    """The first days of the months from the world's start to its end."""
    day = local(world.start).date().replace(day=1)
    while day <= local(world.end).date():
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def budgets(world: World) -> Iterator[tuple[str, date, int, str, float]]:
    """(department, first day, months, category, euro): quarters that the world touches, and months of the press."""
    first_days = sorted({day.replace(month=day.month - (day.month - 1) % 3) for day in months(world)})
    for quarter in first_days:
        for department, planned in BUDGETS.items():
            for category, amount in planned.items():
                yield department, quarter, 3, category, float(amount)
    for month in months(world):
        for category, amount in PRESS_A_MONTH.items():
            yield "press", month, 1, category, amount


def spend_rows(world: World, now: int) -> Iterator[tuple[Any, ...]]:
    """Rows of spend.xlsx until the local day of `now`."""
    for day, campaign, platform, category, amount in spend(world):
        if day > local(now).date():
            continue
        yield (
            datetime(day.year, day.month, day.day), campaign, platform, CATEGORIES[category], amount, "EUR", None,
        )  # fmt: skip


def budget_rows(world: World) -> Iterator[tuple[Any, ...]]:
    """Rows of budgets.xlsx; as everybody writes a quarter in another way."""
    for department, day, count, category, amount in budgets(world):
        number = (day.month - 1) // 3
        if count == 1:
            when = f"{day:%Y-%m}"
        elif department == "service":
            when = f"{QUARTERS[number]}/{day.year}"
        else:
            when = f"{day.year}-Q{number + 1}" if department == "sales" else f"Q{number + 1} {day.year}"
        yield BY_ID[department].name, when, CATEGORIES[category], amount, "EUR"


def rate_rows() -> Iterator[tuple[Any, ...]]:
    """Rows of rates.csv, numbers with a comma."""
    for number, (department, begins, euro, tool) in enumerate(RATES):
        later = [row[1] for row in RATES[number + 1 :] if row[0] == department]
        until = f"{later[0] - timedelta(days=1):%d.%m.%Y}" if later else None
        yield (
            BY_ID[department].name, f"{begins:%d.%m.%Y}", until, f"{euro:.2f}".replace(".", ","),
            f"{tool:.2f}".replace(".", ","),
        )  # fmt: skip


def campaign_days(campaign: Campaign, world: World) -> tuple[date, date]:
    """Its first and last local day."""
    starts = campaign.starts_at(world.end)
    return local(starts).date(), local(starts + (campaign.lasts - 1) * DAY).date()
