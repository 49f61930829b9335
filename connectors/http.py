"""One HTTP session for all platforms: time-outs, bounded retries, patience when asked, no secret in any word.

What an answer means is each platform's own business: its `judge` looks at every answer and accepts it (None),
asks for another attempt (`Retry`) or raises the ConnectorError that says why it's no use.
"""

import email.utils
import logging
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from connectors.errors import ConnectorError, RateLimited, SourceUnavailable
from connectors.http_body import BodyTooLarge, BodyTooSlow, read_body
from connectors.page import Check

log = logging.getLogger(__name__)

LARGEST_SKEW = 60  # seconds; beyond it, "new since" asks for the wrong time

Params = Mapping[str, str | int]
Query = Mapping[str, str | int | tuple[str, ...]]  # a parameter may stand several times
Auth = Callable[[requests.PreparedRequest], requests.PreparedRequest]

_SECRET_NAMES = r"access_token|appsecret_proof|client_secret|api_?key|token|password|secret|authorization"
_SECRET_PAIR = re.compile(
    rf"""(?i)(["']?\b(?:{_SECRET_NAMES})["']?\s*[=:]\s*["']?)(?:(?:bearer|basic)\s+)?[^&\s"',}}]+"""
)


@dataclass(frozen=True)
class Answer:
    """One answer to a request for `path`. `body` is the parsed JSON, None where there was none."""

    path: str
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Retry:
    """A judge's wish to try again: after `after` seconds where the platform named a time, else with back-off.

    `throttled` means that the platform is well and asks for patience: when attempts or patience run out, the
    source is RateLimited and not unavailable.
    """

    reason: str
    after: float | None = None
    throttled: bool = False


Judge = Callable[[Answer, datetime], Retry | None]


@dataclass(frozen=True)
class Limits:
    """How long to wait for what, in seconds. A pause beyond `patience` is left to the caller: RateLimited.

    `read` is for each packet, `body` for an answer's whole body, which has at most `largest` bytes, unpacked.
    """

    connect: float = 10
    read: float = 60
    body: float = 300
    largest: int = 256 * 1024 * 1024
    attempts: int = 6
    first_backoff: float = 1
    longest_backoff: float = 30
    patience: float = 60


