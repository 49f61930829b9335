"""The rules for waits, on situations small enough to check by eye. Instants in hours from zero."""

from simulator.truth_waits import Step, Wait, waits

HOUR, DAY = 3600, 86400


def asks(hours: float, name: str, *, needs_answer: bool = True) -> Step:
    return Step("message", int(hours * HOUR), name, needs_answer)


def replies(hours: float, name: str, *, to: str | None = None) -> Step:
    return Step("reply", int(hours * HOUR), name, answers=to)


def event(kind: str, hours: float) -> Step:
    return Step(kind, int(hours * HOUR))


def wait(
    name: str, opened: float, ended: float | None, outcome: str, *, ordinal: int = 1, **more: str
) -> Wait:
    episode, answer = more.get("episode", name), more.get("by")
    return Wait(
        name,
        episode,
        ordinal,
        int(opened * HOUR),
        None if ended is None else int(ended * HOUR),
        outcome,
        answer,
    )


def thread(*steps: Step) -> list[Wait]:
    return waits(steps, endless=True)


def ticket(*steps: Step) -> list[Wait]:
    return waits(steps, endless=False)


def test_a_reply_ends_the_wait():
    assert thread(asks(1, "a"), replies(3, "r")) == [wait("a", 1, 3, "answered", by="r")]


def test_a_burst_is_one_wait_from_its_first_message():
    assert thread(asks(1, "a"), asks(1.5, "b"), replies(3, "r")) == [wait("a", 1, 3, "answered", by="r")]


def test_a_second_reply_changes_nothing():
    assert thread(asks(1, "a"), replies(2, "r"), replies(3, "s")) == [wait("a", 1, 2, "answered", by="r")]


def test_writing_on_after_the_reply_opens_the_second_wait_of_the_episode():
    assert thread(asks(1, "a"), replies(2, "r"), asks(3, "b")) == [
        wait("a", 1, 2, "answered", by="r"),
        wait("b", 3, None, "open", ordinal=2, episode="a"),
    ]


def test_emoji_open_nothing_and_end_nothing():
    assert thread(asks(1, "smile", needs_answer=False)) == []
    assert thread(asks(1, "a"), asks(2, "smile", needs_answer=False)) == [wait("a", 1, None, "open")]


def test_an_episode_is_called_after_its_first_message_even_if_that_needed_no_answer():
    assert thread(asks(1, "smile", needs_answer=False), asks(2, "a")) == [
        wait("a", 2, None, "open", episode="smile")
    ]


def test_72_hours_of_silence_begin_a_new_episode():
    assert thread(asks(0, "a"), replies(1, "r"), asks(73, "b")) == [
        wait("a", 0, 1, "answered", by="r"),
        wait("b", 73, None, "open"),
    ]


def test_a_second_less_than_72_hours_is_the_same_episode():
    late = Step("message", 73 * HOUR - 1, "b")
    assert [w.ordinal for w in thread(asks(0, "a"), replies(1, "r"), late)] == [1, 2]


def test_an_open_wait_bridges_any_silence():
    assert thread(asks(0, "a"), asks(200, "b"), replies(300, "r")) == [wait("a", 0, 300, "answered", by="r")]


def test_a_late_reply_belongs_to_the_episode_that_it_answers():
    assert thread(asks(0, "a"), replies(100, "r"), asks(110, "b")) == [
        wait("a", 0, 100, "answered", by="r"),
        wait("b", 110, None, "open", ordinal=2, episode="a"),
    ]


def test_the_company_writing_first_begins_an_episode_but_no_wait():
    assert thread(asks(0, "a"), replies(1, "r"), replies(100, "offer"), asks(120, "b")) == [
        wait("a", 0, 1, "answered", by="r"),
        wait("b", 120, None, "open"),
    ]


def test_an_emoji_bridges_the_silence():
    steps = asks(0, "a"), replies(1, "r"), asks(60, "smile", needs_answer=False), asks(120, "b")
    assert [(w.id, w.ordinal) for w in thread(*steps)] == [("a", 1), ("b", 2)]


def test_a_reply_in_the_second_of_a_message_does_not_answer_it():
    assert thread(asks(1, "a"), replies(1, "r")) == [wait("a", 1, None, "open")]


def test_unless_it_names_the_message():
    assert thread(asks(1, "a"), replies(1, "r", to="a")) == [wait("a", 1, 1, "answered", by="r")]


def test_a_message_that_crosses_the_reply_opens_the_next_wait():
    assert thread(asks(0, "a"), asks(1, "b"), replies(1, "r")) == [
        wait("a", 0, 1, "answered", by="r"),
        wait("b", 1, None, "open", ordinal=2, episode="a"),
    ]


def test_a_ticket_closed_without_a_reply_is_not_answered():
    assert ticket(asks(0, "a"), event("close", 5), replies(9, "late")) == [
        wait("a", 0, 5, "closed_unanswered")
    ]


def test_a_reply_that_solves_the_ticket_answers_it():
    assert ticket(asks(0, "a"), replies(5, "r"), event("close", 5)) == [wait("a", 0, 5, "answered", by="r")]


def test_merging_and_deleting_end_the_wait_otherwise():
    assert ticket(asks(0, "a"), event("merge", 2)) == [wait("a", 0, 2, "merged")]
    assert ticket(asks(0, "a"), event("delete", 2)) == [wait("a", 0, 2, "withdrawn")]


def test_a_ticket_reopened_within_seven_days_is_the_same_episode():
    steps = asks(0, "a"), replies(1, "r"), event("close", 1), asks(1 + 7 * 24, "b")
    assert [(w.id, w.ordinal, w.episode_id) for w in ticket(*steps)] == [("a", 1, "a"), ("b", 2, "a")]


def test_later_it_is_a_new_one():
    steps = asks(0, "a"), replies(1, "r"), event("close", 1), asks(1 + 7 * 24 + 0.001, "b")
    assert [(w.id, w.ordinal, w.episode_id) for w in ticket(*steps)] == [("a", 1, "a"), ("b", 1, "b")]


def test_the_seven_days_count_from_the_last_close():
    # Solved, written to and open again, solved anew nine days later, then a message the day after.
    steps = [asks(0, "a"), replies(1, "r"), event("close", 1), asks(24, "b"), event("reopen", 24)]
    steps += [replies(240, "s"), event("close", 240), asks(264, "c")]
    assert [(w.id, w.ordinal) for w in ticket(*steps)] == [("a", 1), ("b", 2), ("c", 3)]


def test_silence_in_an_open_ticket_begins_nothing_new():
    steps = asks(0, "a"), replies(1, "r"), asks(500, "b")
    assert [(w.id, w.ordinal) for w in ticket(*steps)] == [("a", 1), ("b", 2)]
