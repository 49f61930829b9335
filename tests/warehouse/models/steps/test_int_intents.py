"""What messages want: the case store's word first, then the first rule that fits."""

from __future__ import annotations

from typing import Any

from tests.warehouse.conftest import COMPANY, Build, case_event, case_fact, inbound, reply

RULES = r"""
[[intents]]
intent = "complaint"
pattern = 'schon wieder|frechheit'
category = ["Beschwerde"]
[[intents]]
intent = "question"
pattern = '\?'
[[intents]]
claim = true
pattern = 'werbung'
[[intents]]
topic = "billing"
pattern = 'rechnung'
"""
TICKET: dict[str, Any] = {"case_id": "T", "conversation_id": "T", "channel": "mail", "visibility": "private"}
SHOWN = ("message_id", "intent", "intent_source", "rule", "topic", "takes_up_claim")


def test_the_first_rule_that_fits_says_the_intent_and_another_the_topic(build: Build) -> None:
    built = build(
        [
            inbound("a", "09:00", text="SCHON WIEDER eine falsche Rechnung?"),
            inbound("b", "09:01", text="Gilt das auch für mich?", author_id="ben"),
            inbound("c", "09:02", text="Frechheit, und dann die Werbung!", author_id="cem"),
            inbound("d", "09:03", text="Schöne Werbung", author_id="dora"),
            inbound("e", "09:04", text="👍", author_id="eve"),
            reply("r", "09:10", in_reply_to_id="a", text="schon wieder?"),
        ],
        company=COMPANY + RULES,
    )

    assert [tuple(row.values()) for row in built.rows("steps.int_intents", *SHOWN)] == [
        ("a", "complaint", "rule", "1", "billing", False),
        ("b", "question", "rule", "2", None, False),
        ("c", "complaint", "rule", "1", None, True),
        ("d", None, "none", None, None, False),  # takes up the advert, but isn't known to complain
        ("e", "no_answer_needed", "rule", "emoji_or_tag", None, False),
    ]


def test_who_is_called_first_belongs_to_no_rule(build: Build) -> None:
    begins = "[[intents]]\nintent = \"praise\"\npattern = '^danke'\n"
    built = build(
        [
            inbound("a", "09:00", text="@nordfunk @anna.b Danke!"),
            inbound("b", "09:01", text="Nein danke", author_id="ben"),
        ],
        company=COMPANY + begins,
    )

    assert [row["intent"] for row in built.rows("steps.int_intents", "intent")] == ["praise", None]


def test_what_the_case_store_says_comes_before_every_rule_and_holds_from_the_beginning(build: Build) -> None:
    built = build(
        [
            inbound("m1", "09:00", text="Schon wieder die Rechnung?", **TICKET),
            inbound("m2", "11:10", text="Und nun?", **TICKET),
            inbound("m3", "12:10", text="Und nun?", **TICKET),
        ],
        [case_event("T", "09:00", "new")],
        company=COMPANY + RULES,
        facts=[
            case_fact("T", "09:30", "category", "Purchase_Interest"),
            case_fact("T", "11:00", "category", "beschwerde"),
            case_fact("T", "12:00", "category", "Sonstiges"),
            case_fact("T", "09:30", "topic", "contract"),
        ],
    )

    assert [tuple(row.values()) for row in built.rows("steps.int_intents", *SHOWN)] == [
        ("m1", "purchase_interest", "case_store", "purchase_interest", "contract", False),
        ("m2", "complaint", "case_store", "beschwerde", "contract", False),
        (
            "m3",
            "question",
            "rule",
            "2",
            "contract",
            False,
        ),  # a word that nobody explained leaves it to the rules
    ]
    assert built.rows("marts.fct_messages", "message_id", "intent", "intent_source", "topic")[1] == {
        "message_id": "m2", "intent": "complaint", "intent_source": "case_store", "topic": "contract",
    }  # fmt: skip
    assert built.rows("marts.fct_waits", "intent", "topic") == [
        {"intent": "purchase_interest", "topic": "contract"}
    ]


def test_without_rules_nothing_is_known_and_nothing_is_guessed(build: Build) -> None:
    built = build([inbound("a", "09:00", text="Schon wieder!")])

    assert [tuple(row.values()) for row in built.rows("steps.int_intents", *SHOWN)] == [
        ("a", None, "none", None, None, False)
    ]
