"""Records a second of each connector against the simulated company, beside a plain loop of requests for the same pages.

The platforms run in a process of their own, so that only the reading side is measured. The plain loop repeats the
requests that the connector made and throws the answers away: it finds no next page and keeps no place. Once it only
downloads, once it also has requests parse the JSON, which whoever wants to use it has to.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from benchmarks.measure import Comparison, cpu_seconds
from connectors import registry
from connectors.http import Http
from connectors.page import Connector
from warehouse import company
from warehouse.company import Company

HOUSE = Path(__file__).parents[1]
END = "2026-11-21T06:00:00+01:00"
DAYS = 90
FEWEST = 100  # records; with fewer, noise is all that is measured
LAST = "LEITSTAND_DEMO_FILES"  # of the variables that the simulator prints


class Recorder(requests.Session):
    """A session that remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.asked: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **given: Any) -> requests.Response:
        """Ask, and remember it."""
        self.asked.append(request.copy())
        return super().send(request, **given)


def compare(days: int = DAYS) -> Iterator[Comparison]:
    """Every source of the demo's configuration that is read over HTTP."""
    with platforms(days) as environ:
        settings = company.load(HOUSE / "leitstand.toml", {**os.environ, **environ})
        until = datetime.fromisoformat(END)
        for name, source in settings.sources.items():
            connector = registry.connect(name, source.type, source.settings, base=settings.base)
            sessions = list(https_of(connector))
            if not sessions:
                continue
            recorder = Recorder()
            for http in sessions:
                object.__setattr__(http, "session", recorder)
            count = read(connector, until)
            if count < FEWEST:
                print(f"| {source.type} ({name}): {count} records are too few |", file=sys.stderr)
                continue
            yield from beside_plain_loops(settings, name, until, count, list(recorder.asked))


def beside_plain_loops(
    settings: Company, name: str, until: datetime, count: int, asked: list[requests.PreparedRequest]
) -> Iterator[Comparison]:
    """One source against the two loops; `count` records come of what is asked."""
    ours = cpu_seconds(lambda: read(fresh(settings, name), until))
    job, here = f"P11 Connector {settings.sources[name].type}", f"{len(asked)} requests"
    for parse, there in ((False, "the same, only downloaded"), (True, "the same, downloaded and parsed")):
        plain = cpu_seconds(lambda parse=parse: download(asked, parse))  # type: ignore[misc]
        yield Comparison(job, "records", here, ours, count, there, plain, count)


def fresh(settings: Company, name: str) -> Connector:
    """The connector of a source as a run gets it."""
    source = settings.sources[name]
    return registry.connect(name, source.type, source.settings, base=settings.base)


def read(connector: Connector, until: datetime) -> int:
    """Read all streams from the very start; returns how many records came."""
    return sum(
        len(page.records) for stream in connector.streams for page in connector.fetch(stream, {}, until=until)
    )


def download(asked: list[requests.PreparedRequest], parse: bool) -> None:
    """What anyone would write first."""
    with requests.Session() as session:
        session.trust_env = False
        for one in asked:
            answer = session.request(
                str(one.method), str(one.url), headers=one.headers, data=one.body, timeout=60
            )
            if parse and "json" in answer.headers.get("Content-Type", ""):
                answer.json()


def https_of(thing: Any) -> Iterator[Http]:
    """The sessions that a connector reads through."""
    if isinstance(thing, Http):
        yield thing
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from https_of(part)
    elif type(thing).__module__.startswith("connectors."):
        for part in vars(thing).values():
            yield from https_of(part)


@contextmanager
def platforms(days: int) -> Iterator[dict[str, str]]:
    """The simulated company's platforms; yields the variables that the demo's leitstand.toml names."""
    command = [sys.executable, "-m", "leitstand", "simulate", "--serve", "--port", "0", "--days", str(days)]
    process = subprocess.Popen([*command, "--end", END], cwd=HOUSE, stdout=subprocess.PIPE, text=True)
    try:
        environ: dict[str, str] = {}
        assert process.stdout
        for line in process.stdout:
            if found := re.match(r"\s+export (\w+)=(.*)", line):
                environ[found[1]] = found[2]
            if LAST in environ:
                break
        yield environ
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    for comparison in compare(int(sys.argv[1]) if len(sys.argv) > 1 else DAYS):
        print(comparison.row(), flush=True)
