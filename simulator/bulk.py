"""Masses of raw records without HTTP: what an extraction of a big Zendesk account would have landed.

One ticket is rendered by the same code that answers requests, turned into a template, and filled in again and
again with other ids, people, instants and texts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from simulator import company
from simulator.people import customers
from simulator.platforms import zendesk_records as records
from simulator.platforms.wire import dump, zulu
from simulator.records import Agent, Audit, Person, Ticket, TicketComment
from simulator.texts import Writer

RECORDS_PER_TICKET = 5  # the ticket and its four audits
RECORDS_PER_FILE = 250_000
BASE = "https://nordfunk.zendesk.com"
TEXTS = 400
# Values that can be found again in the rendered text, and the slot that each becomes.
TICKET, PERSON, AGENT, GROUP = 8_100_000_001, 8_200_000_002, 8_300_000_003, 8_400_000_004
AUDITS = [8_500_000_010, 8_500_000_020, 8_500_000_030, 8_500_000_040]  # the last digit counts the events
COMMENTS = [8_600_000_001, 8_600_000_002]
INSTANTS = [1_000_000_000, 1_000_000_777, 1_000_007_777, 1_000_077_777]
ASKS, ANSWERS, SUBJECT, EMAIL, NAME = "@asks@", "@answers@", "@subject@", "@email@", "@name@"

Template = Callable[[dict[str, Any]], str]


def write(count: int, folder: Path, *, seed: int, end: datetime, days: int = 365) -> int:
    """Write exactly `count` records to folder/raw/zendesk/<stream>/ and return how many files that made.

    Groups, agents and customers come first, then whole tickets (the last one may lack some of its audits),
    spread evenly over the days before `end`. The same arguments give the same bytes.
    """
    rng = random.Random(f"{seed}:bulk")
    last = int(end.timestamp())
    people = customers(rng, max(50, count // 25))
    for person in people:
        person.first_ticket_at = last - days * 86400
    groups = [(d.group_id, records.group_json(d, BASE)) for d in company.DEPARTMENTS]
    everyone: list[Agent | Person] = [*company.STAFF, *people]
    users = [(user.zendesk_id, records.user_json(user, BASE)) for user in everyone]
    landing = _Landing(folder / "raw" / company.SOURCE_ZENDESK, datetime.fromtimestamp(last, UTC), rng)
    left = count
    for stream, ready in (("groups", groups), ("users", users)):
        lines = [_line(str(number), dump(payload).decode()) for number, payload in ready[:left]]
        landing.write(stream, lines)
        left -= len(lines)
    tickets, events = _ticket_lines(left, people, last - days * 86400, last, rng)
    landing.write("tickets", tickets)
    landing.write("ticket_events", events)
    return landing.files


def _line(record_id: str, payload: str) -> str:
    rest = '"error":null,"file":null,"line":null'
    return f'{{"record_id":"{record_id}","received_at":"@@","payload":{payload},{rest}}}\n'


def _ticket_lines(
    left: int, people: list[Person], start: int, end: int, rng: random.Random
) -> tuple[list[str], list[str]]:
    ticket_line, event_lines = _templates()
    texts = _texts(rng)
    wanted = -(-left // RECORDS_PER_TICKET)
    tickets: list[str] = []
    events: list[str] = []
    for number in range(wanted):
        opened = start + (end - start - 600_000) * number // max(1, wanted)
        slots = _slots(number, opened, people[rng.randrange(len(people))], texts, rng)
        tickets.append(ticket_line(slots))
        events += [line(slots) for line in event_lines]
    return tickets, events[: left - len(tickets)]


def _slots(
    number: int, opened: int, person: Person, texts: list[tuple[str, str, str]], rng: random.Random
) -> dict[str, Any]:
    department = company.DEPARTMENTS[number % len(company.DEPARTMENTS)]
    asks, answers, subject = texts[rng.randrange(len(texts))]
    waits = int(rng.lognormvariate(8.5, 1.3))
    instants = [opened, opened + 300, opened + 301 + waits, opened + 302 + waits + 400_000]
    slots: dict[str, Any] = {
        "ticket": 100_000 + number,
        "person": person.zendesk_id,
        "agent": department.people[number % len(department.people)].zendesk_id,
        "group": department.group_id,
        "asks": asks,
        "answers": answers,
        "subject": subject,
        "email": person.email,
        "name": person.name,
    }
    for i, at in enumerate(instants):
        slots |= {f"audit{i}": 17_000_000_000 + number * 4 + i, f"at{i}": at, f"zulu{i}": zulu(at)}
    return slots | {"comment0": 18_000_000_000 + 2 * number, "comment1": 18_000_000_001 + 2 * number}


def _texts(rng: random.Random) -> list[tuple[str, str, str]]:
    # Ready to stand inside a JSON string.
    writer, agent, found = Writer(rng), company.BY_ID["service"].people[0], []
    for person in customers(rng, TEXTS):
        matter = writer.matter(
            person, rng.choice(("outage", "billing", "contract", "esim", "delivery", "roaming", "app"))
        )
        texts = (
            writer.opening(person, matter.parts["private"], letter=True),
            writer.respond(person, agent, matter, "matter", letter=True),
            matter.parts["subject"],
        )
        asks, answers, subject = (json.dumps(text, ensure_ascii=False)[1:-1] for text in texts)
        found.append((asks, answers, subject))
    return found


def _templates() -> tuple[Template, list[Template]]:
    person = Person(NAME, "", "de", EMAIL, "", PERSON)
    ticket = Ticket(TICKET, person, "mail", SUBJECT, "billing", PERSON)
    first = {
        "subject": SUBJECT, "requester_id": PERSON, "status": "new", "priority": "normal", "type": "question",
        "group_id": GROUP, "assignee_id": None, "tags": ["billing"],
    }  # fmt: skip
    changes: list[tuple[int, str, dict[str, Any], TicketComment | None]] = [
        (PERSON, "mail", first, TicketComment(COMMENTS[0], PERSON, ASKS, True)),
        (AGENT, "web", {"status": "open", "assignee_id": AGENT}, None),
        (AGENT, "web", {"status": "solved"}, TicketComment(COMMENTS[1], AGENT, ANSWERS, True)),
        (-1, "rule", {"status": "closed"}, None),
    ]
    for i, (author, via, fields, comment) in enumerate(changes):
        before = ticket.state_at(INSTANTS[i]) if i else {}
        previous = {name: before.get(name) for name in fields}
        ticket.audits.append(
            Audit(AUDITS[i], INSTANTS[i], author, via, fields, previous, comment, is_create=i == 0)
        )
    whole = _line(str(TICKET), dump(records.ticket_json(ticket, INSTANTS[-1], BASE)).decode())
    parts = [
        _line(str(audit.id), dump(records.event_json(audit, ticket, True)).decode())
        for audit in ticket.audits
    ]
    return _template(whole), [_template(part) for part in parts]


def _template(text: str) -> Template:
    text = text.replace("%", "%%")
    found = {TICKET: "ticket", PERSON: "person", AGENT: "agent", GROUP: "group"}
    found |= {comment: f"comment{i}" for i, comment in enumerate(COMMENTS)}
    found |= {at: f"at{i}" for i, at in enumerate(INSTANTS)}
    for value, slot in found.items():
        text = text.replace(str(value), f"%({slot})d")
    for i, audit in enumerate(AUDITS):
        text = text.replace(str(audit)[:-1], f"%(audit{i})d")
        text = text.replace(zulu(INSTANTS[i]), f"%(zulu{i})s")
    for name in (ASKS, ANSWERS, SUBJECT, EMAIL, NAME):
        text = text.replace(name, f"%({name.strip('@')})s")
    return text.__mod__


class _Landing:
    """Writes lines as raw files, each record one microsecond after the one before."""

    def __init__(self, folder: Path, received: datetime, rng: random.Random) -> None:
        self.files = 0
        self._folder, self._received, self._rng = folder, received, rng
        self._micros = 0

    def write(self, stream: str, lines: list[str]) -> None:
        """All lines of one stream, in as many files as they need."""
        (self._folder / stream).mkdir(parents=True, exist_ok=True)
        for begin in range(0, len(lines), RECORDS_PER_FILE):
            stamp = f"{self._received:%Y%m%dT%H%M%S}{self._micros % 1_000_000:06d}Z"
            path = self._folder / stream / f"{stamp}-{self._rng.getrandbits(32):08x}.ndjson.zst"
            body = "".join(self._stamped(lines[begin : begin + RECORDS_PER_FILE]))
            path.write_bytes(zstandard.ZstdCompressor(level=1).compress(body.encode()))
            self.files += 1

    def _stamped(self, lines: Iterable[str]) -> Iterator[str]:
        base = int(self._received.timestamp())
        for line in lines:
            seconds, micros = divmod(self._micros, 1_000_000)
            self._micros += 1
            yield line.replace('"@@"', f'"{zulu(base + seconds)[:-1]}.{micros:06d}Z"', 1)
