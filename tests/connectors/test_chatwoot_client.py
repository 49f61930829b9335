"""The client chatwoot-sdk reads the simulated account; what it read is compared with what our connector landed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chatwoot import ChatwootClient

from simulator.platforms.chatwoot import ACCOUNT
from tests.connectors.conformance import Subject, Trial, records
from tests.connectors.subjects.chatwoot import TOKEN, account

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    with account(Path(tmp_path_factory.mktemp("chatwoot"))) as found:
        yield found


@pytest.fixture
def client(subject: Subject) -> Iterator[ChatwootClient]:
    with ChatwootClient(base_url=str(subject.settings["base_url"]), api_token=TOKEN) as found:
        yield found


def landed(subject: Subject, stream: str) -> dict[int, Any]:
    return {
        record.payload["id"]: record.payload for record in records(Trial("chatwoot", subject).read(stream))
    }


def all_conversations(client: ChatwootClient) -> list[Any]:
    found: list[Any] = []
    page = 1
    while items := client.conversations.list(account_id=ACCOUNT, status="all", page=page):
        found += items
        page += 1
    return found


def test_the_client_sees_the_conversations_that_we_landed(subject: Subject, client: ChatwootClient) -> None:
    theirs = {one.id: (one.status, one.created_at, one.meta.assignee and one.meta.assignee.id,
                       one.meta.team and one.meta.team.id) for one in all_conversations(client)}  # fmt: skip
    ours = {
        number: (one["status"], one["created_at"], one["meta"].get("assignee", {}).get("id"),
                 one["meta"].get("team", {}).get("id"))
        for number, one in landed(subject, "conversations").items()
    }  # fmt: skip

    assert len(ours) > 50
    assert {number: (status.value, *rest) for number, (status, *rest) in theirs.items()} == ours


def test_the_client_sees_the_newest_messages_that_we_landed(subject: Subject, client: ChatwootClient) -> None:
    ours = landed(subject, "messages")
    theirs = [
        message
        for one in all_conversations(client)
        for message in client.messages.list(account_id=ACCOUNT, conversation_id=one.id)
    ]

    assert {message.message_type for message in theirs} == {0, 1, 2, 3}
    for message in theirs:
        payload = ours[message.id]
        assert (message.content, message.created_at, message.private, message.conversation_id) == (
            payload["content"], payload["created_at"], payload["private"], payload["conversation_id"],
        )  # fmt: skip
        assert (message.sender.id if message.sender else None) == payload.get("sender", {}).get("id")
    # The client asks for one page; of the longest conversation there are more.
    assert len(theirs) < len(ours)


def test_the_client_sees_the_agents_teams_and_inboxes(subject: Subject, client: ChatwootClient) -> None:
    for stream, theirs in (
        ("agents", client.agents.list(account_id=ACCOUNT)),
        ("teams", client.teams.list(account_id=ACCOUNT)),
        ("inboxes", client.inboxes.list(account_id=ACCOUNT)),
    ):
        assert {one.id: one.name for one in theirs} == {
            number: one["name"] for number, one in landed(subject, stream).items()
        }
