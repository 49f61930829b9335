"""What the marketing and service figures need to be told: spans, topics' departments, changes of the organisation.

[conflict]
comment_hours = 72                   # how long comments under a post are counted
visible_share = 1.0                  # share of viewers who see the comments
no_owner_private = "15 min"          # business time after which a case without an owner is orphaned
no_owner_public = "5 h"
no_action = "10 h"                   # business time after which one that its owner didn't touch is
topic_departments = { invoice = "service" }     # whose a topic is, where that isn't left to the data
limits = { orphans = 0.05 }          # what the company allows itself at most, by metric, in its unit

[[organisation]]
department = "press"
model = "hub"                        # central, decentral, hub, multi_hub or holistic
from = 2026-10-12
policy = "Die Presse antwortet selbst"
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from warehouse.company_checks import Found
from warehouse.company_sections import Seconds, Section

OrganisationModel = Literal["central", "decentral", "hub", "multi_hub", "holistic"]


class ConflictSection(Section):
    """[conflict]."""

    comment_hours: Annotated[int, Field(ge=1, le=720)] = 72
    visible_share: Annotated[float, Field(gt=0, le=1)] = 1.0
    no_owner_private: Seconds = 900
    no_owner_public: Seconds = 18_000
    no_action: Seconds = 36_000
    topic_departments: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, float] = Field(default_factory=dict)


class OrganisationChange(Section):
    """From the local day `first` on a department worked by another model or policy.

    One without `from` says what has held from the beginning.
    """

    department: str
    model: OrganisationModel
    first: date | None = Field(default=None, alias="from")
    policy: str = ""


def organisation_problems(tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """Yield (position, problem) where a department has two entries for one day."""
    seen = set()
    for position, table in enumerate(tables):
        key = (str(table.get("department")), str(table.get("from")))
        if key in seen:
            since = f"from = {table['from']}" if "from" in table else "the beginning"
            yield position, f'"{key[0]}" has two entries for {since}; keep one'
        seen.add(key)


def topic_problems(table: Mapping[str, Any], departments: Sequence[str]) -> Found:
    """Topics given to a department that there isn't."""
    topics = table.get("topic_departments", {})
    for topic, name in topics.items() if isinstance(topics, dict) else ():
        if isinstance(name, str) and name not in departments:
            known = ", ".join(departments) or "none"
            yield "topic_departments", f'{topic}: no department is called "{name}"; there are {known}'
