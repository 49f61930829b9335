"""Bluesky's sessions: app passwords, tokens that run out, refresh tokens that are good once.

Source: the open source of Bluesky's server. Tokens are JWTs, since clients look into them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from simulator.platforms.bluesky_world import Person
from simulator.platforms.wire import Answer, Request

REFRESH = "com.atproto.refresh"


@dataclass
class Sessions:
    """Those of `account`, whose app password is `password`; `may_chat` says whether that allows direct messages.

    An access token is good for `lifetime` seconds.
    """

    account: Person
    password: str
    may_chat: bool = True
    lifetime: int = 7200
    opened: int = 0
    spent: set[str] = field(default_factory=set)

    def sign_in(self, request: Request, now: int) -> Answer:
        """The answer to createSession."""
        said = request.json()
        said = said if isinstance(said, dict) else {}
        if str(said.get("identifier", "")).lower() not in (self.account.handle, self.account.did):
            return problem(401, "AuthenticationRequired", "Invalid identifier or password")
        if said.get("password") != self.password:
            return problem(401, "AuthenticationRequired", "Invalid identifier or password")
        return self._tokens(now)

    def refresh(self, request: Request, now: int) -> Answer:
        """The answer to refreshSession."""
        if request.body:
            return problem(400, "InvalidRequest", "A request body was provided when none was expected")
        claims = self._claims(request, now)
        if isinstance(claims, Answer):
            return claims
        if claims["scope"] != REFRESH or claims["jti"] in self.spent:
            return problem(400, "ExpiredToken", "Token has been revoked")
        self.spent.add(claims["jti"])
        return self._tokens(now)

    def refused(self, request: Request, now: int, *, chat: bool) -> Answer | None:
        """Why a request isn't answered, if it isn't."""
        claims = self._claims(request, now)
        if isinstance(claims, Answer):
            return claims
        if claims["scope"] == REFRESH:
            return problem(400, "InvalidToken", "Bad token scope")
        if chat and not self.may_chat:
            return problem(400, "InvalidToken", "Bad token method")
        return None

    def _tokens(self, now: int) -> Answer:
        self.opened += 1
        scope = "com.atproto.appPassPrivileged" if self.may_chat else "com.atproto.appPass"
        return Answer(200, {
            "did": self.account.did, "handle": self.account.handle, "active": True,
            "accessJwt": self._token(scope, now, self.lifetime),
            "refreshJwt": self._token(REFRESH, now, 60 * 86400),
        })  # fmt: skip

    def _token(self, scope: str, now: int, lifetime: int) -> str:
        claims = {
            "scope": scope,
            "sub": self.account.did,
            "iat": now,
            "exp": now + lifetime,
            "jti": str(self.opened),
        }
        parts = [_packed({"typ": "JWT", "alg": "HS256"}), _packed(claims)]
        return ".".join([*parts, self._signature(".".join(parts))])

    def _signature(self, text: str) -> str:
        return hmac.new(self.password.encode(), text.encode(), hashlib.sha256).hexdigest()

    def _claims(self, request: Request, now: int) -> dict[str, Any] | Answer:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "Bearer":
            return problem(401, "AuthMissing", "Authentication Required")
        head, _, rest = token.partition(".")
        body, _, signature = rest.partition(".")
        if signature != self._signature(f"{head}.{body}"):
            return problem(400, "InvalidToken", "Token could not be verified")
        claims: dict[str, Any] = json.loads(urlsafe_b64decode(body + "=="))
        if claims["exp"] <= now:
            return problem(400, "ExpiredToken", "Token has expired")
        return claims


def problem(status: int, error: str, message: str) -> Answer:
    """An error in the platform's shape."""
    return Answer(status, {"error": error, "message": message})


def _packed(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")
