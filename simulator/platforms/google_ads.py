"""The Google Ads API for one account: tokens, searchStream with the little GAQL that connectors speak, faults.

Source: Google Ads API v26 and OAuth 2.0. The simulator answers three queries: of customer, of campaign, and of
campaign by day. As on the platform, figures of the last weeks are others from day to day, and whole numbers are texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from simulator.faults import Fault
from simulator.platforms.wire import Answer, Request

CLIENT = "client-1.apps.googleusercontent.com"
SETTLED = 28  # days after which figures no longer change
OLDEST, NEWEST = 23, 26  # versions that are served


@dataclass(frozen=True)
class Flight:
    """A campaign; it spends so many micros on each of its days once all is settled."""

    id: int
    name: str
    starts: date
    ends: date | None
    micros_a_day: int
    status: str = "ENABLED"


@dataclass(frozen=True)
class Account:
    """An ad account with its campaigns; `end` is the instant up to which it was made, epoch seconds."""

    customer: str
    flights: Sequence[Flight]
    end: int
    currency: str = "EUR"
    zone: str = "Europe/Berlin"
    is_manager: bool = False


def build(end: int, seed: int = 1) -> Account:
    """A small account with a campaign that is over, two that run and one that was taken away."""
    chance, today = random.Random(seed), datetime.fromtimestamp(end, UTC).date()
    flights = [
        Flight(
            number, name, today - timedelta(days=ago), today - timedelta(days=over) if over else None,
            chance.randrange(2_000_000, 60_000_000, 10_000), status,
        )
        for number, name, ago, over, status in (
            (20100000001, "Herbst", 50, 20, "PAUSED"), (20100000002, "Glasfaser", 45, None, "ENABLED"),
            (20100000003, "Marke", 30, None, "ENABLED"), (20100000004, "Test", 40, 38, "REMOVED"),
        )
    ]  # fmt: skip
    return Account("1234567890", flights, end)


def failure(status: int, name: str, kind: str, code: str, message: str, delay: int | None = None) -> Answer:
    """An error in the platform's shape, as searchStream gives it: the only member of an array."""
    one: dict[str, Any] = {"errorCode": {kind: code}, "message": message}
    if delay is not None:
        quota = {"rateScope": "DEVELOPER", "rateName": "Operations", "retryDelay": f"{delay}s"}
        one["details"] = {"quotaErrorDetails": quota}
    failed = {
        "@type": "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure",
        "errors": [one], "requestId": "r-1",
    }  # fmt: skip
    error = {"code": status, "message": message, "status": name, "details": [failed]}
    return Answer(status, [{"error": error}])


SCOPE = "https://www.googleapis.com/auth/adwords"


