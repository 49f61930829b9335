"""How likely each answered wait was to be answered twice by chance alone, if everybody who began a reply took one of
the waits open on that channel at random, seen or not: whoever was still writing when it was answered, and had begun
while it was open, had taken this one with probability 1 / waits open when they began. `chance_across` counts only
those of other departments. NULL where nobody knows how long the reply took.
"""

# Others at work are those writing at that instant, and at most those who began since the wait opened: both are exact
# where nobody begins and ends in between, and neither is too low. Sums are of -ln(1 - 1 / waits open), in 1e-9.

import math
from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.running_sums import Ints, RunningSums

# Pools of waits (source, channel, visibility), and each of their departments, by number.
_PLACES = """
    pools as (
        select *, row_number() over (order by source, channel, visibility) - 1 as pool
        from (select distinct source, channel, visibility from marts.fct_waits) as found
    ),
    desks as (
        select *, row_number() over (order by department_id) - 1 as desk
        from (select distinct department_id from marts.fct_handles) as found
    )
"""
_REPLIED = """
    pools.pool,
    pools.pool * (select count(*) from desks) + desks.desk as desk,
    epoch_us(handles.sent_at) - round(handles.handle_seconds * 1000000)::bigint as begun_us,
    epoch_us(handles.sent_at) as sent_us
"""
_DESK = "inner join desks on handles.department_id is not distinct from desks.department_id"
_POOL = "inner join pools using (source, channel, visibility)"
QUERIES = {
    "opened": f"""
        with {_PLACES}
        select pools.pool, epoch_us(waits.opened_at) as opened_us, epoch_us(waits.ended_at) as ended_us
        from marts.fct_waits as waits {_POOL}
    """,
    "replies": f"""
        with {_PLACES}
        select {_REPLIED}
        from marts.fct_handles as handles {_POOL} {_DESK}
        where handles.handle_seconds is not null
    """,
    "answered": f"""
        with {_PLACES},
        replies as (
            select handles.message_id, {_REPLIED}
            from marts.fct_handles as handles {_POOL} {_DESK}
            where handles.handle_seconds is not null
        )
        select
            waits.wait_id, waits.customer_id, waits.source, waits.platform, waits.channel, waits.visibility,
            waits.department_id, waits.opened_day, epoch_us(waits.opened_at) as opened_us,
            replies.pool, replies.desk, replies.begun_us, replies.sent_us
        from marts.fct_waits as waits
        left join replies on waits.answer_message_id = replies.message_id
        where waits.outcome = 'answered'
    """,
}
_SUREST = 0.999  # who found only one open took that one; a certainty has no logarithm
_DIGITS = 12  # more would be the processor's


def compute(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The chances of every answered wait, from the frames of QUERIES; pools and desks are numbered from 0."""
    opened, replies, answered = frames["opened"], frames["replies"], frames["answered"]
    ended = opened.filter(pl.col("ended_us").is_not_null())
    openings = RunningSums(_ints(opened, "pool"), _ints(opened, "opened_us"))
    endings = RunningSums(_ints(ended, "pool"), _ints(ended, "ended_us"))

    def weights(rows: pl.DataFrame) -> Ints:
        where = _ints(rows, "pool"), _ints(rows, "begun_us")
        return _weights(openings.until(*where) - endings.until(*where))

    known = answered.filter(pl.col("sent_us").is_not_null())
    weight, own_weight = weights(replies), weights(known)
    working, begun = _at_work(replies, weight, known, "pool")
    own_working, own_begun = _at_work(replies, weight, known, "desk")
    # What was begun since includes the answer itself, unless that took no time or began before it was asked for.
    began = _ints(known, "begun_us")
    is_among = (began >= _ints(known, "opened_us")) & (began < _ints(known, "sent_us"))
    chance = _chance(np.minimum(working, begun - np.where(is_among, own_weight, 0)))
    across = _chance(np.minimum(working - own_working, begun - own_begun))
    found = known.with_columns(chance=chance, chance_across=across)
    unknown = answered.filter(pl.col("sent_us").is_null()).with_columns(
        chance=pl.lit(None, pl.Float64), chance_across=pl.lit(None, pl.Float64)
    )
    return pl.concat([found, unknown]).drop("opened_us", "pool", "desk", "begun_us", "sent_us")


def _at_work(replies: pl.DataFrame, weight: Ints, waits: pl.DataFrame, place: str) -> tuple[Ints, Ints]:
    """Weights of who was writing in the same place when each wait was answered, and of who began while it was open."""
    groups, sent = _ints(waits, place), _ints(waits, "sent_us")
    begun = RunningSums(_ints(replies, place), _ints(replies, "begun_us"), weight)
    # What took no time is nobody at work, neither at its instant nor before.
    ends = np.maximum(_ints(replies, "sent_us"), _ints(replies, "begun_us") + 1)
    done = RunningSums(_ints(replies, place), ends, weight)
    until = begun.before(groups, sent)
    return until - done.until(groups, sent), until - begun.before(groups, _ints(waits, "opened_us"))


def _weights(open_counts: Ints) -> Ints:
    """By a table, as all processors have to make the same of one number."""
    counts = np.maximum(open_counts, 1)
    most = int(counts.max()) if len(counts) else 0
    table = [round(-math.log(1 - min(_SUREST, 1 / count)) * 1e9) for count in range(1, most + 1)]
    return np.array([0, *table], np.int64)[counts]


def _chance(weight: Ints) -> NDArray[np.float64]:
    return np.round(1 - np.exp(-np.maximum(weight, 0) / 1e9), _DIGITS)


def _ints(frame: pl.DataFrame, name: str) -> Ints:
    return frame[name].to_numpy().astype(np.int64, copy=False)
