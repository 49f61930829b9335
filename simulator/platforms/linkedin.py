"""LinkedIn's Community Management API for one page: posts, social metadata, comments, share statistics.

Source: LinkedIn's documentation of the versioned API. There is no client of a third party to check it with. Posts come
newest first, comments oldest first; the text of a post is LinkedIn's little text format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote, urlencode

from simulator.faults import Fault
from simulator.platforms.linkedin_page import Remark, Share, Wall
from simulator.platforms.wire import Answer, Request

DAY = 86400
SERVED = ("202511", "202609")
"""The oldest and the newest version that are served."""
READS_POSTS, READS_COMMENTS, READS_STATISTICS = (
    "r_organization_social",
    "r_organization_social_feed",
    "rw_organization_admin",
)


def problem(status: int, message: str, code: int = 0, name: str = "") -> Answer:
    """An error in the platform's shape."""
    body: dict[str, Any] = {"status": status, "message": message}
    return Answer(
        status, body | ({"serviceErrorCode": code} if code else {}) | ({"code": name} if name else {})
    )


class LinkedIn:
    """Answers requests about a page, as of an instant; `daily` calls are allowed on a day UTC of `now`."""

    def __init__(
        self,
        wall: Wall,
        token: str,
        *,
        daily: int = 100_000,
        permissions: Sequence[str] = (READS_POSTS, READS_COMMENTS, READS_STATISTICS),
        trouble: int = 0,
    ) -> None:
        self.wall, self.token, self.daily, self.permissions = wall, token, daily, permissions
        self.trouble = trouble  # the service error code of a token that has become bad
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self.now = wall.end
        self._calls: dict[int, int] = {}

    def answer(self, request: Request) -> Answer:
        """The answer to one GET."""
        refused = self._refused(request)
        if refused:
            return refused
        parts = [unquote(part) for part in request.path.strip("/").split("/")]
        match parts:
            case ["rest", "posts"] if request.params.get("q") == "author":
                return self._allowed(READS_POSTS, request) or self._posts(request)
            case ["rest", "socialMetadata"]:
                return self._allowed(READS_COMMENTS, request) or self._social(request)
            case ["rest", "socialActions", urn, "comments"]:
                return self._allowed(READS_COMMENTS, request) or self._comments(urn, request)
            case ["rest", "organizationalEntityShareStatistics"]:
                return self._allowed(READS_STATISTICS, request) or self._statistics(request)
        return problem(404, "No virtual resource found", name="NOT_FOUND")

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in LinkedIn's words."""
        if fault.kind == "throttle":
            answer = problem(429, "Too many requests", name="TOO_MANY_REQUESTS")
            answer.headers["Retry-After"] = "1"
            return answer
        if fault.kind == "error":
            return problem(500, "Internal Server Error")
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _refused(self, request: Request) -> Answer | None:
        if request.headers.get("authorization", "") != f"Bearer {self.token}":
            return problem(401, "Invalid access token", 65600, "INVALID_ACCESS_TOKEN")
        if self.trouble:
            words = {65601: "REVOKED_ACCESS_TOKEN", 65602: "EXPIRED_ACCESS_TOKEN"}
            return problem(
                401, "The token used in the request is no longer good", self.trouble, words[self.trouble]
            )
        version = request.headers.get("linkedin-version", "")
        if not version:
            return problem(400, "A version must be present", name="VERSION_MISSING")
        if not SERVED[0] <= version <= SERVED[1]:
            return problem(426, f"Requested version {version} is not active", name="NONEXISTENT_VERSION")
        if request.headers.get("x-restli-protocol-version") != "2.0.0":
            return problem(400, "Invalid query parameters passed to request")
        day = self.now // DAY
        self._calls[day] = self._calls.get(day, 0) + 1
        if self._calls[day] > self.daily:
            said = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
            return problem(429, said, 101, "TOO_MANY_REQUESTS")
        return None

    def _allowed(self, permission: str, request: Request) -> Answer | None:
        if permission in self.permissions and permission not in self.refused:
            return None
        what = request.path.strip("/").split("/")[1]
        return problem(403, f"Not enough permissions to access: {what}.GET", 100, "ACCESS_DENIED")

    def _there(self, one: Share | Remark) -> bool:
        return one.created <= self.now and not (one.deleted is not None and one.deleted <= self.now)

    def _share(self, urn: str) -> Share | None:
        return next((one for one in self.wall.shares if one.urn == urn and self._there(one)), None)

    def _under(self, urn: str, answers: str | None) -> list[Remark]:
        return [
            one
            for one in self.wall.remarks
            if one.share == urn and one.answers == answers and self._there(one)
        ]

    def _posts(self, request: Request) -> Answer:
        if request.params.get("author") != self.wall.organisation:
            return problem(403, "Not enough permissions to access: posts.FINDER-author", 100, "ACCESS_DENIED")
        there = sorted(
            (one for one in self.wall.shares if self._there(one)), key=lambda one: one.created, reverse=True
        )
        return self._page(there, request, self._post)

    def _post(self, share: Share) -> dict[str, Any]:
        versions = [(at, text) for at, text in share.versions if at <= self.now]
        post = {
            "id": share.urn, "author": self.wall.organisation, "commentary": versions[-1][1], "visibility": "PUBLIC",
            "lifecycleState": "PUBLISHED", "createdAt": share.created * 1000 - 250, "publishedAt": share.created * 1000,
            "lastModifiedAt": versions[-1][0] * 1000, "isReshareDisabledByAuthor": False,
            "lifecycleStateInfo": {"isEditedByAuthor": len(versions) > 1},
            "distribution": {"feedDistribution": "MAIN_FEED", "thirdPartyDistributionChannels": []},
        }  # fmt: skip
        return post | (
            {"adContext": {"isDsc": True, "dscStatus": "ACTIVE", "dscAdType": "STANDARD"}}
            if share.is_ad
            else {}
        )

    def _social(self, request: Request) -> Answer:
        results, errors = {}, {}
        for urn in _listed(request.params.get("ids", "")):
            if self._share(urn) is None:
                errors[urn] = {"status": 404, "message": "Thread not found"}
                continue
            tops = self._under(urn, None)
            count = len(tops) + sum(len(self._under(urn, top.id)) for top in tops)
            results[urn] = {
                "entity": urn, "commentsState": "OPEN", "reactionSummaries": {},
                "commentSummary": {"count": count, "topLevelCount": len(tops)},
            }  # fmt: skip
        return Answer(200, {"results": results, "statuses": dict.fromkeys(results, 200), "errors": errors})

    def _comments(self, urn: str, request: Request) -> Answer:
        nested = re.fullmatch(r"urn:li:comment:\((urn:li:[a-zA-Z]+:\d+),(\d+)\)", urn)
        share, answers = (nested[1], nested[2]) if nested else (urn, None)
        tops = [one.id for one in self._under(share, None)]
        if self._share(share) is None or (answers and answers not in tops):
            return problem(404, f"Could not find entity {urn}", name="NOT_FOUND")
        return self._page(self._under(share, answers), request, self._comment)

    def _comment(self, remark: Remark) -> dict[str, Any]:
        versions = [(at, text) for at, text in remark.versions if at <= self.now]
        names = "".join(f"{name} " for _, name in remark.named)
        attributes, start = [], 0
        for urn, name in remark.named:
            kind = "person" if ":person:" in urn else "organization"
            attributes.append({"start": start, "length": len(name), "value": {kind: {kind: urn}}})
            start += len(name) + 1
        replies = len(self._under(remark.share, remark.id))
        comment: dict[str, Any] = {
            "id": remark.id, "actor": remark.actor, "object": remark.share,
            "commentUrn": f"urn:li:comment:({remark.share},{remark.id})",
            "created": {"actor": remark.actor, "time": remark.created * 1000},
            "lastModified": {"actor": remark.actor, "time": versions[-1][0] * 1000},
            "message": {"text": names + versions[-1][1], "attributes": attributes},
            "likesSummary": {"likedByCurrentUser": False, "aggregatedTotalLikes": 0, "totalLikes": 0},
        }  # fmt: skip
        if remark.agent:
            comment |= {"agent": remark.agent}
            comment["created"] |= {"impersonator": remark.agent}
        if remark.answers:
            return comment | {"parentComment": f"urn:li:comment:({remark.share},{remark.answers})"}
        return comment | {
            "commentsSummary": {"totalFirstLevelComments": replies, "aggregatedTotalComments": replies}
        }

    def _statistics(self, request: Request) -> Answer:
        elements = []
        for kind, name in (("share", "shares"), ("ugcPost", "ugcPosts")):
            for urn in _listed(request.params.get(name, "")):
                if share := self._share(urn):
                    shown = share.shown_an_hour * max(0, self.now - share.created) // 3600
                    counts = {
                        "impressionCount": shown, "uniqueImpressionsCount": shown // 2, "clickCount": shown // 40,
                        "likeCount": 3, "commentCount": len(self._under(urn, None)), "shareCount": 0,
                    }  # fmt: skip
                    elements.append(
                        {
                            kind: urn,
                            "organizationalEntity": self.wall.organisation,
                            "totalShareStatistics": counts,
                        }
                    )
        return Answer(200, {"elements": elements, "paging": {"start": 0, "count": 10, "links": []}})

    def _page(
        self, items: Sequence[Any], request: Request, written: Callable[[Any], dict[str, Any]]
    ) -> Answer:
        try:
            start, count = (
                int(request.params.get(name) or usual) for name, usual in (("start", 0), ("count", 10))
            )
        except ValueError:
            start = count = -1
        if start < 0 or not 1 <= count <= 100:
            return problem(400, "Invalid param. count must be from 1 to 100")
        links = []
        if start + count < len(items):
            query = urlencode({**request.params, "start": start + count, "count": count})
            links.append(
                {"rel": "next", "href": f"/{request.path.strip('/')}?{query}", "type": "application/json"}
            )
        paging = {"start": start, "count": count, "total": len(items), "links": links}
        return Answer(
            200, {"paging": paging, "elements": [written(one) for one in items[start : start + count]]}
        )


def _listed(text: str) -> list[str]:
    """The URNs of List(a,b)."""
    inside = re.fullmatch(r"List\((.*)\)", text)
    return inside[1].split(",") if inside and inside[1] else []
