"""Rows of rosters.xlsx and phone.csv: who helps out when, and each call with who took it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from simulator.company import BY_ID, local, reinforcements
from simulator.records import Call, World

ARRIVES, TAKEN = "Eingang", "Angenommen"


def roster_rows(world: World) -> Iterator[tuple[Any, ...]]:
    """Shifts that stand beside the usual week, in local time."""
    for department, begins, ends, count in reinforcements(world.start, world.end):
        yield BY_ID[department].name, _wall(begins), _wall(ends), count


def call_rows(world: World, now: int) -> Iterator[tuple[Any, ...]]:
    """One row when a call comes in, and one when somebody takes it; a call that isn't over has no talk time yet."""
    for call in world.calls:
        if call.created > now:
            continue
        number = f"A{call.id:06d}"
        queue = BY_ID["service"].name
        gave_up = _clock(call.gave_up_at) if call.gave_up_at and call.gave_up_at <= now else None
        yield (
            number, f"{number}-1", ARRIVES, _clock(call.created), call.person.phone, None, queue, gave_up, None,
            call.topic, call.text,
        )  # fmt: skip
        if call.taken_at is not None and call.taken_at <= now and call.agent is not None:
            yield (
                number, f"{number}-2", TAKEN, _clock(call.taken_at), call.person.phone, call.agent.zendesk_id, queue,
                None, _talked(call, now), call.topic, None,
            )  # fmt: skip


def _talked(call: Call, now: int) -> int | None:
    is_over = call.ended_at is not None and call.ended_at <= now
    return call.ended_at - call.taken_at if is_over and call.ended_at and call.taken_at else None


def _wall(at: int) -> datetime:
    return local(at).replace(tzinfo=None)


def _clock(at: int) -> str:
    return f"{local(at):%d.%m.%Y %H:%M:%S}"
