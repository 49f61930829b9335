"""Files as a source: what is read, what is read again, and what is said when it can't be."""

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from connectors import files, registry
from connectors.errors import SettingsError, SourceUnavailable
from connectors.page import Connector, Cursor, Page, Record

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "tweet_id,author_id,inbound,created_at,text\n"
ROW_1 = "1,ann,True,2026-01-01 10:00,hello\n"
ROW_2 = "2,shop,False,2026-01-01 10:05,good morning\n"
ROW_3 = "3,ann,True,2026-01-01 10:07,thanks\n"
MESSAGES = {
    "path": "in.csv",
    "shape": "messages",
    "columns": {"message_id": "tweet_id", "author": "author_id", "sent_at": "created_at", "text": "text"},
    "inbound": {"column": "inbound", "values": ["true"]},
}
EVENTS = {
    "path": "log.csv",
    "shape": "case_events",
    "columns": {"case_id": "number", "event_at": "at", "state": "state", "order": "mod"},
    "states": {"New": "new", "Closed": "closed"},
}


def connect(base: Path, **settings: object) -> Connector:
    return registry.connect("tweets", "files", {**MESSAGES, **settings}, base=base)


def read(source: Connector, cursor: Cursor | None = None) -> tuple[list[Record], Cursor]:
    pages = list(source.fetch(source.streams[0], cursor or {}, until=NOW))
    cursor = json.loads(json.dumps(pages[-1].cursor)) if pages else cursor or {}
    return [record for page in pages for record in page.records], cursor


