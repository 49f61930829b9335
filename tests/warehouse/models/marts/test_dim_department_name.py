"""What departments were called."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.warehouse.conftest import COMPANY, Build

RENAMED = COMPANY.replace(
    'name = "Kundenservice"',
    'name = "Kundenservice"\nformer_names = ['
    '{ name = "Hotline", until = 2026-09-01 }, { name = "Annahme", name_en = "Desk", until = 2026-04-01 }]',
)
SPRING, AUTUMN = datetime(2026, 3, 31, 22, tzinfo=UTC), datetime(2026, 8, 31, 22, tzinfo=UTC)


def test_a_renamed_department_has_each_of_its_names_for_its_time(build: Build) -> None:
    built = build(company=RENAMED)
    found = built.query(
        "select * from marts.dim_department_name where department_id = 'service' order by until_at"
    )

    assert [tuple(row.values())[1:] for row in found] == [
        ("Annahme", "Desk", None, SPRING, False),
        ("Hotline", "Hotline", SPRING, AUTUMN, False),
        ("Kundenservice", "Kundenservice", AUTUMN, None, True),
    ]


def test_a_department_that_was_never_renamed_has_one_name_for_all_time(build: Build) -> None:
    found = build().query(
        "select name, from_at, until_at from marts.dim_department_name where department_id = 'legal'"
    )

    assert found == [{"name": "Recht", "from_at": None, "until_at": None}]
