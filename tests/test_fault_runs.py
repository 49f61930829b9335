"""A bad day on every platform: once it is over, the tables are those of a day without faults."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.http import Limits
from connectors.page import Connector
from pipelines import connected
from pipelines.extract import Extraction
from pipelines.var_folder import VarFolder
from simulator import server
from simulator import world as worlds
from simulator.server import Server
from tests.connectors.conformance import https_of
from warehouse.company import Company, load
from warehouse.database import Workspace

HOUSE = Path(__file__).parents[1]
END = datetime(2026, 11, 20, 5, tzinfo=UTC)
KEY = b"k" * 32
# One after the other at the first requests: each attempt meets the next of them.
OUTSIDE = ("throttle", "error", "cut", "truncated", "garbage", "refuse", "skew")
# What a page may hold on a bad day, at each of its first requests.
INSIDE = ("empty", "repeat", "extra")
# Where the credentials run out, and a permission is taken away: amid the first pass, and amid the next.
AMID = {"expired": 3, "denied": 2}
# The platform behind each source, and the part of its path that all its lists share.
SOURCES = {
    "facebook": "facebook",
    "zendesk": "zendesk",
    "youtube": "youtube",
    "x": "x",
    "mastodon": "mastodon",
    "bluesky": "bluesky",
    "instagram": "instagram",
    "linkedin": "linkedin",
    "discourse": "discourse",
    "blog": "rss",
    "press": "rss",
}
# When something was received and counted is another on another day; so is which of several records says it last.
OF_THE_READING = {"received_at", "last_received_at", "read_at", "counted_at", "record_id"}

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def platforms() -> Iterator[Server]:
    """The company's platforms, with a few days behind them."""
    with server.start(worlds.build(END, seed=3, days=5), now=END) as running:
        yield running


def company_of(platforms: Server, name: str, folder: Path) -> Company:
    """The demo company with one source."""
    text = (HOUSE / "leitstand.toml").read_text("utf-8")
    others = re.compile(
        rf"\[sources\.(?!{name}[.\]])|\[intents_audit\]|\[\[assign\]\]\nsource = (?!\"{name}\")"
    )
    kept = [part for part in re.split(r"(?m)^(?=\[)", text) if not others.match(part)]
    folder.mkdir()
    (folder / "leitstand.toml").write_text("".join(kept), encoding="utf-8")
    return load(folder / "leitstand.toml", {**os.environ, **platforms.environment})


def patient(connector: Connector) -> Connector:
    """Tries often, and sleeps never."""
    for http in https_of(connector):
        object.__setattr__(http, "sleep", lambda _: None)
        object.__setattr__(http, "limits", Limits(read=5, attempts=20, patience=3600))
    return connector


def extract(company: Company, var: VarFolder, name: str) -> str | None:
    """One pass over all streams of a source; returns what went wrong."""
    connectors = {name: patient(connector) for name, connector in connected.connect(company).items()}
    waits = {"sleep": lambda _: None, "max_wait": timedelta(days=1)}
    extraction = Extraction(var, connectors, until=END, **waits)  # type: ignore[arg-type]
    for stream in connectors[name].streams:
        extraction.fetch(name, stream)
    return extraction.failures.get(name)


def tables(company: Company, var: VarFolder, name: str) -> dict[str, list[dict[str, Any]]]:
    """What a source's records mean, and which of them couldn't be read; all further tables follow from these."""
    with Workspace(var.path, company, as_of=END, run_id="fault", key=KEY) as workspace:
        workspace.load_raw()
        type = company.sources[name].type
        wanted = {key for key in workspace.catalog.models if key.startswith(f"staging.stg_{type}_")}
        found = {}
        for model in workspace.plan():
            if model.key in wanted:
                workspace.build(model)
                rows = workspace.connection.execute(f"select * from {model.key}").pl().to_dicts()
                found[model.key] = sorted((_lasting(row) for row in rows), key=repr)
        rejected = "select model, record_id, reason from steps.rejects"
        found["rejected"] = workspace.connection.execute(rejected).pl().to_dicts()
    return found


def _lasting(row: dict[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column not in OF_THE_READING}


@pytest.mark.parametrize("name", SOURCES)
def test_a_run_after_a_bad_day_ends_with_the_tables_of_a_good_one(
    platforms: Server, name: str, tmp_path: Path
) -> None:
    company = company_of(platforms, name, tmp_path / "company")
    platform = SOURCES[name]
    good, bad = VarFolder(tmp_path / "good"), VarFolder(tmp_path / "bad")
    platforms.faults.clear()
    assert extract(company, good, name) is None

    said = []
    for kind in OUTSIDE:
        platforms.faults.add(kind, platform=platform)
    for kind in INSIDE:
        platforms.faults.add(kind, platform=platform, times=4)
    for kind, after in AMID.items():
        platforms.faults.add(kind, platform=platform, after=after, times=1)
        said.append(extract(company, bad, name))
    platforms.faults.clear()

    assert extract(company, bad, name) is None, said
    expected, found = tables(company, good, name), tables(company, bad, name)
    for table, rows in expected.items():
        assert found[table] == rows, table
    assert expected.pop("rejected") == []
    assert any(expected.values())
