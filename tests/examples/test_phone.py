"""The ready mappings of calls and text messages, on small files made for the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from pipelines.land import CursorStore, Landing
from pipelines.var_folder import VarFolder
from tests.examples.chain import EXAMPLES, KEY, ask
from warehouse import company
from warehouse.database import Workspace

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
CALLS = (
    "Row;Call;Event;Time;Caller;Extension;Queue;Hung up;Talked (s)\n"
    "1;A1;Ringing;20.11.2026 10:00:00;0151 1234567;;Hotline;;\n"
    "2;A1;Taken;20.11.2026 10:00:40;0151 1234567;201;Hotline;;125\n"
    "3;A2;Ringing;20.11.2026 11:00:00;0151 7654321;;Hotline;20.11.2026 11:01:30;\n"
)
SMS = (
    "Message ID,Direction,From,Customer number,Our number,User,Time,Text\n"
    "s1,MO,+491511234567,+491511234567,+4930999,,2026-11-20 12:00:00,Where is my parcel?\n"
    "s2,MT,+4930999,+491511234567,+4930999,tina,2026-11-20 12:05:00,It comes tomorrow.\n"
)


def staged(home: Path, mapping: str, name: str, text: str) -> Workspace:
    shutil.copy(EXAMPLES / "phone" / mapping, home / "leitstand.toml")
    (home / "exports").mkdir()
    (home / "exports" / name).write_text(text, encoding="utf-8")
    configured = company.load(home / "leitstand.toml", {})
    var = VarFolder(home / "var")
    [source] = configured.sources.values()
    connector = registry.connect(source.name, source.type, source.settings, base=configured.base)
    cursors = CursorStore(var, source.name)
    with Landing(var, source.name, "messages", cursors) as landing:
        for page in connector.fetch("messages", cursors.load("messages"), until=NOW):
            landing.add(page)
    workspace = Workspace(var.path, configured, as_of=NOW, run_id="test", key=KEY)
    workspace.load_raw()
    for model in ("stg_files_messages", "stg_files_handle_times", "stg_files_addresses"):
        workspace.build(workspace.catalog.models[f"staging.{model}"])
    assert ask(workspace, "select reason from steps.rejects") == []
    return workspace


@pytest.fixture
def calls(tmp_path: Path) -> Iterator[Workspace]:
    with staged(tmp_path, "call_events.toml", "calls-november.csv", CALLS) as workspace:
        yield workspace


@pytest.fixture
def sms(tmp_path: Path) -> Iterator[Workspace]:
    with staged(tmp_path, "sms_gateway.toml", "sms-november.csv", SMS) as workspace:
        yield workspace


def said(workspace: Workspace, *columns: str) -> list[Any]:
    return ask(workspace, f"select {', '.join(columns)} from staging.stg_files_messages order by sent_at")


def test_a_call_is_answered_after_its_wait_or_given_up(calls: Workspace) -> None:
    wait = "date_diff('second', sent_at, deleted_at)"

    assert said(calls, "direction", "channel", "visibility", "group_name", wait) == [
        ("inbound", "phone", "private", "Hotline", None),
        ("outbound", "phone", "private", "Hotline", None),
        ("inbound", "phone", "private", "Hotline", 90),
    ]
    assert said(calls, "conversation_id", "agent_id is null") == [
        ("calls:A1", True),
        ("calls:A1", False),
        ("calls:A2", True),
    ]
    assert ask(calls, "select message_id, value from staging.stg_files_handle_times") == [("calls:2", "125")]


def test_a_text_message_and_its_answer_are_one_conversation(sms: Workspace) -> None:
    assert said(sms, "message_id", "direction", "platform", "text") == [
        ("sms:s1", "inbound", "sms", "Where is my parcel?"),
        ("sms:s2", "outbound", "sms", "It comes tomorrow."),
    ]
    [(threads, customers)] = ask(
        sms,
        "select count(distinct conversation_id), count(distinct customer_id) from staging.stg_files_messages",
    )
    assert (threads, customers) == (1, 1)


def test_a_caller_and_a_texter_with_one_number_are_one_person(
    calls: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    find = "select distinct address_id from staging.stg_files_addresses where kind = 'phone'"
    with staged(tmp_path_factory.mktemp("sms"), "sms_gateway.toml", "sms-november.csv", SMS) as texts:
        texted = set(ask(texts, find))

    assert len(texted & set(ask(calls, find))) == 1


def test_the_readme_names_every_mapping() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert [
        path.name for path in (EXAMPLES / "phone").glob("*.toml") if f"phone/{path.name}" not in readme
    ] == []
