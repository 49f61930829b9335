"""Posts of a NodeBB forum, topic by topic, from its read API.

Source: NodeBB's own OpenAPI description (read API, v3 and v4), its behaviour with a token that it doesn't know (it
answers as to a guest), and the numbers that 1.4 sent as text. Not verified against a live forum: the order of
/api/recent, what a master token's `_uid` shows.

A topic that changed is read whole, and so are those of the last `watch_days`, for edits and deletions; older ones go
unnoticed. Landed: {"topic", "post"}, and {"topic", "gone"} for a post, or all of a topic, that was deleted. What was
deleted before it was read once, or purged, leaves nothing. Private chats aren't read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from connectors.about import About, Permission
from connectors.address import Address
from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, BearerAuth, Http, Retry, check_clock, check_quota, retry_after, secrets_of
from connectors.page import Check, Cursor, Page, Record

ABOUT = About(
    title="NodeBB",
    group="community",
    reads="Posts of all topics that the token's user may read. The people in `staff_users` answer for the company.",
    how="Topics by their last post, the one that waited longest first, from the stored instant less five minutes;"
    " those of the last `watch_days` are read again each time.",
    limits="NodeBB names none. Edits and deletions in older topics go unnoticed, purged posts always.",
    verified="Nothing but the simulated forum of its tests, which follows NodeBB's OpenAPI description.",
    permissions=(Permission("API access: user token", "reads as that user, who needs no more than to read"),),
)
OVERLAP = timedelta(minutes=5)

Item = dict[str, Any]


class Gone(ConnectorError):
    """The topic was deleted since it was listed, or moved out of sight."""


class Settings(BaseModel):
    """The section of a source with type = "nodebb"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Address = Field(description="The forum's address, with its subfolder.")
    token: SecretStr = Field(description="A token (Admin, Settings, API access).")
    start: date = Field(description="First day to fetch.")
    staff_users: tuple[str, ...] = Field(description="The user names of those who write for the company.")
    uid: int | None = Field(
        default=None,
        description="The user as whom a master token reads; a user token needs none.",
    )
    watch_days: int = Field(
        default=3,
        ge=0,
        description="How many days after its last post a topic is read again.",
    )


