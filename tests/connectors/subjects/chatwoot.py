"""A small account of a Chatwoot."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.chatwoot import ACCOUNT, Chatwoot
from simulator.platforms.chatwoot_desk import build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = "account-secret"


@contextmanager
def account(_: Path) -> Iterator[Subject]:
    with SmallServer({"chatwoot": Chatwoot(build(int(UNTIL.timestamp()), seed=3), TOKEN)}) as server:
        settings = {
            "account": ACCOUNT,
            "token": TOKEN,
            "start": date(2026, 10, 1),
            "fields": {"topic": "topic"},
        }
        yield Subject(
            settings={"base_url": server.url_of("chatwoot"), **settings},
            until=UNTIL,
            created={
                "inboxes": None, "agents": None, "teams": None, "conversations": "created_at",
                "messages": "created_at", "ratings": "created_at",
            },
            refusable=("agent", "administrator",),
            server=server,
            platform="chatwoot",
        )  # fmt: skip


SUBJECTS = {"chatwoot": account}
