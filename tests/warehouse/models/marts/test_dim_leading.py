"""Which system leads for which fact."""

from tests.warehouse.conftest import COMPANY, Build


def test_each_fact_has_its_systems_in_order_and_one_that_nobody_leads_stands_there_without(
    build: Build,
) -> None:
    built = build(company=COMPANY + '[leading]\nshift = ["files", "configuration"]\nspend = "files"\n')
    rows = built.rows("marts.dim_leading", "fact", "rank", "source", order="fact, rank")

    assert [tuple(row.values()) for row in rows] == [
        ("agent", None, None),
        ("budget", None, None),
        ("campaign", None, None),
        ("case_state", None, None),
        ("customer", None, None),
        ("department", None, None),
        ("message", None, None),
        ("shift", 0, "files"),
        ("shift", 1, "configuration"),
        ("spend", 0, "files"),
    ]
