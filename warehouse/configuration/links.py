"""How a contact on a platform is tied to a case, and which system leads where two of them know the same thing.

[contact_links]
rules = ["id", "reference", "author"]   # the surest first; a rule that is left out isn't applied
within = "3 d"                          # how far apart the contact and the opening of the case may lie, for "author"
number_pattern = '#(\\d{3,12})\\b'      # how a text names a ticket; the group in parentheses is its number

[leading]
spend = ["ads", "spend"]                # the sources that know it, the one that is believed first
shift = ["rosters", "configuration"]    # "configuration" stands for this file
case_state = "desk"
tolerance = 0.01                        # amounts that differ by less than this share say the same
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from warehouse.configuration.checks import Found
from warehouse.configuration.patterns import check_group
from warehouse.configuration.sections import Seconds, Section, Words

LinkRule = Literal["id", "reference", "author"]
LEADING_FACTS = ("case_state", "customer", "agent", "campaign", "spend", "budget", "shift", "message")
OWN_FILE = "configuration"
# "#48211", "Ticket 48211", "Vorgangsnummer: 48211"
NUMBER_PATTERN = (
    r"(?i)(?:#|\b(?:ticket|case|vorgang|vorgangs)(?:nummer|-nr\.?|nr\.?| no\.?| number)?[\s:#-]{1,3})"
    r"(\d{3,12})\b"
)


def _rules(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _once(rules: tuple[LinkRule, ...]) -> tuple[LinkRule, ...]:
    if len(set(rules)) < len(rules):
        raise ValueError("names a rule twice; keep it where it stands first")
    return rules


class ContactLinksSection(Section):
    """[contact_links]: `rules` in the order in which they are believed; `within` in seconds."""

    rules: Annotated[tuple[LinkRule, ...], BeforeValidator(_rules), AfterValidator(_once)] = (
        "id",
        "reference",
        "author",
    )
    within: Seconds = 3 * 86400
    number_pattern: Annotated[str, AfterValidator(check_group)] = NUMBER_PATTERN


class LeadingSection(Section):
    """[leading]: by fact, the sources that know it, the leading one first; empty where nobody has said."""

    case_state: Words = ()
    customer: Words = ()
    agent: Words = ()
    campaign: Words = ()
    spend: Words = ()
    budget: Words = ()
    shift: Words = ()
    message: Words = ()
    tolerance: Annotated[float, Field(ge=0, lt=1)] = 0.01

    def ranks(self) -> list[tuple[str, int, str]]:
        """(fact, rank, source), rank 0 leads."""
        return [
            (fact, rank, source) for fact in LEADING_FACTS for rank, source in enumerate(getattr(self, fact))
        ]


def leading_problems(section: LeadingSection, sources: Sequence[str]) -> Found:
    """Sources that there aren't, or that stand twice for one fact."""
    for fact in LEADING_FACTS:
        seen: set[str] = set()
        for name in getattr(section, fact):
            known = [*sources, OWN_FILE] if fact == "shift" else list(sources)
            if name not in known:
                yield fact, f'no source is called "{name}"; there are {", ".join(known) or "none"}'
            if name in seen:
                yield fact, f'"{name}" stands twice; keep the first'
            seen.add(name)
