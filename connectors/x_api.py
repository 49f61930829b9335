"""How X's API talks: pages by token, two spellings of the same fields, problems, and two kinds of "too many".

Source: X API v2 (OpenAPI 2.167), which is in the middle of renaming tweets to posts. Not verified against the live
platform; only documentation or common knowledge gives: rate limit headers, the monthly cap's problem type, that the
newest come first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connectors.errors import AccessDenied, ConnectorError, RateLimited, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after
from connectors.page import Record

Item = dict[str, Any]
FIELDS = (
    "id,text,author_id,created_at,conversation_id,in_reply_to_user_id,entities,lang,public_metrics,"
    "referenced_{0}s,edit_history_{0}_ids,note_{0}"
)
USER_FIELDS = "id,name,username"
STALE = ("next_token", "pagination_token")
SCOPES = {r"/dm_events$": "dm.read", r"/users/\d+$": "users.read"}  # all else: tweet.read


class OtherSpelling(ConnectorError):
    """The platform doesn't know the fields by the names that were asked for."""


class UserTokenOver(AccessDenied):
    """The token of the account's own sign-in has run out, or was taken back."""


class StalePlace(ConnectorError):
    """The platform no longer accepts a stored page token."""


@dataclass
class Api:
    """The API, read through `http`; `spelling` is the one that worked last, "post" or "tweet"."""

    http: Http
    spelling: str = field(default="post")

    def posts(self, path: str, params: Mapping[str, str | int]) -> Item:
        """One answer that holds posts.

        Raises:
            SourceChanged: it isn't a JSON object, or neither spelling is known.
        """
        try:
            body = self._asked(path, params)
        except OtherSpelling:
            self.spelling = "tweet" if self.spelling == "post" else "post"
            try:
                body = self._asked(path, params)
            except OtherSpelling as error:
                raise SourceChanged(f"X {path}: {error}; neither spelling of the fields is known") from None
        if not isinstance(body, dict) or objects(body.get("data", [])) is None:
            raise SourceChanged(f"X {path}: expected a JSON object with a list in `data`, of objects")
        return body

    def pages(
        self, path: str, params: Mapping[str, str | int], token: str | None = None
    ) -> Iterator[tuple[list[Item], str | None]]:
        """Pages of {"post", "author"} from `token` on, each with the token of the next one (None at the end)."""
        while True:
            body = self.posts(path, {**params, "pagination_token": token} if token else params)
            if not body.get("data") and (problems := objects(body.get("errors"))):
                raise AccessDenied(
                    f"X {path}: {problems[0].get('detail', 'refused')}; check user_id and token"
                )
            following = next_token(body)
            yield with_authors(body), following
            if not following:
                return
            if following == token:
                raise SourceChanged(f"X {path}: the next page is the same one again")
            token = following

    def _asked(self, path: str, params: Mapping[str, str | int]) -> Any:
        fields = {
            f"{self.spelling}.fields": FIELDS.format(self.spelling), "expansions": "author_id",
            "user.fields": USER_FIELDS,
        }  # fmt: skip
        return self.http.get(path, {**params, **fields}).body


def with_authors(body: Item) -> list[Item]:
    """The posts of an answer, each with its author, who comes along once for the whole page."""
    users = users_of(body)
    return [{"post": post, "author": users.get(post.get("author_id"))} for post in body.get("data") or []]


def objects(found: Any) -> list[Item] | None:
    """A list of JSON objects; None if it is anything else."""
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return found
    return None


def users_of(body: Item) -> dict[Any, Item]:
    """Who comes along with an answer, by number."""
    included = body.get("includes")
    listed = objects(included.get("users")) if isinstance(included, dict) else None
    return {user.get("id"): user for user in listed or []}


def next_token(body: Item) -> str | None:
    """Where the next page begins; None at the end."""
    meta = body.get("meta")
    return meta.get("next_token") if isinstance(meta, dict) else None


def chain_of(post: Item) -> list[str]:
    """The ids of a post's versions, the first one first, in whichever spelling."""
    return list(post.get("edit_history_post_ids") or post.get("edit_history_tweet_ids") or [post["id"]])


def references_of(post: Item) -> list[Item]:
    """What a post refers to (what it answers, shares, quotes), in whichever spelling."""
    return list(post.get("referenced_posts") or post.get("referenced_tweets") or [])


def record_of(found: Item) -> Record:
    """A post with its author, by the post's own id. Without one, records would be taken for versions of each other."""
    native = found["post"].get("id")
    return Record(str(native), found) if native else Record(None, found, error="id: is missing")


def reading_of(post: Item, at: datetime) -> Record:
    """What is counted of a post at an instant; the next count stands beside it."""
    reading = {
        "id": post["id"], "history": chain_of(post), "conversation_id": post.get("conversation_id"),
        "read_at": at.isoformat(), "public_metrics": post["public_metrics"],
    }  # fmt: skip
    return Record(f"reading:{post['id']}@{at.isoformat()}", {"reading": reading})


def gone_of(body: Item) -> list[str]:
    """The ids that a look-up no longer found: deleted, or no longer to be seen."""
    problems = objects(body.get("errors")) or []
    return [
        str(one.get("resource_id") or one.get("value")) for one in problems
        if str(one.get("type", "")).endswith("resource-not-found")
    ]  # fmt: skip


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of X means (see connectors.http)."""
    if answer.status < 400:
        return None
    body = answer.body if isinstance(answer.body, dict) else {}
    said = f"{body.get('title') or 'HTTP'} ({answer.status}): {body.get('detail', '')}"
    if answer.status == 429:
        if str(body.get("type", "")).endswith("usage-capped") or body.get("title") == "UsageCapExceeded":
            raise RateLimited(
                _next_month(now), "X: the month's cap of posts is used up; wait, or raise the plan"
            )
        return Retry("throttled (HTTP 429)", _reset(answer.headers, now), throttled=True)
    if answer.status == 401 and answer.path.endswith("dm_events"):
        raise UserTokenOver(
            "X doesn't accept user_token, which lasts two hours; give client_id and refresh_token in its place"
        )
    if answer.status == 401:
        raise AccessDenied("X doesn't accept the token; create a bearer token again and export it")
    if answer.status == 403:
        scope = next((name for end, name in SCOPES.items() if re.search(end, answer.path)), "tweet.read")
        raise AccessDenied(
            f"X {answer.path}: {said}; the token needs {scope}, the app's plan must include this, and the account be"
            " public"
        )
    if answer.status == 400:
        _refused(body, said)
    if answer.status >= 500:
        return Retry(f"HTTP {answer.status}")
    raise SourceChanged(f"X {answer.path}: {said}; see what version 2 has changed")


def _refused(body: Item, said: str) -> None:
    """Raise what a mistaken parameter means, if it is one that we know."""
    named = {name for one in objects(body.get("errors")) or [] for name in (one.get("parameters") or {})}
    if any(name.endswith(".fields") or name == "expansions" for name in named):
        raise OtherSpelling(said)
    if named & {*STALE}:
        raise StalePlace(said)


def _reset(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the window of 15 minutes begins anew; x-rate-limit-reset is in epoch seconds."""
    reset = headers.get("x-rate-limit-reset", "")
    return max(1.0, int(reset) - now.timestamp()) if reset.isdigit() else retry_after(headers, now)


def _next_month(now: datetime) -> datetime:
    return datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=UTC)


def instant_of(text: object) -> datetime | None:
    """The instant of an ISO text, UTC; None if it can't be read."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None
