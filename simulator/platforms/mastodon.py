"""Mastodon's REST API for one account: mentions, its statuses, single statuses, threads and versions.

Source: Mastodon's OpenAPI description (v1) and documentation. Checked with Mastodon.py in tests. Lists are newest
first, after `min_id` too; a list's Link header names the page before and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from simulator.faults import Fault
from simulator.platforms.mastodon_town import Toot, Town, Voice
from simulator.platforms.wire import Answer, Request

WINDOW = 300
Item = tuple[int, dict[str, Any]]


class Mastodon:
    """Answers requests about a town, as of an instant; `limit` requests are allowed in each five minutes of `now`."""

    def __init__(
        self, town: Town, token: str, *, limit: int = 300, scopes: Sequence[str] = ("read",)
    ) -> None:
        self.town, self.token, self.limit, self.scopes = town, token, limit, scopes
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self.now = town.end
        self._calls: dict[int, int] = {}
        self._below_of: dict[str, list[Toot]] = {}
        for toot in town.toots.values():
            if toot.answers:
                self._below_of.setdefault(toot.answers, []).append(toot)

    def answer(self, request: Request) -> Answer:
        """The answer to one GET, with the rate limit's headers."""
        window = self.now // WINDOW
        self._calls[window] = self._calls.get(window, 0) + 1
        left = self.limit - self._calls[window]
        answer = Answer(429, {"error": "Too many requests"}) if left < 0 else self._answer(request)
        answer.headers |= {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, left)),
            "X-RateLimit-Reset": iso((window + 1) * WINDOW),
        }
        return answer

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in Mastodon's words."""
        if fault.kind == "throttle":
            reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": iso(self.now + int(fault.seconds))}
            return Answer(429, {"error": "Too many requests"}, reset)
        if fault.kind == "error":
            return Answer(503, {"error": "Service unavailable"})
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _answer(self, request: Request) -> Answer:
        if request.headers.get("authorization", "") != f"Bearer {self.token}":
            return Answer(401, {"error": "The access token is invalid"})
        match [part for part in request.path.split("/") if part][2:]:
            case ["accounts", "verify_credentials"]:
                return self._allowed("accounts") or Answer(200, _account(self.town.brand))
            case ["accounts", name, "statuses"] if name == self.town.brand.id:
                return self._allowed("statuses") or self._page(self._own(request), request)
            case ["notifications"]:
                return self._allowed("notifications") or self._page(
                    self._mentions(request), request, largest=80
                )
            case ["statuses", name, *rest]:
                return self._allowed("statuses") or self._status(name, rest)
        return Answer(404, {"error": "Record not found"})

    def _allowed(self, what: str) -> Answer | None:
        if {"read", f"read:{what}"} & set(self.scopes) and f"read:{what}" not in self.refused:
            return None
        return Answer(403, {"error": "This action is outside the authorized scopes"})

    def _there(self, toot: Toot | None) -> bool:
        return (
            toot is not None and toot.created <= self.now and not (toot.deleted and toot.deleted <= self.now)
        )

    def _own(self, request: Request) -> list[Item]:
        toots = [
            toot for toot in self.town.toots.values() if toot.author is self.town.brand and self._there(toot)
        ]
        return [(int(toot.id), self.render(toot)) for toot in toots]

    def _mentions(self, request: Request) -> list[Item]:
        """Notifications are numbered as they come and go with their status."""
        if request.params.get("types[]", "mention") != "mention":
            return []
        named = [
            toot
            for toot in self.town.toots.values()
            if self.town.brand in toot.named and toot.created <= self.now
        ]
        return [
            (number, {
                "id": str(number), "type": "mention", "created_at": iso(toot.created),
                "group_key": f"ungrouped-{number}",
                "account": _account(toot.author), "status": self.render(toot),
            })
            for number, toot in enumerate(named, start=1000) if self._there(toot)
        ]  # fmt: skip

    def _status(self, name: str, rest: list[str]) -> Answer:
        toot = self.town.toots.get(name)
        if toot is None or not self._there(toot):
            return Answer(404, {"error": "Record not found"})
        if rest == ["context"]:
            return Answer(200, {"ancestors": self._above(toot), "descendants": self._below(toot)})
        if rest == ["history"]:
            return Answer(200, [
                {"content": html, "created_at": iso(at), "account": _account(toot.author), "spoiler_text": ""}
                for at, html in toot.versions if at <= self.now
            ])  # fmt: skip
        return Answer(200, self.render(toot)) if not rest else Answer(404, {"error": "Record not found"})

    def _above(self, toot: Toot) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        parent = self.town.toots.get(toot.answers or "")
        while parent is not None and self._there(parent):
            found.insert(0, self.render(parent))
            parent = self.town.toots.get(parent.answers or "")
        return found

    def _below(self, toot: Toot) -> list[dict[str, Any]]:
        """Depth first, as the page shows them."""
        found: list[dict[str, Any]] = []
        for child in self._below_of.get(toot.id, []):
            if self._there(child):
                found += [self.render(child), *self._below(child)]
        return found

    def render(self, toot: Toot) -> dict[str, Any]:
        """A status as it is at now. What it answered is no longer named once that was deleted."""
        parent = self.town.toots.get(toot.answers or "")
        versions = [(at, html) for at, html in toot.versions if at <= self.now]
        replies = [child for child in self._below_of.get(toot.id, []) if self._there(child)]
        return {
            "id": toot.id,
            "created_at": iso(toot.created),
            "in_reply_to_id": parent.id if parent and self._there(parent) else None,
            "in_reply_to_account_id": parent.author.id if parent and self._there(parent) else None,
            "sensitive": False,
            "spoiler_text": toot.warning,
            "visibility": toot.visibility,
            "language": "de",
            "uri": f"https://toots.example/users/{toot.author.name}/statuses/{toot.id}",
            "url": f"https://toots.example/@{toot.author.name}/{toot.id}",
            "replies_count": len(replies),
            "reblogs_count": 0,
            "favourites_count": 0,
            "edited_at": iso(versions[-1][0]) if len(versions) > 1 else None,
            "content": versions[-1][1],
            "reblog": None,
            "account": _account(toot.author),
            "media_attachments": [],
            "mentions": [
                {"id": voice.id, "username": voice.name, "acct": voice.acct, "url": f"https://toots.example/@{voice.acct}"}
                for voice in toot.named
            ],
            "tags": [],
            "emojis": [],
            "card": None,
            "poll": None,
        }  # fmt: skip

    def _page(self, items: list[Item], request: Request, *, largest: int = 40) -> Answer:
        params = request.params
        try:
            size = max(1, min(largest, int(params.get("limit") or largest // 2)))
            below, above = (int(params[name]) if params.get(name) else None for name in ("max_id", "min_id"))
        except ValueError:
            return Answer(422, {"error": "Validation failed"})
        since = int(params["since_id"]) if params.get("since_id", "").isdigit() else 0
        fits: Callable[[int], bool] = lambda n: n > max(since, above or 0) and (below is None or n < below)  # noqa: E731
        listed = sorted((item for item in items if fits(item[0])), key=lambda item: item[0])
        page = (listed[:size] if above is not None else listed[-size:])[::-1]
        return Answer(200, [body for _, body in page], _links(page, request, full=len(page) == size))


def iso(at: int) -> str:
    """2026-01-31T12:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _links(page: list[Item], request: Request, *, full: bool) -> dict[str, str]:
    if not page:
        return {}
    kept = {
        name: value for name, value in request.params.items() if name not in ("max_id", "min_id", "since_id")
    }
    places = [("prev", {"min_id": page[0][0]})] + ([("next", {"max_id": page[-1][0]})] if full else [])
    address = f"{request.base}/{request.path.lstrip('/')}"
    return {
        "Link": ", ".join(
            f'<{address}?{urlencode({**kept, **place})}>; rel="{rel}"' for rel, place in places[::-1]
        )
    }


def _account(voice: Voice) -> dict[str, Any]:
    return {
        "id": voice.id, "username": voice.name, "acct": voice.acct, "display_name": voice.name.title(), "locked": False,
        "bot": voice.is_bot, "created_at": "2026-01-01T00:00:00.000Z", "note": "", "emojis": [], "fields": [],
        "url": f"https://toots.example/@{voice.acct}",
    }  # fmt: skip
