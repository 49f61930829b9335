"""HubSpot over HTTP: tickets with their history, threads, limits; and HubSpot's own client on the same simulator."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, RateLimited
from connectors.http import Limits
from simulator.platforms.hubspot import Desk, HubSpot, Message, Thread, Ticket, build
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
END, HOUR = int(UNTIL.timestamp()), 3600


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with SmallServer({"hubspot": HubSpot(build(END), token="desk-secret", page_size=5)}) as running:
        yield running


def account(server: SmallServer, **given: Any) -> Any:
    settings = {"base_url": server.url_of("hubspot"), "token": "desk-secret", "start": date(2026, 10, 1)}
    found: Any = registry.connect("desk", "hubspot", settings | given, base=Path())
    for name, value in {
        "limits": Limits(attempts=2, patience=5),
        "sleep": lambda _: None,
        "now": lambda: UNTIL,
    }.items():
        object.__setattr__(found.api.http, name, value)
    return found


def read(connector: Any, stream: str, cursor: Any = None, until: datetime = UNTIL) -> tuple[list[Any], Any]:
    pages = list(connector.fetch(stream, cursor or {}, until=until))
    return [record for page in pages for record in page.records], pages[-1].cursor


def test_a_ticket_comes_with_all_values_that_it_had(server: SmallServer) -> None:
    found, cursor = read(account(server), "tickets")
    told = {record.record_id: record.payload["propertiesWithHistory"] for record in found}

    assert len(found) == 23 and "5" not in told  # that one is archived
    assert [one["value"] for one in told["3"]["hs_pipeline_stage"]] == ["4", "2", "1"]
    assert [record.record_id for record in read(account(server), "archived")[0]] == ["5"]
    assert datetime.fromisoformat(cursor["since"]) <= UNTIL - timedelta(minutes=5)


def test_many_that_changed_in_one_instant_are_read_once_and_a_change_meanwhile_hides_none(
    server: SmallServer,
) -> None:
    at = END - 9 * HOUR
    tickets = [Ticket(number, at - HOUR, [(at, "hs_pipeline_stage", "1")]) for number in range(1, 13)]
    platform: Any = server.platforms["hubspot"]
    platform.desk = Desk(tickets, [], END)
    pages = account(server).fetch("tickets", {}, until=UNTIL)
    found = [record.record_id for record in next(pages).records]
    moved = Ticket(1, at - HOUR, [(at, "hs_pipeline_stage", "1"), (END - HOUR, "hs_pipeline_stage", "4")])
    later = Ticket(13, at - HOUR, [(at + 60, "hs_pipeline_stage", "1")])
    platform.desk = Desk([*tickets[1:], moved, later], [], END)
    found += [record.record_id for page in pages for record in page.records]

    assert set(found) == {str(number) for number in range(1, 14)}
    again, _ = read(account(server), "tickets")
    assert sorted(int(record.record_id) for record in again) == list(range(1, 14))


def test_a_thread_is_read_again_when_somebody_writes(server: SmallServer) -> None:
    platform: Any = server.platforms["hubspot"]
    said = [Message("a", END - 9 * HOUR, "V-500", "?"), Message("b", END + HOUR, "A-9071", "!")]
    platform.desk = Desk([], [Thread(80, END - 9 * HOUR, 500, 1, said)], END)
    first, cursor = read(account(server), "messages")
    assert [record.record_id for record in first] == ["a"]

    server.set_now(UNTIL + timedelta(hours=2))
    later, _ = read(account(server), "messages", cursor, UNTIL + timedelta(hours=2))
    assert [record.record_id for record in later] == ["a", "b"]


def test_limits_and_missing_scopes_are_told(server: SmallServer) -> None:
    server.faults.add("throttle", platform="hubspot", times=9, seconds=40)
    with pytest.raises(RateLimited) as caught:
        read(account(server), "tickets")
    assert caught.value.until == UNTIL + timedelta(seconds=40)
    server.faults.clear()
    server.faults.add("denied", platform="hubspot", path="owners", times=9)
    with pytest.raises(AccessDenied, match=r"crm\.objects\.owners\.read"):
        read(account(server), "owners")
    assert [check.name for check in account(server).check() if not check.ok and check.name != "clock"] == [
        "crm.objects.owners.read"
    ]


def test_hubspots_own_client_reads_the_same_tickets_with_their_history(server: SmallServer) -> None:
    tickets = pytest.importorskip("hubspot.crm.tickets")
    configuration = tickets.Configuration(host=server.url_of("hubspot"))
    configuration.access_token = "desk-secret"
    client = tickets.ApiClient(configuration)
    page = tickets.BasicApi(client).get_page(limit=5)
    assert [one.id for one in page.results] == ["1", "2", "3", "4", "6"] and page.paging.next.after == "5"

    names = ["hs_pipeline_stage", "hubspot_owner_id"]
    asked = tickets.BatchReadInputSimplePublicObjectId(
        inputs=[{"id": "3"}], properties=names, properties_with_history=names
    )
    [theirs] = tickets.BatchApi(client).read(batch_read_input_simple_public_object_id=asked).results
    [ours] = account(server).api.with_history(["3"], names)
    assert {
        name: [(one.value, one.timestamp) for one in values]
        for name, values in theirs.properties_with_history.items()
    } == {
        name: [(one["value"], datetime.fromisoformat(one["timestamp"])) for one in values]
        for name, values in ours["propertiesWithHistory"].items()
    }
