"""What case stores say of a case beside its state."""

from tests.warehouse.conftest import Build, at, case_fact


def test_a_fact_is_known_from_its_instant_on_and_not_before(build: Build) -> None:
    facts = [
        case_fact("T", "09:00", "approval", "requested", agent_id="a1", message_id="m1"),
        case_fact("T", "13:00", "approval", "approved"),
    ]
    built = build(facts=facts, now="12:00")

    assert built.rows("steps.int_case_facts") == [
        {
            "source": "files",
            "case_id": "T",
            "fact": "approval",
            "value": "requested",
            "event_at": at("09:00"),
            "event_order": 0,
            "agent_id": "a1",
            "message_id": "m1",
        }
    ]
