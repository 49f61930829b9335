"""Draws every page once as soon as a snapshot is there, so that whoever opens one first doesn't wait for its figures.

Some figures take a second of work (bootstraps, survival curves). Answers are kept as long as their snapshot is open
(dashboard/data.py), so this is paid once a snapshot, in the background.
"""

import logging
import threading

from dashboard import router
from dashboard.data import Reader
from dashboard.page import all_pages

POLL_SECONDS = 10.0
log = logging.getLogger(__name__)


def keep_warm(reader: Reader, stop: threading.Event) -> threading.Thread:
    """Start the thread that does so, now and for each newer snapshot, until `stop` is set."""
    thread = threading.Thread(target=_follow, args=(reader, stop), daemon=True, name="warm")
    thread.start()
    return thread


def _follow(reader: Reader, stop: threading.Event) -> None:
    seen = None
    while not stop.is_set():
        newest = reader.newest()
        if newest is not None and newest != seen:
            draw_all(reader, stop)
            seen = newest
        stop.wait(POLL_SECONDS)


def draw_all(reader: Reader, stop: threading.Event | None = None) -> int:
    """Draw the listed pages as they open by themselves; return how many were drawn."""
    drawn = 0
    for page in all_pages():
        if stop is not None and stop.is_set():
            break
        if page.group is None or (page.path.endswith("/") and page.path != "/"):
            continue
        try:
            router.contents(reader, page.path, "")
            drawn += 1
        except Exception:  # a page that can't be drawn says so to whoever opens it
            log.exception("page %s couldn't be drawn ahead", page.key)
    return drawn
