"""staging.stg_chatwoot_conversations: the latest of the versions that were read."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import INBOXES, at, gone, seen

MODEL = "stg_chatwoot_conversations"


def test_of_several_versions_the_latest_counts_and_what_is_gone_is_none(stage: Any) -> None:
    staged = stage(
        MODEL, order="case_id", chatwoot_inboxes=INBOXES,
        chatwoot_conversations=[seen(30, channel="Channel::Email"), seen(5), gone(60), seen(4, number=2)],
    )  # fmt: skip

    assert staged.columns("case_id", "channel", "inbox_name", "created_at") == [
        ("chatwoot:1", "mail", "Website", at(0)), ("chatwoot:2", "chat", "Website", at(0)),
    ]  # fmt: skip


def test_one_without_a_beginning_is_rejected(stage: Any) -> None:
    landed = seen(5, created_at="gestern")
    staged = stage(MODEL, order="1", chatwoot_conversations=[landed])

    assert staged.rejected == [(landed[0], "created_at: 'gestern' is no instant")]
