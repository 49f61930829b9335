"""The client zammad_py reads the simulated desk; what it read is compared with what our connector landed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zammad_py import ZammadAPI

from tests.connectors.conformance import Subject, Trial, records
from tests.connectors.subjects.zammad import TOKEN, desk

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    with desk(Path(tmp_path_factory.mktemp("zammad"))) as found:
        yield found


@pytest.fixture
def client(subject: Subject) -> ZammadAPI:
    return ZammadAPI(url=f"{subject.settings['base_url']}/api/v1/", http_token=TOKEN)


def whole(page: Any) -> dict[str, dict[str, Any]]:
    """All pages from this one on, by id."""
    found = {str(item["id"]): item for item in page}
    while not page.is_last_page():
        page = page.next_page()
        found |= {str(item["id"]): item for item in page}
    return found


def landed(subject: Subject, stream: str) -> dict[str, Any]:
    return {
        str(record.record_id): record.payload for record in records(Trial("zammad", subject).read(stream))
    }


def test_the_client_sees_the_tickets_groups_and_states_that_we_landed(
    subject: Subject, client: ZammadAPI
) -> None:
    assert client.user.me()["roles"] == ["Agent"]
    assert landed(subject, "tickets") == whole(client.ticket.all())
    assert landed(subject, "groups") == whole(client.group.all())
    assert landed(subject, "states") == whole(client.ticket_state.all())


def test_the_client_sees_the_articles_that_we_landed(subject: Subject, client: ZammadAPI) -> None:
    tickets = whole(client.ticket.all())
    theirs = {str(item["id"]): item for number in tickets for item in client.ticket.articles(int(number))}

    assert landed(subject, "articles") == theirs


def test_a_merged_tickets_articles_stand_in_the_other_one(subject: Subject, client: ZammadAPI) -> None:
    history = landed(subject, "histories").values()
    [(merged, into), *_] = [
        (item["id_from"], item["id_to"]) for item in history if item["type"] == "merged_into"
    ]

    assert [article["body"] for article in client.ticket.articles(merged)] == ["merged"]
    assert len(client.ticket.articles(into)) > 1
