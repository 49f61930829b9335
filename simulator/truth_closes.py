"""When each case was closed, and when it was open again (metrics definition 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.truth_cases import OPEN, Case

STAYED = 7 * 86400


def closes(case: Case, now: int) -> Iterator[dict[str, Any]]:
    """One row for each time that the case went from open to resolved or closed.

    `stayed_resolved` is None while seven days haven't passed, and where the case was merged or deleted within them.
    """
    was_open, number = True, 0
    for place, stay in enumerate(case.states):
        if stay.state in ("resolved", "closed") and was_open:
            number += 1
            later = case.states[place + 1 :]
            reopened = next((s.started_at for s in later if s.state in OPEN), None)
            lost = next((s.started_at for s in later if s.state in ("merged", "deleted")), None)
            if reopened is not None and lost is not None and lost <= reopened:
                reopened = None
            yield {
                "case_id": case.id, "ordinal": number, "resolved_at": stay.started_at, "reopened_at": reopened,
                "stayed_resolved": _stayed(stay.started_at, reopened, lost, now),
            }  # fmt: skip
        was_open = stay.state in OPEN


def _stayed(at: int, reopened: int | None, lost: int | None, now: int) -> bool | None:
    if reopened is not None and reopened - at <= STAYED:
        return False
    if lost is not None and lost - at <= STAYED:
        return None
    return True if now - at > STAYED else None
