"""marts.fct_ratings: who was asked, what was said, and who had the case."""

from tests.warehouse.conftest import Build, at, case_event, case_fact
from tests.warehouse.ratings import rated

EVENTS = [
    case_event("T", "08:00", "open", agent_id="eva"),
    case_event("T", "09:00", "resolved", agent_id="eva"),
    case_event("T", "12:00", "open", group_name="Marketing", agent_id="tom"),
]


def test_the_last_answer_to_a_request_counts_for_who_had_the_case_then(build: Build) -> None:
    built = rated(
        build,
        ratings=[("T", "10:00", "2"), ("T", "10:30", "4"), ("T", "14:00", "3")],
        requests=[("T", "09:30"), ("T", "13:00"), ("U", "09:00")],
        events=EVENTS,
    )
    columns = ("rating_id", "asked_at", "rated_at", "said", "score", "is_satisfied", "revised_count")

    assert [tuple(row.values()) for row in built.rows("marts.fct_ratings", *columns)] == [
        ("q2", at("09:00"), None, None, None, None, 0),
        ("r1", at("09:30"), at("10:30"), "4", 0.75, True, 1),
        ("r2", at("13:00"), at("14:00"), "3", 0.5, False, 0),
    ]
    assert [tuple(row.values()) for row in built.rows("marts.fct_ratings", "department_id", "agent_id")] == [
        ("marketing", "tom"), ("service", "eva"), (None, None),
    ]  # fmt: skip


def test_a_field_that_holds_it_is_a_rating_and_offered_a_request(build: Build) -> None:
    facts = [
        case_fact("T", "09:30", "satisfaction", "offered", event_order=1),
        case_fact("T", "10:00", "satisfaction", "7/10", event_order=2),
    ]
    built = rated(build, events=EVENTS, facts=facts)

    assert built.rows("marts.fct_ratings", "rating_id", "asked_at", "said", "round(score, 3) as score") == [
        {"rating_id": "T/satisfaction/2", "asked_at": at("09:30"), "said": "7/10", "score": 0.667}
    ]


def test_what_was_said_later_than_now_is_not_known_yet(build: Build) -> None:
    built = rated(build, ratings=[("T", "19:00", "5")], requests=[("T", "09:30")], events=EVENTS, now="18:00")

    assert built.rows("marts.fct_ratings", "rating_id", "rated_at") == [{"rating_id": "q0", "rated_at": None}]
