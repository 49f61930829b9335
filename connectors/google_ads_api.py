"""How the Google Ads API talks: tokens, GAQL over searchStream, errors, quotas.

Source: Google Ads API (v23 to v26), REST; OAuth 2.0 for web server applications. Field names were compared with the
messages of Google's own client. Not verified against the live platform.

A query's answer is one JSON array of batches, each with `results`; so is an error's, with one member. Whole numbers of
64 bits are texts. An access token is good for an hour.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.errors import AccessDenied, ConnectorError, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after

Row = dict[str, Any]
# "Too many requests": for a moment, or of a day's. The second kind names no delay, or one of hours.
_QUOTA = (
    "RESOURCE_EXHAUSTED",
    "RESOURCE_TEMPORARILY_EXHAUSTED",
    "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION",
)
SCOPE = "https://www.googleapis.com/auth/adwords"
_MENDS = {
    "DEVELOPER_TOKEN_NOT_APPROVED": "the developer token may only read test accounts; apply for Basic Access",
    "DEVELOPER_TOKEN_PROHIBITED": "the developer token belongs to another Google Cloud project; use that one's client",
    "DEVELOPER_TOKEN_INVALID": "the developer token isn't known; see the API center of the manager account",
    "USER_PERMISSION_DENIED": "the user may not read this account; give them the access Read only, or set"
    " login_customer_id to the manager account through which they have it",
    "CUSTOMER_NOT_ENABLED": "the account is closed, or not set up yet",
    "CUSTOMER_NOT_FOUND": "there is no such account; check customer_id",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": f"sign in with the scope {SCOPE}, and export the new refresh token",
    "NOT_ADS_USER": "the Google account has no access to any ad account; sign in with one that has",
}


class TokenOver(ConnectorError):
    """The access token has run out, or isn't known."""


@dataclass
class Session:
    """Access tokens from a refresh token, which has no end unless somebody takes it back.

    `http` is that of the token's server; tokens join the `secrets` that are hidden.
    """

    http: Http
    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    secrets: list[str] = field(repr=False)
    _access: str = field(default="", repr=False)

    def token(self) -> str:
        """A token, the last one while nobody called `renew`."""
        if not self._access:
            self.renew()
        return self._access

    def renew(self) -> None:
        """Ask for another one.

        Raises:
            AccessDenied: the refresh token or the client isn't accepted.
        """
        form = {
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": self.refresh_token,
        }
        body = self.http.post("/token", form=form).body
        token = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(token, str) or not token:
            raise SourceChanged("Google /token: expected access_token; check oauth_url")
        self._access = token
        self.secrets.insert(0, token)
        granted = body.get("scope")
        if isinstance(granted, str) and SCOPE not in granted.split():
            raise AccessDenied(
                f"Google Ads: the refresh token was made without a scope; {_MENDS['ACCESS_TOKEN_SCOPE_INSUFFICIENT']}"
            )


def judge_token(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of the token's server means (see connectors.http)."""
    if answer.status == 429:
        return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
    if 400 <= answer.status < 500:
        said = answer.body.get("error") if isinstance(answer.body, dict) else None
        said = said if isinstance(said, str) else f"HTTP {answer.status}"
        mend = {
            "invalid_grant": "the refresh token was taken back or has run out; sign in again and export the new one."
            " That of an app that is still in testing lasts a week",
            "invalid_client": "client_id and client_secret don't belong together; see Google Cloud, Credentials",
        }.get(said, "check client_id, client_secret and refresh_token")
        raise AccessDenied(f"Google gives no access token ({said}): {mend}")
    return None


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of the API means (see connectors.http)."""
    if answer.status < 300:
        return None
    error = _error(answer.body)
    said = f"{' '.join(error.codes) or error.status or f'HTTP {answer.status}'} {error.message}".strip()
    if answer.status == 429 or any(code in _QUOTA for code in error.codes):
        after = error.delay if error.delay is not None else retry_after(answer.headers, now)
        return Retry(f"throttled ({said})", after, throttled=True)
    if answer.status == 401:
        raise TokenOver(f"Google Ads: {said}")
    if answer.status == 403 or any(code in _MENDS for code in error.codes):
        mend = next((_MENDS[code] for code in error.codes if code in _MENDS), "see the account's access")
        raise AccessDenied(f"Google Ads {answer.path}: {said}; {mend}")
    if answer.status == 408 or answer.status >= 500:
        return Retry(said)
    if answer.status == 404 or "UNSUPPORTED_VERSION" in error.codes:
        raise SourceChanged(
            f"Google Ads {answer.path}: {said}; a version lasts about a year: set a newer one"
        )
    raise SourceChanged(f"Google Ads {answer.path}: {said}; it doesn't understand the question")


@dataclass(frozen=True)
class _Error:
    codes: Sequence[str]
    status: str
    message: str
    delay: float | None


def _error(body: Any) -> _Error:
    """An error in its shapes: an object, or an array with one."""
    first = body[0] if isinstance(body, list) and body else body
    error = first.get("error") if isinstance(first, dict) else None
    error = error if isinstance(error, dict) else {}
    details = [one for one in error.get("details") or [] if isinstance(one, dict)]
    failures = [one for part in details for one in part.get("errors") or [] if isinstance(one, dict)]
    codes = [str(code) for one in failures for code in _values(one.get("errorCode"))]
    delays = [
        float(seconds[1])
        for one in failures
        if (
            seconds := re.fullmatch(
                r"(\d+(?:\.\d+)?)s", str(_inside(one, "details", "quotaErrorDetails", "retryDelay"))
            )
        )
    ]
    said = failures[0].get("message") if failures else error.get("message")
    return _Error(codes, str(error.get("status") or ""), str(said or ""), max(delays, default=None))


def _values(thing: Any) -> Sequence[Any]:
    return list(thing.values()) if isinstance(thing, Mapping) else []


def _inside(thing: Any, *names: str) -> Any:
    for name in names:
        thing = thing.get(name) if isinstance(thing, Mapping) else None
    return thing


@dataclass(frozen=True)
class Api:
    """One ad account, asked in GAQL. `headers` are the developer token's and the manager account's."""

    http: Http
    session: Session
    version: str
    customer: str
    headers: Mapping[str, str] = field(repr=False)

    def search(self, query: str) -> tuple[list[Row], Answer]:
        """All rows of a query, and the answer that they came in.

        Raises:
            AccessDenied: a new token isn't accepted either.
            SourceChanged: the answer has another shape.
        """
        path = f"/{self.version}/customers/{self.customer}/googleAds:searchStream"
        try:
            answer = self._ask(path, query)
        except TokenOver:
            self.session.renew()
            try:
                answer = self._ask(path, query)
            except TokenOver as error:
                raise AccessDenied(
                    f"Google Ads refuses a new token, too ({error}); sign in with the scope {SCOPE}"
                ) from None
        rows: list[Row] = []
        batches = answer.body
        for batch in batches if isinstance(batches, list) else [None]:
            results = batch.get("results", []) if isinstance(batch, dict) else None
            if not isinstance(results, list) or not all(isinstance(row, dict) for row in results):
                raise SourceChanged(f"Google Ads {path}: expected a list of batches with results")
            rows += results
        return rows, answer

    def _ask(self, path: str, query: str) -> Answer:
        headers = {"Authorization": f"Bearer {self.session.token()}", **self.headers}
        return self.http.post(path, {"query": query}, headers)
