"""What a custom field of a ticket system may stand for: facts of a case beside its state.

What each means, warehouse/models/steps/int_case_facts.sql and docs/configuration.md say.
"""

from collections.abc import Mapping

FACTS = (
    "approval",
    "promise",
    "promise_due",
    "promise_department",
    "promise_kept",
    "stakeholder",
    "topic",
    "category",
    "handle_seconds",
    "process",
    "contact",
    "satisfaction",
)


def check_facts(fields: Mapping[str, object]) -> None:
    """Do nothing where each key is a fact and each field stands for one only.

    Raises:
        ValueError: with the name of the fact or the field, fit for a setting's error.
    """
    for fact in fields:
        if fact not in FACTS:
            raise ValueError(f"{fact!r} is no fact of a case; known are {', '.join(FACTS)}")
    for field in fields.values():
        facts = [fact for fact in fields if str(fields[fact]) == str(field)]
        if len(facts) > 1:
            raise ValueError(f"field {field} can't be {' and '.join(facts)}; give each its own id")
