"""Staging from records as they were landed: `stage` runs a real staging model on raw records made by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.warehouse.bench import Bench
from warehouse import company, landed
from warehouse.catalog import Model
from warehouse.database import Workspace

PAGE_ID = "9000"
COMPANY = f"""
[company]
id = "t"
zone = "UTC"
[[departments]]
id = "service"
name = "Service"
[sources.youtube]
type = "youtube"
channel_id = "UCours"
api_key = "env:TOKEN"
start = 2026-01-01
[sources.x]
type = "x"
user_id = "77"
token = "env:TOKEN"
start = 2026-01-01
[sources.fb]
type = "facebook"
page_id = "{PAGE_ID}"
token = "env:TOKEN"
start = 2026-01-01
[sources.zd]
type = "zendesk"
base_url = "http://127.0.0.1:1"
token = "env:TOKEN"
start = 2026-01-01
[sources.zd.fields]
approval = 9001
promise = 9002
promise_due = 9003
stakeholder = 9004
handle_seconds = 9005
[[departments]]
id = "marketing"
name = "Werbung"
name_en = "Marketing"
groups = ["Marketing-Team"]
[sources.spend]
type = "spend"
files = "spend.csv"
exchange = {{ CHF = 1.05 }}
[sources.campaigns]
type = "campaigns"
files = "campaigns.csv"
[sources.budgets]
type = "budgets"
files = "budgets.csv"
decimal = ","
[sources.rates]
type = "rates"
files = "rates.csv"
[sources.shifts]
type = "shifts"
files = "shifts.csv"
[sources.reach]
type = "reach"
files = "reach.csv"
[sources.ads]
type = "meta_ads"
account_id = "77"
token = "env:TOKEN"
start = 2026-01-01
exchange = {{ USD = 0.9 }}
[sources.instagram]
type = "instagram"
user_id = "1784"
username = "Nordfunk"
token = "env:TOKEN"
start = 2026-01-01
[sources.mastodon]
type = "mastodon"
base_url = "http://127.0.0.1:1"
account_id = "1"
token = "env:TOKEN"
start = 2026-01-01
[sources.bluesky]
type = "bluesky"
account = "nordfunk.example"
password = "env:TOKEN"
start = 2026-01-01
messages = true
[sources.discourse]
type = "discourse"
base_url = "https://forum.example"
username = "leitstand"
token = "env:TOKEN"
start = 2026-01-01
read_private = true
[sources.rss]
type = "rss"
feeds = ["https://press.example/feed"]
start = 2026-01-01
channel = "forum"
match = ["nordfunk"]
authors = ["Presse Nordfunk"]
[sources.linkedin]
type = "linkedin"
organization_id = "2414183"
token = "env:TOKEN"
start = 2026-01-01
[sources.whatsapp]
type = "whatsapp"
app_secret = "env:TOKEN"
verify_token = "env:TOKEN"
[sources.webhook]
type = "webhook"
secret = "env:TOKEN"
signature_header = "X-Signature"
platforms = {{ Twitter = "x" }}
inbound = {{ column = "by_us", outbound = ["true"] }}
[sources.webhook.columns]
message_id = "id"
url = "url"
author = "$.author.name"
author_handle = "$.author.handle"
sent_at = "published"
deleted_at = "removed"
text = "$.content[0].text"
in_reply_to = "parent"
platform = "network"
visibility = "seen_by"
[sources.snapchat]
type = "snapchat"
path = "snap.zip"
account = "nordfunk"
[sources.xing]
type = "xing"
path = "xing.zip"
own_names = ["Tina Team"]
zone = "Europe/Berlin"
date_format = "%d.%m.%Y %H:%M"
[sources.imap]
type = "imap"
host = "mail.firm.example"
user = "help@firm.example"
password = "env:TOKEN"
addresses = ["Help@firm.example", "@shop.example"]
start = 2026-01-01
[sources.rt]
type = "rt"
base_url = "https://rt.example"
token = "env:TOKEN"
start = 2026-01-01
fields = {{ approval = "Approval", promise = 2, promise_due = "Due", topic = "Topic" }}
states = {{ at_workshop = "waiting_third_party" }}
relays = {{ webform = "web_form" }}
[sources.crm]
type = "crm"
files = "crm.csv"
[identity]
country_code = "49"
key_sources = ["imap"]
[sources.asterisk]
type = "asterisk"
path = "Master.csv"
zone = "Europe/Berlin"
inbound = ["from-trunk*"]
outbound = ["to-customers"]
ignored = ["from-internal"]
[[incidents]]
from = 2026-11-10T10:00:00
until = 2026-11-10T22:00:00
name = "Ausfall"
[[assign]]
platform = "facebook"
department = "marketing"
"""
TWO_WORDS = ("shifts_ical", "google_ads")
LANDED_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Staged:
    """The rows of a staging model, and why others were rejected."""

    def __init__(
        self, rows: list[dict[str, Any]], rejected: list[tuple[str, str]], workspace: Workspace
    ) -> None:
        self.rows, self.rejected, self._workspace = rows, rejected, workspace

    def pseudonym(self, source: str, native_id: str) -> str:
        """What stands for a native id."""
        found = self._workspace.connection.execute("select pseudonym(?, ?)", [source, native_id]).fetchone()
        return str(found[0]) if found else ""

    def columns(self, *names: str) -> list[tuple[Any, ...]]:
        """Some columns of the rows, in their order."""
        return [tuple(row[name] for name in names) for row in self.rows]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("staging")
    (folder / "leitstand.toml").write_text(COMPANY, encoding="utf-8")
    known = company.load(folder / "leitstand.toml", {"TOKEN": "secret"})
    with Workspace(folder / "var", known, as_of=LANDED_AT, run_id="t", key=b"k" * 32) as opened:
        opened.connection.execute("set threads = 1")  # for a handful of rows a second one only waits
        yield opened


@pytest.fixture(scope="session")
def bench(workspace: Workspace) -> Bench:
    return Bench(workspace)


@pytest.fixture
def stage(bench: Bench) -> Any:
    """`stage("stg_x", order="...", x_stream=[(record_id, payload), ...])`, the streams of source type x.

    What follows from staging is named with its schema: `stage("marts.fct_x", ...)`. A source x that COMPANY doesn't
    have gets its section by `settings={"x": {...}}`.
    """

    def make(
        model: str,
        order: str,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        **streams: Sequence[tuple[str | None, Any]],
    ) -> Staged:
        workspace = bench.workspace
        run, models = workspace.connection.execute, workspace.catalog.models
        for type, section in (settings or {}).items():
            run("delete from work.company.sources where source = ?", [type])
            run("insert into work.company.sources values (?, ?, ?)", [type, type, json.dumps(section)])
        workspace.forget()
        wanted = models[model if "." in model else f"staging.{model}"]
        keys = _needed(workspace, wanted)
        needed = [known for known in workspace.plan() if known.key in keys]
        read = {table for known in needed for table in known.inputs if table.startswith(("raw.", "company."))}
        for table in read:
            if table.startswith("raw."):
                _land(workspace, table.removeprefix("raw."), streams)
        bench.look_at(read)
        for known in needed:
            bench.make(known)
        rows = run(f"select * from {wanted.key} order by {order}").pl().to_dicts()
        rejects = "select record_id, reason from steps.rejects where model = ? order by all"
        return Staged(rows, run(rejects, [wanted.key]).fetchall(), workspace)

    return make


def _needed(workspace: Workspace, model: Model) -> set[str]:
    """A model and all that it follows from."""
    found, ahead = {model.key}, [model]
    while ahead:
        new = set(workspace.catalog.before(ahead.pop())) - found
        found |= new
        ahead += (workspace.catalog.models[key] for key in new)
    return found


def _land(workspace: Workspace, name: str, streams: Mapping[str, Sequence[tuple[str | None, Any]]]) -> None:
    """What was landed of one stream, and nothing else; each record is received a second after the one before it."""
    # Most types are one word.
    type = next((two for two in TWO_WORDS if name.startswith(f"{two}_")), name.split("_", 1)[0])
    source = {"facebook": "fb", "zendesk": "zd", "meta": "ads"}.get(type, type)
    run = workspace.connection.execute
    if not streams.get(name) and run(f"select 1 from work.raw.{name} limit 1").fetchone() is None:
        return
    run(f"delete from work.raw.{name}")
    for number, (record_id, payload) in enumerate(streams.get(name, ())):
        at = LANDED_AT + timedelta(seconds=number)
        # A row of a table says where it stands.
        file, line = (
            (payload["file"], int(str(record_id).rpartition("!")[2])) if "cells" in payload else (None, None)
        )
        run(
            f"insert into work.raw.{name} values (?, ?, ?, ?, ?, null, ?, ?, 'one file', null, null)",
            [source, record_id, at, at, json.dumps(payload), file, line],
        )
    landed.settle(workspace.connection, name, ["one file"])
