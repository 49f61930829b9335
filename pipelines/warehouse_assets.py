"""Assets of the warehouse: one for each staging table, mart and metric, built by the warehouse."""

from collections.abc import Iterator

import dagster as dg

from pipelines.one_pass import OnePass
from warehouse.catalog import Catalog, Metric, Model

STEP = "warehouse"
SHOWN_OF_A_METRIC = ("label", "label_de", "unit", "better", "dimensions", "excludes", "source")


def build(catalog: Catalog, raw: set[str]) -> dg.AssetsDefinition:
    """An asset [schema, name] for every model; `raw` are the raw tables that some source fills.

    One step makes them all, each after what it reads: Dagster's book-keeping for a step of its own takes longer than
    most tables.
    """
    models = catalog.in_order()

    @dg.multi_asset(
        name=STEP,
        specs=[_spec(model, sorted(_inputs(model, catalog, raw))) for model in models],
        can_subset=True,
        required_resource_keys={"one_pass"},
    )
    def warehouse(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        one_pass: OnePass = context.resources.one_pass
        chosen = context.selected_asset_keys
        for model in models:
            if (key := dg.AssetKey([model.schema, model.name])) in chosen:
                yield dg.MaterializeResult(
                    asset_key=key, metadata={"dagster/row_count": one_pass.build(model)}
                )

    return warehouse


def _inputs(model: Model, catalog: Catalog, raw: set[str]) -> frozenset[str]:
    """Assets that it reads: raw tables that no source fills are none, and the list of loads follows from all."""
    read = raw if any(table.startswith("landed.") for table in model.inputs) else raw & model.inputs
    return catalog.reads(model) | read


def _spec(model: Model, inputs: list[str]) -> dg.AssetSpec:
    return dg.AssetSpec(
        [model.schema, model.name],
        deps=[key.split(".") for key in inputs],
        group_name=model.schema,
        description=model.description or None,
        metadata=_metadata(model),
        kinds={"duckdb"} if not isinstance(model, Metric) or model.compute is None else {"polars"},
        code_version=model.content_hash[:12],
        skippable=True,
    )


def _metadata(model: Model) -> dict[str, str]:
    """A metric's header, where Dagster shows it; and the file, where people look for it."""
    shown = {name: model.header[name] for name in SHOWN_OF_A_METRIC if name in model.header}
    texts = {
        name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in shown.items()
    }
    return {**texts, "file": f"{model.path.parent.name}/{model.path.name}"}