def ids(records: list[Record]) -> list[str | None]:
    return [record.record_id for record in records]


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


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("in.csv", lambda data: data),
        ("in.csv.gz", gzip.compress),
        ("two_members.gz", lambda data: gzip.compress(data[:30]) + gzip.compress(data[30:])),
        ("in.csv.zst", zstandard.compress),
        ("two_frames.zst", lambda data: zstandard.compress(data[:30]) + zstandard.compress(data[30:])),
    ],
)
@pytest.mark.parametrize(
    ("encoding", "setting"),
    [
        ("utf-8", "auto"),
        ("utf-8-sig", "auto"),
        ("utf-16", "auto"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("latin-1", "latin-1"),
    ],
)
def test_packing_and_encoding_make_no_difference(tmp_path, name, pack, encoding, setting):
    text = (
        HEADER.replace(",", ";") + "1;ann;True;2026-01-01 10:00;Größe\n2;shop;False;2026-01-01 10:05;“ok”\n"
    )
    if encoding == "latin-1":
        text = text.replace("“", "«").replace("”", "»")
    (tmp_path / name).write_bytes(pack(text.encode(encoding)))

    records, _ = read(connect(tmp_path, path=name, encoding=setting))

    assert [record.payload["text"] for record in records] == [
        line.split(";")[4] for line in text.split("\n")[1:3]
    ]
    assert all(set(record.payload) == set(HEADER.strip().split(",")) for record in records)


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


def test_ndjson_keeps_values_and_names_the_lines_that_are_none(tmp_path):
    lines = [
        '{"tweet_id": 3.0, "author_id": {"name": "ann"}}',
        "{broken",
        "",
        "[1]",
        '{"tweet_id": 4, "text": "\\ud83d!"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))

    records, _ = read(connect(tmp_path, path="in.jsonl"))

    assert [(record.record_id, record.line, record.payload) for record in records] == [
        ("3", 1, {"tweet_id": 3.0, "author_id": {"name": "ann"}}),
        ("in.jsonl:2", 2, "{broken"),
        ("in.jsonl:4", 4, "[1]"),
        ("4", 5, {"tweet_id": 4, "text": "�!"}),
    ]
    assert [bool(record.error) for record in records] == [False, True, True, False]


def test_parquet_comes_as_text_with_iso_instants(tmp_path):
    row = {
        "tweet_id": 3.0,
        "author_id": 7,
        "inbound": True,
        "created_at": datetime(2026, 1, 1, 10, tzinfo=UTC),
        "text": None,
        "tags": ["a"],
    }
    schema = pa.schema({"created_at": pa.timestamp("ns", "UTC")})
    table = pa.Table.from_pylist([row])
    table = table.set_column(3, schema.field(0), table.column("created_at").cast(pa.timestamp("ns", "UTC")))
    pq.write_table(table, tmp_path / "in.parquet")

    [record], _ = read(connect(tmp_path, path="in.parquet"))

    assert record.record_id == "3"
    assert record.payload == {
        "tweet_id": "3.0",
        "author_id": "7",
        "inbound": "true",
        "created_at": "2026-01-01T10:00:00+00:00",
        "text": None,
        "tags": '["a"]',
    }


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


def test_a_file_in_another_encoding_is_said_so(tmp_path):
    (tmp_path / "in.csv").write_bytes((HEADER + ROW_1).encode("utf-16-le"))

    with pytest.raises(
        SettingsError, match=r'encoding: .*in\.csv: this is no UTF-8; try encoding = "utf-16"'
    ):
        read(connect(tmp_path))


def test_an_archive_cut_short_gives_what_was_whole_and_goes_on_later(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PAGE_RECORDS", 10)
    whole = HEADER + "".join(f"{n},ann,True,2026-01-01 10:00,{os.urandom(8).hex()}\n" for n in range(200))
    packed = gzip.compress(whole.encode())
    (tmp_path / "in.csv").write_bytes(packed[: len(packed) // 2])
    pages: list[Page] = []

    monkeypatch.setattr("connectors.files_text.CHUNK_BYTES", 512)
    with pytest.raises(
        SourceUnavailable, match=r"in\.csv: the archive is damaged or cut short .*; copy it again"
    ):
        for page in connect(tmp_path).fetch("messages", {}, until=NOW):
            pages.append(page)  # what came before the error counts
    (tmp_path / "in.csv").write_bytes(packed)
    rest, _ = read(connect(tmp_path), pages[-1].cursor)

    assert pages
    assert ids([r for page in pages for r in page.records] + rest) == [str(n) for n in range(200)]


def test_a_parquet_file_that_is_none_is_said_so(tmp_path):
    (tmp_path / "in.parquet").write_text("no")

    with pytest.raises(SourceUnavailable, match=r"in\.parquet: can't be read as Parquet"):
        read(connect(tmp_path, path="in.parquet"))


def test_an_empty_file_is_no_error(tmp_path):
    (tmp_path / "in.csv").write_text("")

    assert read(connect(tmp_path))[0] == []


def test_the_doctor_hears_what_is_there_and_what_to_mend(tmp_path):
    (tmp_path / "in.csv").write_text(HEADER + ROW_1)

    [fine] = connect(tmp_path).check()
    [bad] = connect(tmp_path, path="other.csv").check()

    assert (fine.ok, fine.detail) == (True, "1 found, 0.0 MB")
    assert not bad.ok
    assert bad.mend == "put it there, or mend path or folders"


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"colour": "red"}, "colour: is not a setting of this source"),
        ({"encoding": "klingon"}, 'encoding: "klingon" is no encoding'),
        ({"encoding": "base64"}, 'encoding: "base64" is no encoding of text'),
        ({"delimiter": ";;"}, "delimiter: use one character"),
        ({"zone": "Europe/Atlantis"}, 'zone: "Europe/Atlantis" is no time zone'),
        ({"date_format": "DD.MM.YYYY"}, 'date_format: "DD.MM.YYYY" is no date format'),
        ({"inbound": None}, "inbound: is missing"),
        ({"inbound": {"column": "x"}}, "inbound: list the values"),
        ({"states": {"New": "new"}}, "states: has no meaning for this shape"),
        ({"columns": {"author": "a"}}, "columns.sent_at: is missing"),
        (
            {"columns": {"author": "a", "sent_at": "b", "stat": "c"}},
            "columns.stat: messages have no such column",
        ),
        ({"columns": {"author": 'a"b', "sent_at": "b"}}, "columns.author: 'a\"b' can't be read as a column"),
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(tmp_path, settings, problem):
    with pytest.raises(SettingsError) as raised:
        connect(tmp_path, **settings)

    assert str(raised.value).startswith(problem)
