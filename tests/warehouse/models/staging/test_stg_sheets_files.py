"""Which version of a file holds."""

from typing import Any

from tests.warehouse.models.money import budget, spend, table


def test_each_source_has_its_files_with_its_own_signs(stage: Any) -> None:
    staged = stage(
        "stg_sheets_files", "source", spend_rows=table(spend()), budgets_rows=table(budget(), digest="e")
    )

    assert staged.columns("source", "digest", "decimal_sign") == [("budgets", "e", ","), ("spend", "d", None)]


def test_rows_of_an_earlier_version_of_a_file_do_not_count(stage: Any) -> None:
    """The file had three rows, then one."""
    before = table(spend(), spend(amount=2), spend(amount=3), digest="old")[:-1]
    staged = stage("stg_spend_rows", "1", spend_rows=[*before, *table(spend(amount=7))])

    assert staged.columns("amount") == [(7.0,)]


def test_rows_of_a_file_that_is_gone_do_not_count(stage: Any) -> None:
    staged = stage("stg_spend_rows", "1", spend_rows=[*table(spend()), ("files", {"files": {}})])

    assert staged.rows == []


def test_two_files_with_the_same_content_are_one_digest(stage: Any) -> None:
    rows = [*table(spend())[:-1], ("files", {"files": {"t.csv": "d", "copy.csv": "d"}})]

    assert stage("stg_sheets_files", "source", spend_rows=rows).columns("digest") == [("d",)]
