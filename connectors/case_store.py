"""What ticket systems' connectors have in common: settings, how a token is sent, what asks for another attempt."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.case_facts import check_facts
from connectors.http import Answer, Auth, BasicAuth, Retry, retry_after

Given = TypeVar("Given", bound=Mapping[str, object])


def _checked(fields: Given) -> Given:
    check_facts(fields)
    return fields


# A fact of a case = where the system keeps it.
Facts = Annotated[dict[str, str], AfterValidator(_checked)]
NumberedFacts = Annotated[dict[str, str | int], AfterValidator(_checked)]


class Login(BaseModel):
    """A token, or a user with a password."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr | None = Field(default=None, description="A token, in place of `user` and `password`.")
    user: str = Field(default="", description="The name that the system knows the user by.")
    password: SecretStr | None = Field(default=None, description="Of `user`.")

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if bool(self.token) == bool(self.user and self.password):
            raise ValueError("give token, or user and password, not both")
        return self

    def opened(self, by_token: Callable[[str], Auth]) -> tuple[Auth, tuple[str, str]]:
        """How to sign in, where `by_token` sends a token; and the secrets of it."""
        token = self.token.get_secret_value() if self.token else ""
        password = self.password.get_secret_value() if self.password else ""
        return by_token(token) if token else BasicAuth(self.user, password), (token, password)


class HeaderAuth(AuthBase):
    """Sends a token in a header, behind `scheme`; doesn't show it."""

    def __init__(self, header: str, token: str, scheme: str = "") -> None:
        self._header, self._value = header, f"{scheme}{token}"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:  # noqa: D102
        request.headers[self._header] = self._value
        return request

    def __repr__(self) -> str:
        return "HeaderAuth(***)"


def for_later(answer: Answer, now: datetime, said: str) -> Retry | None:
    """What asks for another attempt, `said` in the system's words; None where the answer is none of these."""
    if answer.status == 429:
        return Retry("throttled (HTTP 429)", retry_after(answer.headers, now), throttled=True)
    if answer.status == 503 and "Retry-After" in answer.headers:
        return Retry("unavailable for a while (HTTP 503)", retry_after(answer.headers, now))
    if answer.status == 408 or answer.status >= 500:
        return Retry(f"HTTP {answer.status}: {said}" if said else f"HTTP {answer.status}")
    return None
