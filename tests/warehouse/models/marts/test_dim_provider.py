"""Who answers for the company without being of it."""

from tests.warehouse.conftest import Build, at
from tests.warehouse.providers import CALLHAUS, asked


def test_people_departments_and_whom_a_source_calls_an_agencys(build: Build) -> None:
    messages = asked(1, "09:00", "somebody", "09:10")
    messages[1]["author_kind"] = "agency"
    built = build(messages=messages, company=CALLHAUS)
    rows = built.rows(
        "marts.dim_provider", "provider", "source", "department_id", "until_at", order="provider"
    )

    assert [tuple(row.values()) for row in rows] == [
        ("Callhaus", "files", "service", at("+1 00:00")), ("Kanzlei", None, "legal", None),
        ("agency", "files", None, None),
    ]  # fmt: skip
    hidden = built.query("select pseudonym('files', '381') as agent from marts.dim_provider limit 1")
    agents = built.rows("marts.dim_provider", "agent_id", order="provider")
    assert [row["agent_id"] for row in agents] == [hidden[0]["agent"], None, "somebody"]
