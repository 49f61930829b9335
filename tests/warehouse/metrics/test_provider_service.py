"""metrics.provider_service on waits small enough to count by hand."""

from tests.warehouse.conftest import Build
from tests.warehouse.figures import evaluated
from tests.warehouse.providers import CALLHAUS, asked


def test_two_of_three_by_the_provider_and_one_of_three_by_the_house(build: Build) -> None:
    hidden = build(company=CALLHAUS).query("select pseudonym('files', '381') as agent")[0]["agent"]
    messages = [
        *asked(1, "09:00", hidden, "09:10"), *asked(2, "09:00", hidden, "09:15"), *asked(3, "09:00", hidden, "10:00"),
        *asked(4, "09:00", "380", "09:10"), *asked(5, "09:00", "380", "11:00"), *asked(6, "09:00", None, None),
    ]  # fmt: skip
    built = build(messages=messages, company=CALLHAUS)
    rows = built.rows("metrics.provider_service", "provider", "numerator", "sample_size", order="provider")

    assert [tuple(row.values()) for row in rows] == [("Callhaus", 2, 3), ("internal", 1, 3)]
    assert [row["sample_size"] for row in evaluated(built, "provider_service", ("provider",))] == [3, 3]
    assert [row["numerator"] for row in evaluated(built, "provider_service", provider="Callhaus")] == [2]
