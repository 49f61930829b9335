"""Addresses as people write them."""

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from connectors.address import Address, without


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://desk.example", "https://desk.example"),
        ("https://desk.example/", "https://desk.example"),
        ("http://127.0.0.1:8090/desk/api/v1/", "http://127.0.0.1:8090/desk"),
        ("https://desk.example/api", "https://desk.example"),
    ],
)
def test_an_address_has_no_slash_and_none_of_what_we_add_at_its_end(written: str, meant: str) -> None:
    assert TypeAdapter(Annotated[Address, without("/api/v1", "/api")]).validate_python(written) == meant


def test_an_address_without_its_protocol_is_refused_with_the_mend() -> None:
    with pytest.raises(ValidationError, match="must start with https://"):
        TypeAdapter(Address).validate_python("desk.example")
