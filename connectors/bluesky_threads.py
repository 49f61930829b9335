"""What stands below the posts of a Bluesky account, and which posts of the watched days are gone.

The thread of each post of the account's own is asked for from the top, and what the list of them counts is landed as a
reading of that instant: likes, reposts, quotes and direct replies. A post that was there in the last pass and is
neither in a thread nor in a list of this one is asked for by itself: not found, or hidden by a block, is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from connectors.bluesky_api import Api, Gone, Item, arrived_after, listed_before
from connectors.bluesky_lists import OVERLAP, PostList
from connectors.errors import SourceChanged
from connectors.page import Cursor, Page, Record

METHOD = "app.bsky.feed.getPostThread"
# The platform gives no more levels at once, whatever it is asked for.
DEPTH = 10
# Records of many quiet threads go out together.
BATCH = 500
COUNTS = ("likeCount", "repostCount", "quoteCount", "replyCount")


@dataclass(frozen=True)
class Threads:
    """The threads below `own` posts, and what is left of these and of what was `heard`, back to `since`."""

    api: Api
    own: PostList
    heard: PostList
    since: datetime

    def fetch(self, cursor: Cursor, until: datetime) -> Iterator[Page]:
        """One pass, the thread of the oldest post first.

        Cursor: {"read_at", "known": posts that the last pass found, "pass": {"after": time and id of the last post
        done, "found": posts}}. A pass that was interrupted goes on behind the last post done.
        """
        base: Cursor = {name: cursor[name] for name in ("read_at", "known") if name in cursor}
        begun = cursor.get("pass", {})
        after = list(begun.get("after", ["", ""]))
        own = [view for view in self.own.since(self.since) if not arrived_after(view, until)]
        heard = [view for view in self.heard.since(self.since) if not arrived_after(view, until)]
        found = {_uri(view) for view in [*own, *heard]} | set(begun.get("found", []))
        batch = self._dated_back(own, heard, base)
        for top in sorted((view for view in own if _may_have_replies(view)), key=_key):
            if _key(top) <= after:
                continue
            below = [view for view in self._below(_uri(top)) if not arrived_after(view, until)]
            batch += [self.api.record(view, post=view) for view in below]
            found |= {_uri(view) for view in below}
            after = _key(top)
            if len(batch) >= BATCH:
                yield Page("threads", batch, {**base, "pass": {"after": after, "found": sorted(found)}})
                batch = []
        batch += [self._looked_up(uri, until) for uri in sorted(set(base.get("known", [])) - found)]
        batch += [self._counted(view, until) for view in own if _is_counted(view)]
        yield Page("threads", batch, {"read_at": until.isoformat(), "known": sorted(found)})

    def _dated_back(self, own: list[Item], heard: list[Item], base: Cursor) -> list[Record]:
        """What has come since the last pass and stands where the other streams no longer look."""
        if "read_at" not in base:
            return []
        known = set(base["known"])
        floor = datetime.fromisoformat(base["read_at"]) - OVERLAP
        late = [
            (view, name)
            for views, name in ((own, "post"), (heard, "notification"))
            for view in views
            if listed_before(view, floor) and _uri(view) not in known
        ]
        return [self.api.record(view, **{name: view}) for view, name in late]

    def _below(self, top: str) -> Iterator[Item]:
        """The post `top` and all below it; nothing if it went a moment ago, as the next pass will see."""
        tops, seen = [top], set[str]()
        while tops:
            try:
                thread = self._thread(tops.pop(), DEPTH)
            except Gone:
                continue
            nodes = [(0, thread)]
            while nodes:
                depth, node = nodes.pop()
                view = node.get("post")
                if not isinstance(view, dict) or not view.get("uri"):
                    continue  # a block hides it, or it was just deleted
                replies = [reply for reply in node.get("replies") or [] if isinstance(reply, dict)]
                if depth == DEPTH and not replies and view.get("replyCount"):
                    tops.append(_uri(view))
                nodes += [(depth + 1, reply) for reply in replies]
                if _uri(view) not in seen:  # what is asked for again comes again itself
                    seen.add(_uri(view))
                    yield view

    def _thread(self, uri: str, depth: int) -> Item:
        thread = self.api.get(METHOD, {"uri": uri, "depth": depth, "parentHeight": 0}).body.get("thread")
        if not isinstance(thread, dict):
            raise SourceChanged(f"Bluesky {METHOD}: expected an object in thread")
        return thread

    def _counted(self, view: Item, until: datetime) -> Record:
        """How many had reacted to a post of the account's own by then; one record a pass, as counts only go on."""
        reading = {"uri": _uri(view), "read_at": until.isoformat()}
        counts = {name: view[name] for name in COUNTS if name in view}
        payload = {"account_id": self.api.account_id, "reading": reading | counts}
        return Record(f"reading:{_uri(view)}@{until.isoformat()}", payload)

    def _looked_up(self, uri: str, until: datetime) -> Record:
        """A post that nothing shows any more: still there, but no longer watched; or gone."""
        try:
            node = self._thread(uri, 0)
        except Gone:
            node = {"notFound": True}
        if isinstance(node.get("post"), dict):
            return self.api.record(node["post"], post=node["post"])
        reason = "blocked" if node.get("blocked") else "not found"
        gone = {"uri": uri, "reason": reason, "noticed_at": until.isoformat()}
        return Record(f"gone:{uri}", {"account_id": self.api.account_id, "gone": gone})


def _is_counted(view: Item) -> bool:
    """Is it a post that answers nobody, with what the platform counts of it?"""
    record = view.get("record")
    return bool(_uri(view)) and not (record or {}).get("reply") and any(name in view for name in COUNTS)


def _may_have_replies(view: Item) -> bool:
    record = view.get("record")
    return bool(_uri(view)) and view.get("replyCount") != 0 and not (record or {}).get("reply")


def _uri(view: Item) -> str:
    return str(view.get("uri") or "")


def _key(view: Item) -> list[str]:
    """Orders posts by arrival, then id; JSON-able."""
    return [str(view.get("indexedAt") or ""), _uri(view)]
