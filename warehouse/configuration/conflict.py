"""What the marketing and service figures need to be told: spans, limits, and whose a topic is.

[conflict]
comment_hours = 72                   # how long comments under a post are counted
visible_share = 1.0                  # share of viewers who see the comments
no_owner_private = "15 min"          # business time after which a case without an owner is orphaned
no_owner_public = "5 h"
no_action = "10 h"                   # business time after which one that its owner didn't touch is
topic_departments = { invoice = "service" }     # whose a topic is, where that isn't left to the data
limits = { orphans = 0.05 }          # what the company allows itself at most, by metric, in its unit
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from warehouse.configuration.checks import Found
from warehouse.configuration.sections import Seconds, Section


class ConflictSection(Section):
    """[conflict]."""

    comment_hours: Annotated[int, Field(ge=1, le=720)] = 72
    visible_share: Annotated[float, Field(gt=0, le=1)] = 1.0
    no_owner_private: Seconds = 900
    no_owner_public: Seconds = 18_000
    no_action: Seconds = 36_000
    topic_departments: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, float] = Field(default_factory=dict)


def topic_problems(table: Mapping[str, Any], departments: Sequence[str]) -> Found:
    """Topics given to a department that there isn't."""
    topics = table.get("topic_departments", {})
    for topic, name in topics.items() if isinstance(topics, dict) else ():
        if isinstance(name, str) and name not in departments:
            known = ", ".join(departments) or "none"
            yield "topic_departments", f'{topic}: no department is called "{name}"; there are {known}'
