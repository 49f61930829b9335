"""SIGKILL at random moments loses nothing and doubles nothing."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import leitstand
from simulator import server
from simulator import world as worlds
from warehouse.database import open_snapshot

KILLS = int(os.environ.get("LEITSTAND_KILLS", "4"))
SEED = int(os.environ.get("LEITSTAND_KILLS_SEED", "1"))
END = datetime.fromisoformat("2026-11-21T06:00:00+01:00")
# Clocks of the run itself: when a record arrived or a table was made says nothing about the company.
RUN_CLOCKS = {
    "run_id",
    "started_at",
    "received_at",
    "arrived_at",
    "lag_seconds",
    "loaded_at",
    "last_success_at",
    "last_attempt_at",
    "last_record_at",
    # of what can be read at a source only for a time: since its last reading
    "since_at",
    "expires_at",
}
MAIL = """
[sources.mail]
type = "files"
shape = "messages"
path = "mail.csv"
platform = "mail"
channel = "mail"
visibility = "private"
columns = { message_id = "id", author = "who", sent_at = "at", text = "text", conversation_id = "thread" }
inbound = { column = "in", values = ["yes"] }
"""
# A page, the case store and a file: each further source only makes every run longer.
KEPT = {"facebook", "zendesk"}
SECTION = re.compile(r"^(?=\[)", re.MULTILINE)
NAMED = re.compile(r"^(?:\[sources\.|source = \")(\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company on two of its platforms, with mail in a file beside them; one line of the file is broken."""
    folder = tmp_path_factory.mktemp("company")
    text = (Path(leitstand.__file__).parent / "leitstand.toml").read_text(encoding="utf-8")
    kept = [section for section in SECTION.split(text) if {*NAMED.findall(section)} <= KEPT]
    (folder / "leitstand.toml").write_text("".join(kept) + MAIL, encoding="utf-8")
    lines = ["id,who,at,text,thread,in"]
    for number in range(400):
        who, inbound = (f"customer{number % 9}", "yes") if number % 3 else ("Nordfunk", "no")
        at = f"2026-11-{16 + number % 5:02}T{number % 24:02}:{number % 60:02}:00Z"
        lines.append(f"{number},{who},{at},Hello {number},{number % 9},{inbound}")
    lines[200] = "199,customer1,yesterday,Hello,1,yes"
    (folder / "mail.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "leitstand.toml"


@pytest.fixture(scope="module")
def environ() -> Iterator[dict[str, str]]:
    """The platforms of a small world, for as long as the tests last."""
    with server.start(worlds.build(END, days=6), now=END) as platforms:
        # one key for both folders, or every pseudonym would differ
        key = {"LEITSTAND_PSEUDONYM_KEY": "the same key for both folders"}
        yield {**os.environ, **platforms.environment, **key}


def start(config: Path, var: Path, environ: dict[str, str], *options: str) -> "subprocess.Popen[str]":
    command = [
        sys.executable,
        str(Path(leitstand.__file__)),
        "run",
        "--config",
        str(config),
        "--var",
        str(var),
    ]
    as_of = ["--as-of", END.isoformat()]
    return subprocess.Popen([*command, *as_of, *options], env=environ, stderr=subprocess.PIPE, text=True)


def run(config: Path, var: Path, environ: dict[str, str]) -> list[str]:
    """An undisturbed run; returns what it said."""
    process = start(config, var, environ)
    _, said = process.communicate()
    assert process.returncode == 0, said
    return said.splitlines()


def run_and_kill(process: "subprocess.Popen[str]", lines: int, delay: float) -> bool:
    """Kill it `delay` seconds after it has said so many lines; False where it had ended before."""
    assert process.stderr is not None
    for _ in range(lines):
        process.stderr.readline()
    time.sleep(delay)
    was_alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return was_alive


def tables(var: Path, folder: Path) -> dict[str, bytes]:
    """Every table of marts and metrics, and the rejected, ordered by all columns and without run clocks."""
    folder.mkdir()
    with open_snapshot(var) as snapshot:
        listed = snapshot.execute(
            """
            select schema_name || '.' || table_name from duckdb_tables()
            where schema_name in ('marts', 'metrics') or (schema_name, table_name) = ('quality', 'rejected')
            """
        ).fetchall()
        return {name: export(snapshot, name, folder / f"{name}.csv") for (name,) in sorted(listed)}


def export(snapshot: duckdb.DuckDBPyConnection, name: str, path: Path) -> bytes:
    columns = [row[0] for row in snapshot.execute(f"describe {name}").fetchall()]
    kept = ", ".join(f'"{column}"' for column in columns if column not in RUN_CLOCKS)
    snapshot.execute(f"copy (select {kept} from {name} order by all) to '{path}' (header)")
    return path.read_bytes()


@pytest.mark.server
def test_after_kills_at_random_moments_a_clean_run_gives_the_same_bytes(
    config: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    said = run(config, tmp_path / "undisturbed", environ)
    steps = sum(line.startswith("[") for line in said)
    chance = random.Random(SEED)
    killed = 0
    while killed < KILLS:
        # where everything is there already a run has little left to do, so half of them begin anew
        options = ["--full"] if killed and chance.random() < 0.5 else []
        process = start(config, tmp_path / "killed", environ, *options)
        lines = chance.randrange(steps + 1)
        killed += run_and_kill(process, lines, delay=chance.uniform(0, 3 if lines == 0 else 0.3))

    run(config, tmp_path / "killed", environ)

    expected = tables(tmp_path / "undisturbed", tmp_path / "expected")
    found = tables(tmp_path / "killed", tmp_path / "found")
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []
    assert expected["quality.rejected"].count(b"\n") == 2  # header and the broken line
    assert leftovers(tmp_path / "killed") == []


def leftovers(var: Path) -> list[Path]:
    return [path for path in var.rglob("*") if path.suffix == ".tmp" or path.name.startswith("dagster-new")]
