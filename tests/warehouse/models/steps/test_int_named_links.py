"""Cases that name what was written elsewhere, with what is known of the case itself."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at
from tests.warehouse.models.marts.test_fct_case_links import DESK, holds, on_facebook, ticket


def test_a_link_says_where_and_when_its_case_was_opened_and_nothing_is_named_by_itself(build: Build) -> None:
    rows = {"events": [ticket(7), ticket(8, "11:00")], "facts": [holds(7, "122100_5")]}
    named = on_facebook("122100_5", "09:00")
    own = on_facebook("3", "09:30", case_id="desk:8")
    built = build([named, own], company=DESK, **rows)

    assert built.rows("steps.int_named_links") == [
        {
            "contact_id": "files:122100_5",
            "case_id": "desk:7",
            "rule": "id",
            "rank": 0,
            "case_source": "desk",
            "case_opened_at": at("10:00"),
        }
    ]
