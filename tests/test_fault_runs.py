"""A bad day on every platform at once: once it is over, the tables are those of a day without faults."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from connectors.http import Limits
from connectors.page import Connector
from connectors.webhook_signature import Pushed
from connectors.webhook_spool import Spool
from pipelines import sources
from pipelines.extract import Extraction
from pipelines.receiver_app import HOOKS, Door, Receiver
from pipelines.var_folder import VarFolder
from simulator import server
from simulator import world as worlds
from simulator.company import AD_ACCOUNT, PAGE_ID
from simulator.faults import Faults
from simulator.platforms import whatsapp
from simulator.platforms.whatsapp_chats import build as build_chats
from simulator.server import Server
from simulator.small_server import SmallServer
from tests.connectors.conformance import https_of
from tests.connectors.subjects.exports import XING
from tests.connectors.subjects.nodebb import Forum
from warehouse.catalog import Catalog
from warehouse.company import Company, load
from warehouse.database import Workspace

HOUSE = Path(__file__).parents[1]
END = datetime(2026, 11, 20, 5, tzinfo=UTC)
KEY = b"k" * 32
# One after the other at the first requests: each attempt meets the next of them.
OUTSIDE = (
    "throttle", "error", "trickle", "silent", "cut", "truncated", "garbage", "refuse", "skew",
)  # fmt: skip
# What a page may hold on a bad day, at each of its first requests.
INSIDE = ("empty", "repeat", "extra")
# Where in a pass the credentials run out, and a permission is taken away.
AMID = {"expired": 2, "denied": 3}
# The platform behind each source that is asked, and what the addresses of its lists have in common.
ASKED = {
    "facebook": ("facebook", PAGE_ID),
    "ads": ("facebook", AD_ACCOUNT),
    "zendesk": ("zendesk", ""),
    "youtube": ("youtube", ""),
    "x": ("x", ""),
    "mastodon": ("mastodon", ""),
    "bluesky": ("bluesky", ""),
    "instagram": ("instagram", ""),
    "linkedin": ("linkedin", ""),
    "discourse": ("discourse", ""),
    "blog": ("rss", "/blog"),
    "press": ("rss", "/press"),
    "board": ("nodebb", ""),
}
APP_SECRET = "0123456789abcdef0123456789abcdef"
MORE = """
[sources.board]
type = "nodebb"
base_url = "env:BOARD_URL"
token = "env:BOARD_TOKEN"
start = 2026-11-01
staff_users = ["team"]

[sources.messenger]
type = "whatsapp"
app_secret = "env:APP_SECRET"
verify_token = "env:APP_SECRET"

[sources.profile]
type = "xing"
path = "*.zip"
own_names = ["Tina Team"]
date_format = "%d.%m.%Y %H:%M"

