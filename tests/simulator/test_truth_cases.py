"""States of cases and the hourly backlog, worked by hand."""

from simulator.company import BY_ID
from simulator.records import Audit, Person, Ticket
from simulator.truth_cases import Case, Stay, backlog, conversation_case, stays, ticket_case
from simulator.truth_waits import Wait

HOUR = 3600
EMPTY = {"open_0_1h": 0, "open_1_5h": 0, "open_5_24h": 0, "open_1_3d": 0, "open_3_7d": 0, "open_over_7d": 0}
SERVICE, SALES = BY_ID["service"].group_id, BY_ID["sales"].group_id


def a_ticket(*changes: tuple[int, str, dict[str, object]]) -> Ticket:
    person = Person("Lena Hoffmann", "lenahoffmann1", "de", "lena@mail.example", "11", 22)
    ticket = Ticket(7, person, "mail", "Rechnung", "billing", 22)
    ticket.audits = [
        Audit(100 + i, at, 22, via, new, {}, is_create=i == 0) for i, (at, via, new) in enumerate(changes)
    ]
    return ticket


def test_a_ticket_moves_between_states_and_departments():
    ticket = a_ticket(
        (10, "mail", {"status": "new", "group_id": None}),
        (20, "web", {"group_id": SERVICE}),
        (30, "web", {"status": "open", "assignee_id": 5}),
        (35, "web", {"assignee_id": 6}),
        (40, "web", {"status": "open", "group_id": SALES}),
        (50, "web", {"status": "pending"}),
        (60, "rule", {"status": "solved"}),
        (70, "rule", {"status": "closed"}),
    )

    assert ticket_case(ticket, 65).states == [
        Stay("new", None, 10, 20),
        Stay("new", "service", 20, 30),
        Stay("open", "service", 30, 40),
        Stay("open", "sales", 40, 50),
        Stay("waiting_customer", "sales", 50, 60),
        Stay("resolved", "sales", 60, None),
    ]


def test_a_merged_ticket_is_merged_and_not_closed():
    ticket = a_ticket(
        (10, "mail", {"status": "new", "group_id": SERVICE, "tags": []}),
        (20, "merge", {"status": "closed", "tags": ["closed_by_merge"]}),
    )

    assert ticket_case(ticket, 99).states == [Stay("new", "service", 10, 20), Stay("merged", "service", 20)]


def test_a_conversation_is_open_while_one_of_its_waits_is():
    waits = [Wait("a", "a", 1, 100, 200, "answered", "r"), Wait("b", "a", 2, 300)]

    assert conversation_case(waits, "service") == Case(
        "a",
        "conversation",
        100,
        [
            Stay("open", "service", 100, 200),
            Stay("resolved", "service", 200, 300),
            Stay("open", "service", 300),
        ],
    )


def test_what_lasted_no_time_is_no_stay():
    assert stays([(1, "open", "x"), (5, "resolved", "x"), (5, "open", "x")]) == [Stay("open", "x", 1)]


def test_the_backlog_counts_at_full_hours_from_the_first_opening():
    # Open from 0:30 to 2:00 (gone at 2:00 sharp), and again from 3:00 on: 2.5 hours old at once.
    states = [
        Stay("open", "service", HOUR // 2, 2 * HOUR),
        Stay("resolved", "service", 2 * HOUR, 3 * HOUR),
        Stay("open", "service", 3 * HOUR),
    ]
    rows = list(backlog([Case("a", "ticket", HOUR // 2, states)], now=4 * HOUR))

    assert rows == [
        {
            "hour_at": HOUR,
            "department_id": "service",
            "open_count": 1,
            "aged_seconds": 1800,
            **EMPTY,
            "open_0_1h": 1,
        },
        {
            "hour_at": 3 * HOUR,
            "department_id": "service",
            "open_count": 1,
            "aged_seconds": 9000,
            **EMPTY,
            "open_1_5h": 1,
        },
        {
            "hour_at": 4 * HOUR,
            "department_id": "service",
            "open_count": 1,
            "aged_seconds": 12600,
            **EMPTY,
            "open_1_5h": 1,
        },
    ]


def test_an_age_of_exactly_an_hour_is_in_the_next_class():
    rows = list(backlog([Case("a", "ticket", 0, [Stay("open", None, 0)])], now=HOUR))

    assert [(row["department_id"], row["open_0_1h"], row["open_1_5h"]) for row in rows] == [
        (None, 1, 0),
        (None, 0, 1),
    ]
