"""C6: teams whose people can't see one another, by which chance is the truth; and doubles among declared splits."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import polars as pl

from validation.study import HOUSE, Study, Trial
from warehouse.database import MACROS
from warehouse.metrics.uncoordinated_answers import QUERIES, compute
from warehouse.models.marts import fct_answer_chances

CHANCES = "warehouse/models/marts/fct_answer_chances.py"
DOUBLES = "warehouse/models/steps/int_double_answers.sql"
HELPERS = (CHANCES, "warehouse/running_sums.py", "warehouse/intervals.py", "warehouse/graded_rows.py")
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
AGENTS = 6
PLANTED = 0.03

Draw = Callable[[], float]


def styles(seed: int, style: str) -> tuple[list[float], Draw, Callable[[int], int]]:
    """Minutes at which requests come, a draw of minutes that an answer takes, and a draw of one among so many."""
    if style == "steady":
        rng = np.random.default_rng([seed, 6])
        came = np.sort(rng.uniform(0, 60 * 60, 620)).tolist()
        return came, lambda: float(rng.gamma(6.0, 0.9)), lambda count: int(rng.integers(count))
    dice = random.Random(f"answers:{seed}")
    came, at = [], 0.0
    while len(came) < 620:
        at += dice.expovariate(1 / 40)
        came += [at + dice.uniform(0, 25) for _ in range(1 + int(dice.expovariate(1 / 6)))]
    return sorted(came), lambda: 1.5 + dice.lognormvariate(1.2, 0.5), lambda count: dice.randrange(count)


def blind(seed: int, style: str) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """A team in which everybody who is free takes one of the open requests at random, taken already or not.

    Returns waits (opened, ended, first answer, doubled, across) and replies (sent, minutes, agent, request).
    """
    came, minutes, among = styles(seed, style)
    free_at = [(0.0, agent) for agent in range(AGENTS)]
    heapq.heapify(free_at)
    pending = list(enumerate(came))
    waiting: dict[int, float] = {}
    ends: dict[int, float] = {}
    replies: list[tuple[float, float, int, int]] = []
    while free_at and (pending or waiting):
        now, agent = heapq.heappop(free_at)
        for request, ended in [(one, ends[one]) for one in waiting if one in ends]:
            if ended <= now:
                del waiting[request]
        while pending and pending[0][1] <= now:
            request, opened = pending.pop(0)
            waiting[request] = opened
        if not waiting:
            if not pending:
                continue
            heapq.heappush(free_at, (pending[0][1], agent))
            continue
        chosen = list(waiting)[among(len(waiting))]
        took = minutes()
        replies.append((now + took, took, agent, chosen))
        ends[chosen] = min(ends.get(chosen, float("inf")), now + took)
        heapq.heappush(free_at, (now + took + 0.01, agent))
    by_request: dict[int, list[tuple[float, int, int]]] = {}
    for number, (sent, _, agent, request) in enumerate(replies):
        by_request.setdefault(request, []).append((sent, agent, number))
    waits = []
    for request, found in sorted(by_request.items()):
        first, *others = sorted(found)
        departments = {agent % 2 for _, agent, _ in found}
        waits.append(
            (request, came[request], first[0], first[2], bool(others), bool(others) and len(departments) > 1)
        )
    return waits, [(number, *reply) for number, reply in enumerate(replies)]


def against_chance(seed: int, style: str) -> Trial:
    """People who can't see one another double as often as chance has it."""
    waits, replies = blind(seed, style)
    with duckdb.connect() as db:
        _load(db, waits, replies)
        chances = fct_answer_chances.compute(
            {name: db.execute(query).pl() for name, query in fct_answer_chances.QUERIES.items()}
        )
        db.register("chances", chances)
        db.execute("create table marts.fct_answer_chances as from chances")
        frames = {name: db.execute(query).pl() for name, query in QUERIES.items() if name != "doubles"}
    frames["doubles"] = pl.DataFrame(
        schema={"handle_us": pl.Int64, "is_read": pl.Boolean, "is_contradicted": pl.Boolean}
    )
    row = next(one for one in compute(frames, ()).to_dicts() if one["statistic"] == "ratio")
    return Trial(1.0, row["metric_value"], row["lower"], row["upper"], badge=row["grade"])


