"""Snapchat's export: chats by conversation, of new exports and of old ones."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError, SourceChanged
from connectors.page import Record
from tests.connectors.files_source import NOW


def chat(sender: str, minute: int, content: str | None = "Hallo?", **fields: Any) -> dict[str, Any]:
    return {
        "From": sender, "Media Type": "TEXT", "Created": f"2026-11-19 09:{minute:02}:00 UTC", "Content": content,
        "Conversation Title": None, "IsSender": sender == "nordfunk",
        "Created(microseconds)": 1_795_078_800_000 + minute * 60_000, "IsSaved": content is not None, "Media IDs": "",
    } | fields  # fmt: skip


def read(base: Path, history: Any, **settings: Any) -> list[Record]:
    with zipfile.ZipFile(base / "mydata.zip", "w") as archive:
        archive.writestr(
            "json/chat_history.json", history if isinstance(history, str) else json.dumps(history)
        )
        archive.writestr("json/account.json", "{}")
    source = registry.connect("snap", "snapchat", {"path": "mydata.zip", **settings}, base=base)
    return [record for page in source.fetch("messages", {}, until=NOW) for record in page.records]


def test_each_chat_comes_with_its_conversation_under_our_names_of_fields(tmp_path: Path) -> None:
    first, second = read(tmp_path, {"anna": [chat("anna", 0), chat("nordfunk", 5, "Gern.")]})

    assert first.payload["conversation"] == "anna"
    assert first.payload["fields"] == {
        "from": "anna", "created": "2026-11-19 09:00:00 UTC", "created_number": 1_795_078_800_000, "kind": "TEXT",
        "content": "Hallo?", "is_sender": False, "is_saved": True, "title": None,
    }  # fmt: skip
    assert second.payload["fields"]["is_sender"] is True
    assert (first.file, first.line, second.line) == ("mydata.zip/json/chat_history.json", 1, 2)


def test_a_chat_keeps_its_id_in_the_next_export_though_its_text_has_vanished(tmp_path: Path) -> None:
    [told] = read(tmp_path, {"anna": [chat("anna", 0)]})
    [blank] = read(tmp_path, {"anna": [chat("anna", 0, None)]})

    assert told.payload["message"] == blank.payload["message"]
    # Another record, so that the one with the text isn't replaced.
    assert told.record_id != blank.record_id


def test_two_chats_of_one_instant_are_two(tmp_path: Path) -> None:
    records = read(tmp_path, {"anna": [chat("anna", 0), chat("anna", 0, "??")], "ben": [chat("anna", 0)]})

    assert len({record.payload["message"] for record in records}) == 3


def test_older_exports_hold_two_lists_and_call_the_content_text(tmp_path: Path) -> None:
    at = {"Media Type": "TEXT", "Created": "2026-11-19 09:00:00 UTC"}
    history = {
        "Received Saved Chat History": [{"From": "anna", "Text": "Hallo?"} | at],
        "Sent Saved Chat History": [{"To": "anna", "Text": "Gern."} | at],
    }
    records = read(tmp_path, history)

    assert [(r.payload["conversation"], r.payload["fields"]["is_sender"]) for r in records] == [
        ("anna", False),
        ("anna", True),
    ]
    assert records[1].payload["fields"]["content"] == "Gern."


def test_a_renamed_field_is_named_with_its_file_and_mended_under_columns(tmp_path: Path) -> None:
    renamed = {name if name != "IsSender" else "FromMe": value for name, value in chat("anna", 0).items()}
    with pytest.raises(SettingsError, match=r'chat_history\.json in .*mydata\.zip has no field "IsSender"'):
        read(tmp_path, {"anna": [renamed]})
    [record] = read(tmp_path, {"anna": [renamed]}, columns={"is_sender": "FromMe"})

    assert record.payload["fields"]["is_sender"] is False


@pytest.mark.parametrize(("odd", "said"), [("<html>", "is no JSON"), ([1], "expected lists of messages")])
def test_a_file_that_is_no_history_is_named(tmp_path: Path, odd: Any, said: str) -> None:
    with pytest.raises(SourceChanged, match=said):
        read(tmp_path, odd)


def test_what_is_no_message_is_kept_as_broken(tmp_path: Path) -> None:
    _, broken = read(tmp_path, {"anna": [chat("anna", 0), "?"]})

    assert broken.error == "the message is no JSON object"


def test_no_chats_are_no_records(tmp_path: Path) -> None:
    assert read(tmp_path, {}) == []
