"""[identity]: by which rules customers of several sources are found to be one person, and who is meant by a number.

[identity]
rules = ["crm_key", "mail", "phone", "ticket_requester", "handle"]   # the first one that fits counts
country_code = "49"            # of telephone numbers that begin with a single 0
key_sources = ["shop"]         # sources whose own name for a customer is the CRM's key
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from warehouse.configuration.sections import Section, Words

Rule = Literal["crm_key", "mail", "phone", "ticket_requester", "handle"]
USUAL: tuple[Rule, ...] = ("crm_key", "mail", "phone", "ticket_requester", "handle")


def _code(text: str) -> str:
    bare = text.removeprefix("+").removeprefix("00")
    if text and not re.fullmatch(r"[1-9]\d{0,2}", bare):
        raise ValueError(f'"{text}" is no country code; write it like "49"')
    return bare


def _rules(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _once(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    if len(set(rules)) < len(rules):
        raise ValueError("names a rule twice; the first place counts, so remove the second")
    return rules


class IdentitySection(Section):
    """[identity]. A rule that isn't listed isn't followed."""

    rules: Annotated[tuple[Rule, ...], BeforeValidator(_rules), AfterValidator(_once)] = USUAL
    country_code: Annotated[str, AfterValidator(_code)] = ""
    key_sources: Words = ()
