"""How the house is organised, and since when: units, countries, brands, models, policies, and who answers for it.

[[organisation]]
department = "press"                 # or account = "nordfunk_austria", as [[departments]] accounts name it
from = 2026-10-12                    # the first local day; without it, what has held from the beginning
model = "hub"                        # central, decentral, hub, multi_hub or holistic
policy = "Die Presse antwortet selbst"
unit = "Privatkunden"                # to which unit of the house it belongs
country = ["DE", "AT"]               # codes of ISO 3166-1
brand = "Nordfunk"
provider = "Callhaus GmbH"           # the service provider whose people answer; "" for the company's own
serves_others = true                 # a hub: it works for other units, and they bear its cost

What an entry doesn't say stays as an earlier one of the same department or account said it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field

from warehouse.configuration.sections import Department, Section, Words

OrganisationModel = Literal["central", "decentral", "hub", "multi_hub", "holistic"]
_SAID = ("model", "policy", "unit", "country", "brand", "provider", "serves_others")
_OF_DEPARTMENTS = ("model", "policy", "provider", "serves_others")


def _codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    for code in codes:
        if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            raise ValueError(f'"{code}" is no code of a country; write two capital letters, such as "DE"')
    return codes


class OrganisationChange(Section):
    """From the local day `first` on a department or account belonged elsewhere, or worked by another model or policy.

    One without `from` says what has held from the beginning; None is what it doesn't say.
    """

    department: str | None = None
    account: str | None = None
    first: date | None = Field(default=None, alias="from")
    model: OrganisationModel | None = None
    policy: str | None = None
    unit: str | None = None
    country: Annotated[Words, AfterValidator(_codes)] | None = None
    brand: Words | None = None
    provider: str | None = None
    serves_others: bool | None = None

    @property
    def member(self) -> tuple[str, str]:
        """What it is about: ("department", id) or ("account", name)."""
        return ("department", self.department) if self.department else ("account", self.account or "")


class Spell(NamedTuple):
    """What held of one department or account on [first, until); None: open, or never said."""

    kind: str
    member: str
    first: date | None
    until: date | None
    model: str | None
    policy: str | None
    unit: str | None
    countries: list[str]
    brands: list[str]
    provider: str | None
    serves_others: bool


def spells(changes: Sequence[OrganisationChange]) -> list[Spell]:
    """What each entry, with what those before it have said, makes hold from its day to the next; by member and day."""
    found = []
    for member in sorted({change.member for change in changes}):
        own = [change for change in _in_order(changes) if change.member == member]
        held: dict[str, Any] = dict.fromkeys(_SAID)
        for change, later in zip(own, [*own[1:], None], strict=True):
            held |= {name: said for name in _SAID if (said := getattr(change, name)) is not None}
            found.append(
                Spell(
                    *member, change.first, later.first if later else None, held["model"], held["policy"] or None,
                    held["unit"] or None, list(held["country"] or ()), list(held["brand"] or ()),
                    held["provider"] or None, bool(held["serves_others"]),
                )
            )  # fmt: skip
    return found


def reorganised(changes: Sequence[OrganisationChange]) -> list[tuple[str, str, date | None, str | None]]:
    """(department, model, first day, policy) of each entry that says by which model or policy a department works.

    A policy of its own goes with the model that held before.
    """
    models: dict[str, str] = {}
    found = []
    for change in _in_order(changes):
        if change.department and (change.model or change.policy):
            models[change.department] = change.model or models[change.department]
            found.append((change.department, models[change.department], change.first, change.policy or None))
    return found


def external_people(
    departments: Iterable[Department],
) -> list[tuple[str, str, str, date | None, date | None]]:
    """(agent, department, provider, first day, until) of people who work for a service provider."""
    return [
        (member.id, department.id, member.provider, member.first, member.until)
        for department in departments
        for member in department.agents
        if member.provider
    ]


def organisation_problems(
    tables: Sequence[Mapping[str, Any]], departments: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """Yield (position, field, problem): about nobody or two at once, saying nothing, twice for one day, no model."""
    seen = set()
    modelled: dict[object, list[date]] = {}
    for table in tables:
        if "model" in table:
            modelled.setdefault(table.get("department"), []).append(_first(table))
    for position, table in enumerate(tables):
        named = [kind for kind in ("department", "account") if kind in table]
        if len(named) != 1:
            yield position, "department", "give a department or an account, and not both"
            continue
        kind, member = named[0], table[named[0]]
        if kind == "department" and isinstance(member, str) and member not in departments:
            known = ", ".join(departments) or "none"
            yield position, "department", f'no department is called "{member}"; there are {known}'
        if not any(name in table for name in _SAID):
            yield position, "", f"says nothing; give one of {', '.join(_SAID)}"
        for name in _OF_DEPARTMENTS if kind == "account" else ():
            if name in table:
                yield position, name, "belongs to a department, not to an account"
        if "policy" in table and kind == "department" and not _has_model(modelled.get(member, []), table):
            yield position, "policy", "goes with a model; name the model here or in an earlier entry"
        key = (kind, str(member), str(table.get("from")))
        if key in seen:
            since = f"from = {table['from']}" if "from" in table else "the beginning"
            yield position, "from", f'"{member}" has two entries for {since}; keep one'
        seen.add(key)


def _in_order(changes: Iterable[OrganisationChange]) -> list[OrganisationChange]:
    return sorted(changes, key=lambda one: (one.first is not None, one.first or date.min))


def _first(table: Mapping[str, Any]) -> date:
    first = table.get("from")
    return first if isinstance(first, date) else date.min


def _has_model(days: Sequence[date], table: Mapping[str, Any]) -> bool:
    return any(day <= _first(table) for day in days)
