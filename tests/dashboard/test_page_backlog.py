"""The backlog: the balance holds under any filter, the parts add up, nothing is invented."""

import polars as pl
import pytest

from dashboard.cards.backlog import ageing, backlog_levels
from dashboard.figures.backlog_area import AGES
from dashboard.pages import backlog

SEARCHES = [
    "",
    "p=7d",
    "p=lastweek",
    "f.department_id=marketing",
    "f.department_id=none",
    "x.channel=mail&p=90d",
]


@pytest.mark.definition(10)
@pytest.mark.demand(14)
@pytest.mark.parametrize("search", SEARCHES)
def test_what_was_open_plus_in_minus_out_is_what_is_open(view, search):
    found = backlog_levels.balance(view(f"/backlog?{search}"))

    assert found.holds, found
    assert found.terms["opened"] > 0


def test_a_balance_that_is_off_is_seen():
    terms = dict.fromkeys((*backlog_levels.IN, *backlog_levels.OUT), 0)

    assert not backlog_levels.Balance(5, {**terms, "opened": 2}, 8).holds
    assert backlog_levels.Balance(5, {**terms, "opened": 2, "resolved": 1}, 6).holds


@pytest.mark.parametrize("search", SEARCHES)
def test_age_classes_add_up_to_what_is_open(view, search):
    hours = backlog_levels.hours(view(f"/backlog?{search}"))

    assert hours.select((pl.sum_horizontal(AGES) == pl.col("open")).all()).item()


def test_departments_add_up_to_all(view):
    shown = view("/backlog")
    frame = backlog_levels.departments(shown)

    assert frame["open"].sum() == backlog_levels.level(shown)["open"]
    assert frame["aged_seconds"].sum() == pytest.approx(backlog_levels.level(shown)["aged_seconds"])


def test_nobody_stands_last_in_the_table(view):
    assert backlog_levels.departments(view("/backlog?p=90d"))["department_id"].to_list()[-1] is None


def test_the_curve_ends_now_while_the_bars_end_with_the_last_complete_day(view):
    shown = view("/backlog")

    assert backlog_levels.hours(shown)["hour_at"].max() == shown.snapshot.about.as_of
    assert backlog_levels.flows(shown)["date_day"].max() == shown.period.last


def test_a_period_in_the_past_ends_at_its_own_midnight(view):
    shown = view("/backlog?p=2026-11-01..2026-11-07&lang=en")

    assert backlog_levels.hours(shown)["hour_at"].max() == backlog_levels.instant(shown)
    assert backlog.open_now(shown).label == "Open at the end of 7\u00a0Nov"


def test_closed_hours_are_shaded_only_where_one_calendar_holds(view):
    assert backlog_levels.closed(view("/backlog?f.department_id=service"))
    assert backlog_levels.closed(view("/backlog?f.department_id=legal")) == []
    assert backlog_levels.closed(view("/backlog")) == []


def test_moves_count_only_where_departments_are_chosen(view):
    assert "moved_in" not in backlog_levels.kinds(view("/backlog"), "in")
    assert "moved_in" in backlog_levels.kinds(view("/backlog?f.department_id=press"), "in")


def test_the_card_carries_the_balance_in_words(view):
    card = backlog.area(view("/backlog?lang=en"))

    assert card.badge == ("balance checked", "")
    assert " opened " in card.footer[-1].children


def test_each_department_leads_to_its_cases(view):
    card = ageing.card(view("/backlog?lang=en"), {"from": "/backlog"})

    assert "Marketing" in {row["name"] for row in card.rows}


def test_nothing_open_says_so(view):
    shown = view("/backlog?lang=en&f.platform=sms")

    assert backlog.oldest(shown).value == "—"
    assert backlog._answer(shown, 0) == "Nothing was open under these filters."


def test_a_long_table_is_cut_in_the_card_and_whole_in_its_export(view):
    shown = view("/backlog?lang=en")

    assert ageing.more_rows(shown, ageing.MOST_ROWS) == []
    assert ageing.more_rows(shown, ageing.MOST_ROWS + 61)[0].children == "61 more are in the table."
