"""The truth of a small world made by hand, and what must hold for any world."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.company import BY_ID, PAGE_ID
from simulator.records import Agent, Comment, Conversation, Person, Post, PrivateMessage, World
from simulator.truth import tell

START = 1_772_438_400  # 2026-03-02T08:00:00Z
LENA = Person("Lena Hoffmann", "lenahoffmann1", "de", "lena@mail.example", "11", 21)
MAX = Person("Max Wolf", "maxwolf2", "de", "max@mail.example", "12", 22)
AGENT = BY_ID["marketing"].people[0]


def comment(
    name: str,
    minute: int,
    who: Person | Agent,
    answers: Comment | None = None,
    *,
    kind: str = "text",
    **more: int,
) -> Comment:
    person, agent = (None, who) if isinstance(who, Agent) else (who, None)
    root = answers.root_id if answers else name
    parent = answers.id if answers else None
    return Comment(name, f"{PAGE_ID}_1", root, parent, person, agent, "…", START + 60 * minute, kind, **more)  # type: ignore[arg-type]


def world_of(*comments: Comment, conversations: list[Conversation] | None = None) -> World:
    post = Post(f"{PAGE_ID}_1", START - 60, "Neu!")
    return World(0, 1, START - 3600, START + 86400, [], [post], list(comments), conversations or [], [])


def told(world: World) -> list[tuple[str, str, str | None, int | None]]:
    return [
        (w["wait_id"].removeprefix("facebook:"), w["outcome"], w["answer_message_id"], w["wait_seconds"])
        for w in tell(world).waits
    ]


def test_under_a_comment_each_customer_waits_for_an_answer_of_their_own():
    asks = comment("a", 0, LENA)
    joins = comment("b", 5, MAX, asks)
    reply = comment("r", 9, AGENT, joins)

    assert told(world_of(asks, joins, reply)) == [
        ("a", "open", None, None),
        ("b", "answered", "facebook:r", 240),
    ]


def test_a_reply_to_the_first_comment_is_for_its_author():
    asks = comment("a", 0, LENA)
    joins = comment("b", 5, MAX, asks)
    reply = comment("r", 9, AGENT, asks)

    assert told(world_of(asks, joins, reply)) == [
        ("a", "answered", "facebook:r", 540),
        ("b", "open", None, None),
    ]


def test_in_a_thread_that_the_page_began_customers_wait_too():
    first = comment("p", 0, AGENT)
    asks = comment("a", 3, LENA, first)

    assert told(world_of(first, asks)) == [("a", "open", None, None)]


def test_a_deleted_comment_takes_its_replies_along_and_is_listed_apart():
    gone = comment("a", 0, LENA, deleted_at=START + 600)
    reply = comment("r", 5, AGENT, gone)
    truth = tell(world_of(gone, reply))

    assert truth.waits == truth.cases == truth.backlog == []
    assert [row["message_id"] for row in truth.deleted] == ["facebook:a", "facebook:r"]


def test_before_its_deletion_it_counts():
    gone = comment("a", 0, LENA, deleted_at=START + 600)
    before = datetime.fromtimestamp(START + 599, UTC)

    assert [w["outcome"] for w in tell(world_of(gone), before).waits] == ["open"]


def test_what_the_page_hid_wants_no_answer():
    hidden = comment("a", 0, LENA, kind="spam", hidden_at=START + 60)
    shown = comment("b", 0, MAX, kind="spam")

    assert told(world_of(hidden, shown)) == [("b", "open", None, None)]


def test_private_messages_are_services_and_comments_are_marketings():
    thread = Conversation("t_1", LENA, [PrivateMessage("m_1", START, LENA, "Hallo")])
    truth = tell(world_of(comment("a", 1, MAX), conversations=[thread]))

    assert [
        (w["conversation_id"], w["channel"], w["visibility"], w["department_id"]) for w in truth.waits
    ] == [
        ("facebook:t_1", "direct_message", "private", "service"),
        ("facebook:a", "comment", "public", "marketing"),
    ]


def test_a_conversations_case_is_called_after_the_episodes_first_message():
    messages = [
        PrivateMessage("m_1", START, LENA, "👍", "emoji"),
        PrivateMessage("m_2", START + 60, LENA, "Frage"),
        PrivateMessage("m_3", START + 120, None, "Antwort"),
    ]
    truth = tell(world_of(conversations=[Conversation("t_1", LENA, messages)]))

    assert truth.cases == [
        {
            "case_id": "facebook:m_1",
            "origin": "conversation",
            "opened_at": "2026-03-02T08:01:00Z",
            "states": [
                {
                    "state": "open",
                    "department_id": "service",
                    "started_at": "2026-03-02T08:01:00Z",
                    "ended_at": "2026-03-02T08:02:00Z",
                },
                {
                    "state": "resolved",
                    "department_id": "service",
                    "started_at": "2026-03-02T08:02:00Z",
                    "ended_at": None,
                },
            ],
        }
    ]


def test_states_are_half_open_and_without_gaps(world: World):
    for case in tell(world).cases:
        states = case["states"]
        assert states[0]["started_at"] == case["opened_at"]
        assert [s["ended_at"] for s in states[:-1]] == [s["started_at"] for s in states[1:]]
        assert states[-1]["ended_at"] is None


def test_the_backlog_at_an_hour_is_what_the_states_say(world: World):
    truth = tell(world)
    open_states = {"new", "open", "waiting_customer", "waiting_third_party", "waiting_approval"}
    hour = (datetime.fromtimestamp(world.end, UTC) - timedelta(days=5)).replace(minute=0, second=0)
    text = hour.strftime("%Y-%m-%dT%H:%M:%SZ")
    counted = Counter(
        s["department_id"]
        for case in truth.cases
        for s in case["states"]
        if s["state"] in open_states and s["started_at"] <= text < (s["ended_at"] or "9")
    )

    assert counted == {
        row["department_id"]: row["open_count"] for row in truth.backlog if row["hour_at"] == text
    }


def test_every_case_is_of_a_wait_or_a_ticket_and_ids_are_unique(world: World):
    truth = tell(world)
    ids = [case["case_id"] for case in truth.cases]

    assert len(ids) == len(set(ids))
    assert len({w["wait_id"] for w in truth.waits}) == len(truth.waits)
    assert sum(i.startswith("zendesk:") for i in ids) == len(world.tickets)


def test_the_truth_is_written_as_lines(world: World, tmp_path: Path):
    truth = tell(world)
    truth.write(tmp_path)

    for name in ("waits", "cases", "backlog", "deleted"):
        lines = (tmp_path / "truth" / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line) for line in lines] == getattr(truth, name)
