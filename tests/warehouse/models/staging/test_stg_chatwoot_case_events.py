"""staging.stg_chatwoot_case_events: a conversation's state as it was told, and as it was seen."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import AGENTS, INBOXES, TEAMS, activity, at, gone, seen

MODEL = "stg_chatwoot_case_events"
STATE = ("event_at", "source_state", "state", "group_name")
NAMES: dict[str, Any] = {
    "settings": {"chatwoot": {}}, "chatwoot_agents": AGENTS, "chatwoot_teams": TEAMS, "chatwoot_inboxes": INBOXES,
}  # fmt: skip


def test_activities_tell_of_each_change_and_the_version_that_shows_them_adds_nothing(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", **NAMES,
        chatwoot_conversations=[seen(30.25, status="resolved", assignee=3, team=1)],
        chatwoot_messages=[
            activity(1, 5, "Anna self-assigned this conversation"), activity(2, 9, "Assigned to beschwerden by Anna"),
            activity(3, 30, "Conversation was marked resolved by Anna"),
        ],
    )  # fmt: skip

    assert staged.columns(*STATE) == [
        (at(0), "open", "open", "Website"),
        (at(5), "open", "open", "Website"),
        (at(9), "open", "open", "beschwerden"),
        (at(30), "resolved", "resolved", "beschwerden"),
    ]
    anna = staged.pseudonym("chatwoot", "user:3")
    assert [row["agent_id"] for row in staged.rows] == [None, anna, anna, anna]
    assert {(row["case_id"], row["opened_at"], row["channel"]) for row in staged.rows} == {
        ("chatwoot:1", at(0), "chat")
    }


def test_in_another_language_a_change_is_as_of_the_version_that_shows_it(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", **NAMES,
        chatwoot_conversations=[
            seen(2), seen(40, status="resolved", assignee=4),
            seen(50, status="resolved", assignee=4),
        ],
        chatwoot_messages=[activity(1, 39, "La conversation a été résolue par Anna")],
    )  # fmt: skip

    assert staged.columns("event_order", *STATE[:3]) == [
        (1, at(0), "open", "open"),
        (2, at(40), "resolved", "resolved"),
    ]
    assert staged.rows[1]["agent_id"] == staged.pseudonym("chatwoot", "user:4")


def test_one_that_somebody_opened_first_began_with_a_bot(stage: Any) -> None:
    staged = stage(
        MODEL, order="event_order", **NAMES, chatwoot_conversations=[seen(30)],
        chatwoot_messages=[activity(1, 5, "Conversation was reopened by Anna")],
    )  # fmt: skip

    assert staged.columns(*STATE[:3]) == [(at(0), "pending", "new"), (at(5), "open", "open")]


def test_one_that_is_gone_was_deleted_when_that_was_noticed(stage: Any) -> None:
    staged = stage(MODEL, order="event_order", **NAMES, chatwoot_conversations=[seen(2), gone(60)])

    assert [(row["event_at"], row["state"]) for row in staged.rows] == [(at(0), "open"), (at(60), "deleted")]


def test_what_a_status_means_the_source_may_say_otherwise(stage: Any) -> None:
    given = NAMES | {"settings": {"chatwoot": {"states": {"snoozed": "waiting_third_party"}}}}
    staged = stage(MODEL, order="event_order", **given, chatwoot_conversations=[seen(2, status="snoozed")])

    assert staged.rows[-1]["state"] == "waiting_third_party"


def test_an_open_conversation_waits_while_its_approval_is_requested(stage: Any) -> None:
    given = NAMES | {"settings": {"chatwoot": {"fields": {"approval": "freigabe"}}}}
    staged = stage(
        MODEL, order="event_order", **given,
        chatwoot_conversations=[
            seen(2), seen(9, custom_attributes={"freigabe": "requested"}),
            seen(20, status="resolved", custom_attributes={"freigabe": "requested"}),
        ],
    )  # fmt: skip

    assert [row["state"] for row in staged.rows] == ["open", "waiting_approval", "resolved"]


def test_a_status_that_nobody_knows_is_rejected(stage: Any) -> None:
    landed = seen(9, status="frozen")
    staged = stage(MODEL, order="event_order", **NAMES, chatwoot_conversations=[landed])

    assert staged.rejected == [(landed[0], "status: 'frozen' is no known status")]
    assert [row["state"] for row in staged.rows] == ["open"]
