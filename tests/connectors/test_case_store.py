"""What ticket systems' connectors share: settings, tokens in headers, what is tried again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from requests import Request

from connectors.case_store import Facts, HeaderAuth, Login, NumberedFacts, for_later
from connectors.http import Answer, BasicAuth

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def by_token(token: str) -> HeaderAuth:
    return HeaderAuth("Authorization", token, "token ")


def sent(login: Login) -> tuple[str, tuple[str, str]]:
    auth, secrets = login.opened(by_token)
    return auth(Request("GET", "http://desk.example").prepare()).headers["Authorization"], secrets


def test_a_token_is_sent_as_the_system_wants_it_and_else_user_and_password() -> None:
    assert sent(Login(token="abc")) == ("token abc", ("abc", ""))  # type: ignore[arg-type]
    basic, secrets = sent(Login(user="ada", password="pass"))  # type: ignore[arg-type]
    assert (basic, secrets) == ("Basic YWRhOnBhc3M=", ("", "pass"))


@pytest.mark.parametrize(
    "given", [{}, {"user": "ada"}, {"password": "pass"}, {"token": "abc", "user": "ada", "password": "pass"}]
)
def test_one_of_both_is_enough_and_needed(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="give token, or user and password, not both"):
        Login(**given)


def test_a_token_is_not_shown() -> None:
    assert "abc" not in f"{by_token('abc')!r} {Login(token='abc')!r}"  # type: ignore[arg-type]
    assert isinstance(Login(user="ada", password="pass").opened(by_token)[0], BasicAuth)  # type: ignore[arg-type]


def test_fields_are_facts_of_a_case_each_its_own() -> None:
    assert TypeAdapter(Facts).validate_python({"topic": "cf_topic"}) == {"topic": "cf_topic"}
    assert TypeAdapter(NumberedFacts).validate_python({"topic": 7}) == {"topic": 7}
    for fields in ({"colour": "cf_colour"}, {"topic": "cf_a", "category": "cf_a"}):
        with pytest.raises(ValidationError, match=r"is no fact of a case|can't be topic and category"):
            TypeAdapter(Facts).validate_python(fields)


@pytest.mark.parametrize(
    ("status", "headers", "after", "throttled"),
    [
        (429, {"Retry-After": "30"}, 30.0, True),
        (503, {"Retry-After": "5"}, 5.0, False),
        (503, {}, None, False),
        (408, {}, None, False),
        (500, {}, None, False),
    ],
)
def test_what_passes_is_tried_again(
    status: int, headers: dict[str, str], after: float | None, throttled: bool
) -> None:
    retry = for_later(Answer("/tickets", status, headers, None), NOW, "down")

    assert retry is not None
    assert (retry.after, retry.throttled) == (after, throttled)


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404])
def test_what_stays_is_not(status: int) -> None:
    assert for_later(Answer("/tickets", status, {}, None), NOW, "") is None
