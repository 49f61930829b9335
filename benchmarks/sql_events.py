"""Ticket events a second, from a PostgreSQL to marts, beside `COPY ... TO STDOUT` of the same rows alone.

The database is Debian's, started for this on a port of this machine; where it isn't installed, nothing is measured. Its
own CPU counts on neither side: what is compared is what this process spends. By itself, with a number of events:
`python -m benchmarks.sql_events 1000000`.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.measure import Comparison, cpu_seconds
from connectors import registry
from pipelines.extract import Extraction
from pipelines.var_folder import VarFolder
from tests.servers import debian, postgresql
from warehouse import company
from warehouse.company import Company
from warehouse.database import Workspace

EVENTS = 200_000
EACH = 5  # events of a ticket
AS_OF = datetime(2026, 11, 20, 12, tzinfo=UTC)
# A ticket every few minutes of the last half year; it changes hands once, waits for its customer, and is resolved.
TABLE = """
create table events (id bigint primary key, ticket bigint, at timestamptz, state text, team text, person text);
insert into events
select t * 5 + e, t, timestamptz '2026-11-20 00:00:00+00' - (tickets - t) * (interval '180 days' / tickets)
        - interval '2 days' + e * interval '7 hours',
    (array['new', 'open', 'waiting_customer', 'open', 'resolved'])[e + 1],
    case when e = 0 then 'desk' else 'team ' || t % 4 end,
    case when e > 0 then 'person ' || t % 40 end
from (select {tickets}::bigint as tickets) as n, generate_series(0, {tickets} - 1) as t, generate_series(0, 4) as e;
create index on events (at, id);
analyze events;
"""
QUERY = (
    "select ticket as case_id, at as event_at, id as position, state, team as group_name, person as agent,"
    " at as updated_at, id from events"
)
CONFIGURATION = """
[company]
id = "bench"
zone = "Europe/Berlin"

[sources.desk]
type = "sql"
url = "{url}"
case_events = "{query}"
statement_timeout = 3600

[[departments]]
id = "desk"
name = "Desk"
groups = ["desk", "team 0", "team 1", "team 2", "team 3"]

[[assign]]
by = "group"
"""


def compare(folder: Path, events: int = EVENTS) -> Iterator[Comparison]:
    """Copy them, land them, and build all marts from them, below `folder`."""
    if not any(postgresql.PROGRAMS.glob("*/bin")) and debian.install(postgresql.PACKAGES, ""):
        print("| SQL events: no PostgreSQL here; on Debian: apt install postgresql |", file=sys.stderr)
        return
    folder.mkdir(parents=True, exist_ok=True)
    with postgresql.running(folder) as database:
        database.run(TABLE.format(tickets=events // EACH))
        config = folder / "leitstand.toml"
        config.write_text(CONFIGURATION.format(url=database.url, query=QUERY), encoding="utf-8")
        firm = company.load(config, {})
        count = events // EACH * EACH
        copying = cpu_seconds(lambda: copy(database.url))
        landing = cpu_seconds(lambda: land(firm, folder / "var"), rounds=1)
    building = cpu_seconds(lambda: build(firm, folder / "var"), rounds=1)
    there = "`COPY ... TO STDOUT` alone"
    for job, seconds in (
        ("SQL events: from PostgreSQL to the archive", landing),
        ("SQL events: from PostgreSQL to marts", landing + building),
    ):
        yield Comparison(job, "events", f"{count:,} events", seconds, count, there, copying, count)


def copy(url: str) -> int:
    """Read all rows as text and throw them away; returns their bytes."""
    ordered = f"copy ({QUERY} order by at, id) to stdout"
    with psycopg.connect(url) as link, link.cursor() as cursor, cursor.copy(ordered) as rows:
        return sum(len(block) for block in rows)


def land(firm: Company, var: Path) -> None:
    """What a first run fetches.

    Raises:
        RuntimeError: the database failed.
    """
    shutil.rmtree(var, ignore_errors=True)
    source = firm.sources["desk"]
    connector = registry.connect("desk", source.type, source.settings, base=firm.base)
    outcome = Extraction(VarFolder(var), {"desk": connector}, until=AS_OF).fetch("desk", "case_events")
    if outcome.error:
        raise RuntimeError(outcome.error)


def build(firm: Company, var: Path) -> None:
    """All tables but the metrics, which are questions to them."""
    with Workspace(var, firm, as_of=AS_OF, run_id="benchmark", key=b"benchmark" * 4) as workspace:
        workspace.load_raw()
        for model in workspace.plan():
            if not model.key.startswith("metrics."):
                workspace.build(model)
        workspace.checkpoint()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        began = time.monotonic()
        for comparison in compare(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS):
            print(comparison.row(), flush=True)
        print(f"{time.monotonic() - began:,.0f} s by the clock", file=sys.stderr)
