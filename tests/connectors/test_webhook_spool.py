"""Pushes on their way through the spool: on disk before they count, read once, removed when they are landed."""

import errno
import json
import os
import resource
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.page import Page, Record
from connectors.webhook_inbox import Inbox, Push
from connectors.webhook_spool import Spool

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def spool(folder: Path, **given: Any) -> Spool:
    return Spool(folder, lambda: NOON, **given)


def split(push: Push) -> list[Record]:
    try:
        return [Record(str(push.as_json()["id"]), push.as_json(), push.file, push.line)]
    except ValueError as error:
        return [push.rejected(str(error))]


def read(folder: Path, cursor: dict[str, Any] | None = None) -> list[Page]:
    return list(Inbox(folder).pages("messages", cursor or {}, split))


def ids(pages: list[Page]) -> list[str | None]:
    return [record.record_id for page in pages for record in page.records]


def body(number: int) -> bytes:
    return json.dumps({"id": number, "text": "Grüße\n🙂"}, ensure_ascii=False).encode()


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ndjson"))


@pytest.fixture
def little_room() -> Iterator[None]:
    """A file may not grow beyond 400 bytes, as if the disk were full then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_push_is_on_disk_as_it_came_when_put_returns(tmp_path: Path) -> None:
    spool(tmp_path / "s").put(body(1))

    (line,) = files(tmp_path / "s")[0].read_bytes().splitlines()
    assert json.loads(line) == {"at": "2026-11-20T12:00:00.000000Z", "body": body(1).decode()}


def test_a_push_is_synced_before_put_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = spool(tmp_path)
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    writer.put(body(1))

    assert sizes[-1] == files(tmp_path)[0].stat().st_size > 0


def test_a_body_that_is_no_text_is_kept_byte_by_byte(tmp_path: Path) -> None:
    spool(tmp_path).put(b"\xff\x00{")

    (page,) = read(tmp_path)
    assert page.records[0].error is not None and "no JSON" in page.records[0].error
    assert page.records[0].payload == "/wB7"  # base64


def test_a_run_reads_on_from_its_cursor_while_the_file_grows(tmp_path: Path) -> None:
    writer = spool(tmp_path)
    writer.put(body(1))
    first = read(tmp_path)
    writer.put(body(2))
    second = read(tmp_path, first[-1].cursor)

    assert ids(first) == ["1"] and ids(second) == ["2"]
    assert second[0].records[0].line == 2
    assert read(tmp_path, second[-1].cursor) == []


def test_a_file_is_removed_only_when_it_is_landed_in_full_and_nobody_writes_to_it(tmp_path: Path) -> None:
    writer = spool(tmp_path)
    writer.put(body(1))
    (page,) = read(tmp_path)
    assert read(tmp_path, page.cursor) == [] and len(files(tmp_path)) == 1  # still written to
    writer.put(body(2))
    writer.close()
    assert ids(read(tmp_path, page.cursor)) == ["2"] and len(files(tmp_path)) == 1  # not landed in full
    (rest,) = read(tmp_path, page.cursor)

    (end,) = read(tmp_path, rest.cursor)
    assert files(tmp_path) == []
    assert end.records == [] and end.cursor == {"read": {}}  # nothing is remembered of what is gone


def test_a_cursor_that_was_lost_reads_again_and_loses_nothing(tmp_path: Path) -> None:
    writer = spool(tmp_path)
    for number in range(3):
        writer.put(body(number))
    writer.close()
    assert ids(read(tmp_path)) == ids(read(tmp_path)) == ["0", "1", "2"]


def test_a_line_that_is_still_being_written_waits_and_a_torn_one_is_said(tmp_path: Path) -> None:
    writer = spool(tmp_path)
    writer.put(body(1))
    with files(tmp_path)[0].open("ab") as torn:
        torn.write(b'{"at":"2026-11-20T12:00:01Z","bo')
    (page,) = read(tmp_path)
    assert ids([page]) == ["1"]
    writer.close()

    (rest,) = read(tmp_path, page.cursor)
    assert rest.records[0].error is not None and rest.records[0].error.startswith(
        "cut off: the receiver ended"
    )


def test_a_new_writer_never_touches_the_file_of_another(tmp_path: Path) -> None:
    one = spool(tmp_path)
    one.put(body(1))
    other = spool(tmp_path)
    other.put(body(2))
    one.put(body(3))

    assert len(files(tmp_path)) == 2
    assert sorted(str(name) for name in ids(read(tmp_path))) == ["1", "2", "3"]


def test_a_file_that_is_large_enough_is_followed_by_the_next(tmp_path: Path) -> None:
    writer = spool(tmp_path, rotate_bytes=100)
    for number in range(4):
        writer.put(body(number))

    assert len(files(tmp_path)) == 2
    assert sorted(str(name) for name in ids(read(tmp_path))) == ["0", "1", "2", "3"]


def test_where_there_is_no_room_it_is_said_and_what_was_promised_before_stays(
    tmp_path: Path, little_room: None
) -> None:
    writer = spool(tmp_path)
    writer.put(body(1))
    with pytest.raises(OSError, match="File too large"):
        writer.put(json.dumps({"id": 2, "text": "x" * 500}).encode())
    writer.put(body(3))
    writer.close()

    pages = read(tmp_path)
    good = [record.record_id for page in pages for record in page.records if record.error is None]
    assert sorted(str(name) for name in good) == ["1", "3"]


def test_a_file_in_which_nothing_was_promised_is_taken_away(tmp_path: Path, little_room: None) -> None:
    writer = spool(tmp_path)
    for _ in range(5):
        with pytest.raises(OSError, match="File too large"):
            writer.put(json.dumps({"id": 2, "text": "x" * 500}).encode())

    assert files(tmp_path) == []


def test_after_a_sync_that_failed_nothing_of_that_file_is_promised_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = spool(tmp_path)
    writer.put(body(1))
    real, failures = os.fsync, [OSError(errno.EIO, "Input/output error")]

    def fail_once(handle: int) -> None:
        if failures:
            raise failures.pop()
        real(handle)

    file = writer._file
    monkeypatch.setattr(os, "fsync", fail_once)
    with pytest.raises(OSError, match="Input/output error"):
        writer.put(body(2))
    # a second sync would succeed and mean nothing, so nobody who waits for this file may rely on one
    assert file is not None and file.synced < file.written
    writer.put(body(3))

    assert len(files(tmp_path)) == 2
    assert {"1", "3"} <= set(ids(read(tmp_path)))


def test_many_at_once_are_all_there_each_once(tmp_path: Path) -> None:
    writer = spool(tmp_path, rotate_bytes=2000)

    def bring(start: int) -> None:
        for number in range(start, start + 25):
            writer.put(body(number))

    threads = [threading.Thread(target=bring, args=(100 * number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()

    expected = [str(100 * place + number) for place in range(8) for number in range(25)]
    assert sorted(str(name) for name in ids(read(tmp_path))) == sorted(expected)
