"""Mastodon.py walks the simulated instance; what it read is compared with our records one by one."""

from typing import Any

import pytest
from mastodon import Mastodon, MastodonUnauthorizedError

from connectors.mastodon_api import instant_of
from tests.connectors.mastodon_wire import TOKEN, UNTIL, Instance, Serve, account_at

pytestmark = pytest.mark.server


def client(url: str, token: str = TOKEN) -> Mastodon:
    return Mastodon(api_base_url=url, access_token=token, version_check_mode="none")


def said(status: Any) -> dict[str, Any]:
    """A status in words that both readings have."""
    texts = ("id", "in_reply_to_id", "in_reply_to_account_id", "visibility", "content", "spoiler_text", "url")
    told = {name: status[name] and str(status[name]) for name in texts}
    told |= {name: status[name] and instant_of(str(status[name])) for name in ("created_at", "edited_at")}
    told["author"] = (str(status["account"]["id"]), status["account"]["acct"], status["account"]["bot"])
    told["mentions"] = [(str(named["id"]), named["acct"]) for named in status["mentions"]]
    return told


def ours(url: str, stream: str) -> list[Any]:
    pages = account_at(url, watch_days=30).fetch(stream, {}, until=UNTIL)
    return [record.payload for page in pages for record in page.records]


def test_the_client_reads_the_same_mentions(serve: Serve) -> None:
    url = serve(Instance()).url
    reader = client(url)
    theirs = reader.fetch_remaining(reader.notifications(types=["mention"], limit=15))

    assert len(theirs) > 30
    assert [(str(item["id"]), said(item["status"])) for item in reversed(theirs)] == [
        (item["id"], said(item["status"])) for item in ours(url, "mentions")
    ]


def test_the_client_reads_the_same_statuses(serve: Serve) -> None:
    url = serve(Instance()).url
    reader = client(url)
    theirs = reader.fetch_remaining(
        reader.account_statuses(reader.me()["id"], exclude_reblogs=True, limit=15)
    )

    assert len(theirs) > 30
    assert [said(item) for item in reversed(theirs)] == [said(item) for item in ours(url, "statuses")]


def test_the_client_reads_the_same_threads_and_versions(serve: Serve) -> None:
    url = serve(Instance()).url
    reader = client(url)
    threads = ours(url, "threads")
    found = {item["status"]["id"]: said(item["status"]) for item in threads}
    # Counts of answers may differ: the client asks at each status, we ask at the thread's first.
    for root in sorted({item["thread"]["id"] for item in threads})[:25]:
        below = reader.status_context(root)["descendants"]
        ids = {item["status"]["id"] for item in threads if item["thread"]["id"] == root}
        assert {str(item["id"]) for item in below} | {root} == ids
        assert all(said(item) == found[str(item["id"])] for item in below)
    edited = next(item["status"] for item in threads if item["status"]["edited_at"])
    assert reader.status_history(edited["id"])[-1]["created_at"] == instant_of(edited["edited_at"])


def test_the_client_understands_that_its_token_is_wrong(serve: Serve) -> None:
    with pytest.raises(MastodonUnauthorizedError):
        client(serve(Instance()).url, "wrong").notifications()
