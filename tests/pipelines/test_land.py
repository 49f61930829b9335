import errno
import json
import resource
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from connectors.page import Page, Record
from pipelines import durable
from pipelines.errors import DiskFull, PipelineError
from pipelines.land import CursorStore, Landing, encode
from pipelines.var_folder import VarFolder

AT = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def page(*numbers: int) -> Page:
    return Page("tickets", [Record(str(n), {"id": n}) for n in numbers], {"after": numbers[-1]})


def landing(var: VarFolder, **limits: Any) -> Landing:
    return Landing(var, "desk", "tickets", CursorStore(var, "desk"), now=lambda: AT, **limits)


def landed(var: VarFolder) -> list[list[dict[str, Any]]]:
    files = sorted((var.raw / "desk" / "tickets").glob("*.ndjson.zst"))
    texts = [zstandard.ZstdDecompressor().stream_reader(file.open("rb")).read() for file in files]
    return [[json.loads(line) for line in text.splitlines()] for text in texts]


def test_a_record_lands_as_received_with_all_that_the_warehouse_reads(var: VarFolder) -> None:
    record = Record("7", {"text": "Grüße\r\n\u2028", "n": 3.0, "none": None}, file="a.csv", line=12)
    with landing(var) as raw:
        raw.add(Page("tickets", [record], {"after": 7}))

    assert landed(var) == [
        [
            {
                "record_id": "7",
                "received_at": "2026-11-21T05:00:00.000001Z",
                "payload": {"text": "Grüße\r\n\u2028", "n": 3.0, "none": None},
                "error": None,
                "file": "a.csv",
                "line": 12,
            }
        ]
    ]


def test_pages_are_combined_and_the_cursor_is_that_of_the_last_one_inside(var: VarFolder) -> None:
    with landing(var, max_records=4) as raw:
        for numbers in ((1, 2), (3, 4), (5,)):
            raw.add(page(*numbers))
        assert CursorStore(var, "desk").load("tickets") == {"after": 4}

    assert [[line["record_id"] for line in file] for file in landed(var)] == [["1", "2", "3", "4"], ["5"]]
    assert CursorStore(var, "desk").load("tickets") == {"after": 5}


def test_a_file_is_closed_after_so_many_bytes_too(var: VarFolder) -> None:
    with landing(var, max_bytes=100) as raw:
        raw.add(page(1))
        raw.add(page(2))

    assert len(landed(var)) == 2


def test_the_cursor_never_moves_before_the_records_are_in_place(var: VarFolder) -> None:
    class Watching(CursorStore):
        def save(self, stream: str, cursor: dict[str, Any]) -> None:
            seen.append([line["record_id"] for file in landed(var) for line in file])
            super().save(stream, cursor)

    seen: list[list[str]] = []
    with Landing(var, "desk", "tickets", Watching(var, "desk"), now=lambda: AT, max_records=1) as raw:
        raw.add(page(1))
        raw.add(page(2))

    assert seen == [["1"], ["1", "2"]]


def test_a_page_without_records_moves_the_cursor_and_writes_no_file(var: VarFolder) -> None:
    with landing(var) as raw:
        raw.add(Page("tickets", [], {"after": 9}))

    assert CursorStore(var, "desk").load("tickets") == {"after": 9}
    assert landed(var) == []


def test_what_was_not_flushed_when_an_error_came_is_dropped_with_its_cursor(var: VarFolder) -> None:
    with pytest.raises(RuntimeError), landing(var) as raw:
        raw.add(page(1))
        raise RuntimeError

    assert landed(var) == []
    assert list(var.raw.rglob("*.tmp")) == []
    assert CursorStore(var, "desk").load("tickets") == {}


def test_the_cursors_of_other_streams_stay_as_they_are(var: VarFolder) -> None:
    store = CursorStore(var, "desk")
    store.save("users", {"page": 1})
    store.save("tickets", {"page": 2})

    assert store.load("users") == {"page": 1}


def test_a_broken_cursor_file_is_named_with_its_mend(var: VarFolder) -> None:
    durable.write_bytes(var.cursors / "desk.json", b"{")

    with pytest.raises(PipelineError, match=r"desk\.json is not JSON; delete it"):
        CursorStore(var, "desk").load("tickets")


def test_two_versions_of_a_record_never_arrive_at_the_same_instant(var: VarFolder) -> None:
    with landing(var) as raw:
        raw.add(page(1, 1, 1))

    received = [line["received_at"] for line in landed(var)[0]]
    assert received == sorted(set(received))


@pytest.mark.parametrize("payload", [{"text": "half \ud83d"}, {"n": float("nan")}, {"n": float("inf")}])
def test_what_no_json_reader_would_take_lands_as_text_and_is_marked(payload: dict[str, Any]) -> None:
    line = encode(Record("1", payload), AT)

    again = json.loads(line.decode())
    assert again["error"].startswith("not valid JSON")
    assert isinstance(again["payload"], str)


def test_what_is_nested_too_deeply_to_be_written_down_is_marked() -> None:
    payload: list[Any] = []
    for _ in range(3000):
        payload = [payload]

    again = json.loads(encode(Record("1", payload), AT))
    assert (again["record_id"], isinstance(again["payload"], str)) == ("1", True)
    assert again["error"].startswith("not valid JSON")


@pytest.mark.parametrize("said", ["a" * 2000, "\x01" * 400, {"text": "a" * 2000}])
def test_a_record_longer_than_the_warehouse_reads_lands_as_its_beginning_and_is_marked(
    said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.land.LONGEST", 2000)
    monkeypatch.setattr("pipelines.land.KEPT", 100)
    line = encode(Record("7", said, file="a.csv", line=12), AT)

    again = json.loads(line)
    assert (again["record_id"], again["file"], again["line"]) == ("7", "a.csv", 12)
    assert len(line) < 1000 and again["payload"][:10] in json.dumps(said)
    assert again["error"].endswith("more than the 2,000 of which a record may have; its beginning is kept")


@pytest.fixture
def tiny_disk() -> Iterator[None]:
    """Files can't grow beyond 64 KiB: what a full disk does, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_is_a_clear_error_and_leaves_nothing_half_moved(
    var: VarFolder, tiny_disk: None, tmp_path: Path
) -> None:
    noise = [Record(str(n), {"text": str(hash((n, "x")) ** 9)}) for n in range(3000)]

    with pytest.raises(DiskFull, match="no room left to write") as caught, landing(var) as raw:
        raw.add(Page("tickets", noise, {"after": 1}))

    assert caught.value.__cause__ is not None
    assert getattr(caught.value.__cause__, "errno", None) == errno.EFBIG
    assert landed(var) == []
    assert list(var.path.rglob("*.tmp")) == []
    assert CursorStore(var, "desk").load("tickets") == {}
