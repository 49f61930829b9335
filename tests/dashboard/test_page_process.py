"""The process page: ways add up, marks lead to as many cases as they say, unknown is a dash."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard.cards.cases import case_lists, wait_lists
from dashboard.cards.process import process_kpis, process_tables
from dashboard.components.path import places, told
from dashboard.components.spread import position, spread
from dashboard.pages import process

SEARCHES = ["", "p=90d", "p=7d&f.department_id=marketing", "x.channel=mail", "f.department_id=none&p=90d"]


def links(component: Any) -> list[tuple[str, int]]:
    """Address and number of every link that shows a number."""
    found = []
    for one in component._traverse():
        if type(one).__name__ == "A" and isinstance(one.children, str):
            digits = re.sub(r"\D", "", one.children)
            found += [(one.href, int(digits))] if digits else []
    return found


@pytest.mark.parametrize("search", SEARCHES)
def test_all_ways_together_are_all_cases_opened(view, search):
    shown = view(f"/process?{search}")
    card = process.paths(shown)
    where, values = shown.where("opened_day")

    total = shown.rows(f"select count(*) from marts.fct_cases where {where}", values).item()
    assert sum(row["cases"] for row in card.rows) == total


@pytest.mark.demand(10)
@pytest.mark.parametrize("search", ["lang=en&p=90d", "lang=de&p=28d&x.channel=comment"])
@pytest.mark.parametrize("builder", [process.paths, process.depth, process.approvals])
def test_behind_every_number_are_as_many_rows(view, search, builder):
    found = links(builder(view(f"/process?{search}")).body)

    assert found
    for href, number in found:
        assert case_lists.listing(view(href)).total == number, href


@pytest.mark.demand(10)
def test_behind_key_figures_are_the_cases_they_are_of(view):
    shown = view("/process?lang=en&p=90d")
    for builder in (process_kpis.reopened, process_kpis.one_touch):
        kpi = builder(shown)
        assert case_lists.listing(view(kpi.href)).total == kpi.estimate.n
    for clock in ("business", "calendar"):
        approvals = process_kpis.approvals(view(f"/process?lang=en&p=90d&clock={clock}"))
        assert case_lists.listing(view(approvals.href)).total == approvals.estimate.n


@pytest.mark.demand(10)
def test_behind_each_process_is_what_it_counts(view):
    found = links(process.works(view("/process?lang=en&p=90d")).body)

    assert [href.partition("?")[0] for href, _ in found] == ["/waits", "/waits", "/cases"]
    for href, number in found:
        lists = wait_lists if href.startswith("/waits") else case_lists
        assert lists.listing(view(href)).total == number, href


def test_shares_of_the_time_add_up(view):
    frame = process_tables.statistics(view("/process?p=90d"), "stage_duration", ("department_id", "state"))

    assert frame["time_share"].sum() == pytest.approx(1)


def test_without_a_calendar_a_stage_is_a_dash_with_its_reason_and_around_the_clock_it_is_measured(view):
    legal = {"name": "Legal", "place": "approval"}
    found = [
        row for row in process.stages(view("/process?p=90d&lang=en")).rows if row.items() >= legal.items()
    ]
    assert [row["p50"] for row in found] == [None]
    assert "no calendar" in str(process.approvals(view("/process?p=90d&lang=en")).body)

    found = [
        row
        for row in process.stages(view("/process?p=90d&lang=en&clock=calendar")).rows
        if row.items() >= legal.items()
    ]
    assert [row["p50"] is not None for row in found] == [True]


def test_a_path_is_read_as_departments_and_states(view):
    path = "service:open > -:waiting_customer > legal:waiting_approval > resolved"

    assert places(path) == [
        ("service", "open"), (None, "waiting_customer"), ("legal", "waiting_approval"), (None, "resolved"),
    ]  # fmt: skip
    assert told(view("/process?lang=en"), path) == (
        "Customer service open → no owner waits for customer → Legal approval → resolved"
    )


def test_the_scale_of_durations_is_logarithmic_and_ends_at_its_ends():
    assert position(900) == 0
    assert position(90 * 86400) == 100
    assert 0 < position(3600) < position(86400) < 100
    assert "beyond" in str(spread(3600, None))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_under_these_filters_says_so(view, lang):
    shown = view(f"/process?lang={lang}&f.platform=sms")

    for builder in process.PAGE.cards:
        assert builder(shown).rows == ()
    assert process_kpis.resolution(shown).value == "—"
