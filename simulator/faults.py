"""Faults on demand: what a platform does on a bad day, switched on by a test."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

from simulator.company import AD_ACCOUNT
from simulator.platforms import graph_errors
from simulator.platforms.wire import Answer
from simulator.platforms.zendesk import problem

KINDS = (
    "throttle", "error", "too_much_data", "slow", "trickle", "silent", "cut", "refuse", "garbage", "truncated", "empty",
    "repeat", "extra", "expired", "denied", "skew",
)  # fmt: skip


@dataclass
class Fault:
    """One fault: what, where, and for how many requests.

    kind: throttle (Zendesk 429 with Retry-After, Facebook error 4, 17, 32, 613, 80000 or 80004), error (500),
    too_much_data (Facebook only), slow (answers after `seconds`), trickle (the body comes in pieces, which takes
    `seconds`), silent (half of the body, then nothing until whoever asked has given up), cut (half of the body, then
    the connection ends), refuse (the connection ends without an answer), garbage (200, but not JSON), truncated (JSON
    that ends amid), empty (nothing on the first page of a list, with a link to what should be there), repeat (a record
    twice on its page, and two out of order), extra (fields that nobody knows), expired (credentials aren't accepted),
    denied (a permission was taken away), skew (a clock that is hours ahead).
    """

    kind: str
    platform: str | None = None
    path: str = ""
    times: int = 1
    after: int = 0
    seconds: float = 1.0
    code: int = 4
    seen: int = 0

    def concerns(self, platform: str, path: str) -> bool:
        """True for a request on that platform whose path and query hold `self.path`."""
        return self.platform in (None, platform) and self.path in path


class Faults:
    """The faults that are switched on; the first one that concerns a request is applied."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self, kind: str, *, platform: str | None = None, path: str = "", times: int = 1, after: int = 0,
        seconds: float = 1.0, code: int = 4,
    ) -> Fault:  # fmt: skip
        """Switch a fault on for `times` requests, sparing the first `after` that it would concern.

        `seconds` is Retry-After (rounded up) or the delay, for silent the longest; `code` is Facebook's error code.

        Raises:
            ValueError: an unknown kind.
        """
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}: one of {', '.join(KINDS)}")
        fault = Fault(kind, platform, path, times, after, seconds, code)
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all of them off."""
        with self._lock:
            self._faults.clear()

    def strike(self, platform: str, path: str) -> Fault | None:
        """The fault for this request, if any; counts it."""
        with self._lock:
            for fault in self._faults:
                if not fault.concerns(platform, path):
                    continue
                fault.seen += 1
                if fault.after < fault.seen <= fault.after + fault.times:
                    return fault
        return None


def answer_of(fault: Fault, platform: str) -> Answer | None:
    """The answer that a fault makes the platform give; None where the true answer goes out, only badly."""
    facebook = platform == "facebook"
    if fault.kind == "throttle" and facebook:
        answer = graph_errors.throttled(fault.code)
        answer.headers["X-App-Usage"] = '{"call_count":100,"total_cputime":40,"total_time":60}'
        if fault.code >= 80000:
            usage = {"type": "ads_insights", "call_count": 100, "estimated_time_to_regain_access": 1}
            answer.headers["X-Business-Use-Case-Usage"] = json.dumps({AD_ACCOUNT: [usage]})
        return answer
    if fault.kind == "throttle":
        answer = problem(429, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded")
        answer.headers |= {"Retry-After": str(-int(-fault.seconds // 1)), "X-Rate-Limit-Remaining": "0"}
        return answer
    if fault.kind == "too_much_data":
        return graph_errors.too_much_data()
    if fault.kind == "error":
        return (
            graph_errors.unknown_error()
            if facebook
            else problem(500, "InternalError", "Internal server error")
        )
    if fault.kind == "garbage":
        return Answer(200, b"<html><body>Bad gateway</body></html>")
    return None
