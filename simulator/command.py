"""`leitstand simulate`: the simulated company on its own."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

from simulator import bulk, company, sheets, truth, world
from simulator.server import start


def today_at_six() -> datetime:
    """06:00 of the current day in the company's zone, or of the day before while that hasn't come yet."""
    now = datetime.now(company.ZONE)
    six = now.replace(hour=6, minute=0, second=0, microsecond=0)
    return six if six <= now else six - timedelta(days=1)


def parser() -> argparse.ArgumentParser:
    """The options of `leitstand simulate`."""
    options = argparse.ArgumentParser(
        prog="leitstand simulate",
        description="Nordfunk, a made-up mobile provider: its platforms over HTTP on this machine, its true waits "
        "and backlog as files, or masses of raw records for measuring.",
    )
    options.add_argument("--serve", action="store_true", help="answer as all its platforms until Ctrl-C")
    options.add_argument(
        "--port", type=int, default=8090, metavar="N", help="port on 127.0.0.1 (default 8090, 0 any)"
    )
    options.add_argument(
        "--days", type=int, default=world.DEFAULT_DAYS, metavar="N", help="days simulated (default 182)"
    )
    options.add_argument(
        "--seed", type=int, default=world.DEFAULT_SEED, metavar="N", help="another seed, another world"
    )
    options.add_argument(
        "--end", type=datetime.fromisoformat, metavar="INSTANT", help="default: today 06:00 in Berlin"
    )
    options.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write DIR/truth and the tables DIR/files (with --bulk: DIR/raw)",
    )
    options.add_argument("--bulk", type=int, metavar="N", help="write N raw records to DIR/raw without HTTP")
    return options


def main(argv: list[str]) -> int:
    """Run `leitstand simulate` with these arguments; 0, or 2 for wrong usage."""
    options = parser()
    given = options.parse_args(argv)
    if not (given.serve or given.out):
        options.error("nothing to do: use --serve, --out DIR, or both (see --help)")
    if given.bulk is not None and (given.bulk < 1 or given.out is None or given.serve):
        options.error("--bulk needs a positive number and --out DIR, and goes without --serve")
    if given.days < 1:
        options.error("--days must be 1 or more")
    if given.end and given.end.tzinfo is None:
        given.end = given.end.replace(tzinfo=company.ZONE)
    end = given.end or today_at_six()
    if given.bulk:
        files = bulk.write(given.bulk, given.out, seed=given.seed, end=end)
        print(f"{given.bulk} records in {files} files below {given.out / 'raw'}")
        return 0
    print(
        f"Nordfunk from {end - timedelta(days=given.days):%Y-%m-%d} to {end:%Y-%m-%d %H:%M}, seed {given.seed}"
    )
    simulated = world.build(end, seed=given.seed, days=given.days)
    if given.out:
        told = truth.tell(simulated)
        told.write(given.out)
        count = sheets.write(simulated, given.out / sheets.FOLDER)
        print(f"{count} tables: {given.out / sheets.FOLDER}")
        print(f"{len(told.waits)} waits, {len(told.cases)} cases: {given.out / 'truth'}")
    if given.serve:
        return _serve(simulated, given.port, given.out / sheets.FOLDER if given.out else None)
    return 0


def _serve(simulated: world.World, port: int, files: Path | None) -> int:
    try:
        server = start(simulated, port, files=files)
    except OSError:
        print(
            f"port {port} is taken: choose another with --port, or --port 0 for any free one", file=sys.stderr
        )
        return 2
    # Before anything is said: whoever reads it may already want to end this.
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print("Give a second terminal these, then `leitstand run`:")
    for name, value in server.environment.items():
        print(f"  export {name}={value}", flush=True)
    stop.wait()
    server.close()
    return 0
