"""Answers too many: a row each, by whom after whom, and what they say against one another."""

import pytest

from tests.warehouse.conftest import Build, inbound, reply

pytestmark = [pytest.mark.definition(15), pytest.mark.conflict(6)]


def two(first: str, second: str, gap: str = "09:20", **more: object) -> list[dict]:
    """anna asks at 9:00; one agent says `first` at 9:10, another `second` later."""
    return [
        inbound("q", "09:00"),
        reply("a", "09:10", in_reply_to_id="q", text=first),
        reply("b", gap, in_reply_to_id="q", text=second, author_id="agent_2", agent_id="agent_2", **more),
    ]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("Das kostet 9,99 €.", "Das sind 14,99 Euro.", "price"),
        ("Das kostet 9,99 €.", "Genau, 9,99 €, und 5 € Versand.", None),
        ("Der Techniker kommt am 3.12. vorbei", "Der Techniker kommt am 5.12. vorbei", "date"),
        ("Ja, das geht.", "Das ist leider nicht möglich.", "yes_no"),
        ("Ja, das geht.", "Ja, gerne!", None),
        ("Schauen wir nach.", "Wir melden uns.", None),
    ],
)
def test_another_price_another_date_and_yes_against_no_contradict(build: Build, first, second, found) -> None:
    (row,) = build(two(first, second)).rows("marts.fct_double_answers")

    assert (row["contradiction"], row["is_read"], row["gap_seconds"]) == (found, True, 600.0)
    assert (row["earlier_message_id"], row["message_id"]) == ("a", "b")


def test_it_belongs_to_the_wait_and_says_whether_departments_differ(build: Build) -> None:
    (row,) = build(two("Hallo", "Hallo", group_name="Service")).rows("marts.fct_double_answers")

    assert row["wait_id"] == "q"
    assert row["is_across"] == (row["first_department_id"] != row["second_department_id"])


@pytest.mark.parametrize(
    "messages",
    [
        two("Teil eins (1/2)", "Teil zwei (2/2)"),
        two("Hallo", "Hallo", gap="09:41"),
        [*two("Hallo", "Hallo")[:2], reply("b", "09:20", in_reply_to_id="q")],
    ],
    ids=["declared split", "more than half an hour later", "the same person"],
)
def test_what_is_no_double_answer_has_no_row(build: Build, messages) -> None:
    assert build(messages).rows("marts.fct_double_answers") == []


def test_as_many_waits_are_doubled_as_have_rows(build: Build) -> None:
    built = build(two("Hallo", "Hallo"))

    assert built.rows("marts.fct_waits", "is_double") == [{"is_double": True}]
    assert len(built.rows("marts.fct_double_answers")) == 1
