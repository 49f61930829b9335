"""zenpy, an independent Zendesk client, walks the simulated account; compared with the world record by record."""

from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from zenpy import Zenpy
from zenpy.lib.exception import APIException

from simulator.company import DEPARTMENTS, ZENDESK_EMAIL
from simulator.platforms.wire import zulu
from simulator.records import BOT_ID, World
from simulator.server import Server

pytestmark = pytest.mark.server

HOST = "nordfunk.zendesk.com"


class Detour(HTTPAdapter):
    """Sends what is meant for the real host to the simulator, which writes its links as that host would."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        detoured = request.copy()
        assert request.url
        detoured.url = request.url.replace(f"https://{HOST}", self.server.zendesk_url)
        detoured.headers["X-Forwarded-Host"] = HOST
        kwargs["verify"] = False
        response = super().send(detoured, *args, **kwargs)
        response.request, response.url = request, request.url
        return response


def client(server: Server, token: str | None = None) -> Zenpy:
    session = requests.Session()
    session.trust_env = False
    session.mount(f"https://{HOST}", Detour(server))
    return Zenpy(
        subdomain="nordfunk",
        email=ZENDESK_EMAIL,
        token=token or server.token,
        session=session,
        disable_cache=True,
    )


def test_zenpy_reads_every_ticket_by_cursor(server: Server, world: World):
    read = {}
    for ticket in client(server).tickets.incremental(start_time=0, per_page=300):
        t = ticket.to_dict()
        read[t["id"]] = (
            t["status"], t["group_id"], t["assignee_id"], t["requester_id"], t["submitter_id"], t["priority"],
            t["tags"], t["subject"], t["created_at"], t["updated_at"], t["via"]["channel"],
        )  # fmt: skip

    channels = {"mail": "email", "web": "web", "chat": "chat"}
    expected = {}
    for ticket in world.tickets:
        s = ticket.state_at(world.end)
        expected[ticket.id] = (
            s["status"], s["group_id"], s["assignee_id"], ticket.person.zendesk_id, ticket.submitter_id, s["priority"],
            s["tags"], ticket.subject, zulu(ticket.created), zulu(ticket.audits[-1].at), channels[ticket.channel],
        )  # fmt: skip
    assert read == expected


def test_zenpy_reads_every_event_with_its_comments(server: Server, world: World):
    read: dict[int, Any] = {}
    for event in client(server).tickets.events(start_time=0, include=["comment_events"], per_page=500):
        children = event.child_events
        comments = [
            (c["id"], c["author_id"], c["body"], c["public"])
            for c in children
            if c["event_type"] == "Comment"
        ]
        statuses = [(c["status"], c.get("previous_value")) for c in children if "status" in c]
        read[event.id] = (event.ticket_id, event.timestamp, event.updater_id, comments, statuses)

    expected = {}
    for ticket in world.tickets:
        for audit in ticket.audits:
            c = audit.comment
            comments = [(c.id, c.author_id, c.text, c.is_public)] if c else []
            statuses = (
                [(audit.changes["status"], audit.previous["status"])] if "status" in audit.changes else []
            )
            expected[audit.id] = (ticket.id, audit.at, audit.author_id, comments, statuses)
    assert read == expected


def test_zenpy_reads_comments_and_audits_of_tickets(server: Server, world: World):
    zenpy = client(server)
    tickets = [t for t in world.tickets if t.state_at(world.end)["status"] != "deleted"]
    longest = sorted(tickets, key=lambda t: len(t.audits))[-25:]
    for ticket in longest:
        comments = [(c.id, c.author_id, c.body, c.public) for c in zenpy.tickets.comments(ticket.id)]
        audits = [(a.id, a.author_id, len(a.events)) for a in zenpy.tickets.audits(ticket.id)]

        written = [a.comment for a in ticket.audits if a.comment]
        assert comments == [(c.id, c.author_id, c.text, c.is_public) for c in written]
        assert [a[:2] for a in audits] == [(a.id, a.author_id) for a in ticket.audits]


def test_zenpy_reads_users_and_groups(server: Server, world: World):
    zenpy = client(server)
    users = {user.id: (user.name, user.role) for user in zenpy.users.incremental(start_time=0, per_page=200)}
    listed = {user.id: (user.name, user.role) for user in zenpy.users()}
    staff = [agent for department in DEPARTMENTS for agent in department.people]
    expected = {a.zendesk_id: (a.name, "admin" if a is staff[0] else "agent") for a in staff}
    expected |= {p.zendesk_id: (p.name, "end-user") for p in world.people}

    assert users == listed == expected
    assert {g.id: g.name for g in zenpy.groups()} == {d.group_id: d.name for d in DEPARTMENTS}


def test_zenpy_knows_everyone_who_wrote(server: Server, world: World):
    known = {user.id for user in client(server).users()}
    wrote = {a.author_id for t in world.tickets for a in t.audits}

    assert wrote - known == {BOT_ID}


def test_zenpy_lists_deleted_tickets(server: Server, world: World):
    read = {t.id for t in client(server).tickets.deleted()}

    assert read == {t.id for t in world.tickets if t.state_at(world.end)["status"] == "deleted"}
    assert read


def test_zenpy_understands_a_wrong_token(server: Server):
    with pytest.raises(APIException, match="Couldn't authenticate you"):
        client(server, "wrong").groups()


def test_zenpy_waits_when_it_is_told_to(server: Server):
    fault = server.faults.add("throttle", platform="zendesk", seconds=1)

    assert len(list(client(server).groups())) == len(DEPARTMENTS)
    assert fault.seen >= 2
