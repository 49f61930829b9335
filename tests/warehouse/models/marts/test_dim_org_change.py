"""Changes of the organisation, each with what held before."""

from datetime import date

import pytest

from tests.warehouse.conftest import COMPANY, Build


@pytest.mark.conflict(14)
def test_a_change_knows_its_day_and_the_model_before(build: Build) -> None:
    company = COMPANY + (
        '[[organisation]]\ndepartment = "legal"\nmodel = "decentral"\n'
        '[[organisation]]\ndepartment = "legal"\nmodel = "hub"\nfrom = 2026-10-12\npolicy = "one door"\n'
    )
    rows = build(company=company).rows(
        "marts.dim_org_change",
        "change_id",
        "model",
        "earlier_model",
        "from_day",
        "policy",
        order="from_day nulls first",
    )

    assert [tuple(row.values()) for row in rows] == [
        ("legal/start", "decentral", None, None, None),
        ("legal/2026-10-12", "hub", "decentral", date(2026, 10, 12), "one door"),
    ]
