"""Whether a message still stands, by its platform's connector and by a tool that pushed it."""

from typing import Any

from tests.warehouse.conftest import COMPANY, Build, inbound

PUSHED = COMPANY + (
    '[sources.tool]\ntype = "webhook"\nsecret = "env:X"\nsignature_header = "X"\n'
    '[sources.tool.columns]\nauthor = "who"\nsent_at = "at"\n'
)
COLUMNS = ("subject", "leading_source", "leading_value", "other_source", "other_value", "disagrees")


def told(build: Build, **pushed: Any) -> list[tuple[Any, ...]]:
    address = "tool:https://x.example/anna/status/1980001112223334445"
    messages = [
        inbound("files:1980001112223334445", "09:00", deleted_at="10:00"),
        inbound("files:1980001112223334446", "09:00"),
        inbound(address, "09:00", source="tool", conversation_id="v", **pushed),
    ]
    built = build(messages=messages, company=PUSHED)
    return [tuple(row.values()) for row in built.rows("steps.int_told_messages", *COLUMNS)]


def test_a_tool_that_never_heard_of_a_deletion_contradicts(build: Build) -> None:
    subject = "files:1980001112223334445"

    assert told(build) == [(subject, "files", "deleted", "tool", "standing", True)]
    assert told(build, deleted_at="11:00") == [(subject, "files", "deleted", "tool", "deleted", False)]


def test_another_platform_has_other_ids(build: Build) -> None:
    assert told(build, platform="x") == []