@dataclass(frozen=True)
class Http:
    """Reads JSON from one platform under `base_url`. Instants are UTC.

    `parse` reads a body that is in another `body_format`: whether it could be read, and what it says.
    `secrets` are values that must never be shown, whatever text they turn up in; a list may grow. `now`, `sleep` and
    `jitter` (a number in [0, 1)) are arguments so that a test needs no clock.
    """

    base_url: str
    judge: Judge
    auth: Auth | None = field(default=None, repr=False)
    secrets: Sequence[str] = field(default=(), repr=False)
    limits: Limits = Limits()
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)
    session: requests.Session = field(default_factory=requests.Session, repr=False)
    parse: Callable[[requests.Response], tuple[bool, Any]] = field(
        default=lambda response: _parse(response), repr=False
    )
    accept: str = "application/json"
    body_format: str = "JSON"

    def __post_init__(self) -> None:
        if urlsplit(self.base_url).hostname in {"127.0.0.1", "::1", "localhost"}:
            # A proxy set for the way out would be asked for this very machine, and would mean itself.
            self.session.trust_env = False

    def get(self, path: str, params: Query | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """The accepted answer to GET `path`, after as many attempts as `limits` allow.

        Raises:
            RateLimited: the platform wants a longer pause than `limits.patience`, with its end.
            SourceUnavailable: no usable answer in all attempts; names host and path.
            ConnectorError: whatever the judge raises.
        """
        return self._answered(path, {"params": dict(params or {})}, headers)

    def post(
        self,
        path: str,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """The accepted answer to POST `path` with `json` or the fields of `form` as its body, else as `get`.

        Without either it has none. No error shows the body. For what reads or signs in: as an attempt whose answer
        was lost is repeated, the platform may see it twice.
        """
        return self._answered(
            path, {"json": json} if form is None else {"json": None, "data": dict(form)}, headers
        )

    def _answered(self, path: str, content: Mapping[str, Any], headers: Mapping[str, str] | None) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            outcome = self._attempt(path, content, headers or {})
            if isinstance(outcome, Answer):
                return outcome
            pause = self._backoff(attempt) if outcome.after is None else outcome.after
            reason = f"{self._place(path)}: {self.redact(outcome.reason)}"
            if attempt == self.limits.attempts or pause > self.limits.patience:
                break
            log.info("%s; attempt %d, next in %.1f s", reason, attempt, pause)
            self.sleep(pause)
        if outcome.throttled:
            raise RateLimited(self.now() + timedelta(seconds=pause), reason)
        raise SourceUnavailable(
            f"{reason} ({attempt} attempts); check that the platform is up, and run again"
        )

    def redact(self, text: str) -> str:
        """`text` without any secret, in plain or URL-encoded form, nor the value of a secret parameter."""
        return _SECRET_PAIR.sub(r"\1***", self._without_secrets(text))

    def _without_secrets(self, text: str) -> str:
        for secret in self.secrets:
            for form in {secret, quote(secret, safe=""), quote(secret)}:
                text = text.replace(form, "***") if form else text
        return text

    def _attempt(self, path: str, content: Mapping[str, Any], headers: Mapping[str, str]) -> Answer | Retry:
        try:
            response = self.session.request(
                "POST" if "json" in content else "GET",
                self.base_url + path,
                **content,
                headers={"User-Agent": user_agent(), "Accept": self.accept, **headers},
                auth=self.auth or _no_auth,
                timeout=(self.limits.connect, self.limits.read),
                allow_redirects=False,  # a redirect would carry the token to another host
                stream=True,
            )
            read_body(response, self.limits.largest, self.limits.body)
        except requests.exceptions.RequestException as error:
            # only the kind: the exception's own text holds the whole URL
            return Retry(_said_plainly(error))
        readable, body = self.parse(response)
        if not readable and response.status_code < 400:
            return Retry(f"the body was no valid {self.body_format}")
        answer = Answer(path, response.status_code, response.headers, body)
        try:
            return self.judge(answer, self.now()) or self._accept(answer)
        except ConnectorError as error:
            # What it says may repeat the platform's own words. Prose ("the token: it has expired") is no pair to hide.
            error.args = tuple(
                self._without_secrets(part) if isinstance(part, str) else part for part in error.args
            )
            raise

    def _accept(self, answer: Answer) -> Answer | Retry:
        if 200 <= answer.status < 300:
            return answer
        return Retry(f"HTTP {answer.status}")

    def _backoff(self, attempt: int) -> float:
        # Full jitter (Brooker, 2015) over the upper half: many sources must not come back in step.
        ceiling = min(self.limits.longest_backoff, self.limits.first_backoff * 2 ** (attempt - 1))
        return ceiling * (0.5 + 0.5 * self.jitter())

    def _place(self, path: str) -> str:
        base = urlsplit(self.base_url)
        return f"{base.netloc.rpartition('@')[2]}{base.path}{path}"


class BearerAuth(AuthBase):
    """Sends a token as `Authorization: Bearer`; doesn't show it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:  # noqa: D102
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def __repr__(self) -> str:
        return "BearerAuth(***)"


class BasicAuth(HTTPBasicAuth):
    """Sends user and password as `Authorization: Basic`; doesn't show them."""

    def __repr__(self) -> str:
        return "BasicAuth(***)"


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds named by the Retry-After header (seconds or an HTTP date); None without a readable one."""
    value = headers.get("Retry-After", "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        instant = http_date(value)
        return max(0.0, (instant - now).total_seconds()) if instant else None


def http_date(text: str | None) -> datetime | None:
    """The instant of an HTTP date header (RFC 9110), UTC; None if there is none."""
    try:
        instant = email.utils.parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def check_clock(headers: Mapping[str, str], ours: datetime) -> Check:
    """Doctor's comparison of the platform's clock, from an answer's Date header, with ours."""
    theirs = http_date(headers.get("Date"))
    if theirs is None:
        return Check("clock", True, "the platform sends no date to compare with")
    skew = abs((theirs - ours).total_seconds())
    mend = "" if skew <= LARGEST_SKEW else "set this machine's clock (NTP)"
    return Check("clock", skew <= LARGEST_SKEW, f"{skew:.0f} s apart from the platform's", mend)


_QUOTA_HEADERS = (
    ("X-RateLimit-Remaining", "X-RateLimit-Limit"),
    ("X-Rate-Limit-Remaining", "X-Rate-Limit-Limit"),
    ("X-Rate-Limit-Remaining", "X-Rate-Limit"),
    ("X-RateLimit-Remaining", "X-RateLimit-Total"),
    ("RateLimit-Remaining", "RateLimit-Limit"),
)


def check_quota(headers: Mapping[str, str]) -> Check:
    """Doctor's look at how many requests are left, as an answer's headers tell it in one spelling or another."""
    for left_name, limit_name in _QUOTA_HEADERS:
        left, limit = headers.get(left_name, ""), headers.get(limit_name, "")
        if left.isdigit() and limit:
            mend = (
                ""
                if int(left)
                else "wait a while; if it stays so, see which other programs ask the same account"
            )
            return Check("quota", not mend, f"{left} of {limit} requests left in this window", mend)
    return Check("quota", True, "the platform doesn't tell how many requests are left")


def user_agent() -> str:
    """What we call ourselves: leitstand/<version>."""
    try:
        return f"leitstand/{version('leitstand')}"
    except PackageNotFoundError:
        return "leitstand/source"


def secrets_of(*values: str) -> tuple[str, ...]:
    """The non-empty ones, longest first, so that a secret within another doesn't leave half of it behind."""
    return tuple(sorted({value for value in values if value}, key=len, reverse=True))


def _parse(response: requests.Response) -> tuple[bool, Any]:
    if not response.content:
        return True, None
    try:
        return True, response.json()
    except (ValueError, RecursionError):
        return False, None


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    # Without an auth of its own, requests would look for one in ~/.netrc and send it.
    return request


def _said_plainly(error: requests.exceptions.RequestException) -> str:
    kinds: list[tuple[type[Exception], str]] = [
        (BodyTooLarge, "the body is larger than any answer should be"),
        (BodyTooSlow, "the body came too slowly"),
        (requests.exceptions.ConnectTimeout, "no connection in time"),
        (requests.exceptions.ReadTimeout, "no answer in time"),
        (requests.exceptions.SSLError, "no secure connection (certificate or protocol)"),
        (requests.exceptions.ProxyError, "the proxy refused"),
        (requests.exceptions.ChunkedEncodingError, "the body was cut off"),
        (requests.exceptions.ContentDecodingError, "the body was cut off or wrongly compressed"),
        (requests.exceptions.ConnectionError, "no connection, or it was cut off"),
    ]
    return next((text for kind, text in kinds if isinstance(error, kind)), type(error).__name__)
