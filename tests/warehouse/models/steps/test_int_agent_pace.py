"""What each person wrote before a message on the same day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.warehouse.conftest import Build, at, inbound, message, reply
from tests.warehouse.test_incremental import BEGIN, land
from tests.warehouse.test_incremental import COMPANY as COMPANY_OF_LOGS
from warehouse import catalog
from warehouse.catalog import Catalog
from warehouse.company import load
from warehouse.database import Workspace


def test_a_persons_message_follows_their_one_before_wherever_and_to_whomever_that_went(build: Build) -> None:
    built = build(
        [
            inbound("q1", "08:00", conversation_id="a"),
            reply("r1", "09:00", conversation_id="a"),
            inbound("q2", "08:30", conversation_id="b", author_id="bert", platform="instagram"),
            reply("r2", "09:10", conversation_id="b", platform="instagram"),
            reply("n1", "09:05", conversation_id="c", visibility="internal", channel="mail", case_id="c"),
            reply("r3", "09:05", conversation_id="a", agent_id="agent_2", author_id="agent_2"),
            reply("r4", "09:10", conversation_id="b", platform="instagram"),
        ]
    )

    paces = built.rows("steps.int_agent_pace", "message_id", "previous_at", order="message_id")
    assert [tuple(row.values()) for row in paces] == [
        ("n1", at("09:00")),
        ("r1", None),
        ("r2", at("09:05")),  # after a note that no customer saw
        ("r3", None),  # somebody else's day
        ("r4", at("09:10")),  # sent at the same instant: no time between them
    ]


def test_the_night_in_the_companys_zone_begins_anew(build: Build) -> None:
    # 23:50 and 00:10 in Berlin lie on one day in UTC; 00:10 and 22:00 don't.
    built = build(
        [reply("r1", "23:50"), reply("r2", "+1 00:10"), reply("r3", "+1 22:00"), reply("r4", "+1 23:30")],
        now="+2 09:00",
    )

    paces = built.rows("steps.int_agent_pace", "message_id", "previous_at", order="message_id")
    assert [tuple(row.values()) for row in paces] == [
        ("r1", None),
        ("r2", None),
        ("r3", at("+1 00:10")),
        ("r4", at("+1 22:00")),
    ]


def test_nobody_else_has_a_pace(build: Build) -> None:
    built = build(
        [
            inbound("customer", "09:00"),
            reply("unnamed", "09:10", agent_id=None, author_id="page"),
            message(
                "bot", "09:20", direction="outbound", author_kind="bot", is_human=False, agent_id="agent_1"
            ),
            reply("person", "09:30"),
        ]
    )

    assert built.rows("steps.int_agent_pace", "message_id", "previous_at") == [
        {"message_id": "person", "previous_at": None}
    ]


@pytest.mark.thorough
def test_what_comes_late_or_is_taken_back_changes_the_pace_of_its_authors_next_one_elsewhere(
    tmp_path: Path,
) -> None:
    def said(number: str, thread: str, hour: int, **given: str) -> tuple[str, dict[str, str], datetime]:
        sent = BEGIN + timedelta(hours=hour)
        usual = dict.fromkeys(("case", "to", "gone"), "") | {"group": "Service", "seen": "public", "in": "no"}
        row = {"id": number, "who": "380", "at": sent.isoformat(), "text": "Gerne.", "thread": thread}
        return "messages", usual | row | given, sent

    def previous(
        file: str, now: datetime, *rows: tuple[str, dict[str, str], datetime]
    ) -> dict[str, datetime]:
        land(tmp_path, "messages", file, rows, now)
        return made(tmp_path, now)

    first, last = said("1", "t1", 1), said("3", "t3", 3)
    (tmp_path / "leitstand.toml").write_text(COMPANY_OF_LOGS, encoding="utf-8")
    asked = [said(f"q{thread}", thread, 0, who="anna", **{"in": "yes"}) for thread in ("t1", "t2", "t3")]
    day = BEGIN + timedelta(days=1)

    assert previous("1", day, *asked, first, last) == {"talk:1": None, "talk:3": first[2]}
    late = said("2", "t2", 2)
    found = previous("2", day + timedelta(days=1), late)
    assert found == {"talk:1": None, "talk:2": first[2], "talk:3": late[2]}
    taken_back = said("2", "t2", 2, **{"in": "yes"})
    found = previous("3", day + timedelta(days=2), taken_back)
    assert found == {"talk:1": None, "talk:3": first[2]}


def made(var: Path, as_of: datetime) -> dict[str, datetime]:
    """`previous_at` by message after a run of what the table follows from."""
    models = catalog.load(types={"files"})
    names, wanted = {"steps.int_agent_pace"}, set()
    while names:
        name = names.pop()
        wanted.add(name)
        names |= models.before(models.models[name]) - wanted
    company = load(var / "leitstand.toml", {}, need_sources=False)
    chosen = Catalog({name: model for name, model in models.models.items() if name in wanted})
    with Workspace(var, company, as_of=as_of, run_id="test", key=b"k" * 32, models=chosen) as workspace:
        workspace.load_raw()
        for model in workspace.plan():
            workspace.build(model)
        workspace.checkpoint()
        query = "select message_id, previous_at from steps.int_agent_pace"
        return dict(workspace.connection.execute(query).fetchall())
