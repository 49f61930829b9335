"""What the company allows itself."""

from tests.warehouse.conftest import COMPANY, Build


def test_limits_are_those_of_the_configuration(build: Build) -> None:
    company = COMPANY + "[conflict]\nlimits = { orphans = 0.05, misroutes = 1800.0 }\n"

    assert build(company=company).rows("marts.dim_conflict_limit") == [
        {"metric": "misroutes", "most": 1800.0},
        {"metric": "orphans", "most": 0.05},
    ]
