"""A Freshdesk over HTTP: tickets by their changes, what they were at each reading, conversations, limits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, RateLimited, SettingsError, SourceChanged
from connectors.http import Limits
from simulator.platforms.freshdesk import Change, Desk, Freshdesk, Note, Ticket
from simulator.platforms.wire import Answer, Request
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
END = int(UNTIL.timestamp())
HOUR = 3600


def at(hours_before: float) -> int:
    return END - int(hours_before * HOUR)


TAKEN = Ticket(
    1, at(20), 500, "Mein Router blinkt.", 1,
    changes=(Change(at(10), status=3, agent=71), Change(at(-3), status=4)),
    notes=(Note(11, at(10), 71, "Bitte neu starten."), Note(12, at(-3), 71, "Behoben.")),
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with SmallServer({"freshdesk": Freshdesk(Desk([TAKEN], END), key="desk-secret", page_size=2)}) as running:
        yield running


def show(server: SmallServer, *tickets: Ticket, **given: Any) -> None:
    server.platforms = {
        "freshdesk": Freshdesk(Desk(tickets, END), key="desk-secret", **{"page_size": 2} | given)
    }


def account(server: SmallServer, **given: Any) -> Any:
    settings = {"base_url": server.url_of("freshdesk"), "api_key": "desk-secret", "start": date(2026, 11, 1)}
    found: Any = registry.connect("desk", "freshdesk", settings | given, base=Path())
    for name, value in {
        "limits": Limits(attempts=2, patience=5),
        "sleep": lambda _: None,
        "now": lambda: UNTIL,
    }.items():
        object.__setattr__(found.api.http, name, value)
    return found


def read(connector: Any, stream: str, cursor: Any = None, until: datetime = UNTIL) -> tuple[list[str], Any]:
    pages = list(connector.fetch(stream, cursor or {}, until=until))
    return [record.record_id for page in pages for record in page.records], pages[-1].cursor


def test_each_reading_keeps_what_it_met_with_the_instant_of_the_change(server: SmallServer) -> None:
    first, cursor = read(account(server), "tickets")
    assert first == ["1@2026-11-20T02:00:00Z"]
    server.set_now(UNTIL + timedelta(hours=5))
    later, _ = read(account(server), "tickets", cursor, UNTIL + timedelta(hours=5))

    assert later == ["1@2026-11-20T15:00:00Z"]
    asked = [path for path in server.requests if "/tickets?" in path]
    assert "include=stats%2Cdescription" in asked[0] and "updated_since=2026-11-01T00%3A00%3A00Z" in asked[0]


def test_a_ticket_that_changes_while_pages_are_read_hides_no_other(server: SmallServer) -> None:
    tickets = [Ticket(number, at(30 - number), 500, "?", 1) for number in range(1, 7)]
    show(server, *tickets)
    pages = account(server).fetch("tickets", {}, until=UNTIL)
    found = [record.record_id for record in next(pages).records]
    # The first of all is answered meanwhile and moves to the end, which would shift the pages behind it.
    moved = Ticket(1, at(29), 500, "?", 1, changes=(Change(at(1), status=3),))
    show(server, moved, *tickets[1:])
    found += [record.record_id for page in pages for record in page.records]

    assert {name.partition("@")[0] for name in found} == {str(number) for number in range(1, 7)}
    assert len(found) == len(set(found)) == 7


def test_many_that_changed_in_one_second_are_all_read_once(server: SmallServer) -> None:
    show(server, *(Ticket(number, at(5), 500, "?", 1) for number in range(1, 8)))
    found, _ = read(account(server), "tickets")

    assert sorted(found) == [f"{number}@2026-11-20T07:00:00Z" for number in range(1, 8)]


def test_deleted_tickets_and_spam_are_told_apart_from_the_others(server: SmallServer) -> None:
    gone = Ticket(2, at(20), 500, "?", 1, changes=(Change(at(3), deleted=True),))
    spam = Ticket(3, at(20), 501, "!", 1, changes=(Change(at(2), spam=True),))
    show(server, TAKEN, gone, spam)

    assert read(account(server), "tickets")[0] == ["1@2026-11-20T02:00:00Z"]
    found, cursor = read(account(server), "removed")
    assert found == ["2@2026-11-20T09:00:00Z", "3@2026-11-20T10:00:00Z"]
    assert cursor["deleted"] != cursor["spam"]


def test_conversations_are_read_whole_page_by_page_and_none_of_later_than_asked_for(
    server: SmallServer,
) -> None:
    notes = tuple(Note(10 + number, at(10 - number), 71, "?") for number in range(5))
    show(server, Ticket(1, at(20), 500, "?", 1, notes=notes))
    found, cursor = read(account(server), "conversations", until=UNTIL - timedelta(hours=8))

    assert found == ["10", "11", "12"]
    assert cursor == {"since": (UNTIL - timedelta(hours=8, minutes=5)).isoformat()}
    assert read(account(server), "conversations", cursor)[0] == ["10", "11", "12", "13", "14"]


def test_the_limit_of_a_minute_says_until_when(server: SmallServer) -> None:
    server.faults.add("throttle", platform="freshdesk", times=9, seconds=40)
    with pytest.raises(RateLimited) as caught:
        read(account(server), "tickets")

    assert caught.value.until == UNTIL + timedelta(seconds=40)


def test_refusals_and_unknown_questions_are_told(server: SmallServer) -> None:
    with pytest.raises(AccessDenied, match="doesn't accept the API key"):
        read(account(server, api_key="x"), "tickets")
    server.faults.add("denied", platform="freshdesk")
    with pytest.raises(AccessDenied, match="View tickets"):
        read(account(server), "tickets")
    with pytest.raises(SourceChanged, match="Validation failed"):
        account(server).api.page("/tickets", {"since": "x"})


def test_check_tells_of_a_narrow_scope_and_of_fields_that_are_not_there(server: SmallServer) -> None:
    show(server, TAKEN, scope=2)
    failed = [check for check in account(server, fields={"topic": "cf_topic"}).check() if not check.ok]

    assert [check.name for check in failed if check.name != "clock"] == ["scope", "fields"]
    assert "'cf_topic'" in failed[-1].detail


def test_an_address_and_numbers_of_statuses_are_asked_for(server: SmallServer) -> None:
    with pytest.raises(SettingsError, match='give domain = "yourfirm"'):
        account(server, domain="nordfunk")
    with pytest.raises(SettingsError, match="'waiting' is no status's number"):
        account(server, states={"waiting": "waiting_customer"})


class Refusing(Freshdesk):
    """A Freshdesk that has no answers to a survey to give."""

    refusal = Answer(404, b"")

    def _ratings(self, request: Request) -> Answer:
        return self.refusal


def test_answers_to_the_survey_are_read_from_where_the_last_reading_ended(server: SmallServer) -> None:
    show(
        server,
        *(replace(TAKEN, id=number, rated=(at(hours), 103)) for number, hours in ((1, 9), (2, 5), (3, -20))),
    )
    connector = account(server)
    found, cursor = read(connector, "ratings")

    assert found == ["7001", "7002"]
    assert read(connector, "ratings", cursor)[0] == []
    server.platforms["freshdesk"].now = END + 24 * HOUR
    assert read(connector, "ratings", cursor, until=UNTIL + timedelta(days=1))[0] == ["7003"]


def test_a_plan_without_surveys_has_no_answers_and_another_refusal_is_one(server: SmallServer) -> None:
    platform = Refusing(Desk([TAKEN], END), key="desk-secret")
    server.platforms = {"freshdesk": platform}
    assert read(account(server), "ratings")[0] == []
    platform.refusal = Answer(
        403, {"code": "require_feature", "message": "The Surveys feature is not supported."}
    )
    assert read(account(server), "ratings")[0] == []
    platform.refusal = Answer(403, {"code": "access_denied", "message": "You are not authorized."})
    with pytest.raises(AccessDenied):
        read(account(server), "ratings")
