"""From the type in the configuration to a connector, and what is said about wrong settings."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import SettingsError

FACEBOOK = {"page_id": "1", "token": "s3cr3t", "start": date(2026, 1, 1)}
ZENDESK = {"subdomain": "firm", "email": "a@b", "token": "s3cr3t", "start": date(2026, 1, 1)}


def connect(kind: str, **settings: Any) -> Any:
    return registry.connect("mine", kind, settings, base=Path())


def test_each_platform_is_found_by_listing_the_folder() -> None:
    assert {"facebook", "zendesk", "files"} <= set(registry.types())


def test_a_connector_lists_its_streams_and_those_that_can_be_asked_by_day() -> None:
    facebook, zendesk = connect("facebook", **FACEBOOK), connect("zendesk", **ZENDESK)

    assert facebook.streams == ("posts", "comments", "messages", "reviews")
    assert facebook.daily == {"posts"}
    assert zendesk.streams == ("groups", "users", "tickets", "ticket_events", "deleted_tickets")
    assert zendesk.daily == frozenset()
    assert zendesk.http.base_url == "https://firm.zendesk.com/api/v2"


@pytest.mark.parametrize(
    ("kind", "settings", "field", "words"),
    [
        ("myspace", {}, "type", "'myspace' is not a known source type; use one of"),
        ("facebook", {"token": "x", "start": date(2026, 1, 1)}, "page_id", "is missing"),
        ("facebook", {**FACEBOOK, "page": "1"}, "page", "did you mean 'page_id'?"),
        ("facebook", {**FACEBOOK, "start": "neulich"}, "start", "date"),
        ("facebook", {**FACEBOOK, "base_url": "graph.example"}, "base_url", "must start with https://"),
        ("facebook", {**FACEBOOK, "rewalk_days": -1}, "rewalk_days", "greater than or equal to 0"),
        ("zendesk", {**ZENDESK, "base_url": "https://x"}, "", "not both"),
        ("zendesk", {**ZENDESK, "subdomain": "firm.zendesk.com"}, "subdomain", "pattern"),
        (
            "zendesk",
            {**ZENDESK, "fields": {"aproval": 1}},
            "fields",
            "'aproval' is no fact of a case; known are approval,",
        ),
        ("zendesk", {**ZENDESK, "fields": {"topic": "x"}}, "fields.topic", "valid integer"),
        (
            "zendesk",
            {**ZENDESK, "fields": {"topic": 7, "promise": 7}},
            "fields",
            "field 7 can't be topic and promise",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_the_mend(kind: str, settings: Any, field: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        connect(kind, **settings)

    assert caught.value.field == field
    assert words in str(caught.value)
    assert "s3cr3t" not in str(caught.value)


def test_a_secret_is_in_no_repr_of_a_connector() -> None:
    assert "s3cr3t" not in repr(connect("facebook", **FACEBOOK)) + repr(connect("zendesk", **ZENDESK))


def test_a_base_url_may_or_may_not_hold_the_version() -> None:
    with_version = connect("facebook", **FACEBOOK, base_url="http://127.0.0.1:1/facebook/v26.0/")
    assert with_version.graph.http.base_url == "http://127.0.0.1:1/facebook/v26.0"


def test_a_misspelled_key_is_named_before_the_one_that_it_should_have_been(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean 'path'"):
        registry.connect("export", "files", {"paht": "a.csv", "shape": "messages"}, base=tmp_path)
