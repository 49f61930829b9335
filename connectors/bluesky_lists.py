"""Bluesky's lists of posts: newest first, read down to where the last pass began, and a little further.

A list goes by the earlier one of what the author claims and when the post arrived. What is dated back further than the
overlap stands below that place, and only the walk over the watched days (connectors/bluesky_threads.py) finds it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.bluesky_api import Api, Item, StalePlace, arrived_after, listed_before
from connectors.http import Query
from connectors.page import Cursor, Page

NOTIFICATIONS, FEED = "app.bsky.notification.listNotifications", "app.bsky.feed.getAuthorFeed"
# What somebody wrote; likes, follows and the like are no messages.
REASONS = ("mention", "reply", "quote")
# What arrives a while after it was written is still found.
OVERLAP = timedelta(hours=1)


@dataclass(frozen=True)
class PostList:
    """A method of Bluesky's that lists posts under `key`; a record calls one by `name`.

    `post_of` finds the post in an item of the list, None where there is none to be read.
    """

    api: Api
    method: str
    key: str
    params: Query
    name: str
    post_of: Callable[[Item], Item | None]

    def since(self, instant: datetime) -> Iterator[Item]:
        """The posts of the list down to `instant`."""
        for items, _ in self.api.pages(self.method, self.key, self.params):
            posts = self._posts(items)
            yield from (post for post in posts if not listed_before(post, instant))
            if posts and listed_before(posts[-1], instant):
                return

    def fetch(self, stream: str, start: datetime, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """What came since the last pass; a pass that was interrupted is finished first. Nothing before `start`.

        Cursor: {"read": all before was read, "pass": {"until", "next": place in the list} while one is under way}.
        """
        while "pass" in cursor or "read" not in cursor or datetime.fromisoformat(cursor["read"]) < until:
            for page in self._pass(stream, start, cursor, until):
                cursor = page.cursor
                yield page

    def _pass(self, stream: str, start: datetime, cursor: Cursor, until: datetime) -> Iterator[Page]:
        begun = cursor.get("pass") or {"until": until.isoformat()}
        rest: Cursor = {"read": cursor["read"]} if "read" in cursor else {}
        floor = max(start, datetime.fromisoformat(rest["read"]) - OVERLAP) if rest else start
        at = datetime.fromisoformat(begun["until"])
        for items, following in self._pages(begun.get("next")):
            posts = self._posts(items)
            records = [
                self.api.record(post, **{self.name: post}) for post in posts
                if not arrived_after(post, at) and not listed_before(post, floor)
            ]  # fmt: skip
            if following is None or (posts and listed_before(posts[-1], floor)):
                yield Page(stream, records, {"read": begun["until"]})
                return
            begun = {"until": begun["until"], "next": following}
            yield Page(stream, records, {**rest, "pass": begun})

    def _posts(self, items: list[Item]) -> list[Item]:
        return [post for item in items if (post := self.post_of(item)) is not None]

    def _pages(self, after: str | None) -> Iterator[tuple[list[Item], str | None]]:
        if after:
            try:
                yield from self.api.pages(self.method, self.key, self.params, after)
                return
            except StalePlace:
                pass  # from the top nothing is lost
        yield from self.api.pages(self.method, self.key, self.params)


def heard(api: Api) -> PostList:
    """What others said to the account, or of it."""
    params = {"reasons": REASONS}
    return PostList(
        api,
        NOTIFICATIONS,
        "notifications",
        params,
        "notification",
        lambda item: item if item.get("reason") in REASONS else None,
    )


def own(api: Api) -> PostList:
    """What the account wrote."""
    params = {"actor": api.account_id, "filter": "posts_with_replies"}
    return PostList(api, FEED, "feed", params, "post", _post_of)


def _post_of(item: Item) -> Item | None:
    if item.get("reason"):
        return None  # somebody's post, passed on or pinned: it stands here by another time than its own
    post = item.get("post")
    return post if isinstance(post, dict) else item
