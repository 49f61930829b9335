"""Files as a source: what is read, what is read again, and what is said when it can't be."""

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from connectors import files, registry
from connectors.errors import SettingsError, SourceUnavailable
from connectors.page import Record
from tests.connectors.files_source import HEADER, NOW, ROW_1, ROW_2, ROW_3, connect, ids, read

EVENTS = {
    "path": "log.csv",
    "shape": "case_events",
    "columns": {"case_id": "number", "event_at": "at", "state": "state", "order": "mod"},
    "states": {"New": "new", "Closed": "closed"},
}


def test_a_row_lands_as_received_under_its_own_id_and_place(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + "3.0,ann, TRUE,2026-01-01 10:00,hello\n")

    records, _ = read(connect(tmp_path))

    cells = {"tweet_id": "3.0", "author_id": "ann", "inbound": " TRUE", "created_at": "2026-01-01 10:00"}
    assert records == [Record("3", cells | {"text": "hello"}, "in.csv", 2)]


def test_rows_without_an_id_are_known_by_file_and_line(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1 + ",bob,True,2026-01-01 10:00,no id\n")

    with_column, _ = read(connect(tmp_path))
    without, _ = read(connect(tmp_path, columns={"author": "author_id", "sent_at": "created_at"}))

    assert ids(with_column) == ["1", "in.csv:3"]
    assert ids(without) == ["in.csv:2", "in.csv:3"]


def test_an_unchanged_file_is_not_read_again(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1)
    source = connect(tmp_path)
    _, cursor = read(source)

    assert list(source.fetch("messages", cursor, until=NOW)) == []


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, zstandard.compress])
def test_of_a_file_that_has_grown_only_the_new_rows_are_read(tmp_path, pack):
    (tmp_path / "in.csv").write_bytes(pack((HEADER + ROW_1 + ROW_2).encode()))
    _, cursor = read(connect(tmp_path))
    (tmp_path / "in.csv").write_bytes(pack((HEADER + ROW_1 + ROW_2 + ROW_3).encode()))

    records, _ = read(connect(tmp_path), cursor)

    assert [(record.record_id, record.line) for record in records] == [("3", 4)]


def test_a_last_line_that_was_still_being_written_is_read_again_when_it_is_whole(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1 + "2,shop,False,2026-01-01 10:05,good mor")
    first, cursor = read(connect(tmp_path))
    (tmp_path / "in.csv").write_text(HEADER + ROW_1 + ROW_2)
    second, _ = read(connect(tmp_path), cursor)

    assert [record.payload["text"] for record in first] == ["hello", "good mor"]
    assert [(record.record_id, record.payload["text"]) for record in second] == [("2", "good morning")]


def test_a_replaced_file_is_read_whole(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1 + ROW_2)
    _, cursor = read(connect(tmp_path))
    (tmp_path / "in.csv").write_text(HEADER + ROW_1.replace("hello", "HELLO") + ROW_2 + ROW_3)

    records, _ = read(connect(tmp_path), cursor)

    assert ids(records) == ["1", "2", "3"]
    assert records[0].payload["text"] == "HELLO"


def test_a_file_that_was_only_touched_brings_nothing(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1)
    _, cursor = read(connect(tmp_path))
    os.utime(tmp_path / "in.csv", ns=(1, 1))

    assert read(connect(tmp_path), cursor)[0] == []


