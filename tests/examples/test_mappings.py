"""The ready mappings of other tools' exports, on small files made for the tests: none was verified against its tool."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors import registry
from pipelines.land import CursorStore, Landing
from pipelines.var_folder import VarFolder
from tests.examples.chain import EXAMPLES, KEY, ask
from warehouse import company
from warehouse.database import Workspace

MAPPINGS = sorted((EXAMPLES / "mappings").glob("*.toml"))
NOW = datetime(2026, 11, 20, tzinfo=UTC)
FILES = {
    "hootsuite_inbox": (
        "messages-november.csv",
        "Message ID,Conversation ID,Medium,Message Type,Channel Display Name,Contact Profile ID,"
        "Contact Primary Identifier,Direction,Agent ID,Team,Created at,Content\n"
        "m1,c1,Twitter,Direct message,Nordfunk,p1,anna,Inbound,,Service,2026-11-19T10:00:00+01:00,Hallo?\n"
        "m2,c1,Twitter,Direct message,Nordfunk,p1,anna,Outbound,a7,Service,2026-11-19T10:05:00+01:00,Gern.\n"
        "m3,c2,Facebook,Comment,Nordfunk,p2,ben,Inbound,,Service,2026-11-19 11:00:00,Schön\n",
    ),
    "sprout_social_inbox": (
        "inbox-november.csv",
        "Message ID,Conversation ID,In Reply To,Date,Network,Message Type,Profile,From,Sent by,Message\n"
        "m1,c1,,11/19/2026 10:00 AM,Twitter,Direct Message,Nordfunk,anna,,Hallo?\n"
        "m2,c1,m1,11/19/2026 10:05 AM,Twitter,Direct Message,Nordfunk,nordfunk,Tina Team,Gern.\n"
        "m3,c2,,11/19/2026 11:00 AM,Facebook,Comment,Nordfunk,ben,,Schön\n",
    ),
}  # fmt: skip


@pytest.fixture(params=MAPPINGS, ids=lambda path: path.stem)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with one mapping and its export."""
    shutil.copy(request.param, tmp_path / "leitstand.toml")
    name, text = FILES[request.param.stem]
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / name).write_text(text, encoding="utf-8")
    return tmp_path


def staged(home: Path) -> Workspace:
    """The mapping's messages, landed and staged."""
    configured = company.load(home / "leitstand.toml", {})
    var = VarFolder(home / "var")
    [source] = configured.sources.values()
    connector = registry.connect(source.name, source.type, source.settings, base=configured.base)
    cursors = CursorStore(var, source.name)
    with Landing(var, source.name, "messages", cursors) as landing:
        for page in connector.fetch("messages", cursors.load("messages"), until=NOW):
            landing.add(page)
    return Workspace(var.path, configured, as_of=NOW, run_id="test", key=KEY)


def test_a_message_an_answer_and_a_comment_become_what_they_are(home: Path) -> None:
    with staged(home) as workspace:
        workspace.load_raw()
        wanted = workspace.catalog.models["staging.stg_files_messages"]
        for key in [*sorted(workspace.catalog.before(wanted)), wanted.key]:
            workspace.build(workspace.catalog.models[key])
        rows = ask(
            workspace,
            "select split_part(message_id, ':', 2), platform, channel, visibility, direction, agent_id is not null,"
            " customer_id is not null, strftime(timezone('UTC', sent_at), '%H:%M')"
            " from staging.stg_files_messages order by 1",
        )
        assert ask(workspace, "select reason from steps.rejects") == []

    assert rows == [
        ("m1", "x", "direct_message", "private", "inbound", False, True, "09:00"),
        ("m2", "x", "direct_message", "private", "outbound", True, True, "09:05"),
        ("m3", "facebook", "comment", "public", "inbound", False, False, "10:00"),
    ]


def test_a_renamed_column_is_named_by_doctor(home: Path) -> None:
    [file] = (home / "exports").iterdir()
    file.write_text(file.read_text("utf-8").replace("Conversation ID", "Thread"), encoding="utf-8")
    configured = company.load(home / "leitstand.toml", {})
    [source] = configured.sources.values()
    [check] = registry.connect(source.name, source.type, source.settings, base=configured.base).check()

    assert not check.ok
    assert 'has no column "Conversation ID"' in check.detail
    assert "Thread" in check.mend


def test_the_readme_names_every_mapping_and_that_none_was_verified() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert [path.name for path in MAPPINGS if path.name not in readme] == []
    assert all("Not verified against the tool" in path.read_text("utf-8") for path in MAPPINGS)
