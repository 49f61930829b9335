"""However a file is packed, encoded and written, its rows are the same."""

import gzip
import os
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from connectors import files
from connectors.errors import SettingsError, SourceUnavailable
from connectors.page import Page
from tests.connectors.files_source import HEADER, NOW, ROW_1, connect, ids, read


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


def test_ndjson_keeps_values_and_names_the_lines_that_are_none(tmp_path):
    lines = [
        '{"tweet_id": 3.0, "author_id": {"name": "ann"}}',
        "{broken",
        "",
        "[1]",
        '{"tweet_id": 4, "text": "\\ud83d!"}',
        "[" * 5000 + "]" * 5000,
        '{"tweet_id": 5, "text": "' + "\\ud83d" + '", "deep": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"tweet_id": 6}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))

    records, _ = read(connect(tmp_path, path="in.jsonl"))

    assert [(record.record_id, record.line, record.payload) for record in records] == [
        ("3", 1, {"tweet_id": 3.0, "author_id": {"name": "ann"}}),
        ("in.jsonl:2", 2, "{broken"),
        ("in.jsonl:4", 4, "[1]"),
        ("4", 5, {"tweet_id": 4, "text": "�!"}),
        ("in.jsonl:6", 6, lines[5]),
        ("in.jsonl:7", 7, lines[6]),
        ("6", 8, {"tweet_id": 6}),
    ]
    assert [bool(record.error) for record in records] == [False, True, True, False, True, True, False]


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


def test_a_parquet_file_that_is_none_is_said_so(tmp_path):
    (tmp_path / "in.parquet").write_text("no")

    with pytest.raises(SourceUnavailable, match=r"in\.parquet: can't be read as Parquet"):
        read(connect(tmp_path, path="in.parquet"))


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


def test_an_empty_file_is_no_error(tmp_path):
    (tmp_path / "in.csv").write_text("")

    assert read(connect(tmp_path))[0] == []