def test_other_reading_settings_read_an_unchanged_file_anew(tmp_path):
    (tmp_path / "in.csv").write_bytes((HEADER + ROW_1.replace("hello", "Grüße")).encode("cp1252"))
    wrong, cursor = read(connect(tmp_path))

    right, _ = read(connect(tmp_path, encoding="cp1252"), cursor)

    assert wrong[0].error == "byte 31 is no text in this encoding; is encoding right?"
    assert right[0].payload["text"] == "Grüße"


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet"])
def test_a_stop_after_any_page_loses_and_repeats_nothing(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(files, "PAGE_RECORDS", 3)
    rows = [
        {"tweet_id": str(n), "author_id": "a", "inbound": "True", "created_at": "", "text": 'x\n"y"'}
        for n in range(10)
    ]
    name = f"in.{kind}"
    if kind == "csv":
        (tmp_path / name).write_text(HEADER + "".join(f'{n},a,True,,"x\n""y"""\n' for n in range(10)))
    elif kind == "ndjson":
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / name)
    source = connect(tmp_path, path=name)
    pages = list(source.fetch("messages", {}, until=NOW))

    for stop in range(1, len(pages)):
        rest, _ = read(source, pages[stop - 1].cursor)
        assert [r.payload for page in pages[:stop] for r in page.records] + [r.payload for r in rest] == rows


def test_all_files_of_a_glob_are_read_by_name_and_same_names_are_told_apart(tmp_path):
    for folder, row in (("b", ROW_1), ("a", ROW_2)):
        (tmp_path / "exports" / folder).mkdir(parents=True)
        (tmp_path / "exports" / folder / "in.csv").write_text(HEADER + row)

    records, cursor = read(connect(tmp_path, path="exports/**/*.csv"))

    assert [record.file for record in records] == ["a/in.csv", "b/in.csv"]
    assert set(cursor["files"]) == {"a/in.csv", "b/in.csv"}


def test_a_list_of_paths_is_read_whole(tmp_path):
    (tmp_path / "one.csv").write_text(HEADER + ROW_1)
    (tmp_path / "two.csv").write_text(HEADER + ROW_2)

    assert ids(read(connect(tmp_path, path=["two.csv", "one.csv"]))[0]) == ["1", "2"]


def test_the_first_folder_that_holds_the_file_wins_and_its_place_is_in_no_id(tmp_path):
    for folder, row in (("near", ROW_1), ("far", ROW_2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "in.csv").write_text(HEADER + row)

    [record], _ = read(connect(tmp_path / "near", folders=["nowhere", "../near", "../far"]))

    assert (record.record_id, record.file) == ("1", "in.csv")


def event_ids(tmp_path: Path, *rows: str) -> list[str | None]:
    (tmp_path / "log.csv").write_text("number,at,state,mod,note\n" + "".join(row + "\n" for row in rows))
    return ids(read(registry.connect("log", "files", EVENTS, base=tmp_path))[0])


def test_events_of_one_minute_and_one_order_number_stay_apart(tmp_path):
    found = event_ids(tmp_path, "A,10:00,New,1,", "A,10:00,Closed,1,", "A,10:00,New,2,", "A,10:01,New,1,")

    assert len(set(found)) == 4


def test_an_event_keeps_its_id_when_the_log_is_exported_again_with_more_rows(tmp_path):
    before = event_ids(tmp_path, "A,10:00,New,1,", "A,10:05,Closed,2,")
    after = event_ids(tmp_path, "B,09:00,New,1,", "A,10:00,New,1,note written later", "A,10:05,Closed,2,")

    assert after[1:] == before


def test_a_missing_file_is_said_with_source_and_places(tmp_path):
    with pytest.raises(SourceUnavailable, match=r"source tweets: in\.csv isn't in .*/x, .*/y; put it there"):
        read(connect(tmp_path, folders=["x", "y"]))


def test_a_missing_column_is_said_with_field_source_file_and_columns(tmp_path):
    (tmp_path / "in.csv").write_text("id,author_id,inbound,created_at,text\n")

    with pytest.raises(SettingsError) as raised:
        read(connect(tmp_path))

    assert raised.value.field == "columns.message_id"
    assert "source tweets" in str(raised.value)
    assert 'in.csv has no column "tweet_id"; use one of its own: id, author_id' in str(raised.value)


def test_the_doctor_hears_what_is_there_and_what_to_mend(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1)

    [fine] = connect(tmp_path).check()
    [bad] = connect(tmp_path, path="other.csv").check()

    assert (fine.ok, fine.detail) == (True, "1 found, 0.0 MB")
    assert not bad.ok
    assert bad.mend == "put it there, or mend path or folders"
