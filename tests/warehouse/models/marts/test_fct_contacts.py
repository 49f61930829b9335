"""Contacts: one an episode, with what it took."""

from __future__ import annotations

from tests.warehouse.conftest import COMPANY, Build, inbound, reply

RULES = r"""
[[intents]]
intent = "praise"
pattern = 'toll'
[[intents]]
intent = "question"
pattern = '\?'
"""


def test_a_contact_is_an_episode_and_not_each_of_its_messages(build: Build) -> None:
    built = build(
        [
            inbound("a", "09:00", text="Gilt das?"),
            inbound("b", "09:01", text="Auch für mich?"),
            reply("r", "09:04", in_reply_to_id="b"),
            inbound("c", "10:00", text="Und morgen?"),
            reply("s", "10:02", in_reply_to_id="c"),
            inbound("d", "09:30", text="toll", author_id="ben"),
            inbound("e", "09:40", text="hm", author_id="cem"),
        ],
        company=COMPANY + RULES,
    )
    columns = ("contact_id", "intent", "is_service", "handle_seconds", "first_wait_id")

    assert [tuple(row.values()) for row in built.rows("marts.fct_contacts", *columns)] == [
        ("a", "question", True, 240.0 + 120.0, "a"),  # 9:00 to 9:04, and 10:00 to 10:02
        ("d", "praise", False, None, "d"),
        ("e", None, True, None, "e"),  # what nobody could label counts as service's
    ]
