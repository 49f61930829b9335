"""Where a platform is, as a setting: an address with its protocol, without what a connector adds itself."""

from typing import Annotated

from pydantic import AfterValidator


def with_scheme(value: str) -> str:
    """An address without a slash at its end.

    Raises:
        ValueError: its protocol is missing, fit for a setting's error.
    """
    if not value.startswith(("https://", "http://")):
        raise ValueError("must start with https:// (http:// only on this machine)")
    return value.rstrip("/")


def without(*endings: str) -> AfterValidator:
    """The address without these ends, one after the other, which people copy along with it."""

    def shortened(value: str) -> str:
        for ending in endings:
            value = value.removesuffix(ending)
        return value

    return AfterValidator(shortened)


Address = Annotated[str, AfterValidator(with_scheme)]