def connect(name: str, settings: Settings, base: Path) -> "NodeBB":
    """The forum of the source section `name`."""
    token = settings.token.get_secret_value()
    http = Http(settings.base_url, judge, auth=BearerAuth(token), secrets=secrets_of(token))
    return NodeBB(settings, http)


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What this platform means by its status codes.

    Raises:
        AccessDenied: the token isn't accepted, or its user may not read this.
        Gone: there is no such topic.
        SourceChanged: the forum isn't at this address.
    """
    match answer.status:
        case 401 | 403:
            raise AccessDenied(
                f"NodeBB {answer.path}: not allowed; check the token, and what its user may read"
            )
        case 404 | 410:
            raise Gone(f"NodeBB {answer.path}: not there; check base_url")
        case 429:
            return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
        case status if 300 <= status < 500:
            raise SourceChanged(f"NodeBB {answer.path}: HTTP {status}; check base_url")
    return None


@dataclass(frozen=True)
class NodeBB:
    """One forum, read through `http`."""

    settings: Settings
    http: Http
    streams: tuple[str, ...] = ("posts",)
    daily: frozenset[str] = frozenset()

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield the posts of each changed topic, a page a topic. Cursor: {"read": topics up to it were read}.

        Raises:
            AccessDenied, RateLimited, SourceUnavailable, SourceChanged: as connectors/http.py says.
        """
        self._sign_in()
        read = datetime.fromisoformat(cursor["read"]) if "read" in cursor else self._start
        floor = min(read - OVERLAP, until - timedelta(days=self.settings.watch_days))
        changed = self._changed(max(floor, self._start))
        self._sign_in()  # a token that ran out meanwhile has listed what guests see, or nothing
        for active, topic in changed:
            # The topic that waited longest comes first, so that a stop leaves out only younger ones.
            read = max(read, min(active, until))
            yield Page("posts", list(self._posts(topic, until)), {"read": read.isoformat()})
        self._sign_in()
        yield Page("posts", [], {"read": until.isoformat()})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered: topics are listed by their last post."""
        raise ValueError(f"nodebb can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good, may it read topics, and do both clocks agree?"""
        try:
            answer = self._sign_in()
            self._get("/api/recent", 1)
        except AccessDenied as error:
            yield Check(
                "token", False, str(error), "create a token (Admin, Settings, API access) and export it"
            )
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check base_url, and that the forum is up")
            return
        yield Check("token", True, f"reads as user {answer.body.get('uid')}")
        yield check_clock(answer.headers, self.http.now())
        yield check_quota(answer.headers)

    def _sign_in(self) -> Answer:
        """Ask who we are: with a token that it doesn't know, NodeBB answers as to a guest and says nothing."""
        answer = self.http.get("/api/config", self._as_user)
        if not isinstance(answer.body, dict) or "loggedIn" not in answer.body:
            raise SourceChanged("NodeBB /api/config: expected an object with loggedIn; check base_url")
        if not answer.body["loggedIn"]:
            raise AccessDenied(
                "NodeBB doesn't know the token, or the master token lacks uid; create a new one"
            )
        return answer

    def _changed(self, floor: datetime) -> list[tuple[datetime, Item]]:
        """The topics with a post since `floor`, by their last post."""
        found: dict[str, tuple[datetime, Item]] = {}
        for body in self._pages("/api/recent"):
            listed = [(_instant(topic.get("lastposttime")), topic) for topic in _list(body, "topics")]
            recent = [(active, topic) for active, topic in listed if active >= floor]
            found |= {str(topic.get("tid")): (active, topic) for active, topic in recent}
            if listed and not recent:
                break
        return sorted(found.values(), key=lambda one: (one[0], str(one[1].get("tid"))))

    def _posts(self, topic: Item, until: datetime) -> Iterator[Record]:
        about = {name: topic.get(name) for name in ("tid", "title", "cid", "uid", "mainPid")}
        try:
            # Without the slug the forum would answer with a redirect.
            for body in self._pages(f"/api/topic/{topic.get('slug') or topic.get('tid')}"):
                for post in _list(body, "posts"):
                    if _instant(post.get("timestamp"), until) > until:
                        continue
                    if _is_set(post.get("deleted")) or _is_set(body.get("deleted")):
                        # A record of its own: the text is no longer there, and the one that has it stays.
                        yield Record(
                            f"gone:{post.get('pid')}", {"topic": about, "gone": {"pid": post.get("pid")}}
                        )
                    elif post.get("pid"):
                        yield Record(str(post["pid"]), {"topic": about, "post": post})
                    else:
                        yield Record(None, {"topic": about, "post": post}, error="pid: is missing")
        except Gone:
            self._sign_in()  # to a guest, what is not public isn't there

    def _pages(self, path: str) -> Iterator[Item]:
        number, last = 1, 1
        while number <= last:
            body = self._get(path, number)
            yield body
            last = int((body.get("pagination") or {}).get("pageCount") or 1)
            number += 1

    def _get(self, path: str, number: int) -> Item:
        body = self.http.get(path, {"page": number, **self._as_user}).body
        if not isinstance(body, dict):
            raise SourceChanged(f"NodeBB {path}: expected a JSON object")
        return body

    @property
    def _as_user(self) -> dict[str, int]:
        return {} if self.settings.uid is None else {"_uid": self.settings.uid}

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)


def _list(body: Item, name: str) -> list[Item]:
    items = body.get(name)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceChanged(f"NodeBB: expected a list of objects in {name}")
    return items


def _instant(value: object, otherwise: datetime | None = None) -> datetime:
    """The instant of milliseconds since 1970, a number or, in 1.4, a text."""
    try:
        return datetime.fromtimestamp(int(str(value)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        if otherwise is None:
            raise SourceChanged(f"NodeBB: lastposttime {value!r} is no instant") from None
        return otherwise  # the staging says what is wrong with it


def _is_set(value: object) -> bool:
    """A flag, which is a boolean, a number or a text."""
    return str(value).lower() in ("1", "true")
