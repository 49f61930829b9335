"""The account's own sign-in on X: access tokens of two hours, from a refresh token that each exchange replaces.

Source: X's documentation of OAuth 2.0 with PKCE (POST /2/oauth2/token, grant_type=refresh_token), asked for with the
scope offline.access. Not verified against the live platform; only documentation gives: two hours, six months, and that
a confidential client names itself by Basic authentication, a public one by client_id in the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.errors import AccessDenied, SourceChanged
from connectors.http import Answer, Http, Retry, retry_after
from connectors.kept_tokens import TokenFile, Tokens

PATH = "/2/oauth2/token"
EARLY = timedelta(minutes=1)  # a token isn't begun to be used that ends amid a request
USUAL_SECONDS = 7200


@dataclass
class Session:
    """Access tokens for one account. `http` asks for them; tokens join the `secrets` that are hidden."""

    http: Http
    client_id: str
    file: TokenFile
    secrets: list[str] = field(repr=False)
    is_public: bool = True

    def token(self) -> str:
        """A token that is good now, a new one where the last one ends.

        Raises:
            AccessDenied: the refresh token isn't accepted any more.
        """
        tokens = self._known(self.file.read())
        return tokens.access if tokens.has_access_at(self.http.now() + EARLY) else self.renew(tokens.access)

    def renew(self, refused: str) -> str:
        """Another token than the `refused` one, which somebody else may have got meanwhile.

        Raises:
            AccessDenied: the refresh token isn't accepted any more.
        """
        with self.file.alone():
            tokens = self._known(self.file.read())
            if tokens.access != refused and tokens.has_access_at(self.http.now() + EARLY):
                return tokens.access
            tokens = self._known(self._exchanged(tokens))
            self.file.write(tokens)
            return tokens.access

    def _exchanged(self, tokens: Tokens) -> Tokens:
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        if self.is_public:
            form["client_id"] = self.client_id
        body = self.http.post(PATH, form=form).body
        access = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(access, str) or not access:
            raise SourceChanged(f"X {PATH}: expected access_token; see what version 2 has changed")
        ends = self.http.now() + timedelta(seconds=_seconds(body))
        # Without offline.access there is no next one, and the present one is asked again.
        return Tokens(str(body.get("refresh_token") or tokens.refresh), access, ends.isoformat())

    def _known(self, tokens: Tokens) -> Tokens:
        for one in (tokens.access, tokens.refresh):
            if one and one not in self.secrets:
                self.secrets.insert(0, one)
        return tokens


class SessionAuth(AuthBase):
    """Sends the present token of a session; doesn't show it."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, request: PreparedRequest) -> PreparedRequest:  # noqa: D102
        request.headers["Authorization"] = f"Bearer {self.session.token()}"
        return request

    def __repr__(self) -> str:
        return "SessionAuth(***)"


def judge(answer: Answer, now: datetime) -> Retry | None:
    """What an answer of the token's address means (see connectors.http)."""
    if answer.status == 429:
        return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
    if 400 <= answer.status < 500:
        body = answer.body if isinstance(answer.body, dict) else {}
        said = ": ".join(
            str(body[name]) for name in ("error", "error_description") if isinstance(body.get(name), str)
        )
        if body.get("error") in ("invalid_client", "unauthorized_client"):
            mend = "client_id, client_secret and refresh_token must be of one app; see the developer console"
        else:
            mend = (
                "the refresh token was used elsewhere, taken back, or not used for six months; sign in again as the"
                " account with the scopes dm.read, tweet.read, users.read and offline.access, and export the new one"
            )
        raise AccessDenied(f"X gives no user token ({said or f'HTTP {answer.status}'}): {mend}")
    return None


def _seconds(body: Mapping[str, object]) -> float:
    said = body.get("expires_in")
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else USUAL_SECONDS
