"""Mentions that were pushed, read by the source's own mapping."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError
from connectors.page import Record
from connectors.webhook import Webhook
from connectors.webhook_inbox import hold_receiver_lock
from connectors.webhook_paths import find
from connectors.webhook_spool import Spool

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COLUMNS = {"message_id": "id", "author": "$.author.name", "sent_at": "at", "url": "link"}
SETTINGS = {"secret": "0123456789abcdef", "signature_header": "X-Sig", "columns": COLUMNS}


def connect(folder: Path, **given: Any) -> Webhook:
    connector = registry.connect("hits", "webhook", SETTINGS | given, base=folder)
    assert isinstance(connector, Webhook)
    return connector


def push(folder: Path, *bodies: Any) -> None:
    spool = Spool(folder / "var" / "inbox" / "hits", lambda: NOON)
    for body in bodies:
        spool.put(body if isinstance(body, bytes) else json.dumps(body).encode())
    spool.close()


def records(folder: Path, **given: Any) -> list[Record]:
    pages = connect(folder, **given).fetch("messages", {}, until=NOON)
    return [record for page in pages for record in page.records]


def mention(number: object, **fields: Any) -> dict[str, Any]:
    return {"id": number, "author": {"name": "Anna"}, "at": "2026-11-18T09:00:00Z"} | fields


def test_one_mention_a_list_of_them_and_a_list_inside_are_all_read(tmp_path: Path) -> None:
    push(tmp_path, mention(1), [mention(2), mention("3")])
    assert [record.record_id for record in records(tmp_path)] == ["1", "2", "3"]

    push(tmp_path / "b", {"data": {"hits": [mention(4), mention(5)]}}, {"data": {"hits": []}})
    inside = records(tmp_path / "b", records="$.data.hits")
    assert [record.record_id for record in inside] == ["4", "5"]
    assert inside[0].payload == mention(4)


def test_without_an_id_it_is_the_address_and_without_both_all_that_it_says(tmp_path: Path) -> None:
    push(tmp_path, mention(None, link="https://a.example/1"), mention(""), mention(None), mention(""))
    found = [str(record.record_id) for record in records(tmp_path)]

    assert found[0] == "https://a.example/1"
    assert found[1] == found[3] != found[2]
    assert all(name.startswith("said:") for name in found[1:])


def test_what_cannot_be_read_is_kept_with_the_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    push(tmp_path, b"{", [mention(1), 7], "hallo", mention(2))
    found = records(tmp_path)

    assert [record.record_id for record in found if record.error is None] == ["1", "2"]
    errors = [(record.line, record.error) for record in found if record.error]
    assert errors[0][0] == 1 and str(errors[0][1]).startswith("the body is no JSON: ")
    assert errors[1:] == [(2, "records: no. 2 is no JSON object"), (3, "records: no. 1 is no JSON object")]


def test_a_push_nested_beyond_reading_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    push(tmp_path, b"[" * 5000 + b"]" * 5000, mention(1))

    deep, read = records(tmp_path)
    assert (deep.line, read.record_id) == (1, "1")
    assert str(deep.error).startswith("the body is JSON nested so deeply")


def test_a_push_without_the_list_is_said(tmp_path: Path) -> None:
    push(tmp_path, mention(1))
    (record,) = records(tmp_path, records="$.data.hits")
    assert record.error == "records: there is no list at $.data.hits"


def test_a_text_that_was_cut_inside_an_emoji_is_still_a_mention(tmp_path: Path) -> None:
    push(tmp_path, rb'{"id": 1, "text": "gut \ud83d", "author": {"name": "a"}, "at": "2026-11-18T09:00:00Z"}')
    (record,) = records(tmp_path)
    assert record.payload["text"].encode() and record.error is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"columns": {"message_id": "id", "author": "a"}}, "columns.sent_at: is missing"),
        ({"columns": COLUMNS | {"mood": "m"}}, "columns.mood: mentions have no such column; known are"),
        ({"columns": COLUMNS | {"text": "$.a..b"}}, "is no path; write such as"),
        ({"signed": "{timestamp}"}, "must hold {body} once"),
        ({"timestamp_header": "X-Time"}, "a time protects only where it is signed"),
        ({"signed": "{timestamp}.{body}"}, "a time protects only where it is signed"),
        ({"signature_header": "X Sig"}, "signature_header"),
        ({"date_format": "neulich"}, "is no date format"),
        ({"secret": ""}, "secret"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, given: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as error:
        connect(tmp_path, **given)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("path", "found"),
    [("a", {"b": [1, {"c": 2}]}), ("$.a.b[1].c", 2), ("$.a.b[7]", None), ('$."x y"', 3), ("$.a.z.z", None)],
)
def test_a_path_finds_what_is_there(path: str, found: object) -> None:
    assert find({"a": {"b": [1, {"c": 2}]}, "x y": 3}, path) == found


def test_doctor_sees_whether_pushes_are_taken_in(tmp_path: Path) -> None:
    before = {check.name: check for check in connect(tmp_path).check()}
    assert {name for name, check in before.items() if not check.ok} == {"receiver", "last push"}
    assert all(check.mend for check in before.values() if not check.ok)

    push(tmp_path, mention(1))
    handle = hold_receiver_lock(tmp_path / "var" / "inbox")
    assert handle and [check.name for check in connect(tmp_path).check() if not check.ok] == []
