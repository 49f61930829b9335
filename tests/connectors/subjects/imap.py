"""A mailbox on a Dovecot of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.connectors.conformance import Subject
from tests.servers import debian, dovecot

BEGIN = datetime(2026, 11, 1, 9, tzinfo=UTC)


@contextmanager
def mailbox(folder: Path) -> Iterator[Subject]:
    debian.need(dovecot.PACKAGES, dovecot.COMMANDS)
    with dovecot.running(folder) as running:
        with running.client() as client:
            for number in range(12):
                head = f"From: anna@home.example\r\nTo: {dovecot.USER}\r\nMessage-ID: <m{number}@home>\r\n"
                client.append(
                    "INBOX", f"{head}\r\nHello {number}".encode(), msg_time=BEGIN + timedelta(days=number)
                )
        yield Subject(
            settings={
                "host": "127.0.0.1", "port": running.port, "security": "none", "user": dovecot.USER,
                "password": dovecot.PASSWORD, "addresses": [dovecot.USER], "start": date(2026, 1, 1),
            },
            until=BEGIN + timedelta(days=20),
            created={"messages": "internal_date"},
            nowhere={"port": 1},
            early=timedelta(days=12),
        )  # fmt: skip


SUBJECTS = {"imap": mailbox}
