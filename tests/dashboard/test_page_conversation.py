"""One case, as it happened: numbers that add up, what counts in ink and what doesn't in grey."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from dashboard.cards.cases import transcript, wait_clocks, wait_trace
from dashboard.cards.cases.conversations import closed_hours, find, open_hours, owners, steps
from dashboard.data import Reader, Snapshot
from dashboard.pages import conversation
from dashboard.urls import parse
from dashboard.view import View
from tests.dashboard.company import publish
from tests.dashboard.told_case import CASE, at, tables


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory):
    """The hand-made company with one more case, whose numbers can be checked by eye."""
    var: Path = tmp_path_factory.mktemp("conversation")
    path = publish(var)
    with duckdb.connect(str(path)) as connection:
        connection.execute("alter table marts.fct_messages alter no_answer_reason type text")
        for table, rows in tables().items():
            for row in rows:
                names = ", ".join(row)
                marks = ", ".join("?" * len(row))
                connection.execute(
                    f"insert into marts.{table} ({names}) values ({marks})", list(row.values())
                )
    with Reader(var).snapshot() as held:
        yield held


@pytest.fixture
def page(snapshot: Snapshot):
    """Make the view of a case or wait."""

    def make(item: str = CASE, search: str = "lang=en") -> View:
        return View(parse(f"/conversation/{item}", search), snapshot, item)

    return make


def entries(view: View) -> list[transcript.Entry]:
    found = find(view, view.item)
    assert found is not None
    return transcript.entries(view, found)


def words(node) -> str:
    children = getattr(node, "children", node)
    if isinstance(children, list | tuple):
        return " ".join(words(child) for child in children)
    return words(children) if hasattr(children, "children") else "" if children is None else str(children)


def test_a_case_opens_by_its_own_id_and_by_that_of_any_of_its_waits(page):
    assert find(page(), CASE).wait["wait_id"] == f"{CASE}-1"
    assert find(page(), f"{CASE}-5").wait["ordinal"] == 2
    assert find(page(), f"{CASE}-5").case["case_id"] == CASE


def test_an_unknown_id_says_so_and_leads_to_the_list(page):
    body = conversation.layout(page("zendesk:0"))

    assert body.title == "No such case"
    assert body.children[0].href.startswith("/waits")


def test_people_are_numbered_and_what_does_not_count_is_not(page):
    assert [(e.kind, e.number) for e in entries(page())] == [
        ("customer", 1),
        ("auto", None),
        ("customer", 2),
        ("company", 3),
        ("event", None),
        ("customer", 4),
        ("note", None),
        ("company", 5),
        ("customer", 6),
    ]


def test_remarks_say_what_each_message_did_to_the_clocks(page):
    remarks = [list(e.remarks) for e in entries(page()) if e.kind != "event"]

    assert remarks == [
        [],
        ["doesn't stop the clock"],
        ["same wait"],
        ["private", "ends the wait"],
        ["opens a new wait"],
        [],
        ["private", "ends the wait", "→ Resolved"],
        ["needs no answer"],
    ]


def test_a_change_of_owner_is_an_event_between_the_messages(page):
    event = next(e for e in entries(page()) if e.kind == "event")

    assert (event.at, event.who) == (at("17 11:00"), "Handed over Marketing → Press")


def test_owners_are_joined_while_open_and_end_when_the_case_is_resolved(page):
    found = owners(find(page(), CASE))

    assert [(o.department_id, o.started_at, o.ended_at) for o in found] == [
        ("marketing", at("16 19:40"), at("17 11:00")),
        ("press", at("17 11:00"), at("17 11:30")),
    ]


def test_the_trace_shows_each_stretch_of_the_wait(page):
    found = find(page(), CASE)

    assert [(s.started_at, s.ended_at, s.seconds) for s in steps(page(), found.wait, found.as_of)] == [
        (at("16 19:40"), at("16 20:00"), 1200.0),
        (at("16 20:00"), at("17 08:00"), 0.0),
        (at("17 08:00"), at("17 09:10"), 4200.0),
    ]


def test_the_trace_adds_up_to_the_wait_in_words(page):
    card = conversation.trace(page())
    text = words(card.body)

    assert card.heading == "Why 1\u00a0h 30\u00a0min"
    for part in (
        "Message 1 opens the wait",
        "20\u00a0min",
        "1\u00a0h 10\u00a0min",
        "Message 3 ends it (first human)",
    ):
        assert part in text
    assert "First response, calendar time 13\u00a0h 30\u00a0min" in text
    assert "Arrival lag (published → with us) 40\u00a0s" in text


def test_history_fetched_later_is_not_called_a_lag(page, snapshot):
    view = page()
    found = find(view, CASE)
    late = found.messages[0]["sent_at"] + timedelta(days=30)
    found.messages[0]["received_at"] = late
    text = words(wait_trace.rows(view, found, found.wait, [], {}))

    assert "Arrival lag" not in text
    assert "loaded later" in text


def test_the_stretches_of_every_wait_add_up_exactly_to_its_business_seconds(page):
    view = page()
    waits = view.rows(
        "select * from marts.fct_waits where observed_business_seconds is not null order by hash(wait_id) limit 150"
    ).to_dicts()

    for one in waits:
        total = sum(step.seconds for step in steps(view, one, view.snapshot.about.as_of))
        assert total == pytest.approx(one["observed_business_seconds"], abs=1e-5), one["wait_id"]


def test_open_and_closed_hours_cover_a_span_without_gap_or_overlap(page):
    start, end = at("13 12:00"), at("18 12:00")
    stretches = sorted(open_hours(page(), "press", start, end) + closed_hours(page(), "press", start, end))

    assert stretches[0][0] == start
    assert stretches[-1][1] == end
    assert all(a[1] == b[0] for a, b in pairwise(stretches))


def test_a_department_without_calendar_has_no_closed_hours(page):
    assert closed_hours(page(), "legal", at("13 12:00"), at("18 12:00")) == []


def test_a_wait_without_calendar_has_a_dash_and_the_reason(page, snapshot):
    legal = snapshot.rows("select wait_id from marts.fct_waits where department_id = 'legal' limit 1").item()
    text = words(conversation.trace(page(legal)).body)

    assert "—" in text
    assert "Legal has no calendar, so it has no business time." in text


def test_clocks_stand_still_in_business_time_and_run_through_on_the_calendar(page):
    business = wait_clocks.clocks(page(), find(page(), CASE))
    calendar = wait_clocks.clocks(page(search="clock=calendar"), find(page(), CASE))

    assert business[0].parts()["paused"] == [(at("16 20:00"), at("17 08:00"))]
    assert calendar[0].paused == []
    assert calendar[0].due_at == at("16 19:55")


def test_verdicts_name_target_and_time(page):
    found = find(page(), CASE)

    assert wait_clocks.lane(page(), found.waits[0]) == "First response, 15\u00a0min"
    assert (
        wait_clocks.verdict(page(), found.waits[0])
        == "**missed** 16\u00a0Nov, 19:55, took 1\u00a0h 30\u00a0min"
    )
    assert wait_clocks.verdict(page(), found.waits[1]) == "kept, 10\u00a0min"


def test_title_and_answer_say_what_it_is_about_and_how_it_went(page):
    body = conversation.layout(page())

    assert body.title == "Ticket 4711: Doppelt bestellt, bitte erstatten"
    assert (
        words(body.answer)
        == "Answered after  1\u00a0h 30\u00a0min  (business time).  1 of 2 targets were missed."
    )


def test_a_case_knows_its_place_in_the_list_it_was_opened_from(page):
    body = conversation.layout(
        page(f"{CASE}-1", "lang=en&list=1&sla_state=breached&f.channel=mail&from=%2Fsla")
    )

    assert body.count.startswith("Wait ")
    assert [text for text, _ in body.crumbs] == ["SLA compliance", "missed"]
    assert body.crumbs[1][1] == "/waits?lang=en&f.channel=mail&sla_state=breached&from=%2Fsla"


def test_context_holds_only_what_exists(page):
    labels = [row["what"] for row in conversation.context(page()).rows]

    assert labels == ["Channel", "Departments", "Hand-offs", "State", "Id"]


def test_every_text_of_a_customer_stays_text(page, snapshot):
    lines = conversation.transcript(page()).rows

    assert lines[0]["text"] == "Doppelt   bestellt,\nbitte erstatten"


def test_a_case_of_which_only_states_are_known_is_drawn_without_clocks(page, snapshot):
    states_only = page()
    found = find(states_only, CASE)
    found.waits.clear()
    found.messages.clear()

    assert [entry.kind for entry in transcript.entries(states_only, found)] == ["event", "event"]
    assert wait_clocks.clocks(states_only, found) == []
