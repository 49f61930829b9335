"""The same seed gives the same company, and the company does all that a reader has to cope with."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from simulator import world as worlds
from simulator.company import CUSTOM_FIELDS, local
from simulator.records import BOT_ID, World
from simulator.truth_threads import comment_threads
from simulator.truth_waits import waits

pytestmark = pytest.mark.thorough

END = datetime(2026, 3, 30, 4, 0, tzinfo=UTC)
PRINT_HASH = """
import hashlib
from datetime import UTC, datetime
from simulator import world
built = world.build(datetime(2026, 3, 30, 4, 0, tzinfo=UTC), seed=5, days=6)
print(hashlib.sha256(repr(built).encode()).hexdigest())
"""


def test_the_same_seed_days_and_end_give_the_same_world():
    one, other = (worlds.build(END, seed=5, days=3) for _ in range(2))

    assert one == other


@pytest.mark.server
def test_another_process_builds_the_same_world():
    # Another process hashes its strings differently, so that an unordered set would show.
    command = [sys.executable, "-c", PRINT_HASH]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))

    assert first.stdout == second.stdout != ""


def test_another_seed_gives_another_world():
    one, other = (worlds.build(END, seed=seed, days=3) for seed in (1, 2))

    assert one.comments != other.comments


def test_an_end_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        worlds.build(datetime(2026, 3, 30))


def test_nothing_happens_outside_of_the_period(world: World):
    instants = [c.created for c in world.comments]
    instants += [a.at for t in world.tickets for a in t.audits]
    instants += [m.created for c in world.conversations for m in c.messages]

    assert world.start <= min(instants)
    assert max(instants) <= world.end - 60, "the exports leave out the last minute"


def test_ids_are_unique_and_audits_of_a_ticket_never_share_a_second(world: World):
    comments = [c.id for c in world.comments]
    audits = [a for t in world.tickets for a in t.audits]
    written = [a.comment.id for a in audits if a.comment]

    assert len(set(comments)) == len(comments)
    assert len({a.id for a in audits}) == len(audits)
    assert len(set(written)) == len(written)
    for ticket in world.tickets:
        seconds = [a.at for a in ticket.audits]
        assert seconds == sorted(set(seconds))


def test_a_reply_comes_after_what_it_answers(world: World):
    by_id = {c.id: c for c in world.comments}

    assert all(c.created > by_id[c.parent_id].created for c in world.comments if c.parent_id)


def test_people_write_all_day_but_the_company_answers_in_its_hours(world: World):
    asked = {local(a.at).hour for t in world.tickets for a in t.audits[:1]}
    solved = [local(a.at) for t in world.tickets for a in t.audits if a.author_id > 0 and a.via == "web"]
    by_staff = [at for at in solved if at.hour < 7]

    assert asked >= set(range(6, 24))
    assert len(by_staff) < len(solved) / 50, "only customers write at night (reopening by web form)"


@pytest.fixture(scope="module")
def demo() -> World:
    return worlds.build(END)


@pytest.mark.thorough
def test_the_demo_has_the_size_that_was_promised(demo: World):
    messages = len(demo.comments) + sum(len(c.messages) for c in demo.conversations)
    messages += sum(1 for t in demo.tickets for a in t.audits if a.comment)

    assert 28_000 <= messages <= 40_000
    assert 5_500 <= len(demo.tickets) <= 7_500


def test_every_situation_occurs_in_the_demo(demo: World):
    audits = [(t, a) for t in demo.tickets for a in t.audits]
    crossings = [
        (one, other)
        for c in demo.conversations
        for one, other in zip(c.messages, c.messages[1:], strict=False)
        if one.created == other.created and one.person is None and other.person
    ]
    found = {
        "status": {a.changes["status"] for _, a in audits if "status" in a.changes},
        "kind": {c.kind for c in demo.comments},
        "channel": {t.channel for t in demo.tickets},
        "language": {c.person.language for c in demo.comments if c.person},
    }
    reopened = [
        a.at - previous.at
        for t in demo.tickets
        for previous, a in zip(t.audits, t.audits[1:], strict=False)
        if a.changes.get("status") == "open" and a.previous.get("status") == "solved"
    ]

    assert found["status"] >= {"new", "open", "pending", "hold", "solved", "closed", "deleted"}
    assert found["kind"] == {"text", "emoji", "tag", "spam"}
    assert found["channel"] == {"mail", "web", "chat"}
    assert found["language"] == {"de", "en"}
    assert crossings, "a message and a reply in one second"
    assert min(reopened) < 3 * 3600
    assert max(reopened) > 8 * 86400
    assert any(a.via == "merge" and "closed_by_merge" in a.changes.get("tags", []) for _, a in audits)
    assert any(a.comment and a.author_id == BOT_ID for _, a in audits), "auto-replies"
    assert any(a.comment and not a.comment.is_public for _, a in audits), "internal notes"
    assert any(t.submitter_id != t.person.zendesk_id for t in demo.tickets), "employees write first"
    assert any(t.audits[0].changes["group_id"] is None for t in demo.tickets), "no group"
    assert any("group_id" in a.changes and not a.is_create for _, a in audits), "hand-offs"
    assert any(c.deleted_at for c in demo.comments)
    assert any(c.edits for c in demo.comments)
    assert any(c.hidden_at for c in demo.comments)
    assert any(c.person is None and c.parent_id is None for c in demo.comments), "the page comments first"
    assert any(t.touched_at for t in demo.tickets)
    assert any(a.via == "answer_bot" for _, a in audits), "a bot answers first"
    assert any(c.is_split for c in demo.comments), "two people who share an answer"


def test_the_fields_of_the_case_store_are_filled_as_people_fill_them(demo: World):
    values: dict[str, set[object]] = {}
    for ticket in demo.tickets:
        for audit in ticket.audits:
            for name in CUSTOM_FIELDS.keys() & audit.changes.keys():
                values.setdefault(name, set()).add(audit.changes[name])

    assert values.keys() == CUSTOM_FIELDS.keys()
    assert values["approval"] == {"requested", "approved", "rejected", None}
    assert values["promise_kept"] == {"true", "false"}
    assert values["stakeholder"] == {
        "customer", "supplier", "journalist", "politician", "partner", "applicant", "other", None,
    }  # fmt: skip


def test_marketing_leaves_some_questions_unanswered_but_few(demo: World):
    found = [wait for t in comment_threads(demo, demo.end) for wait in waits(t.steps, endless=True)]
    forgotten = [wait for wait in found if wait.ended_at is None and wait.opened_at < demo.end - 4 * 86400]

    assert 8 < len(forgotten) < len(found) / 20
