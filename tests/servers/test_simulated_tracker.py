"""The simulated Request Tracker beside a real one: the same questions, answers of the same shape."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from connectors import rt
from simulator.platforms.rt import RequestTracker as Simulated
from simulator.platforms.rt_desk import build
from simulator.small_server import SmallServer
from tests.servers.request_tracker import READER, RequestTracker
from tests.servers.tracker_town import Town

pytestmark = pytest.mark.server
ALL = json.dumps([{"field": "id", "operator": ">", "value": 0}])
RECENT = "LastUpdated >= '8640000 seconds ago' AND EffectiveId > 0 AND id > 0"
PARTS = json.dumps(
    [{"field": "TransactionId", "value": str(number)} for number in range(200)]
    + [{"field": "ContentType", "operator": "STARTSWITH", "value": "text/"}]
)
HISTORY = "ObjectType = 'RT::Ticket' AND TicketType = 'ticket' AND (Type = 'Create' OR Type = 'Correspond') AND id > 0"


@pytest.fixture(scope="module")
def both(rt: RequestTracker, town: Town) -> Iterator[tuple[str, str]]:
    """Addresses: the real one's, with something in it, and the simulated one's."""
    desk = build(int(datetime.now(UTC).timestamp()), seed=1)
    with SmallServer({"rt": Simulated(desk, READER[0], READER[1])}) as simulator:
        yield rt.url, simulator.url_of("rt")


def ask(url: str, path: str, params: dict[str, Any], login: tuple[str, str] = READER) -> tuple[int, Any]:
    given = "Basic " + base64.b64encode(":".join(login).encode()).decode()
    answer = requests.get(
        f"{url}/REST/2.0{path}", params=params, headers={"Authorization": given}, timeout=60
    )
    return answer.status_code, answer.json()


def shape(value: Any) -> Any:
    """The kinds of what is in it; of a list, that of its first item."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/tickets", {"query": RECENT, "fields": rt._TICKET_FIELDS}),
        ("/transactions", {"query": HISTORY, "fields": rt._TRANSACTION_FIELDS}),
        ("/attachments", {"query": PARTS, "fields": rt._PART_FIELDS}),
        ("/queues", {"query": ALL, "fields": "Name,Lifecycle,Disabled"}),
        ("/customfields", {"query": ALL, "fields": "Name,Type,MaxValues"}),
    ],
)  # fmt: skip
def test_lists_have_the_same_fields_of_the_same_kinds(
    both: tuple[str, str], path: str, params: dict[str, Any]
) -> None:
    given = {"orderby": "id", "per_page": 1, **params}
    real, simulated = (ask(url, path, given) for url in both)

    for _, body in (real, simulated):
        body.pop("next_page", None)  # we don't read it
        for item in body["items"]:
            item["CustomFields"] = []  # of several or none
    assert (simulated[0], shape(simulated[1])) == (real[0], shape(real[1]))


@pytest.mark.parametrize("path", ["/rt", "/user/anna", "/user/6", "/ticket/1"])
def test_single_things_say_what_the_real_one_says_too(both: tuple[str, str], path: str) -> None:
    real, simulated = (ask(url, path, {}) for url in both)

    assert simulated[0] == real[0]
    assert simulated[1].keys() <= real[1].keys()
    assert isinstance(simulated[1].get("id", 1), type(real[1].get("id", 1)))


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/transactions", {"query": "ObjectType = 'RT::Ticket' AND foo = 3"}),
        ("/transactions", {"query": "ObjectType = 'RT::Ticket' AND (id > 3"}),
        ("/ticket/99999", {}),
        ("/user/nobody-of-that-name", {}),
    ],
)
def test_refusals_have_the_same_status_and_a_message(
    both: tuple[str, str], path: str, params: dict[str, Any]
) -> None:
    real, simulated = (ask(url, path, params) for url in both)

    assert simulated[0] == real[0] >= 400
    words = [str(body["message"]).split(" at /")[0].split(" in '")[0] for _, body in (real, simulated)]
    assert words[0] == words[1]


def test_a_wrong_password_is_refused_alike(both: tuple[str, str]) -> None:
    real, simulated = (ask(url, "/rt", {}, (READER[0], "wrong")) for url in both)

    assert simulated == real
