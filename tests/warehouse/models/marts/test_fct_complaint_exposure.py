"""Complaints under posts, and how often the post was shown while they stood unanswered."""

from __future__ import annotations

from datetime import timedelta
from math import exp

import pytest

from tests.warehouse.conftest import at
from tests.warehouse.post_marts import hours, made

ANSWERED = {"opened_at": "09:00", "ended_at": "17:00", "due_at": "14:00", "outcome": "answered"}


def test_what_was_shown_until_the_answer_is_counted_and_the_late_part_apart() -> None:
    (row,) = made(
        "fct_complaint_exposure",
        fct_waits=[ANSWERED],
        fct_reach=hours(24, organic_impressions=100) + hours(24, paid_impressions=300),
        fct_spend=[{"amount": 43.2}],  # 24 x 300 paid impressions: 6 EUR a thousand
    )

    assert row["impressions"] == row["impressions_lower"] == row["impressions_upper"] == 8 * 400
    assert (row["paid_impressions"], row["late_impressions"]) == (2400, 1200)
    assert row["spent_eur"] == pytest.approx(14.40)
    assert row["reason"] is None and row["eur_reason"] is None


def test_money_that_showed_two_complaints_at_once_is_spent_once() -> None:
    rows = made(
        "fct_complaint_exposure",
        fct_waits=[
            ANSWERED | {"wait_id": "a", "opened_at": "09:00", "ended_at": "13:00"},
            ANSWERED | {"wait_id": "b", "opened_at": "11:00", "ended_at": "15:00"},
            ANSWERED | {"wait_id": "c", "opened_at": "11:30", "ended_at": "12:00"},
        ],
        fct_reach=hours(24, paid_impressions=1000),
        fct_spend=[{"amount": 144.0}],  # 6 EUR a thousand
    )

    assert [row["spent_eur"] for row in rows] == pytest.approx([24.0, 24.0, 3.0])
    # Nine to three are six hours, whoever waited.
    assert [row["spent_once_eur"] for row in rows] == pytest.approx([24.0, 12.0, 0.0])
    assert [row["spent_once_lower"] for row in rows] == pytest.approx([24.0, 12.0, 0.0])


def test_one_still_open_counts_until_now_and_only_those_who_see_comments() -> None:
    (row,) = made(
        "fct_complaint_exposure",
        now="12:00",
        fct_waits=[{"opened_at": "09:00"}],
        fct_reach=hours(12, organic_impressions=100),
        settings=[{"visible_share": 0.5}],
    )

    assert (row["is_open"], row["impressions"]) == (True, 150)
    assert row["late_impressions"] is None  # it has no target


def test_half_an_hour_takes_its_part_and_the_bounds_all_or_nothing() -> None:
    (row,) = made(
        "fct_complaint_exposure",
        fct_waits=[ANSWERED | {"opened_at": "09:30", "ended_at": "11:00"}],
        fct_reach=hours(24, organic_impressions=100),
    )

    assert (row["impressions"], row["impressions_lower"], row["impressions_upper"]) == (150, 100, 200)


def test_trapezoids_between_hourly_readings_meet_the_closed_form_of_a_fading_post() -> None:
    total, fades = 50_000.0, 10.0  # hours

    def shown(hour: float) -> float:
        return total * (1 - exp(-hour / fades))

    readings = [
        {"from_at": at("00:00") + timedelta(hours=n), "until_at": at("00:00") + timedelta(hours=n + 1),
         "organic_impressions": round(shown(n + 1)) - round(shown(n))}
        for n in range(72)
    ]  # fmt: skip
    for opened, ended in (("01:20", "02:50"), ("00:10", "20:40"), ("05:59", "06:01")):
        (row,) = made(
            "fct_complaint_exposure",
            fct_waits=[ANSWERED | {"opened_at": opened, "ended_at": ended}],
            fct_reach=readings,
        )
        first, last = ((at(text) - at("00:00")).total_seconds() / 3600 for text in (opened, ended))
        assert row["impressions"] == pytest.approx(shown(last) - shown(first), rel=0.02), opened
        assert row["impressions_lower"] <= shown(last) - shown(first) <= row["impressions_upper"]


def test_daily_readings_give_bounds_that_hold_every_allocation() -> None:
    days = [{"from_at": f"+{n} 00:00", "until_at": f"+{n + 1} 00:00", "organic_impressions": count, "seconds": 86400.0,
             "quality": "daily"} for n, count in enumerate((10_000, 4_000))]  # fmt: skip
    (row,) = made("fct_complaint_exposure", fct_waits=[ANSWERED], fct_reach=days)

    assert (row["impressions_lower"], row["impressions_upper"]) == (0, 10_000)
    assert 0 < row["impressions"] < 10_000


@pytest.mark.parametrize(
    ("readings", "reason", "impressions"),
    [
        ([], "no_reach", None),
        (hours(8, organic_impressions=100), "no_reach", None),  # they end before it was written
        (hours(12, organic_impressions=100), "reach_ends", 300),
        (hours(11, organic_impressions=100) + hours(1, "11:00", quality="fell")
         + hours(12, "12:00", organic_impressions=100), "reach_fell", 700),
    ],
)  # fmt: skip
def test_reach_that_is_missing_ends_or_falls_gives_a_reason_and_never_nought(
    readings, reason, impressions
) -> None:
    (row,) = made("fct_complaint_exposure", fct_waits=[ANSWERED], fct_reach=readings)

    assert (row["reason"], row["impressions"]) == (reason, impressions)
    assert row["impressions_upper"] is None


def test_without_spend_there_is_no_money_and_a_campaign_stands_in_for_its_post() -> None:
    waits, reach = [ANSWERED], hours(24, paid_impressions=300)
    (none,) = made("fct_complaint_exposure", fct_waits=waits, fct_reach=reach)
    (lent,) = made(
        "fct_complaint_exposure",
        fct_waits=waits,
        fct_reach=reach + hours(24, paid_impressions=300, post_id="q"),
        fct_spend=[{"post_id": "q", "amount": 86.4}],
    )

    assert (none["spent_eur"], none["eur_reason"]) == (None, "no_spend")
    assert lent["spent_eur"] == pytest.approx(2.4 * 6)  # 86.40 EUR for the campaign's 14,400 paid impressions


def test_a_post_that_nobody_paid_for_costs_nothing_and_a_paid_one_without_readings_is_unknown() -> None:
    reach = hours(24, organic_impressions=100)
    (free,) = made(
        "fct_complaint_exposure", dim_post=[{"is_paid": False}], fct_waits=[ANSWERED], fct_reach=reach
    )
    (paid,) = made("fct_complaint_exposure", fct_waits=[ANSWERED], fct_reach=reach)

    assert (free["spent_eur"], free["eur_reason"]) == (0.0, None)
    assert (paid["spent_eur"], paid["eur_reason"]) == (None, "no_paid_reach")


def test_only_complaints_in_public_under_our_own_posts_count() -> None:
    waits = [
        ANSWERED | {"wait_id": "a", "intent": "question"},
        ANSWERED | {"wait_id": "b", "post_id": "somebody's"},
        ANSWERED | {"wait_id": "c", "visibility": "private"},
        ANSWERED | {"wait_id": "d"},
    ]

    assert [row["wait_id"] for row in made("fct_complaint_exposure", fct_waits=waits)] == ["d"]
