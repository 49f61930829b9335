"""X's OAuth 2.0 for the account itself: access tokens of two hours, refresh tokens that are good once.

Source: X's documentation of OAuth 2.0 with PKCE. No client of others' checks this.
"""

from __future__ import annotations

import base64
from urllib.parse import parse_qs

from simulator.platforms.wire import Answer, Request

LIFETIME = 7200


class SignIn:
    """That of one account; `client_secret` makes the app a confidential client."""

    def __init__(self, client_id: str, refresh_token: str, client_secret: str = "") -> None:
        self.client_id, self.client_secret, self.refresh_token = client_id, client_secret, refresh_token
        self.given = 0  # exchanges so far
        self._ends: dict[str, int] = {}

    def answer(self, request: Request, now: int) -> Answer:
        """The answer to POST /2/oauth2/token."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if not self._is_client(request.headers.get("authorization", ""), form):
            said = "Missing valid authorization header"
            return Answer(401, {"error": "unauthorized_client", "error_description": said})
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh_token:
            said = "Value passed for the token was invalid."
            return Answer(400, {"error": "invalid_request", "error_description": said})
        self.given += 1
        access, self.refresh_token = f"access-secret-{self.given}", f"refresh-secret-{self.given}"
        self._ends = {access: now + LIFETIME}
        return Answer(200, {
            "token_type": "bearer", "expires_in": LIFETIME, "access_token": access,
            "scope": "dm.read tweet.read users.read offline.access", "refresh_token": self.refresh_token,
        })  # fmt: skip

    def is_good(self, token: str, now: int) -> bool:
        """Is it the present access token?"""
        return now < self._ends.get(token, 0)

    def revoke(self) -> None:
        """Take back the present access token."""
        self._ends.clear()

    def _is_client(self, header: str, form: dict[str, str]) -> bool:
        if not self.client_secret:
            return form.get("client_id") == self.client_id
        known = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return header == f"Basic {known}"
