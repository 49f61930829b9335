"""metrics.budget_gap: shares small enough to work out by hand, and what there is to say without a budget."""

from datetime import date, timedelta
from math import log
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.warehouse.conftest import inbound, reply
from warehouse.metrics import budget_gap

pytestmark = pytest.mark.conflict(8)
FIRST = date(2026, 9, 1)
UNITS = pl.DataFrame({"unit": ["service", "marketing", "legal"], "kind": ["service", "marketing", "legal"]})
BUDGETS = {"day": pl.Date, "unit": pl.String, "cost_category": pl.String, "amount": pl.Float64}
WORK = {
    "day": pl.Date, "unit": pl.String, "channel": pl.String, "contacts": pl.Int64, "handled": pl.Int64,
    "seconds": pl.Float64,
}  # fmt: skip


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def budget(
    unit: str, daily: float, days: int = 70, category: str = "people", since: int = 0
) -> list[tuple[Any, ...]]:
    return [(day(n), unit, category, daily) for n in range(since, since + days)]


def work(
    unit: str | None, contacts: int, minutes: float, days: int = 70, channel: str = "mail"
) -> list[tuple[Any, ...]]:
    return [(day(n), unit, channel, contacts, contacts, contacts * minutes * 60) for n in range(days)]


def rows(budgets: list[Any], done: list[Any], by: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    frames = {
        "budgets": pl.DataFrame(budgets, schema=BUDGETS, orient="row"),
        "work": pl.DataFrame(done, schema=WORK, orient="row"),
        "units": UNITS,
    }
    return budget_gap.compute(frames, list(by)).to_dicts()


def only(found: list[dict[str, Any]], statistic: str, **key: object) -> dict[str, Any]:
    [chosen] = [
        row
        for row in found
        if row["statistic"] == statistic and all(row[name] == value for name, value in key.items())
    ]
    return chosen


EXAMPLE = (
    [*budget("service", 300), *budget("marketing", 700)],
    [*work("service", 9, 8), *work("marketing", 8, 6)],
)


def test_the_example_of_the_header_comes_out():
    found = rows(*EXAMPLE)

    assert only(found, "budget_share")["metric_value"] == pytest.approx(0.3)
    assert only(found, "demand_share")["metric_value"] == pytest.approx(0.6)
    assert only(found, "gap")["metric_value"] == pytest.approx(log(0.5))
    assert only(found, "factor")["metric_value"] == pytest.approx(2)
    assert only(found, "gap")["sample_size"] == 70


def test_balanced_is_zero():
    found = rows([*budget("service", 60), *budget("marketing", 40)], EXAMPLE[1])

    assert only(found, "gap")["metric_value"] == pytest.approx(0)


def test_any_currency_gives_the_same_gap():
    dollars = [(when, unit, category, amount * 1.09) for when, unit, category, amount in EXAMPLE[0]]

    assert only(rows(dollars, EXAMPLE[1]), "gap") == pytest.approx(only(rows(*EXAMPLE), "gap"))


def test_the_world_of_2012_stands_beside_it_as_a_reference():
    world = only(rows(*EXAMPLE), "world_share")

    assert world["metric_value"] == pytest.approx(0.0177, abs=5e-5)
    assert world["metric_value"] == pytest.approx(1 / (1 + 55.556), abs=1e-4)


def test_the_interval_is_that_of_the_work_and_holds_the_value():
    noise = np.random.default_rng(5)
    done = [
        (day(n), unit, "mail", int(count := noise.poisson(mean)), int(count), count * 420.0)
        for n in range(70)
        for unit, mean in (("service", 30), ("marketing", 20))
    ]
    found = rows(EXAMPLE[0], done)
    share, gap = only(found, "demand_share"), only(found, "gap")

    assert 0.005 < share["upper"] - share["lower"] < 0.1
    assert share["lower"] < share["metric_value"] < share["upper"]
    # The more of the work is service's, the wider the gap.
    assert gap["lower"] == pytest.approx(log(0.3 / share["upper"]))
    assert only(found, "budget_share")["lower"] == only(found, "budget_share")["upper"]


def test_contacts_that_nobody_answered_yet_take_as_long_as_others_of_their_channel():
    done = [(day(0), "service", "mail", 3, 1, 600.0), (day(0), "service", "phone", 2, 2, 60.0)]
    minutes = budget_gap.with_minutes(pl.DataFrame(done, schema=WORK, orient="row"))["minutes"].to_list()

    assert minutes == [pytest.approx(3 * 10 + 2 * 0.5)]


def test_a_month_without_a_budget_is_left_out_of_both_sides_and_said():
    """September has both budgets; in October marketing has none, and works three times as much."""
    october = [(day(n), "marketing", "mail", 24, 24, 24 * 360.0) for n in range(30, 60)]
    done = [*work("service", 9, 8, 60), *work("marketing", 8, 6, 30), *october]
    found = rows([*budget("service", 300, 60), *budget("marketing", 700, 30)], done)

    assert only(found, "demand_share")["metric_value"] == pytest.approx(0.6)
    assert (only(found, "gap")["sample_size"], only(found, "gap")["reason"]) == (30, "partly_budgeted")
    assert only(found, "gap")["grade"] != "solid"


def test_without_any_budget_there_is_a_demand_share_and_no_gap():
    found = rows(budget("marketing", 700), EXAMPLE[1])

    for statistic in ("gap", "factor", "budget_share"):
        row = only(found, statistic)
        assert (row["metric_value"], row["grade"], row["reason"]) == (None, "not_computable", "no_budget")
    assert only(found, "demand_share")["metric_value"] == pytest.approx(0.6)


def test_without_contacts_there_is_a_budget_share_and_no_gap():
    found = rows(EXAMPLE[0], [])

    assert only(found, "budget_share")["metric_value"] == pytest.approx(0.3)
    assert (only(found, "gap")["metric_value"], only(found, "gap")["reason"]) == (None, "no_contacts")


def test_departments_are_set_against_all_others_and_work_of_nobody_has_a_row():
    done = [*EXAMPLE[1], *work("legal", 2, 15), *work(None, 1, 30)]
    found = rows(EXAMPLE[0], done, by=("department",))

    # 72 + 48 + 30 + 30 minutes a day
    shares = {row["department"]: row["metric_value"] for row in found if row["statistic"] == "demand_share"}
    assert shares == {name: pytest.approx(value / 180) for name, value in
                      {"service": 72, "marketing": 48, "legal": 30, None: 30}.items()}  # fmt: skip
    assert only(found, "gap", department="legal")["reason"] == "no_budget"
    assert only(found, "budget_share", department="service")["metric_value"] == pytest.approx(0.3)


def test_budgets_by_category_are_the_parts_of_the_whole():
    budgets = [*budget("service", 300), *budget("service", 20, category="tools")]
    found = rows(budgets, EXAMPLE[1], by=("department", "cost_category"))

    amounts = {(row["department"], row["cost_category"]): row["metric_value"] for row in found}
    assert amounts == {
        ("service", "people"): pytest.approx(21_000),
        ("service", "tools"): pytest.approx(1400),
    }


def test_asked_of_tables_it_knows_the_days_that_nobody_groups_by(build):
    built = build([inbound("a", "09:00"), reply("b", "09:10", in_reply_to_id="a")])

    found = built.rows(
        "metrics.budget_gap where statistic = 'demand_share' and metric_value is not null", "sample_size"
    )
    assert {row["sample_size"] for row in found} == {1}
