"""SLA compliance: every number leads to as many instances as it counts, on both clocks and for every kind of target."""

import re
from datetime import date

import polars as pl
import pytest
from dash.development.base_component import Component

from dashboard import urls
from dashboard.cards.cases import case_lists
from dashboard.cards.sla import compliance, due_next, target_rules
from dashboard.cards.sla.breach_pareto import REST, causes
from dashboard.cards.sla.target_rules import rules
from dashboard.components.static import markup
from dashboard.pages import sla
from dashboard.view import View

SEARCHES = [
    "lang=en",
    "lang=en&clock=calendar&p=90d&metric=next_response",
    "lang=en&x.channel=comment&metric=resolution",
    "lang=en&p=90d&metric=approval&f.department_id=service,none",
]


def anchors(node) -> list[tuple[str, str]]:
    """Addresses and texts of all links in a tree."""
    if isinstance(node, list | tuple):
        return [found for child in node for found in anchors(child)]
    if not isinstance(node, Component):
        return []
    own = [(node.href, markup(node.children))] if node._type == "A" and getattr(node, "href", None) else []
    return own + anchors(getattr(node, "children", None))


def count(text: str) -> int:
    """The first number of a text."""
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def listed(snapshot, href: str) -> int:
    """How many rows the list at an address has."""
    path, _, search = href.partition("?")
    assert path == "/cases"
    return case_lists.listing(View(urls.parse(path, search), snapshot)).total


@pytest.mark.parametrize("search", SEARCHES)
def test_every_count_of_the_page_leads_to_as_many_instances(view, snapshot, search):
    shown = view(f"/sla?{search}")
    cards = [sla.by_department(shown), causes(shown), sla.breaches(shown), due_next.due_next(shown)]
    links = [
        link for card in cards for link in anchors([card.body, card.footer]) if link[0].startswith("/cases")
    ]

    assert len(links) > 6
    for href, text in links:
        assert listed(snapshot, href) == count(text), (href, text)


def test_key_figures_lead_to_the_instances_that_they_count(view, snapshot):
    shown = view("/sla?lang=en&metric=resolution")
    for builder in [*sla.target_kpis(shown), sla.running_kpi]:
        kpi = builder(shown)
        assert listed(snapshot, kpi.href) == count(kpi.n or kpi.value)
        for href, text in anchors(kpi.foot):
            assert listed(snapshot, href) == count(text)


def test_causes_add_up_to_all_breaches_and_what_no_rule_explains_stands_last(view):
    for kind in compliance.KINDS:
        shown = view(f"/sla?lang=en&p=90d&metric={kind}")
        rows = causes(shown).rows
        breached = shown.evaluate("sla_compliance", (), clock="business", metric=kind)
        (total,) = [r["numerator"] for r in breached.to_dicts() if r["statistic"] == "breached"]

        assert sum(row["count"] for row in rows) == total
        assert rows[-1]["cumulated"] == 1.0
        assert [row["key"] for row in rows].index(REST) == len(rows) - 1
        known = [row["count"] for row in rows if row["key"] != REST]
        assert known == sorted(known, reverse=True)


def test_a_finding_about_causes_is_said_only_where_the_intervals_are_apart(view):
    few = causes(view("/sla?lang=en&metric=approval&p=7d"))
    assert few.heading == "Why were targets missed?"
    assert few.badge is not None


def test_the_live_list_is_in_order_of_due_time_and_holds_what_is_open_only(view):
    shown = view("/sla?lang=en&metric=resolution")
    card = due_next.due_next(shown)
    due = [row["due_at"] for row in card.rows]

    assert due == sorted(due)
    assert all(row["ended_at"] is None if "ended_at" in row else True for row in card.rows)
    assert {row["key"] for row in card.rows} <= {"running", "at_risk", "breached"}
    assert min(due) >= shown.snapshot.about.as_of - due_next.WINDOW


def test_every_kind_of_target_speaks_of_its_own_targets(view):
    def shown(kind: str) -> list[str]:
        return [target.target_id for target in compliance.targets(view(f"/sla?metric={kind}"))]

    assert shown("resolution") == ["solved_16h"]
    assert shown("approval") == ["approved_5h"]
    assert (
        shown("next_response") == shown("first_response") == ["private_15min", "public_5h", "mail_next_day"]
    )
    assert shown("nonsense") == shown("first_response")


def test_a_rule_says_for_whom_how_long_and_when_its_clock_stands(view):
    (rule,) = rules(view("/sla?lang=en&metric=resolution")).rows
    assert (rule["within"], rule["who"], rule["pause"], rule["held"]) == (
        "16\u00a0h of business time", "everything", "Waiting for customer", "always"
    )  # fmt: skip
    assert rules(view("/sla?lang=en")).rows[2]["within"] == "End of the next business day"


def test_business_time_is_said_in_hours_and_not_in_days_of_24(view):
    shown = view("/sla?lang=en&metric=resolution")
    (rule,) = compliance.rules(shown)
    assert target_rules.told(shown, {**rule, "seconds": 86_400.0})["within"] == "24 h of business time"
    around = target_rules.told(shown, {**rule, "seconds": 86_400.0, "clock": "calendar"})
    assert around["within"] == "1\u00a0d around the clock"


def test_a_day_is_settled_when_hardly_anything_of_it_still_runs():
    days = pl.DataFrame(
        {
            "date_day": [date(2026, 11, day) for day in (1, 2, 3)],
            "sample_size": [99, 19, 50],
            "running": [1, 2, 0],
        }
    )
    assert compliance.matured_until(days) == date(2026, 11, 2)
