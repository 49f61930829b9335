"""Handle times that fit what was kept: shorter ones where more was kept than those that were inferred allow."""

from dataclasses import replace

import numpy as np

from warehouse import forecast
from warehouse.capacity import Coming, Department, Drawn, Queue, Target, follow
from warehouse.intervals import wilson

_SHORTEST = 0.2  # of an inferred handle time: less isn't believed


def scaled(department: Department) -> Department:
    """The department with handle times that fit what was kept lately: shorter ones where more was kept than they allow.

    Handle times that nobody measured are inferred from the time between two replies, which is the most that they can
    have taken. Where less was kept than the model says, people don't explain it, and nothing is changed.
    """
    recent = department.recent
    if recent is None:
        return department
    queues: list[Queue] = []
    people = recent.people * department.availability
    for queue in sorted(department.queues, key=lambda one: not one.is_live):

        def surplus(share: float, queue: Queue = queue) -> float:
            """How much more the model keeps than was kept, at the upper end of what chance allows."""
            tried = replace(queue, handle_seconds=queue.handle_seconds * share, waiting=0.0)
            outcome = follow([_seen(one, department, recent) for one in (*queues, tried)], recent, people)
            known = [
                target
                for target in tried.targets
                if target.seen is not None and target.target_id in outcome.kept
            ]
            wanted = sum(target.share * _least(target) for target in known)
            return (
                sum(target.share * float(outcome.share_kept(target.target_id)[0]) for target in known)
                - wanted
            )

        share = 1.0
        if surplus(1.0) < 0:
            low, high = _SHORTEST, 1.0
            for _ in range(7):
                share = (low + high) / 2
                low, high = (share, high) if surplus(share) >= 0 else (low, share)
            share = low
        queues.append(replace(queue, handle_seconds=queue.handle_seconds * share, scale=share))
    return replace(department, queues=tuple(queues))


def _least(target: Target) -> float:
    """The least share that may have been kept, apart from chance."""
    assert target.seen is not None
    bounds = wilson(round(target.seen * target.seen_count), target.seen_count)
    return bounds[0] if bounds else 0.0


def _seen(queue: Queue, department: Department, recent: Coming) -> Drawn:
    """The contacts of the last days as one path; what was to be expected of an hour is its share of the day."""
    counts = queue.hours[-recent.days :]
    profile = forecast.profiles(queue.hours, department.kinds)[recent.kinds]
    expected = (counts.sum(axis=1, keepdims=True) * profile)[recent.day, recent.hour][None, :]
    return Drawn(
        queue, expected, counts[recent.day, recent.hour][None, :].astype(np.float64), np.ones((1, 1))
    )
