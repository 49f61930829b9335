"""Response times: what the page says follows from intervals, and what is not known is said."""

import polars as pl
import pytest

from dashboard.cards.responses import response_times
from dashboard.pages import responses
from dashboard.verdict import Estimate


def test_the_ghost_card_says_how_many_it_leaves_out_and_what_that_makes(view):
    shown = view("/responses?lang=en")
    found = response_times.overall(shown)
    card = responses.ghost(shown)

    left_out = found["p50"].n - found["answered_only_p50"].n
    assert left_out > 0
    assert card.foot[0].children == f"Leaves out {left_out} waits that nobody answered:"
    assert (
        card.foot[1].children == f"−{shown.duration(found['p50'].value - found['answered_only_p50'].value)}"
    )


def test_groups_are_drawn_quickest_first_and_keep_their_colour(view):
    by_channel = response_times.by_group(view("/responses")).groups.shown
    only_mail = response_times.by_group(view("/responses?f.channel=mail")).groups.shown

    assert [one.key for one in by_channel] == ["direct_message", "comment", "mail"]
    assert only_mail[0].category == next(one.category for one in by_channel if one.key == "mail") == 3


def test_departments_have_the_colours_of_the_configuration(view):
    shown = response_times.by_group(view("/responses?by=department_id")).groups.shown

    assert next(one.category for one in shown if one.key == "marketing") == 4


def test_small_groups_are_grey(view):
    shown = response_times.by_group(view("/responses?by=department_id"), most=20).groups.shown

    assert {one.key: one.is_few for one in shown}["product"]


def test_a_finding_names_the_slowest_only_if_its_interval_lies_beyond_all_others(view):
    clear = responses.curve(view("/responses?lang=en"))
    alone = responses.curve(view("/responses?lang=en&f.channel=mail"))

    assert clear.heading.startswith("E-mail: people wait longest")
    assert alone.heading == "How long people really wait, open waits included"


def test_a_percentile_that_is_not_reached_is_never_invented(view):
    shown = view("/responses?lang=en")

    assert responses.response_kpis._duration_interval(shown, Estimate(None, 3600.0, None, 30)) == (
        "95% CI 1\u00a0h – > 7 d"
    )


def test_without_waits_the_cards_say_so(view):
    shown = view("/responses?lang=en&p=2030-01-01..2030-01-31")

    assert responses.p50(shown).value == "—"
    assert responses.p50(shown).interval == "no waits in this period"
    assert "No wait began" in responses._answer(shown)


def test_of_few_waits_the_page_draws_no_conclusion(view):
    few = view("/responses?lang=en&f.department_id=product")

    found = response_times.overall(few)["p50"]
    assert 1 < found.n < 20
    assert responses._answer(few) == f"{found.n} waits are too few to say how long people wait."


def test_the_day_target_is_drawn_at_the_median_of_what_it_allowed(view):
    lines = response_times.target_lines(view("/responses"))

    assert [(one.line.seconds, one.is_median) for one in lines[:2]] == [(900.0, False), (18000.0, False)]
    assert lines[2].is_median
    # From some time of a 12-hour day to the end of the next: between one and two such days.
    assert 12 * 3600 < lines[2].line.seconds <= 24 * 3600


def test_curves_and_percentiles_tell_the_same_story(view):
    shown = view("/responses")
    waiting = response_times.by_group(shown)
    points = response_times.curve(shown, waiting)

    for one in waiting.groups.shown:
        half = waiting.of(one.key, "p50").value
        mine = points.filter(pl.col("series") == one.key)
        before = mine.filter(pl.col("seconds") < half)["metric_value"].max()
        after = mine.filter(pl.col("seconds") >= half)["metric_value"].min()
        assert (before or 0) < 0.5 <= after


@pytest.mark.parametrize("card", [responses.curve, responses.percentiles, responses.departments])
def test_every_card_has_its_table_with_the_same_groups(view, card):
    shown = card(view("/responses?lang=en&by=department_id"))

    names = {row["name"] for row in shown.rows}
    assert {"Customer service", "Marketing"} <= names
    assert {column.key for column in shown.columns} <= set(shown.rows[0])


def test_a_department_without_calendar_says_so_instead_of_claiming_there_were_no_waits(view):
    business, calendar = (
        view("/responses?lang=en&f.department_id=legal"),
        view("/responses?lang=en&f.department_id=legal&clock=calendar"),
    )

    assert responses.p50(business).interval == "no calendar, no business time"
    assert responses._answer(business).startswith("Nobody in charge here has a calendar")
    assert responses.p50(calendar).value != "—"
