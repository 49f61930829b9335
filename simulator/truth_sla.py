"""When each target was due, paused, met or missed, walked window by window (metrics definition 9).

The targets are those of leitstand.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator import opening
from simulator.truth_cases import OPEN, Case, Stay
from simulator.truth_waits import Wait

HOUR = 3600
REOPEN = 7 * 86400
RESOLUTION, APPROVAL = 24 * HOUR, 5 * HOUR
# Channel of a wait -> target and seconds; None: by the end of the next business day.
RESPONSE: dict[str, tuple[str, int | None]] = {
    "chat": ("chat_5min", 300),
    "phone": ("phone_1min", 60),
    "direct_message": ("private_15min", 900),
    "comment": ("public_5h", 5 * HOUR),
    "post": ("public_5h", 5 * HOUR),
    "forum": ("public_5h", 5 * HOUR),
    "mail": ("mail_next_day", None),
    "web_form": ("mail_next_day", None),
}
Pauses = Sequence[tuple[int, int | None]]


@dataclass
class Clock:
    """What a target is set on. `ending`: done, cancelled, unanswered, or None while it goes on."""

    subject_id: str
    metric: str
    ordinal: int
    target_id: str
    department_id: str | None
    started_at: int
    ended_at: int | None
    ending: str | None
    pauses: Pauses = ()
    seconds: int | None = None

    def row(self, now: int) -> dict[str, Any]:
        """The instance as it is at `now`; without hours of its department it has no state."""
        base = {
            "subject_id": self.subject_id, "metric": self.metric, "target_id": self.target_id, "ordinal": self.ordinal,
            "department_id": self.department_id, "started_at": self.started_at,
        }  # fmt: skip
        if self.department_id is None or not opening.has_hours(self.department_id):
            return base | {"due_at": None, "state": "none"}
        due = self._due(self.department_id)
        return base | {"due_at": due, "state": self._state(due, now)}

    def _due(self, department: str) -> int | None:
        if self.seconds is None:
            return opening.end_of_next_business_day(department, self.started_at)
        left = self.seconds
        pauses = self._pauses()
        for begins, ends in opening.windows(department, self.started_at):
            for one, other in _running(begins, ends, pauses):
                if other - one >= left:
                    return one + left
                left -= other - one
        return None  # the clock stands

    def _pauses(self) -> Pauses:
        """A clock that stood when it ended never ran on."""
        if self.pauses and self.pauses[-1][1] is not None and self.pauses[-1][1] == self.ended_at:
            return [*self.pauses[:-1], (self.pauses[-1][0], None)]
        return self.pauses

    def _state(self, due: int | None, now: int) -> str:
        if self.ending == "done":
            return "met" if due is None or (self.ended_at or 0) <= due else "breached"
        if self.ending == "cancelled":
            return "cancelled" if due is None or (self.ended_at or 0) <= due else "breached"
        return "breached" if due is not None and now > due else "running"


def _running(begins: int, ends: int, pauses: Pauses) -> Iterator[tuple[int, int]]:
    """What is left of a window between the pauses."""
    for paused, resumed in pauses:
        if resumed is not None and resumed <= begins:
            continue
        if paused >= ends:
            break
        if paused > begins:
            yield begins, paused
        if resumed is None or resumed >= ends:
            return
        begins = resumed
    if begins < ends:
        yield begins, ends


def of_wait(wait: Wait, channel: str, department: str | None) -> Clock:
    """The first or next response that is due to a customer."""
    target, seconds = RESPONSE[channel]
    endings = {
        "answered": "done",
        "withdrawn": "cancelled",
        "merged": "cancelled",
        "closed_unanswered": "unanswered",
    }
    metric = "first_response" if wait.ordinal == 1 else "next_response"
    return Clock(
        wait.id, metric, wait.ordinal, target, department, wait.opened_at, wait.ended_at, endings.get(wait.outcome),
        (), seconds,
    )  # fmt: skip


def of_case(case: Case) -> Iterator[Clock]:
    """Resolutions, a matter each."""
    for number, matter in enumerate(_matters(case), 1):
        first, last = matter[0], matter[-1]
        over = next((s for s in case.states if s.started_at == last.ended_at), None)
        ending = None if over is None else "cancelled" if over.state in ("merged", "deleted") else "done"
        pauses = [
            (stay.started_at, stay.ended_at)
            for stay in case.states
            if first.started_at <= stay.started_at
            and (last.ended_at is None or stay.started_at < last.ended_at)
            and (stay.state == "waiting_customer" or stay.state not in OPEN)
        ]
        yield Clock(
            case.id, "resolution", number, "solved_3_days", first.department_id, first.started_at, last.ended_at,
            ending, pauses, RESOLUTION,
        )  # fmt: skip


def of_approval(approval: Mapping[str, Any]) -> Clock:
    """A request for approval, as `simulator.truth_stages.approvals` tells of it."""
    endings = {"approved": "done", "rejected": "done", "withdrawn": "cancelled"}
    return Clock(
        approval["case_id"], "approval", approval["round"], "approved_5h", approval["department_id"],
        approval["requested_at"], approval["decided_at"], endings.get(approval["outcome"]), (), APPROVAL,
    )  # fmt: skip


def _matters(case: Case) -> Iterator[list[Stay]]:
    """Open stays, apart where a case was closed for more than seven days."""
    current: list[Stay] = []
    for stay in case.states:
        if stay.state not in OPEN:
            continue
        if current and stay.started_at - (current[-1].ended_at or 0) > REOPEN:
            yield current
            current = []
        current.append(stay)
    if current:
        yield current
