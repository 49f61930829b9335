"""XING's export: messages as CSV or JSON, in English and German, and what is said of others."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError, SourceChanged
from connectors.page import Record
from tests.connectors.files_source import NOW

GERMAN = (
    "Absender;Empfänger;Datum;Betreff;Nachricht\n"
    "Anna Abt;Tina Team;19.11.2026 10:00;Anschluss;\"Wann geht es\nwieder?\"\n"
    "tina team ;Anna Abt;19.11.2026 10:30;AW: Anschluss;Morgen früh.\n"
)  # fmt: skip


def read(base: Path, text: str, name: str = "daten/messages.csv", **settings: Any) -> list[Record]:
    with zipfile.ZipFile(base / "xing.zip", "w") as archive:
        archive.writestr(name, text)
    given = {"path": "xing.zip", "own_names": ["Tina Team"], **settings}
    source = registry.connect("xing", "xing", given, base=base)
    return [record for page in source.fetch("messages", {}, until=NOW) for record in page.records]


def test_rows_become_messages_and_without_a_conversation_belong_to_the_other_side(tmp_path: Path) -> None:
    first, second = read(tmp_path, "\ufeff" + GERMAN)

    assert first.payload["fields"] == {
        "sender": "Anna Abt", "recipient": "Tina Team", "sent_at": "19.11.2026 10:00", "subject": "Anschluss",
        "text": "Wann geht es\nwieder?", "is_sender": False,
    }  # fmt: skip
    assert [r.payload["conversation"] for r in (first, second)] == ["Anna Abt", "Anna Abt"]
    assert second.payload["fields"]["is_sender"]
    assert (first.file, first.line, second.line) == ("xing.zip/daten/messages.csv", 2, 4)


def test_the_same_message_has_the_same_id_in_the_next_export(tmp_path: Path) -> None:
    first = read(tmp_path, GERMAN)
    second = read(tmp_path, GERMAN + "Ben;Tina Team;20.11.2026 10:00;;Hallo?\n")

    assert [r.record_id for r in second[:2]] == [r.record_id for r in first]


def test_json_may_hold_messages_or_conversations(tmp_path: Path) -> None:
    message = {"id": 7, "from": "Anna Abt", "created_at": "2026-11-19T09:00:00Z", "body": "Hallo?"}
    flat = read(tmp_path, json.dumps([message | {"conversation_id": "c1"}]), "messages.json")
    nested = read(
        tmp_path, json.dumps({"conversations": [{"id": "c1", "messages": [message]}]}), "messages.json"
    )

    assert [r.record_id for r in (*flat, *nested)] == ["7", "7"]
    assert [r.payload["conversation"] for r in (*flat, *nested)] == ["c1", "c1"]


def test_a_renamed_field_is_named_with_its_file_and_mended_under_columns(tmp_path: Path) -> None:
    renamed = GERMAN.replace("Absender", "Verfasst von")
    with pytest.raises(SettingsError, match=r"columns\.sender: .*messages\.csv in .*xing\.zip has no field"):
        read(tmp_path, renamed)

    assert len(read(tmp_path, renamed, columns={"sender": "Verfasst von"})) == 2
    with pytest.raises(SettingsError, match="is no field of a message"):
        read(tmp_path, renamed, columns={"writer": "Verfasst von"})


def test_a_row_that_cannot_be_read_is_kept_with_its_line(tmp_path: Path) -> None:
    records = read(tmp_path, GERMAN + "Ben;Hallo?\n")

    assert (records[2].line, records[2].error) == (5, "2 cells where the header has 5")


@pytest.mark.parametrize(("text", "said"), [("[1]", "expected a list"), ("[{", "is no JSON")])
def test_a_json_of_something_else_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceChanged, match=said):
        read(tmp_path, text, "messages.json")


def test_a_file_without_messages_brings_none(tmp_path: Path) -> None:
    assert read(tmp_path, "Absender;Datum\n") == []
    assert read(tmp_path, "[]", "messages.json") == []
