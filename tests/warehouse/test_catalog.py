"""The folder as objects: tables found in SQL, headers checked, an order in which to build."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse import catalog
from warehouse.catalog import CatalogError, tables_in


def test_tables_in_comments_and_texts_do_not_count() -> None:
    sql = "/* marts.a */ select 'marts.b' from marts.c -- marts.d\njoin steps.e using (id)"

    assert tables_in(sql) == {"marts.c", "steps.e"}


def test_every_model_comes_after_what_it_reads() -> None:
    found = catalog.load()
    done: set[str] = set()
    for model in found.in_order():
        assert found.before(model) <= done
        done.add(model.key)
    assert done == set(found.models)


def test_a_metric_says_everything_that_a_page_needs() -> None:
    for metric in catalog.load().metrics.values():
        assert metric.label and metric.label_de and metric.description_de and metric.statistics
        assert metric.better in ("higher", "lower", "neutral")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select 1", "begins with its header"),
        ("/*\nlabel = \n*/ select 1", "isn't TOML"),
        ('/*\nlabel = "x"\n*/ select 1', "lacks better"),
    ],
)
def test_a_header_that_cannot_be_used_names_file_and_mend(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "mine.sql").write_text(text)

    with pytest.raises(CatalogError, match=f"mine.sql.*{said}"):
        catalog.load(tmp_path)
