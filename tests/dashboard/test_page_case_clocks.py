"""A case on which everything happens: each clock's stretches add up to its number, and say why it came out so."""

from datetime import timedelta
from itertools import pairwise

import pytest

from dashboard.cards.cases import case_lanes, case_trace, sla_clocks
from dashboard.cards.cases.conversations import find
from dashboard.cards.cases.other_tools import said
from dashboard.cards.cases.transcript import entries
from dashboard.components.static import markup
from dashboard.data import Reader
from dashboard.pages import conversation
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard import case_story
from tests.dashboard.case_story import CASE, INSTANCES, at
from tests.dashboard.company import publish


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    var = tmp_path_factory.mktemp("story")
    case_story.add(publish(var))
    with Reader(var).snapshot() as held:
        yield held


@pytest.fixture
def page(snapshot):
    def make(search: str = "lang=en", item: str = CASE) -> View:
        return View(parse(f"/conversation/{item}", search), snapshot, item)

    return make


def story(view):
    found = find(view, view.item)
    assert found is not None
    return found


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.definition(8, 9)
@pytest.mark.demand(17)
@pytest.mark.parametrize("given", INSTANCES, ids=lambda one: one["sla_id"])
def test_the_stretches_of_a_clock_follow_one_another_and_add_up_to_what_was_used_up(page, given):
    view = page()
    instance = next(one for one in story(view).instances if one["sla_id"] == given["sla_id"])
    steps = sla_clocks.steps(view, instance, story(view).as_of)

    assert sum(step.seconds for step in steps) == given["consumed_seconds"]
    assert (steps[0].started_at, steps[-1].ended_at) == (given["started_at"], given["ended_at"])
    assert all(a.ended_at == b.started_at for a, b in pairwise(steps))


@pytest.mark.definition(9)
def test_a_pause_by_policy_says_its_state_and_closed_hours_inside_it_are_not_said_twice(page):
    view = page()
    resolution = next(one for one in story(view).instances if one["metric"] == "resolution")
    paused = [step for step in sla_clocks.steps(view, resolution, story(view).as_of) if step.pause]

    assert [(step.started_at, step.ended_at, step.pause, step.seconds) for step in paused] == [
        (at("17 16:45"), at("18 13:05"), "waiting_customer", 0.0)
    ]


@pytest.mark.definition(9)
def test_the_instant_of_the_breach_stands_between_its_stretches(page):
    view = page(f"lang=en&sla={CASE}/first_response/1")
    lines = [plain(markup(row)) for row in case_trace.card(view, story(view)).body.children.children]
    said_at = next(i for i, line in enumerate(lines) if "The target is used up" in line)

    assert "16:55" in lines[said_at]
    assert "16:40–16:55" in lines[said_at - 1]
    assert "16:55–20:00" in lines[said_at + 1]
    assert any("4 h 30 min" in line and "total" in line for line in lines)


@pytest.mark.demand(15)
def test_every_target_of_the_case_has_its_lane_and_its_row(page):
    view = page()
    card = conversation.lanes(view)

    assert [plain(row["what"]) for row in card.rows] == [
        "First response, 15 min",
        "Resolution, 24 h",
        "Next response, 5 h",
        "Next response, 5 h",
        "Promise: Erstattung",
    ]
    lanes = list(dict.fromkeys(plain(clock.lane) for clock in case_lanes.clocks_of(view, story(view))))
    assert lanes == ["First response, 15 min", "Next response, 5 h", "Resolution, 24 h", "Approval"]


def test_a_hand_off_is_hatched_until_it_is_picked_up(page):
    view = page()

    assert [(one.started_at, one.ended_at) for one in case_lanes.handed(view, story(view))] == [
        (at("17 14:10"), at("17 16:45"))
    ]
    handed = next(entry for entry in entries(view, story(view)) if entry.who.startswith("Handed over"))
    assert [plain(remark) for remark in handed.remarks] == ["picked up 17 Nov, 16:45"]


@pytest.mark.definition(18)
def test_a_promise_kept_too_late_says_by_how_much(page):
    view = page()
    promise = case_lanes.promises(view, story(view))[0]

    assert (promise.is_kept, promise.is_late, promise.ended_at) == (True, True, at("19 10:40"))
    assert plain(promise.note) == "<b>16 h 40 min late</b>"


def test_the_answer_counts_targets_promises_and_the_first_cause(page):
    body = conversation.layout(page())
    text = "".join(plain(markup(part)) for part in body.answer)

    assert "2 of 4 targets were missed." in text
    assert "One promise was not kept in time." in text
    assert "First cause: out of hours." in text


def test_around_the_clock_nothing_but_policy_stops_a_clock(page):
    view = page("lang=en&clock=calendar")
    first, resolution = (
        next(one for one in story(view).instances if one["metric"] == metric)
        for metric in ("first_response", "resolution")
    )
    as_of = story(view).as_of

    assert sum(step.seconds for step in sla_clocks.steps(view, first, as_of)) == 16.5 * 3600
    whole, paused = at("19 10:40") - at("16 16:40"), at("18 13:05") - at("17 16:45")
    assert sum(step.seconds for step in sla_clocks.steps(view, resolution, as_of)) == (
        (whole - paused) / timedelta(seconds=1)
    )


@pytest.mark.demand(6)
def test_what_others_would_say_is_their_rule_on_the_same_messages(page):
    view = page()
    found = {one.rule: one.seconds for one in said(view, story(view), story(view).waits[0])}

    # A bot at 16:41; the last of the customer's two messages at 17:31; the answer at 9:10 the next day.
    assert found == {"automatic": 60.0, "last_message": (15 * 60 + 39) * 60.0}


def test_a_rule_that_comes_out_the_same_is_not_said(page):
    view = page(item=f"{CASE}-5")

    assert said(view, story(view), story(view).wait) == []