[sources.calls]
type = "files"
shape = "messages"
path = "calls.csv"
platform = "phone"
channel = "phone"
visibility = "private"
columns = { message_id = "id", author = "who", customer = "who", sent_at = "at" }
inbound = { column = "in", values = ["yes"] }
"""
CALLS = b"id,who,at,in\r\n" + b"".join(
    b"%d,+49%d,2026-11-19T%02d:15:00Z,%s\r\n" % (n, n // 2, 6 + n // 4, (b"yes", b"no")[n % 2])
    for n in range(60)
)
# What is compared, with all that these follow from: further tables and metrics follow from them.
TABLES = (
    "marts.fct_messages", "marts.message_texts", "marts.fct_waits", "marts.fct_episodes", "marts.fct_cases",
    "marts.fct_case_states", "marts.fct_reach", "marts.fct_reactions", "marts.fct_spend", "marts.fct_capture",
    "marts.fct_expiring", "quality.rejected",
)  # fmt: skip
# Where a record stood and when it was counted; which of several says the same last.
OF_THE_READING = {"record_id", "file", "line", "counted_at"}
ABOUT_LOADS = {"quality.loads", "marts.dim_source"}

pytestmark = [pytest.mark.server, pytest.mark.thorough]


@dataclass(frozen=True)
class Town:
    """The company, the faults of the platforms by source, what it is sent, and a number for each pass over it."""

    company: Company
    faults: dict[str, Faults]
    pushes: list[whatsapp.Push]
    passes: Iterator[int]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """The demo company with its platforms, a few days behind them, and three sources more."""
    chats = whatsapp.WhatsApp(build_chats(3, int(END.timestamp()), days=4, threads=3), APP_SECRET)
    with (
        server.start(worlds.build(END, seed=3, days=5), now=END) as platforms,
        SmallServer({"nodebb": Forum()}) as small,
    ):
        environ = {
            "BOARD_URL": small.url_of("nodebb"),
            "BOARD_TOKEN": "board-secret",
            "APP_SECRET": APP_SECRET,
        }
        company = company_of(platforms, tmp_path, os.environ | platforms.environment | environ)
        faults = dict.fromkeys(ASKED, platforms.faults) | {"board": small.faults}
        yield Town(company, faults, chats.pushes(), count())


def company_of(platforms: Server, folder: Path, environ: dict[str, str]) -> Company:
    """The demo company with the sources that fail here."""
    names = "|".join(ASKED)
    others = re.compile(
        rf"\[sources\.(?!(?:{names})[.\]])|\[intents_audit\]|\[\[assign\]\]\nsource = (?!\"(?:{names})\")"
    )
    text = (HOUSE / "leitstand.toml").read_text("utf-8")
    kept = [part for part in re.split(r"(?m)^(?=\[)", text) if not others.match(part)]
    (folder / "leitstand.toml").write_text("".join([*kept, MORE]), encoding="utf-8")
    return load(folder / "leitstand.toml", environ)


def extract(town: Town, var: VarFolder) -> dict[str, str]:
    """One pass over all sources, which don't wait for each other; returns what went wrong, by source."""
    names, now = [*town.company.sources], END + next(town.passes) * timedelta(milliseconds=10)
    with ThreadPoolExecutor(len(names)) as pool:
        said = dict(zip(names, pool.map(partial(_extract, town.company, var, now), names), strict=True))
    return {name: error for name, error in said.items() if error}


def _extract(company: Company, var: VarFolder, now: datetime, name: str) -> str | None:
    connector = sources.reading_here(var, name, sources.connect(company)[name])
    extraction = Extraction(
        var, {name: patient(connector)}, until=END, now=lambda: now, sleep=lambda _: None,
        max_wait=timedelta(days=1),
    )  # fmt: skip
    for stream in connector.streams:
        extraction.fetch(name, stream)
    return extraction.failures.get(name)


def patient(connector: Connector) -> Connector:
    """Tries often, sleeps never, and doesn't wait long for an answer."""
    for http in https_of(connector):
        object.__setattr__(http, "sleep", lambda _: None)
        object.__setattr__(http, "limits", Limits(read=1, attempts=20, patience=3600))
    return connector


def download(company: Company, *, share: float = 1) -> None:
    """Put the exports where they are looked for, or only as much of them as has come by then."""
    export = BytesIO()
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr("messages.csv", XING)
    for name, whole in (("export.zip", export.getvalue()), ("calls.csv", CALLS)):
        (company.base / name).write_bytes(whole[: int(len(whole) * share)])


def deliver(company: Company, var: VarFolder, pushes: list[whatsapp.Push]) -> list[int]:
    """What the receiver answers to each push."""
    (source,) = (one for one in sources.connect(company).values() if isinstance(one, Pushed))
    spool = Spool(var.inbox / "messenger", lambda: END)
    receiver, told = Receiver({"messenger": Door(source, spool)}, lambda: END), []
    for push in pushes:
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in push.headers.items()}
        environ = {
            "PATH_INFO": f"{HOOKS}messenger", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(push.body)),
            "wsgi.input": BytesIO(push.body), **headers,
        }  # fmt: skip
        receiver(environ, lambda status, _: told.append(int(status[:3])))
    spool.close()
    return told


