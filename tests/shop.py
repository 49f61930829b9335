"""A small company whose two systems are files: mail as CSV, tickets as CSV."""

from dataclasses import dataclass
from pathlib import Path

import leitstand

AS_OF = "2026-11-21T06:00:00+01:00"
CONFIG = """
[company]
id = "shop"
name = "Shop"
zone = "Europe/Berlin"

[sources.mail]
type = "files"
shape = "messages"
path = "mail.csv"
platform = "mail"
channel = "mail"
visibility = "private"
columns = { message_id = "id", author = "who", sent_at = "at", text = "text", conversation_id = "thread" }
inbound = { column = "in", values = ["yes"] }

[sources.desk]
type = "files"
shape = "case_events"
path = "tickets.csv"
columns = { case_id = "id", event_at = "at", state = "state", group = "group" }
states = { New = "new", Solved = "resolved" }

[[departments]]
id = "service"
name = "Kundenservice"
kind = "service"
groups = ["service"]

[[assign]]
department = "service"
"""
MAIL = """id,who,at,text,thread,in
1,ada,2026-11-20T10:00:00Z,Where is my parcel?,a,yes
2,shop,2026-11-20T10:20:00Z,On its way.,a,no
3,bob,2026-11-20T11:00:00Z,Do you sell hats?,b,yes
"""
TICKETS = """id,at,state,group
7,2026-11-20T09:00:00Z,New,service
7,2026-11-20T12:00:00Z,Solved,service
8,2026-11-20T13:00:00Z,New,service
"""


@dataclass(frozen=True)
class Shop:
    """Its folder, and the command line in it."""

    folder: Path

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def config(self) -> Path:
        return self.folder / "leitstand.toml"

    @property
    def options(self) -> list[str]:
        return ["--config", str(self.config), "--var", str(self.var)]

    @property
    def current(self) -> str:
        return (self.var / "serving" / "CURRENT").read_text().strip()

    def leitstand(self, command: str, *options: str) -> int:
        """Run one command here; returns its exit code."""
        return leitstand.main([command, *self.options, *options])

    def run(self, *options: str) -> int:
        return self.leitstand("run", "--as-of", AS_OF, *options)


def open_shop(folder: Path) -> Shop:
    """Write its configuration and its two files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("leitstand.toml", CONFIG), ("mail.csv", MAIL), ("tickets.csv", TICKETS)):
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return Shop(folder)
