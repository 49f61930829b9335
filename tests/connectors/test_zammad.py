"""Zammad's connector on its bad days: tickets that change under the walk, that are gone, and words of proxies.

What every connector must do is in test_conformance.py; how other people's client reads the simulated desk, in
test_zammad_client.py.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors import registry, zammad_api
from connectors.errors import AccessDenied, SettingsError, SourceChanged, SourceUnavailable
from connectors.http import Http, Limits
from connectors.page import Page
from connectors.zammad import Settings, Zammad
from connectors.zammad_api import PAGE_SIZE, Api, judge, token_auth
from tests.connectors.conftest import Asked, Loopback, Reply

Serve = Callable[..., Loopback]
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLD = UNTIL - timedelta(days=3)
STATES = [
    {"id": 2, "name": "open", "state_type": "open"},
    {"id": 4, "name": "closed", "state_type": "closed"},
]


def z(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ticket(number: int, changed: datetime = OLD, **fields: Any) -> dict[str, Any]:
    return {"id": number, "state_id": 2, "created_at": z(OLD), "updated_at": z(changed)} | fields


def desk(url: str) -> Zammad:
    http = Http(
        f"{url}/api/v1", judge, auth=token_auth("desk-secret"), secrets=("desk-secret",), sleep=lambda _: None,
        now=lambda: UNTIL, limits=Limits(attempts=2, patience=5),
    )  # fmt: skip
    return Zammad(
        Settings.model_validate({"base_url": url, "token": "x", "start": date(2026, 11, 1)}), Api(http)
    )


class Tickets:
    """Answers searches over a list of tickets, which `meanwhile` changes after each search."""

    def __init__(self, *tickets: dict[str, Any], meanwhile: tuple[dict[str, Any], ...] = ()) -> None:
        self.tickets = {item["id"]: item for item in tickets}
        self.meanwhile = list(meanwhile)

    def __call__(self, asked: Asked) -> Any:
        path = asked.path.removeprefix("/api/v1")
        if path == "/ticket_states":
            return STATES
        if found := re.fullmatch(r"/tickets/(\d+)", path):
            one = self.tickets.get(int(found[1]))
            return one or Reply({"error": "Couldn't find Ticket"}, 404)
        if path != "/tickets/search":
            return []
        items = sorted(self.tickets.values(), key=lambda item: (item["updated_at"], item["id"]))
        after = asked.params.get("condition[ticket.updated_at][value]")
        if after:
            items = [item for item in items if item["updated_at"] > after]
        else:
            items = [item for item in items if item["state_id"] == 2]
        first = (int(asked.params["page"]) - 1) * PAGE_SIZE
        page = items[first : first + PAGE_SIZE]
        if self.meanwhile:
            changed = self.meanwhile.pop(0)
            self.tickets[changed["id"]] = changed
        return page


def ids(pages: list[Page]) -> list[str | None]:
    return [record.record_id for page in pages for record in page.records]


@pytest.mark.server
def test_a_ticket_that_changes_under_the_walk_takes_no_other_one_out_of_it(serve: Serve) -> None:
    tickets = [ticket(number, OLD + timedelta(seconds=number)) for number in range(1, 121)]
    moves = (ticket(1, UNTIL - timedelta(minutes=1)), ticket(2, UNTIL - timedelta(minutes=1)))
    found = ids(list(desk(serve(Tickets(*tickets, meanwhile=moves)).url).fetch("tickets", {}, until=UNTIL)))

    assert {str(number) for number in range(1, 121)} == set(found)
    assert {number for number in found if found.count(number) > 1} == {"1", "2"}


@pytest.mark.server
def test_more_tickets_than_a_page_holds_may_change_in_one_instant(serve: Serve) -> None:
    tickets = [ticket(number) for number in range(1, 131)]
    found = ids(list(desk(serve(Tickets(*tickets)).url).fetch("tickets", {}, until=UNTIL)))

    assert found == [str(number) for number in range(1, 131)]


@pytest.mark.server
def test_the_cursor_stays_behind_what_may_still_be_written(serve: Serve) -> None:
    young = UNTIL - timedelta(minutes=1)
    server = serve(
        Tickets(ticket(1), ticket(2, young), ticket(3, UNTIL, created_at=z(UNTIL + timedelta(hours=1))))
    )
    [first, last] = list(desk(server.url).fetch("tickets", {}, until=UNTIL))

    assert ids([first]) == ["1", "2"]
    assert last.cursor == {"since": (UNTIL - timedelta(minutes=5)).isoformat(), "open": [1, 2, 3]}
    assert ids(list(desk(server.url).fetch("articles", last.cursor, until=UNTIL))) == []
    assert server.asked[-1].path == "/api/v1/ticket_articles/by_ticket/3"


@pytest.mark.server
def test_an_open_ticket_that_is_neither_listed_nor_found_is_gone(serve: Serve) -> None:
    tickets = Tickets(ticket(1), ticket(2, state_id=4))
    server = serve(tickets)
    cursor = {"since": z(UNTIL - timedelta(hours=1)), "open": [1, 2, 3]}
    pages = list(desk(server.url).fetch("tickets", cursor, until=UNTIL))

    [gone] = [record for page in pages for record in page.records]
    assert (gone.record_id, gone.payload) == ("gone:3", {"id": 3, "gone_at": UNTIL.isoformat()})
    assert pages[-1].cursor["open"] == [1]


@pytest.mark.server
def test_a_ticket_that_went_to_a_group_we_may_not_read_is_not_gone(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        return (
            Reply({"error": "Not authorized"}, 403) if asked.path.endswith("/tickets/3") else Tickets()(asked)
        )

    pages = list(desk(serve(answer).url).fetch("tickets", {"since": z(OLD), "open": [3]}, until=UNTIL))
    assert ids(pages) == []


@pytest.mark.server
def test_a_history_leaves_out_mails_and_articles_and_a_ticket_that_was_just_deleted(serve: Serve) -> None:
    log = [
        {"id": 1, "object": "Ticket", "type": "created"}, {"id": 2, "object": "Ticket::Article", "type": "created"},
        {"id": 3, "object": "Ticket", "type": "notification"}, {"id": 4, "object": "Ticket", "type": "merged_into"},
    ]  # fmt: skip

    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/ticket_history/1"):
            return {"history": log, "assets": {"User": {}}}
        if "/ticket_history/" in asked.path:
            return Reply({"error": "Couldn't find Ticket"}, 404)
        return Tickets(ticket(1), ticket(2))(asked)

    assert ids(list(desk(serve(answer).url).fetch("histories", {}, until=UNTIL))) == ["1", "4"]


@pytest.mark.server
def test_who_works_on_tickets_is_asked_for_once_and_customers_are_not(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        if found := re.search(r"/users/(\d+)$", asked.path):
            return {"id": int(found[1]), "roles": ["Agent"]}
        people: dict[str, Any] = {"owner_id": 3, "customer_id": 77, "created_by_id": 77, "updated_by_id": 4}
        return Tickets(ticket(1, **people), ticket(2, **(people | {"owner_id": 1})))(asked)

    server = serve(answer)
    assert ids(list(desk(server.url).fetch("users", {}, until=UNTIL))) == ["3", "4"]
    assert len([asked for asked in server.asked if "/users/" in asked.path]) == 2


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply({"error": "Invalid token"}, 401), AccessDenied, "doesn't accept the login"),
        (Reply({"error": "Not authorized"}, 403), AccessDenied, "ticket.agent"),
        (
            Reply({"error": "x", "error_human": "No such column"}, 422),
            SourceChanged,
            "No such column; check base_url",
        ),
        (Reply(b"", 302, {"Location": "/"}), SourceChanged, "HTTP 302"),
        (Reply({"tickets": [1]}), SourceChanged, "expected a list of objects"),
        (Reply([{"id": 1, "updated_at": "gestern"}]), SourceChanged, "ticket 1 without an instant"),
        (Reply([{"updated_at": z(OLD)}]), SourceChanged, "without a number in `id`"),
        (Reply({"error": "PG"}, 500), SourceUnavailable, "HTTP 500"),
        (Reply([ticket(number) for number in range(PAGE_SIZE)]), SourceChanged, "the same one again"),
    ],
)
@pytest.mark.server
def test_what_goes_wrong_is_said_with_the_mend_and_without_the_secret(
    serve: Serve, reply: Reply, error: type[Exception], says: str
) -> None:
    with pytest.raises(error) as raised:
        list(desk(serve(lambda _: replace(reply)).url).fetch("tickets", {}, until=UNTIL))

    assert says in str(raised.value)
    assert "desk-secret" not in str(raised.value)


@pytest.mark.server
def test_check_names_the_groups_and_an_attribute_that_tickets_do_not_have(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        me = {"login": "leitstand", "groups": {"Service": ["full"], "Beschwerden": ["read"]}}
        return me if asked.path.endswith("/users/me") else [ticket(1, topic="Netz")]

    zammad = desk(serve(answer).url)
    wanted = zammad.settings.model_copy(update={"fields": {"topic": "topic", "promise": "zusage"}})
    found = {check.name: check for check in replace(zammad, settings=wanted).check()}

    assert found["groups"].detail == "reads Beschwerden, Service"
    assert (found["fields"].ok, found["fields"].detail) == (False, "tickets have no attribute 'zusage'")
    assert "topic" in found["fields"].mend


def test_a_token_is_never_shown() -> None:
    assert "abc" not in repr(zammad_api.token_auth("abc"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"user": "a"}, "give token, or user and password"),
        ({"token": "c", "user": "a", "password": "b"}, "give token, or user and password"),
        ({"token": "c", "base_url": "desk.example"}, "must start with https://"),
        ({"token": "c", "fields": {"mood": "laune"}}, "'mood' is no fact of a case"),
        ({"token": "c", "states": {"parked": "asleep"}}, "states.parked"),
    ],
)
def test_settings_that_can_not_work_are_refused(settings: dict[str, Any], says: str, tmp_path: Any) -> None:
    given = {"base_url": "https://desk.example/api/v1", "start": "2026-11-01", **settings}
    with pytest.raises(SettingsError, match=re.escape(says)):
        registry.connect("desk", "zammad", given, base=tmp_path)
