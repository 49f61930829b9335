"""What is true of the mailbox: who waits for whom, by exchange, whatever machines send in between."""

from datetime import UTC, datetime

import pytest

from simulator import life_mail
from simulator import world as worlds
from simulator.company import PRESS_MAIL
from simulator.records import Mail, Person, World
from simulator.truth import Truth, tell

START = 1_772_438_400  # 2026-03-02T08:00:00Z, a Monday
HOUR = 3600
ANNA = Person("Anna Koch", "journalist.anna", "de", "anna@rundschau.example", "", 0)
CLARA = PRESS_MAIL.people[0]


def mail(number: int, hours: float, *, kind: str = "text", by: str = "", answers: int | None = None) -> Mail:
    """A mail of the one exchange; `by` "shared" or "personal" is the company's."""
    name = None if answers is None else f"m{answers}"
    at = START + int(hours * HOUR)
    return Mail(
        f"m{number}", "m1", name, "presse@nordfunk.example", ANNA, at, "Frage", "…", bool(by), CLARA if by else None,
        by != "personal", kind,
    )  # fmt: skip


def told(*mails: Mail) -> Truth:
    end = START + 30 * 86400
    world = World(0, 30, START, end, [], [], [], [], [], mails=list(mails))
    return tell(world, datetime.fromtimestamp(end, UTC))


def test_an_absence_note_answers_nobody_and_a_person_does():
    truth = told(
        mail(1, 0), mail(2, 0.01, kind="auto_reply", by="shared", answers=1), mail(3, 5, by="shared", answers=1),
        mail(4, 5.01, kind="auto_reply", answers=3), mail(5, 5.02, kind="bounce", answers=3),
    )  # fmt: skip
    (wait,) = truth.waits

    assert (wait["wait_id"], wait["answer_message_id"], wait["wait_seconds"]) == (
        "mailbox:m1", "mailbox:m3", 5 * HOUR,
    )  # fmt: skip
    assert (wait["channel"], wait["department_id"], wait["conversation_id"]) == (
        "mail",
        "press",
        "mailbox:m1",
    )


def test_a_nudge_joins_the_wait_and_what_comes_after_three_days_is_another_matter():
    truth = told(
        mail(1, 0), mail(2, 30, answers=1), mail(3, 40, by="personal", answers=2), mail(4, 40 + 73, answers=3)
    )

    assert [(row["wait_id"], row["ordinal"], row["outcome"]) for row in truth.waits] == [
        ("mailbox:m1", 1, "answered"),
        ("mailbox:m4", 1, "open"),
    ]
    assert [row["case_id"] for row in truth.cases] == ["mailbox:m1", "mailbox:m4"]


def test_the_mail_is_due_by_the_end_of_the_next_business_day():
    (instance, _) = told(mail(1, 0), mail(2, 1, by="shared", answers=1)).sla_instances

    assert (instance["target_id"], instance["due_at"], instance["state"]) == (
        "mail_next_day", "2026-03-03T14:00:00Z", "met",
    )  # fmt: skip


def test_what_is_written_to_the_mailbox_changes_nothing_elsewhere(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life_mail, "BOXES", ())
    alone = worlds.build(datetime.fromtimestamp(world.end, UTC), seed=world.seed, days=world.days)

    assert (alone.posts, alone.comments, alone.calls) == (world.posts, world.comments, world.calls)
    assert (alone.conversations, alone.tickets, alone.outlets) == (
        world.conversations,
        world.tickets,
        world.outlets,
    )
    assert world.mails
    assert not alone.mails


def test_threads_change_their_subject_mails_are_answered_by_hand_and_ids_come_once(world: World) -> None:
    first = {one.id: one for one in world.mails if one.id == one.thread}
    answers = [one for one in world.mails if one.is_own and one.kind == "text"]

    assert len({one.id for one in world.mails}) == len(world.mails)
    assert any(
        not one.subject.endswith(first[one.thread].subject) and one.kind == "text" for one in world.mails
    )
    assert {one.is_shared for one in answers} == {True, False}
    assert all(one.agent and one.created > first[one.thread].created for one in answers)
