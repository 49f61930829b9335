"""Day by day is as good as all at once: however the archive grew, tables are those of one full rebuild, to the byte.

Nasty logs are dealt to the files of several days in any order, with repeats, edits and late arrivals, while 'now' moves
on; each day's run replaces what it touches. In the end every exported table equals that of a warehouse which reads all
files at once.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import zstandard
from hypothesis import Phase, example, given, settings, strategies

from warehouse.company import load
from warehouse.database import Workspace

BEGIN = datetime(2026, 11, 2, 7, tzinfo=UTC)
RUN_CLOCKS = {
    "run_id",
    "started_at",
    "received_at",
    "loaded_at",
    "last_success_at",
    "last_attempt_at",
    "last_record_at",
}
COMPANY = """
[company]
id = "test"
name = "Test"
zone = "Europe/Berlin"
[sources.talk]
type = "files"
shape = "messages"
path = "talk.csv"
platform = "facebook"
channel = "comment"
columns = { message_id = "id", author = "who", sent_at = "at", text = "text", conversation_id = "thread", \
case_id = "case", in_reply_to = "to", deleted_at = "gone", group = "group", visibility = "seen" }
inbound = { column = "in", values = ["yes"] }
[sources.desk]
type = "files"
shape = "case_events"
path = "desk.csv"
columns = { case_id = "case", event_at = "at", state = "state", group = "group", agent = "agent", \
merged_into = "into", category = "wants", contact = "about", satisfaction = "said" }
states = { new = "new", open = "open", pending = "waiting_customer", solved = "resolved", closed = "closed" }
[[departments]]
id = "service"
name = "Kundenservice"
calendar = "office"
groups = ["Service"]
agents = ["380", { id = "381", until = 2026-11-10, provider = "Callhaus" }]
[[departments]]
id = "legal"
name = "Recht"
groups = ["Legal"]
[calendars.office]
zone = "Europe/Berlin"
monday = ["08:00-12:00", "13:00-18:00"]
tuesday = ["08:00-12:00", "13:00-18:00"]
wednesday = ["08:00-12:00", "13:00-18:00"]
thursday = ["08:00-12:00", "13:00-18:00"]
friday = ["08:00-12:00", "13:00-18:00"]
[[targets]]
id = "public"
name = "5 Std."
metric = "first_response"
within = "5 h"
goal = 0.9
[[intents]]
intent = "complaint"
pattern = "wo bleibt"
[[intents]]
topic = "delivery"
pattern = "paket"
[[assign]]
by = "group"
[[assign]]
channel = ["comment"]
department = "service"
"""


@pytest.mark.thorough
def test_a_split_log_gives_the_same_bytes(tmp_path: Path) -> None:
    check(tmp_path, seed=5)  # two days and no run that ends in the middle


# A log gets no simpler with a smaller seed, so nothing is shrunk.
@pytest.mark.thorough
@settings(
    max_examples=4, derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate]
)
@given(seed=strategies.integers(0, 2**32), days=strategies.integers(2, 6))
@example(seed=3, days=3)
def test_any_split_log_gives_the_same_bytes(seed: int, days: int) -> None:
    with TemporaryDirectory() as folder:
        check(Path(folder), seed, days)


@pytest.mark.thorough
def test_a_conversation_that_stayed_closed_for_a_week_is_still_there(tmp_path: Path) -> None:
    asked = {
        "id": "1", "who": "anna", "at": BEGIN.isoformat(), "text": "Wo bleibt mein Paket?", "thread": "t1",
        "case": "", "to": "", "gone": "", "group": "Service", "seen": "private", "in": "yes",
    }  # fmt: skip
    at = BEGIN + timedelta(hours=1)
    answered = asked | {
        "id": "2",
        "who": "380",
        "at": at.isoformat(),
        "text": "Unterwegs.",
        "to": "1",
        "in": "no",
    }
    (tmp_path / "leitstand.toml").write_text(COMPANY, encoding="utf-8")
    land(tmp_path, "messages", "1", [("messages", asked, BEGIN), ("messages", answered, at)], at)
    run(tmp_path, BEGIN + timedelta(days=6))
    before = exported(tmp_path)["marts.fct_cases"].splitlines()
    run(tmp_path, BEGIN + timedelta(days=8))
    tables = exported(tmp_path)

    assert len(tables["marts.fct_cases"].splitlines()) == len(before) == 2  # header and the case
    assert tables["marts.fct_resolutions"].splitlines()[1:]


def check(folder: Path, seed: int, days: int | None = None) -> None:
    """One log, dealt to some days; what comes out is compared table by table."""
    chance = random.Random(seed)
    records = nasty_records(chance)
    days = days or chance.randint(2, 4)
    dealt: list[list[tuple[str, dict[str, Any], datetime]]] = [[] for _ in range(days)]
    for stream, payload, at in records:
        # Most arrive on the day after they happened, some late, some twice, some before their time has come.
        due = min(days - 1, max(0, (at - BEGIN).days * days // 12 + chance.choice((0, 0, 0, 0, 1, -1))))
        dealt[due].append((stream, payload, at))
        if chance.random() < 0.2:
            again = dict(payload)
            if chance.random() < 0.5:
                again |= mutation(chance, stream)
            dealt[chance.randrange(due, days)].append((stream, again, at))
    nows = [
        BEGIN + timedelta(days=12 * (day + 1) / days, minutes=chance.randrange(120)) for day in range(days)
    ]
    small, whole = folder / "small", folder / "whole"
    for var in (small, whole):
        var.mkdir(parents=True)
        (var / "leitstand.toml").write_text(COMPANY, encoding="utf-8")
    number = 0
    for day, lines in enumerate(dealt):
        chance.shuffle(lines)
        for stream in ("messages", "case_events"):
            chosen = [line for line in lines if line[0] == stream]
            number += 1
            received = nows[day] + timedelta(seconds=number)
            for var in (small, whole):
                land(var, stream, f"{number:04}", chosen, received)
        if (
            chance.random() < 0.5
        ):  # a run that ends in the middle leaves nothing that the next one doesn't clean
            run(small, nows[day] - timedelta(minutes=chance.randrange(90)), models=chance.randrange(120))
        run(small, nows[day])
    run(whole, nows[-1])

    found, expected = exported(small), exported(whole)
    assert found.keys() == expected.keys()
    different = [name for name in expected if found[name] != expected[name]]
    assert different == [], f"seed {seed}: {different} " + difference(
        found[different[0]], expected[different[0]]
    )


def nasty_records(chance: random.Random) -> list[tuple[str, dict[str, Any], datetime]]:
    """Messages and case events of few people and threads, in no order; (stream, payload, when)."""
    found: list[tuple[str, dict[str, Any], datetime]] = []
    for number in range(chance.randint(10, 60)):
        at = BEGIN + timedelta(
            seconds=round(chance.uniform(0, 12 * 86400) / 3600) * 3600 + chance.choice((0, 0, 7))
        )
        found.append(("messages", a_message(chance, number, at), at))
    for _ in range(chance.randint(5, 40)):
        at = BEGIN + timedelta(seconds=round(chance.uniform(0, 12 * 86400) / 1800) * 1800)
        found.append(("case_events", an_event(chance, at), at))
    return found


def a_message(chance: random.Random, number: int, at: datetime) -> dict[str, Any]:
    inbound = chance.random() < 0.6
    return {
        "id": str(number),
        "who": chance.choice(("anna", "ben", "cem")) if inbound else chance.choice(("380", "381")),
        "at": at.isoformat() if chance.random() < 0.97 else "gestern",
        "text": chance.choice(("Wo bleibt mein Paket?", "Danke!", "👍", "@anna hier (1/2)", "hm")),
        "thread": chance.choice(("", "", "t1", "t2", "t3")),
        "case": chance.choice(("", "", "", "1", "2", "3")),
        "to": str(chance.randrange(60)) if chance.random() < 0.5 else "",
        "gone": (at + timedelta(hours=chance.randrange(90))).isoformat() if chance.random() < 0.1 else "",
        "group": chance.choice(("", "", "Service", "Legal")),
        "seen": chance.choice(("public", "public", "private", "internal")),
        "in": "yes" if inbound else "no",
    }


def an_event(chance: random.Random, at: datetime) -> dict[str, Any]:
    return {
        "case": chance.choice(("1", "2", "3", "4")),
        "at": at.isoformat(),
        "state": chance.choice(
            ("new", "open", "pending", "solved", "closed", "" if chance.random() < 0.5 else "wrong")
        ),
        "group": chance.choice(("Service", "Legal", "")),
        "agent": chance.choice(("380", "381", "")),
        "into": chance.choice(("1", "2")) if chance.random() < 0.08 else "",
        "wants": chance.choice(("", "", "", "praise", "complaint", "sonst")),
        "about": str(chance.randrange(60)) if chance.random() < 0.3 else "",
        "said": ("offered", "4", "", "1/7", "offered")[at.hour % 5],
    }


def mutation(chance: random.Random, stream: str) -> dict[str, Any]:
    """What a later version of a record says otherwise."""
    if stream == "case_events":
        return {"group": chance.choice(("Service", "Legal")), "state": chance.choice(("open", "solved"))}
    return chance.choice(
        (
            {"text": "bearbeitet"},
            {"thread": "t9"},
            {"case": "2"},
            {"to": "3"},
            {"in": "no"},
            {"thread": "", "to": ""},
        )
    )


def land(
    var: Path,
    stream: str,
    name: str,
    lines: Sequence[tuple[str, dict[str, Any], datetime]],
    received: datetime,
) -> None:
    """One file of the archive, as the pipeline lands it."""
    source = "talk" if stream == "messages" else "desk"
    folder = var / "raw" / source / stream
    folder.mkdir(parents=True, exist_ok=True)
    body = ""
    for number, (_, payload, at) in enumerate(lines):
        record_id = payload["id"] if stream == "messages" else f"{payload['case']}/{at.isoformat()}"
        record = {
            "record_id": record_id,
            "received_at": (received + timedelta(microseconds=number)).isoformat(),
            "payload": payload,
            "error": None,
            "file": f"{source}.csv",
            "line": number + 2,
        }
        body += json.dumps(record) + "\n"
    if number_of_broken := len(lines) // 20:
        broken = {
            "record_id": None,
            "received_at": received.isoformat(),
            "payload": None,
            "error": "7 fields, not 8",
        }
        body += json.dumps(broken | {"file": f"{name}.csv", "line": number_of_broken}) + "\n"
    (folder / f"{name}.ndjson.zst").write_bytes(zstandard.compress(body.encode()))


def run(var: Path, as_of: datetime, models: int = 1000) -> None:
    """What a pass does after extraction, or the first so many steps of it."""
    company = load(var / "leitstand.toml", {}, need_sources=False)
    with Workspace(var, company, as_of=as_of, run_id="test", key=b"k" * 32) as workspace:
        workspace.connection.execute("set threads = 1")
        workspace.load_raw()
        for model in workspace.plan()[:models]:
            workspace.build(model)
        if models == 1000:
            workspace.checkpoint()


def exported(var: Path) -> dict[str, str]:
    """Every table that is compared, ordered by all columns and without run clocks."""
    company = load(var / "leitstand.toml", {}, need_sources=False)
    tables = {}
    with Workspace(var, company, as_of=BEGIN, run_id="test", key=b"k" * 32) as workspace:
        for model in workspace.plan():
            if model.schema in ("marts", "metrics") or model.key == "quality.rejected":
                columns = [row[0] for row in workspace.connection.execute(f"describe {model.key}").fetchall()]
                kept = ", ".join(f'"{column}"' for column in columns if column not in RUN_CLOCKS)
                path = var / "table.csv"
                workspace.connection.execute(
                    f"copy (select {kept} from {model.key} order by all) to '{path}' (header)"
                )
                tables[model.key] = path.read_text("utf-8")
    return tables


def difference(found: str, expected: str) -> str:
    """The first few lines that only one of the two has."""
    ours, theirs = found.splitlines(), expected.splitlines()
    lines = [f"- {line}" for line in ours if line not in set(theirs)]
    lines += [f"+ {line}" for line in theirs if line not in set(ours)]
    return "\n".join([ours[0], *lines[:12]])
