"""Asterisk's files as they grow, rotate and break; what all connectors must do is in test_conformance.py."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.asterisk import BASE
from connectors.page import Cursor, Page, Record
from tests.connectors.subjects.asterisk import row

SETTINGS = {"path": "Master.csv*", "inbound": ["from-trunk"], "zone": "Europe/Berlin"}
START = "2026-11-20 10:00:00"


def read(folder: Path, cursor: Cursor | None = None, stream: str = "calls", **given: Any) -> list[Page]:
    source = registry.connect("phone", "asterisk", SETTINGS | given, base=folder)
    return list(source.fetch(stream, cursor or {}, until=datetime(2026, 11, 20, tzinfo=UTC)))


def records(pages: list[Page]) -> list[Record]:
    return [record for page in pages for record in page.records]


def test_a_line_that_is_being_written_is_read_when_it_is_complete(tmp_path: Path) -> None:
    file = tmp_path / "Master.csv"
    whole, torn = row(START), row("2026-11-20 11:00:00")
    file.write_text(whole + torn[:90])
    first = read(tmp_path)
    file.write_text(whole + torn)
    second = read(tmp_path, first[-1].cursor)

    assert [record.payload["start"] for record in records(first)] == [START]
    assert [(r.payload["start"], r.line) for r in records(second)] == [("2026-11-20 11:00:00", 2)]
    assert records(read(tmp_path, second[-1].cursor)) == []


def test_a_rotated_file_brings_the_same_records_and_the_new_one_is_read_from_its_start(
    tmp_path: Path,
) -> None:
    (tmp_path / "Master.csv").write_text(row(START))
    first = read(tmp_path)
    (tmp_path / "Master.csv").rename(tmp_path / "Master.csv.1")
    (tmp_path / "Master.csv").write_text(row("2026-11-20 12:00:00"))
    second = records(read(tmp_path, first[-1].cursor))

    assert [record.payload["start"] for record in second] == ["2026-11-20 12:00:00", START]
    assert records(first)[0].record_id == second[1].record_id


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ([], {}),
        (["1763622000.17"], {"uniqueid": "1763622000.17"}),
        (["pbx1-1763622000.17"], {"uniqueid": "pbx1-1763622000.17"}),
        (["VIP"], {"userfield": "VIP"}),
        (["1763622000.17", "VIP"], {"uniqueid": "1763622000.17", "userfield": "VIP"}),
        (["", "1763622000.17", "5"], {"linkedid": "1763622000.17", "sequence": "5"}),
        (
            ["1763622000.18", "", "", "1763622000.17", "5"],
            {"uniqueid": "1763622000.18", "linkedid": "1763622000.17"},
        ),
    ],
)
def test_what_cdr_csv_was_told_to_add_is_known_by_the_number_of_cells(
    tmp_path: Path, more: list[str], names: dict[str, str]
) -> None:
    cells = [f"<{name}>" for name in BASE] + more
    (tmp_path / "Master.csv").write_text(",".join(f'"{cell}"' for cell in cells) + "\n")
    payload = records(read(tmp_path))[0].payload

    assert {name: payload[name] for name in names} == names
    assert payload["billsec"] == "<billsec>"
    assert len(payload) == 16 + len(more)


def test_an_export_of_the_table_names_its_columns_and_grows(tmp_path: Path) -> None:
    file = tmp_path / "Master.csv"
    header = "calldate,clid,src,dst,dcontext,duration,billsec,disposition\n"
    line = "2026-11-20 10:00:00,Anna,+49151,8001,from-trunk,20,10,ANSWERED\n"
    file.write_text(header + line)
    first = read(tmp_path)
    file.write_text(header + line + line.replace("10:00", "11:00"))
    second = read(tmp_path, first[-1].cursor)

    assert records(first)[0].payload["start"] == START
    assert [record.payload["start"] for record in records(second)] == ["2026-11-20 11:00:00"]


def test_a_line_that_is_no_call_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "Master.csv").write_bytes(b'a,b,c\n"open,\n' + b"\xff\n" + row(START).encode())
    found = records(read(tmp_path))

    assert [(record.line, record.error) for record in found] == [
        (1, "3 cells; cdr_csv writes 16 to 21"),
        (2, "a quote is opened and never closed"),
        (3, "byte 1 is no text in this encoding; is encoding right?"),
        (4, None),
    ]


def test_queue_log_is_a_stream_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "Master.csv").write_text(row(START))
    (tmp_path / "queue_log").write_text(
        "1763622000|1763622000.17|support|PJSIP/201|CONNECT|12|1763622000.18|4\nrest\n"
    )
    found = records(read(tmp_path, stream="queue_log", queue_log=["queue_log"]))

    assert found[0].payload["event"] == "CONNECT"
    assert found[0].payload["data1"] == "12"
    assert found[1].error == "1 cells between bars; queue_log has at least 5"


def test_doctor_names_the_contexts_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "Master.csv").write_text(row(START) + row(START, dcontext="from-internal"))
    checks = list(registry.connect("phone", "asterisk", SETTINGS, base=tmp_path).check())

    assert [check.detail for check in checks] == [
        "1 found",
        "among the first calls: from-internal, from-trunk",
    ]


def test_doctor_says_which_line_is_no_call(tmp_path: Path) -> None:
    (tmp_path / "Master.csv").write_text("a,b\n")
    (check,) = registry.connect("phone", "asterisk", SETTINGS, base=tmp_path).check()

    assert not check.ok
    assert check.detail.endswith("Master.csv, line 1: 2 cells; cdr_csv writes 16 to 21")
