"""Models in Python: found like the others, told by their queries what they follow from."""

from pathlib import Path

import pytest

from warehouse import catalog
from warehouse.catalog import CatalogError


def test_a_model_in_python_follows_from_what_its_queries_read() -> None:
    model = catalog.load().models["steps.int_capacity"]

    assert model.compute is not None
    assert {"marts.fct_demand_hours", "marts.fct_capacity_hours", "marts.dim_target"} <= model.inputs
    assert model.description
    assert "steps.int_capacity" in catalog.load().models["marts.fct_forecast_weeks"].inputs


def test_a_file_without_queries_is_named_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "int_nothing.py"
    path.write_text('"""Nothing."""\n', encoding="utf-8")
    monkeypatch.setattr("warehouse.catalog.importlib.import_module", lambda name: object())

    with pytest.raises(CatalogError, match=r"int_nothing.py: a model in Python needs QUERIES"):
        catalog._computed(path)
