"""Marts from a handful of messages: `build` runs the real models on rows that stand where staging would put them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.warehouse.bench import Bench, Benches
from tests.warehouse.together import Own, Together
from warehouse.catalog import tables_in
from warehouse.checks import CheckResult

MESSAGE_COLUMNS = {
    "source": "varchar", "message_id": "varchar", "platform": "varchar", "channel": "varchar", "visibility": "varchar",
    "conversation_id": "varchar", "case_id": "varchar", "post_id": "varchar", "in_reply_to_id": "varchar",
    "customer_id": "varchar", "author_id": "varchar", "author_handle": "varchar", "mentions": "varchar[]",
    "author_kind": "varchar", "agent_id": "varchar", "direction": "varchar", "is_human": "boolean",
    "no_answer_reason": "varchar", "sent_at": "timestamptz", "received_at": "timestamptz", "edited_at": "timestamptz",
    "deleted_at": "timestamptz", "group_name": "varchar", "account": "varchar", "text": "varchar",
    "record_id": "varchar", "file": "varchar", "line": "bigint",
}  # fmt: skip
EVENT_COLUMNS = {
    "source": "varchar", "case_id": "varchar", "event_id": "varchar", "event_at": "timestamptz",
    "event_order": "bigint", "source_state": "varchar", "state": "varchar", "group_name": "varchar",
    "agent_id": "varchar", "priority": "varchar", "channel": "varchar", "platform": "varchar",
    "visibility": "varchar", "customer_id": "varchar", "merged_into_case_id": "varchar", "opened_at": "timestamptz",
    "source_order": "bigint",
}  # fmt: skip
FACT_COLUMNS = {
    "source": "varchar", "case_id": "varchar", "fact": "varchar", "value": "varchar", "event_at": "timestamptz",
    "event_order": "bigint", "agent_id": "varchar", "message_id": "varchar", "received_at": "timestamptz",
}  # fmt: skip
POST_COLUMNS = {
    "source": "varchar", "post_id": "varchar", "platform": "varchar", "account": "varchar",
    "published_at": "timestamptz", "is_paid": "boolean", "text": "varchar", "deleted_at": "timestamptz",
}  # fmt: skip

# Wednesday, 18 November 2026, in Berlin (UTC+1): the day on which "09:00" is.
DAY = datetime(2026, 11, 18, tzinfo=UTC)

COMPANY = """
[company]
id = "test"
name = "Test"
zone = "Europe/Berlin"
[sources.files]
type = "files"
path = "none.csv"
[[departments]]
id = "service"
name = "Kundenservice"
kind = "service"
calendar = "office"
groups = ["Service"]
handles = ["brand"]
[[departments]]
id = "marketing"
name = "Marketing"
kind = "marketing"
calendar = "office"
groups = ["Marketing"]
[[departments]]
id = "legal"
name = "Recht"
kind = "legal"
groups = ["Legal"]
[calendars.office]
zone = "Europe/Berlin"
monday = ["08:00-12:00", "13:00-18:00"]
tuesday = ["08:00-12:00", "13:00-18:00"]
wednesday = ["08:00-12:00", "13:00-18:00"]
thursday = ["08:00-12:00", "13:00-18:00"]
friday = ["08:00-12:00", "13:00-18:00"]
holidays = "DE-NW"
[[targets]]
id = "private"
name = "15 Min."
metric = "first_response"
visibility = "private"
channel = ["direct_message"]
within = "15 min"
goal = 0.8
[[targets]]
id = "public"
name = "5 Std."
metric = "first_response"
visibility = "public"
within = "5 h"
goal = 0.9
[[targets]]
id = "mail"
name = "Nächster Werktag"
metric = "first_response"
channel = ["mail"]
due = "end_of_next_business_day"
goal = 0.95
[[assign]]
by = "group"
[[assign]]
by = "mention"
[[assign]]
visibility = "private"
department = "service"
[[assign]]
channel = "comment"
department = "marketing"
"""


def at(text: str | datetime) -> datetime:
    """'09:00', '09:00:30' or '+2 09:00' (two days later) of DAY, Berlin winter time, as UTC."""
    if isinstance(text, datetime):
        return text
    days, clock = text.split(" ") if " " in text else ("0", text)
    parts = [int(part) for part in clock.split(":")] + [0]
    return DAY + timedelta(days=int(days), hours=parts[0] - 1, minutes=parts[1], seconds=parts[2])


def message(message_id: str, sent_at: str | datetime, **given: Any) -> dict[str, Any]:
    """A row of stg_files_messages: a customer's comment in thread "t" unless said otherwise."""
    row: dict[str, Any] = dict.fromkeys(MESSAGE_COLUMNS)
    row |= {
        "source": "files", "message_id": message_id, "platform": "facebook", "channel": "comment",
        "visibility": "public", "conversation_id": "t", "author_id": "anna", "mentions": [],
        "author_kind": "customer", "direction": "inbound", "is_human": True, "text": "Wo bleibt mein Paket",
        "sent_at": at(sent_at), "received_at": at(sent_at),
    }  # fmt: skip
    return row | {
        name: at(value) if name.endswith("_at") and value else value for name, value in given.items()
    }


def inbound(message_id: str, sent_at: str | datetime, **given: Any) -> dict[str, Any]:
    """A customer's message."""
    return message(message_id, sent_at, **given)