class GoogleAds:
    """Answers about an account as of `now`. An access token is good for `lifetime` requests."""

    takes_post = True

    def __init__(
        self, account: Account, *, developer_token: str, client_secret: str, refresh_token: str,
        manager: str = "", lifetime: int = 10**6,
    ) -> None:  # fmt: skip
        self.account, self.now, self.manager, self.lifetime = account, account.end, manager, lifetime
        self.developer_token, self.client_secret, self.refresh_token = (
            developer_token,
            client_secret,
            refresh_token,
        )
        self.tokens = 0  # given out so far
        self.refused: set[str] = set()  # permissions that were taken away, by name
        self._left = 0

    def answer(self, request: Request) -> Answer:
        """The answer to one POST."""
        if request.path == "token":
            return self._token(request)
        known = re.fullmatch(r"v(\d+)/customers/(\d+)/googleAds:searchStream", request.path)
        if known is None or request.method != "POST" or not OLDEST <= int(known[1]) <= NEWEST:
            return Answer(404, b"<html>Error 404 (Not Found)</html>")
        return self._refused(request, known[2]) or self._search(str((request.json() or {}).get("query", "")))

    def fault_answer(self, fault: Fault) -> Answer | None:
        """A fault in Google's words."""
        if fault.kind == "throttle":
            seconds = -int(-fault.seconds // 1)
            return failure(
                429, "RESOURCE_EXHAUSTED", "quotaError", "RESOURCE_EXHAUSTED", "Too many requests.", seconds
            )
        if fault.kind == "error":
            return failure(
                500, "INTERNAL", "internalError", "INTERNAL_ERROR", "An internal error has occurred."
            )
        if fault.kind == "expired":
            return failure(
                401, "UNAUTHENTICATED", "authenticationError", "OAUTH_TOKEN_EXPIRED", "The token expired."
            )
        if fault.kind == "denied":
            said = "User doesn't have permission to access customer."
            return failure(403, "PERMISSION_DENIED", "authorizationError", "USER_PERMISSION_DENIED", said)
        return Answer(200, b"<html><body>Bad gateway</body></html>") if fault.kind == "garbage" else None

    def _token(self, request: Request) -> Answer:
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, self.client_secret):
            return Answer(
                401, {"error": "invalid_client", "error_description": "The OAuth client was not found."}
            )
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh_token:
            return Answer(
                400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            )
        self.tokens, self._left = self.tokens + 1, self.lifetime
        scope = "openid" if SCOPE in self.refused else SCOPE
        token = {"access_token": self._present, "expires_in": 3599, "scope": scope, "token_type": "Bearer"}
        return Answer(200, token)

    @property
    def _present(self) -> str:
        return f"ya29.simulated-{self.tokens}"

    def _refused(self, request: Request, customer: str) -> Answer | None:
        if request.headers.get("authorization") != f"Bearer {self._present}" or self._left <= 0:
            said = "Request had invalid authentication credentials."
            return failure(401, "UNAUTHENTICATED", "authenticationError", "OAUTH_TOKEN_EXPIRED", said)
        self._left -= 1
        if SCOPE in self.refused:
            said = "Request had insufficient authentication scopes."
            return failure(403, "PERMISSION_DENIED", "reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", said)
        if "Basic Access" in self.refused:
            said = "The developer token is only approved for use with test accounts."
            return failure(
                403, "PERMISSION_DENIED", "authorizationError", "DEVELOPER_TOKEN_NOT_APPROVED", said
            )
        if request.headers.get("developer-token") != self.developer_token:
            said = "The developer token is not valid."
            return failure(401, "UNAUTHENTICATED", "authenticationError", "DEVELOPER_TOKEN_INVALID", said)
        if (
            "Read only" in self.refused
            or customer != self.account.customer
            or request.headers.get("login-customer-id", "") != self.manager
        ):
            said = "User doesn't have permission to access customer."
            return failure(403, "PERMISSION_DENIED", "authorizationError", "USER_PERMISSION_DENIED", said)
        return None

    def _search(self, query: str) -> Answer:
        asked = re.fullmatch(r"SELECT (?P<fields>.+?) FROM (?P<what>customer|campaign)\b(?P<rest>.*)", query)
        if asked is None:
            return failure(400, "INVALID_ARGUMENT", "queryError", "UNEXPECTED_FROM_CLAUSE", "Error in query.")
        fields = [name.strip() for name in asked["fields"].split(",")]
        days = re.search(r"segments\.date BETWEEN '([\d-]+)' AND '([\d-]+)'", asked["rest"])
        if asked["what"] == "customer":
            found = [{"customer": self._customer()}]
        elif not days:
            found = [self._campaign(flight) for flight in self.account.flights]
        elif self.account.is_manager:
            said = "Metrics cannot be requested for a manager account."
            return failure(400, "INVALID_ARGUMENT", "queryError", "REQUESTED_METRICS_FOR_MANAGER", said)
        else:
            found = list(self._days(date.fromisoformat(days[1]), date.fromisoformat(days[2])))
        rows = [_selected(row, fields) for row in found]
        # Batches hold 10,000 rows on the platform; an answer without rows is an array of one empty batch.
        batches = [rows[start : start + 20] for start in range(0, len(rows), 20)] or [[]]
        mask = ",".join(_camel(name) for name in fields)
        return Answer(
            200,
            [
                ({"results": batch} if batch else {}) | {"fieldMask": mask, "requestId": "r-1"}
                for batch in batches
            ],
        )

    def _customer(self) -> dict[str, Any]:
        account = self.account
        return {
            "resourceName": f"customers/{account.customer}", "id": account.customer, "descriptiveName": "Nordfunk",
            "currencyCode": account.currency, "timeZone": account.zone, "manager": account.is_manager,
        }  # fmt: skip

    def _campaign(self, flight: Flight) -> dict[str, Any]:
        campaign = {
            "resourceName": f"customers/{self.account.customer}/campaigns/{flight.id}", "id": str(flight.id),
            "name": flight.name, "status": flight.status, "advertisingChannelType": "SEARCH",
            "startDateTime": f"{flight.starts} 00:00:00",
        }  # fmt: skip
        ends = {"endDateTime": f"{flight.ends} 23:59:59"} if flight.ends else {}
        return {"campaign": campaign | ends, "customer": self._customer()}

    def _days(self, first: date, last: date) -> Any:
        today = datetime.fromtimestamp(self.now, UTC).date()
        for offset in range((min(last, today) - first).days + 1):
            day = first + timedelta(days=offset)
            for flight in self.account.flights:
                if flight.starts <= day <= (flight.ends or day):
                    micros = micros_of(flight, day, today)
                    metrics = {"costMicros": str(micros), "impressions": str(micros // 4000), "clicks": "7"}
                    yield self._campaign(flight) | {"metrics": metrics, "segments": {"date": day.isoformat()}}


def micros_of(flight: Flight, day: date, today: date) -> int:
    """What a day cost, as told on another: until it is settled, some clicks are still to be found invalid."""
    return flight.micros_a_day + 10_000 * max(0, SETTLED - (today - day).days)


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _selected(row: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """The fields that were asked for; resources bring their names along."""
    found: dict[str, Any] = {}
    for name in fields:
        part, _, field = _camel(name).partition(".")
        if field in row.get(part, {}):
            names = {"resourceName": row[part]["resourceName"]} if "resourceName" in row[part] else {}
            found.setdefault(part, names)[field] = row[part][field]
    return found
