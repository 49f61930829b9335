"""A MariaDB with nothing in it, on a free port of this machine."""

import getpass
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql
from pymysql.constants import CLIENT

from tests.servers.debian import find
from tests.servers.process import free_port, serving

PACKAGES = ["mariadb-server"]
COMMANDS = ["mariadbd", "mariadb-install-db"]


@dataclass(frozen=True)
class MariaDB:
    """A running one; `url` is that of a login that may only read."""

    port: int
    socket: Path

    @property
    def url(self) -> str:
        """As a source's section has it."""
        return f"mysql://reader:reads@127.0.0.1:{self.port}/cases"

    def owner(self, database: str | None = "cases") -> Any:
        """A connection of who may do everything."""
        return pymysql.connect(
            unix_socket=str(self.socket),
            user=getpass.getuser(),
            database=database,
            autocommit=True,
            client_flag=CLIENT.MULTI_STATEMENTS,
        )

    def run(self, statements: str) -> None:
        """As its owner."""
        with self.owner() as connection, connection.cursor() as cursor:
            cursor.execute(statements)
            while cursor.nextset():
                pass


@contextmanager
def running(folder: Path) -> Iterator[MariaDB]:
    """A new one in `folder`."""
    data, socket, port = folder / "data", folder / "s", free_port()
    user = getpass.getuser()
    made = subprocess.run(
        [str(find("mariadb-install-db")), f"--datadir={data}", f"--user={user}", "--skip-test-db",
         f"--auth-root-socket-user={user}"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-1000:]
    command = [
        str(find("mariadbd")), "--no-defaults", f"--datadir={data}", f"--user={user}", f"--socket={socket}",
        f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}",
        "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4",
    ]  # fmt: skip
    with serving(command, folder / "log", socket.exists):
        database = MariaDB(port, socket)
        with database.owner(None) as connection, connection.cursor() as cursor:
            cursor.execute(
                "create database cases; create user reader identified by 'reads'; grant select on cases.* to reader"
            )
        yield database
