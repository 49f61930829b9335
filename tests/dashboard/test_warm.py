"""Pages are drawn ahead: whoever opens one first finds its figures there."""

import threading
from pathlib import Path

import pytest

from dashboard import warm
from dashboard.data import Reader
from dashboard.page import all_pages


@pytest.mark.thorough
def test_every_listed_page_is_drawn_and_its_answers_are_kept(reader):
    assert warm.draw_all(reader) == sum(page.group is not None for page in all_pages())

    with reader.snapshot() as snapshot:
        asked = snapshot._answers._values
    assert any(key[0] == "bottleneck_delay" for key in asked)


def test_a_page_that_fails_takes_no_other_down(reader, monkeypatch):
    drawn: list[str] = []

    def contents(reader: Reader, path: str, search: str) -> None:
        if path == "/sla":
            raise RuntimeError
        drawn.append(path)

    monkeypatch.setattr(warm.router, "contents", contents)

    assert warm.draw_all(reader) == len(drawn) == sum(page.group is not None for page in all_pages()) - 1


def test_without_a_snapshot_nothing_is_drawn_and_it_ends_when_told(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(warm, "draw_all", lambda *_: pytest.fail("there is nothing to draw"))
    stop = threading.Event()

    thread = warm.keep_warm(Reader(tmp_path), stop)
    stop.set()
    thread.join(5)

    assert not thread.is_alive()