def _at(minute: float) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def _load(
    db: duckdb.DuckDBPyConnection, waits: list[tuple[Any, ...]], replies: list[tuple[Any, ...]]
) -> None:
    db.execute("set threads = 1")
    db.execute(MACROS.read_text(encoding="utf-8"))
    db.execute("create schema marts")
    shared = "'files' as source, 'x' as platform, 'chat' as channel, 'private' as visibility"
    frame = pl.DataFrame(
        [
            (f"w{request}", _at(opened), _at(ended), f"m{answer}", is_double, is_across)
            for request, opened, ended, answer, is_double, is_across in waits
        ],
        schema=["wait_id", "opened_at", "ended_at", "answer_message_id", "is_double", "is_double_across"],
        orient="row",
    )
    db.register("waits", frame)
    db.execute(
        f"create table marts.fct_waits as select *, {shared}, 'd0' as department_id, wait_id as customer_id,"
        " 'answered' as outcome, opened_at::date as opened_day from waits"
    )
    handles = pl.DataFrame(
        [(f"m{number}", _at(sent), took * 60.0, f"d{agent % 2}") for number, sent, took, agent, _ in replies],
        schema=["message_id", "sent_at", "handle_seconds", "department_id"],
        orient="row",
    )
    db.register("handles", handles)
    db.execute(f"create table marts.fct_handles as select *, {shared} from handles")


def planted(seed: int, style: str) -> tuple[list[tuple[Any, ...]], set[str]]:
    """Runs of replies (run, second, author, says that it is a part) and the runs that are doubled."""
    if style == "steady":
        rng = np.random.default_rng([seed, 66])
        roll, gap = (lambda: float(rng.random())), (lambda: float(rng.uniform(30, 1_700)))
    else:
        dice = random.Random(f"doubles:{seed}")
        roll, gap = dice.random, lambda: min(1_750.0, 20 + dice.expovariate(1 / 300))
    rows: list[tuple[Any, ...]] = []
    doubled = set()
    for number in range(800):
        run, kind = f"c{number}", roll()
        rows.append((run, 0.0, "anna", False))
        if kind < PLANTED:
            rows.append((run, gap(), "ben", False))
            doubled.add(run)
        elif kind < 0.06:
            rows.append((run, gap(), "ben", True))
        elif kind < 0.10:
            rows.append((run, gap(), "anna", False))
        elif kind < 0.12:
            rows.append((run, 1_801 + gap(), "ben", False))
    return rows, doubled


def recovered(seed: int, style: str) -> Trial:
    """Precision and recall of doubles, beside splits, second thoughts of one person, and late second answers."""
    rows, doubled = planted(seed, style)
    turns = [
        (run, "x", 1, place, f"{run}/{place}", BEGIN + timedelta(seconds=second), author, part)
        for place, (run, second, author, part) in enumerate(rows)
    ]
    names = [
        "conversation_id",
        "customer_id",
        "messages_before",
        "position",
        "message_id",
        "occurred_at",
        "author_id",
        "part",
    ]
    frame = pl.DataFrame(turns, schema=names, orient="row")
    with duckdb.connect() as db:
        db.execute("set threads = 1")
        db.execute(MACROS.read_text(encoding="utf-8"))
        db.execute("create schema steps; create schema company")
        db.execute("create table company.settings as select 1800 as double_seconds")
        db.register("turns", frame)
        db.execute("create table steps.int_turns as select *, 'reply' as kind from turns")
        db.execute(
            "create table steps.int_authors as select message_id, author_id, author_id as department_id,"
            " part as is_declared_split from turns"
        )
        found = {
            row[0]
            for row in db.execute(
                (HOUSE / DOUBLES).read_text(encoding="utf-8").strip().rstrip(";")
            ).fetchall()
        }
    right = len(found & doubled)
    is_good = right >= 0.95 * len(found) and right >= 0.95 * len(doubled)
    return Trial(hit=is_good)


STUDIES = [
    Study(
        "uncoordinated answers, chance",
        "uncoordinated_answers",
        "people who can't see one another: ratio 1",
        "coverage",
        against_chance,
        files=HELPERS,
    ),
    Study(
        "uncoordinated answers, doubles",
        "uncoordinated_answers",
        "3% doubles among declared splits: precision and recall of 95%",
        "recovery",
        recovered,
        0.95,
        files=(DOUBLES,),
    ),
]
