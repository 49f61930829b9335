"""The one object that Dagster loads: every table as an asset, what follows from what, and when it runs."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from connectors.page import Connector
from pipelines import (
    publish_assets,
    raw_assets,
    resources,
    schedules,
    sensors,
    sources,
    warehouse_assets,
)
from warehouse.catalog import Catalog
from warehouse.company import Company

JOB = "one_pass"


def build(
    company: Company, connectors: Mapping[str, Connector], catalog: Catalog, one_pass: Any
) -> dg.Definitions:
    """All assets of a company; their steps work through the resource `one_pass` (a OnePass, or what makes one)."""
    raw = raw_assets.keys(company, connectors)
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="Extract, load, transform, check, publish.",
        tags={"leitstand/company": company.id},
    )
    return dg.Definitions(
        assets=[
            *raw_assets.build(company, connectors),
            warehouse_assets.build(catalog, raw),
            *publish_assets.build(catalog),
        ],
        jobs=[job],
        schedules=[schedules.build(JOB, company.zone)],
        sensors=[sensors.killed_runs],
        resources={"one_pass": one_pass},
        executor=dg.in_process_executor,
    )


@dg.definitions
def definitions() -> dg.Definitions:
    """The definitions for the company that LEITSTAND_CONFIG names; `leitstand up` sets it."""
    company = resources.configured_company()
    return build(company, sources.connect(company), sources.models_of(company), resources.launched_pass)
