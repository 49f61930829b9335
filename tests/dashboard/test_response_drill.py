"""Every mark of the response page leads to as many waits as it counts, on either clock and from either start."""

from __future__ import annotations

import re

import polars as pl
import pytest

from dashboard import urls
from dashboard.cards.cases.wait_lists import listing
from dashboard.cards.responses import response_equity, response_rates, response_times, response_week
from dashboard.cards.responses.response_equity import Group
from dashboard.components.static import markup
from dashboard.pages import responses
from dashboard.verdict import Estimate
from dashboard.view import View

SEARCHES = ["lang=en", "lang=en&clock=calendar&p=90d", "lang=en&since=arrival&x.channel=mail"]
pytestmark = pytest.mark.demand(10)


def count(view: View, href: str) -> int:
    path, _, query = href.replace("&amp;", "&").partition("?")
    assert path == "/waits"
    return listing(View(urls.parse(path, query), view.snapshot)).total


@pytest.mark.parametrize("search", SEARCHES)
def test_stakeholders_and_turns_lead_to_their_waits(view, search):
    shown = view(f"/responses?{search}")
    lines = [*response_equity.stakeholders(shown), *response_equity.by_turn(shown)]

    assert len(lines) >= 7
    assert [count(shown, one.href) for one in lines] == [one.half.n for one in lines]


@pytest.mark.thorough
@pytest.mark.parametrize("search", SEARCHES)
def test_hours_of_the_week_lead_to_what_was_due_or_else_to_all_that_began(view, search):
    shown = view(f"/responses?{search}")
    body = markup(responses.week(shown).body)
    rows = {row["hour"]: row for row in responses.week(shown).rows}
    cells = re.findall(r'href="([^"]+)"[^>]*title="([^:]+): ', body)

    assert len(cells) == len(rows) > 50
    for href, hour in cells:
        assert count(shown, href) == (rows[hour]["n"] or rows[hour]["opened"]), hour


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("figure", ["rate", "given_up", "doubled", "lag"])
def test_key_figures_lead_to_their_denominator(view, search, figure):
    shown = view(f"/responses?{search}")
    kpi = getattr(response_rates, figure)(shown)

    assert kpi.n == f"n {count(shown, kpi.href):,}"


@pytest.mark.parametrize("figure", ["rate", "given_up", "doubled"])
def test_the_parts_of_a_key_figure_lead_to_as_many(view, figure):
    shown = view("/responses?lang=en&p=90d")
    links = [part for part in getattr(response_rates, figure)(shown).foot if part._type == "A"]

    assert links
    for link in links:
        assert count(shown, link.href) == int(re.match(r"[\d,]+", link.children)[0].replace(",", "")), (
            link.href
        )


def test_from_arrival_on_waits_are_shorter_and_who_was_answered_before_is_counted_as_left_out(view):
    published, arrived = (
        view(f"/responses?lang=en&f.platform=facebook{since}") for since in ("", "&since=arrival")
    )
    long, short = (response_times.overall(one)["p50"] for one in (published, arrived))

    assert short.value < long.value
    left_out = f"{long.n - short.n} waits are left out: their message arrived after the answer"
    assert left_out in str(responses.curve(arrived).footer)
    assert "left out" not in str(responses.curve(published).footer)


def test_where_nothing_arrived_in_time_the_page_says_so_and_leads_back(view):
    shown = view("/responses?lang=en&since=arrival&p=2026-08-01..2026-08-02")

    assert responses._answer(shown).startswith("No message arrived here while its wait lasted")
    assert responses.p50(shown).interval == "nothing arrived while its wait lasted"
    assert 'href="/responses?p=2026-08-01..2026-08-02&amp;lang=en"' in markup(responses.curve(shown).body)
    assert responses.lag(shown).interval == "everything was sent before its source was first read"


def test_a_finding_about_evenings_needs_intervals_apart(view):
    def week(evening: int, day: int) -> dict[int, dict[str, float]]:
        met = {19: evening, 10: day}
        return {hour: {"numerator": kept, "sample_size": 100} for hour, kept in met.items()}

    shown = view("/responses?lang=en")
    assert response_week.finding(shown, week(85, 90)) is None
    assert response_week.finding(shown, week(40, 90)) == (
        "After 18:00, 40% are answered in time; from 8:00 to 18:00 on weekdays 90%"
    )


def test_who_waits_is_coloured_only_beyond_the_median_of_all(view):
    shown = view("/responses?lang=en&p=90d")
    body = markup(responses.equity(shown).body)
    who = {one.name: one for one in response_equity.stakeholders(shown)}

    assert responses.equity(shown).heading.startswith("Applicants wait longer than others")
    assert who["Suppliers"].half.is_few
    assert body.index("Suppliers") > body.index("not stated")
    assert len(re.findall(r'class="r ls-bad"', body)) == 1


def test_nobody_is_blamed_for_those_of_whom_no_one_says_who_they_are():
    slow, whole = Estimate(9000.0, 8000.0, 9900.0, 200), Estimate(3600.0, 3500.0, 3700.0, 900)
    who, unknown = (Group("who", "x", slow, slow, "", is_stated=stated) for stated in (True, False))

    assert (who.tone(whole), unknown.tone(whole)) == ("bad", "")


def test_without_stakeholders_the_card_says_that_nobody_tells(view):
    shown = view("/responses?lang=en")
    nobody = shown.evaluate("first_response_time", ("stakeholder",), clock="business").with_columns(
        stakeholder=pl.lit(None, dtype=pl.String)
    )

    assert not any(name is not None for name in nobody["stakeholder"])
    assert "No source says who asks." in str(response_equity._unstated(shown, []))