def bad_day(town: Town, var: VarFolder) -> list[dict[str, str]]:
    """Three passes, in each of which much fails; returns what went wrong in each, by source."""
    forged = whatsapp.WhatsApp(build_chats(4, int(END.timestamp()), days=2), "f" * 32).pushes()
    half, said = len(town.pushes) // 2, []
    # The later half comes first, all of it twice, and the last ones before the first ones.
    for kind, share, pushes in (
        ("expired", 0.3, town.pushes[half:]),
        ("denied", 0.6, town.pushes[:half]),
        (None, 0.9, []),
    ):
        for name, (platform, path) in ASKED.items():
            add = partial(town.faults[name].add, platform=platform, path=path)
            if kind:
                add(kind, after=AMID[kind], times=10_000)
                continue
            for outside in OUTSIDE:
                add(outside, seconds=30 if outside == "silent" else 0.05)
            for inside in INSIDE:
                add(inside, times=4)
        assert set(deliver(town.company, var, [*pushes[::-1], *pushes[::2]])) <= {200}
        assert set(deliver(town.company, var, forged)) == {401}
        download(town.company, share=share)
        said.append(extract(town, var))
        for faults in town.faults.values():
            faults.clear()
    return said


def tables(company: Company, var: VarFolder) -> dict[str, list[tuple[Any, ...]]]:
    """Staging, what `TABLES` follow from, and these."""
    found, models = {}, wanted(sources.models_of(company))
    with Workspace(var.path, company, as_of=END, run_id="fault", key=KEY, models=models) as workspace:
        workspace.load_raw()
        for model in workspace.plan():
            workspace.build(model)
            if model.key in ABOUT_LOADS:
                continue
            query = f"select {_lasting(workspace, model.key)} from {model.key} order by all"
            found[model.key] = workspace.connection.execute(query).fetchall()
    return found


def told(var: VarFolder) -> set[str]:
    """The sources that anything was landed of."""
    return {path.parts[-3] for path in var.raw.glob("*/*/*")}


def wanted(known: Catalog) -> Catalog:
    """Only what has to be made for `TABLES`."""
    keys, waiting = set[str](), [*TABLES]
    while waiting:
        keys.add(key := waiting.pop())
        waiting += {*known.before(known.models[key])} - keys
    return Catalog({key: model for key, model in known.models.items() if key in keys})


def _lasting(workspace: Workspace, table: str) -> str:
    """The columns that must be the same, to the second: a pass began some hundredths after the one before."""
    exact = {"TIMESTAMP WITH TIME ZONE": "date_trunc('second', \"{}\")", "DOUBLE": 'round("{}", 1)'}
    columns = workspace.connection.execute(f"describe {table}").fetchall()
    kept = [exact.get(type, '"{}"').format(name) for name, type, *_ in columns if name not in OF_THE_READING]
    return ", ".join(f"({one})::varchar" for one in kept)


def test_a_run_after_a_bad_day_ends_with_the_tables_of_a_good_one(town: Town, tmp_path: Path) -> None:
    good, bad = VarFolder(tmp_path / "good"), VarFolder(tmp_path / "bad")
    said = bad_day(town, bad)
    download(town.company)
    deliver(town.company, good, town.pushes)
    assert extract(town, good) == {}
    assert extract(town, bad) == {}

    expected, found = tables(town.company, good), tables(town.company, bad)
    for table, rows in expected.items():
        assert found[table] == rows, table
    # That this says something: each source failed that asks for more than a page, and each had something to say.
    assert set().union(*said) >= {*ASKED, "profile"} - {"blog", "press"}
    assert {row[0] for row in expected["quality.rejected"]} <= {"messenger"}  # what never reached a customer
    assert told(good) >= {*town.company.sources}
