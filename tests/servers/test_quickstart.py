"""docs/quickstart.md followed to the letter, by a company that has a real Request Tracker and a real mailbox."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.process import accepts, free_port, serving
from tests.servers.request_tracker import READER, RequestTracker
from tests.servers.tracker_town import Town

pytestmark = pytest.mark.server
HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs/quickstart.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)
COMPANY, SOURCES = (text for kind, text in BLOCKS if kind == "toml")
COMMANDS = [
    line for kind, text in BLOCKS if not kind for line in text.splitlines() if line.startswith("leitstand ")
]
OWN = "desk@firm.example"  # a mailbox of its own: other tests count what is in theirs


@dataclass(frozen=True)
class Firm:
    """The folder in which commands are typed."""

    folder: Path

    def command(self, line: str) -> list[str]:
        return [sys.executable, str(HOUSE / "leitstand.py"), *shlex.split(line)[1:]]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "RT_PASSWORD": READER[1], "MAIL_PASSWORD": PASSWORD}

    def types(self, line: str) -> str:
        """What a command says that must end well."""
        done = subprocess.run(
            self.command(line), cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def writes(self, text: str) -> None:
        (self.folder / "leitstand.toml").write_text(text, encoding="utf-8")


def fill(dovecot: Dovecot) -> None:
    """A question that was answered, one that wasn't, and a complaint in a folder of its own."""
    now = datetime.now(UTC)
    mails = [
        ("INBOX", "q1", "anna@home.example", OWN, "", now - timedelta(days=3)),
        ("Gesendet", "a1", OWN, "anna@home.example", "<q1@home>", now - timedelta(days=2)),
        ("INBOX", "q2", "bert@home.example", OWN, "", now - timedelta(days=1)),
        ("Beschwerden", "c1", "carla@home.example", OWN, "", now - timedelta(hours=2)),
    ]
    with IMAPClient("127.0.0.1", dovecot.port, ssl=False) as client:
        client.login(OWN, PASSWORD)
        for folder, name, sender, to, answers, at in mails:
            head = f"From: {sender}\r\nTo: {to}\r\nSubject: {name}\r\nMessage-ID: <{name}@home>\r\n"
            head += f"In-Reply-To: {answers}\r\nReferences: {answers}\r\n" if answers else ""
            client.append(folder, f"{head}\r\nText of {name}\r\n".encode(), msg_time=at)


def test_who_follows_it_has_a_dashboard_at_the_end(
    rt: RequestTracker, town: Town, server: Callable[[str], Any], tmp_path: Path
) -> None:
    dovecot = server("dovecot")
    fill(dovecot)
    firm = Firm(tmp_path)
    connects, (doctor, run, serve, sql, up) = COMMANDS[:2], COMMANDS[2:]
    assert [line.split()[1] for line in (doctor, run, serve, sql, up)] == [
        "doctor", "run", "serve", "sql", "up",
    ]  # fmt: skip

    firm.writes(COMPANY)
    for line in connects:
        firm.types(f"{line} --yes")  # nobody sits there to be asked
    offered = (tmp_path / "leitstand.toml").read_text("utf-8")
    for section in tomllib.loads(SOURCES)["sources"].values():
        assert [key for key in section if not re.search(rf"(?m)^(# )?{key} = ", offered)] == []
    assert '"..."' in offered

    here = {
        "https://rt.firm.example": rt.url,
        '"mail.firm.example"': f'"127.0.0.1"\nport = {dovecot.port}\nsecurity = "none"',
        "help@firm.example": OWN,
    }
    sources = SOURCES
    for written, real in here.items():
        assert written in sources
        sources = sources.replace(written, real)
    firm.writes(f"{COMPANY}\n{sources}")

    assert [line for line in firm.types(doctor).splitlines() if not line.startswith("ok ")] == []
    firm.types(run)

    rejected = firm.types(f"{sql} --format csv").splitlines()[1:]
    assert len(rejected) == 1
    assert "'at_workshop' is no known status; map it in states of the source" in rejected[0]
    waits = firm.types(
        'leitstand sql --format csv "select source, department_id, count(*) from marts.fct_waits'
        " where outcome in ('answered', 'open') group by all order by all\""
    )
    known = {tuple(line.split(",")[:2]) for line in waits.split()[1:]}
    assert known == {("mail", "service"), ("rt", "service"), ("rt", "workshop")}
    mails = "select message_id, outcome from marts.fct_waits where source = 'mail' order by 1"
    assert firm.types(f'leitstand sql --format csv "{mails}"').split()[1:] == [
        "mail:c1@home,open", "mail:q1@home,answered", "mail:q2@home,open",
    ]  # fmt: skip
    assert firm.types('leitstand sql --format csv "select * from marts.fct_flags"').split()[1:] == []

    port = free_port()
    with serving(
        firm.command(f"{serve} --port {port}"), tmp_path / "log", lambda: accepts(port), firm.environment
    ):
        pass
