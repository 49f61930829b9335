"""A PostgreSQL with nothing in it, on a free port of this machine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.servers.process import free_port, serving

PACKAGES = ["postgresql"]
COMMANDS = ["pg_lsclusters"]
# Debian keeps a version's programs apart.
PROGRAMS = Path("/usr/lib/postgresql")
OWNER = "postgres"  # it refuses to run as root


@dataclass(frozen=True)
class PostgreSQL:
    """A running one; `url` is that of a login that may only read what is granted to it."""

    port: int

    @property
    def url(self) -> str:
        """As a source's section has it."""
        return f"postgresql://reader:reads@127.0.0.1:{self.port}/cases"

    @property
    def owner_url(self) -> str:
        """Of who may do everything."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/cases"

    def run(self, statements: str) -> None:
        """As its owner; the reader may then read all there is."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            connection.execute(statements)
            connection.execute("grant select on all tables in schema public to reader")


@contextmanager
def running(_: Path) -> Iterator[PostgreSQL]:
    """A new one, in a folder that its own user may enter."""
    programs = max(PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name))
    user = ["setpriv", "--reuid", OWNER, "--regid", OWNER, "--clear-groups"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="leitstand-postgresql-"))
    if user:
        shutil.chown(folder, OWNER, OWNER)
    try:
        data, port = folder / "data", free_port()
        made = subprocess.run(
            [
                *user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                OWNER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            capture_output=True,
            text=True,
            cwd="/",
        )
        assert made.returncode == 0, made.stderr
        settings = (
            f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
        )
        # A zone of its own, since a server in UTC hides who mistakes local time for it.
        command = [
            *user,
            str(programs / "postgres"),
            "-D",
            str(data),
            *settings.split(),
            "-c",
            "timezone=Asia/Tokyo",
        ]
        with serving(command, folder / "log", lambda: _answers(port)):
            with psycopg.connect(
                f"postgresql://{OWNER}@127.0.0.1:{port}/postgres", autocommit=True
            ) as connection:
                connection.execute("create database cases")
                connection.execute("create role reader login password 'reads'")
            yield PostgreSQL(port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answers(port: int) -> bool:
    """Whether it lets anybody in: its port is open before that."""
    try:
        psycopg.connect(f"postgresql://{OWNER}@127.0.0.1:{port}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
