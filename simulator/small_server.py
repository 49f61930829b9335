"""Platforms with a small world of their own on one loopback port, /youtube/... and so on, with faults on demand."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from simulator.faults import Fault, Faults
from simulator.platforms.wire import Answer, Request, answer_from
from simulator.server import Http


class Platform(Protocol):
    """What a platform needs in order to be served. `now` is the instant as of which it is shown, epoch seconds."""

    now: int

    def answer(self, request: Request) -> Answer:
        """The answer to one GET; to a POST too where the platform says `takes_post = True`."""
        ...

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in the platform's own words; None where the true answer goes out, only badly."""
        ...


class SmallServer:
    """A running simulator of a few platforms; `url_of(name)` is the base URL of one. A context manager."""

    def __init__(self, platforms: Mapping[str, Platform], port: int = 0) -> None:
        self.platforms = platforms
        self.faults = Faults()
        self.requests: list[str] = []  # paths with query, as they came
        self._lock = threading.Lock()
        self._http = Http(self, port)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def url_of(self, platform: str) -> str:
        """Where a platform is."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/{platform}"

    def set_now(self, now: datetime) -> None:
        """Show the worlds as they are at `now` (aware)."""
        with self._lock:
            for platform in self.platforms.values():
                platform.now = int(now.astimezone(UTC).timestamp())

    def answer(self, platform: str, request: Request) -> Answer:
        """One platform's answer; one at a time, so that a page is of one instant."""
        if platform not in self.platforms:
            return Answer(404, {"error": "no such platform"})
        with self._lock:
            return answer_from(self.platforms[platform], request)

    def fault_answer(self, fault: Fault, platform: str) -> Answer | None:
        """What a fault makes a platform say."""
        known = self.platforms.get(platform)
        return known.fault_answer(fault) if known else None

    def __enter__(self) -> SmallServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)