def reply(message_id: str, sent_at: str | datetime, **given: Any) -> dict[str, Any]:
    """A person of the company answers in thread "t"."""
    return message(
        message_id, sent_at,
        **{"author_id": "agent_1", "agent_id": "agent_1", "author_kind": "employee", "direction": "outbound", **given},
    )  # fmt: skip


def case_event(case_id: str, event_at: str | datetime, state: str, **given: Any) -> dict[str, Any]:
    """A row of stg_files_case_events: the complete state of a ticket after an event."""
    row: dict[str, Any] = dict.fromkeys(EVENT_COLUMNS)
    row |= {
        "source": "files", "case_id": case_id, "event_id": f"{case_id}/{event_at}/{state}", "event_at": at(event_at),
        "event_order": 0, "state": state, "source_state": state, "group_name": "Service", "channel": "mail",
        "platform": "ticket_system", "visibility": "private", "customer_id": "anna",
    }  # fmt: skip
    return row | given


def case_fact(
    case_id: str, event_at: str | datetime, fact: str, value: str | None, **given: Any
) -> dict[str, Any]:
    """A row of stg_files_case_facts: a field of a ticket (approval, promise, ...) gets a value, or loses it (None)."""
    row: dict[str, Any] = dict.fromkeys(FACT_COLUMNS)
    row |= {
        "source": "files", "case_id": case_id, "fact": fact, "value": value, "event_at": at(event_at),
        "event_order": 0, "received_at": at(event_at),
    }  # fmt: skip
    return row | given


class Built:
    """Tables, each built with all that it follows from when it is first asked for.

    `workspace` is for reading; rows are changed by `change`.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench, self.workspace = bench, bench.workspace
        self.done: set[str] = set()

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Rows of any query on the working files."""
        for table in sorted(tables_in(sql)):
            self.make(table)
        return self.workspace.connection.execute(sql).pl().to_dicts()

    def rows(self, table: str, *columns: str, order: str = "1") -> list[dict[str, Any]]:
        """Some columns of a table."""
        return self.query(f"select {', '.join(columns) or '*'} from {table} order by {order}")

    def change(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Change rows by hand; the next test makes all tables anew."""
        self.bench.forget()
        self.workspace.connection.execute(sql, parameters)

    def failed_checks(self) -> list[CheckResult]:
        """Checks of the marts that don't hold (those of staging have no records here)."""
        for model in self.workspace.plan():
            if model.schema in ("marts", "steps"):
                self.make(model.key)
        return [check for check in self.workspace.checks() if not check.ok and "staging" not in check.name]

    def make(self, table: str) -> None:
        """Build a table and what comes before it."""
        model = self.workspace.catalog.models.get(table)
        if model is None or table in self.done or table in self.bench.filled:
            return
        self.done.add(table)
        for earlier in sorted(self.workspace.catalog.before(model)):
            self.make(earlier)
        self.bench.make(model)


Build = Callable[..., Built]


@pytest.fixture(scope="session")
def benches() -> Iterator[Benches]:
    """The workspaces of this session; in memory where there is such a folder, as every table waits for the disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="leitstand-", dir=memory if memory.is_dir() else None) as folder:
        benches = Benches(Path(folder))
        yield benches
        for bench in benches.opened:
            bench.workspace.__exit__(None, None, None)


@pytest.fixture
def build(benches: Benches) -> Iterator[Build]:
    """`build(messages=[...], events=[...], facts=[...], now="12:00")`: models on these rows, made when asked for."""
    yield from _making(benches)


@pytest.fixture(scope="module")
def build_once(benches: Benches) -> Iterator[Build]:
    """The same for a whole file, where many sentences are true of one log."""
    yield from _making(benches)


@pytest.fixture(scope="module")
def together(request: pytest.FixtureRequest, build_once: Build) -> Together:
    """The logs of this file's tests."""
    items = (item for item in request.session.items if item.path == request.path)
    return Together([item for item in items if item.get_closest_marker("log")], build_once)


@pytest.fixture
def built(request: pytest.FixtureRequest, together: Together) -> Own:
    """Tables of the log that `pytest.mark.log` gives the test."""
    return together.own(request.node)


def _making(benches: Benches) -> Iterator[Build]:
    taken: list[tuple[str, Bench]] = []

    def make(
        messages: Sequence[dict[str, Any]] = (),
        events: Sequence[dict[str, Any]] = (),
        now: str | datetime = "18:00",
        company: str = COMPANY,
        facts: Sequence[dict[str, Any]] = (),
    ) -> Built:
        bench = benches.take(company, at(now))
        taken.append((company, bench))
        read = {table for model in bench.workspace.catalog.models.values() for table in model.inputs}
        shapes = {
            "_messages": (MESSAGE_COLUMNS, messages),
            "_case_events": (EVENT_COLUMNS, events),
            "_case_facts": (FACT_COLUMNS, facts),
            "_posts": (POST_COLUMNS, ()),
        }
        for table in sorted(table for table in read if table.startswith("staging.")):
            for ending, (columns, rows) in shapes.items():
                if table.endswith(ending):  # others (tables of people, ad accounts) are made of no records
                    bench.put(table, columns, rows if table.startswith("staging.stg_files_") else ())
        return Built(bench)

    yield make
    for company, bench in taken:
        benches.give_back(company, bench)
