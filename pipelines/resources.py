"""What the steps of a run that Dagster launched share: one pass, opened from the environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import dagster as dg

from pipelines import instance, one_pass, var_folder
from pipelines.one_pass import OnePass, Options
from pipelines.sources import connect
from warehouse import company as company_file
from warehouse.company import Company

CONFIG_VARIABLE = "LEITSTAND_CONFIG"
VAR_VARIABLE = "LEITSTAND_VAR"
PATIENCE = timedelta(hours=2)  # a scheduled run waits for one that a person started


def configured_company() -> Company:
    """The company of LEITSTAND_CONFIG (default leitstand.toml)."""
    return company_file.load(Path(os.environ.get(CONFIG_VARIABLE, "leitstand.toml")), os.environ)


def environment(config: Path, var: var_folder.VarFolder) -> Mapping[str, str]:
    """The variables by which Dagster's processes find the company and its data."""
    return {
        CONFIG_VARIABLE: str(config.resolve()),
        VAR_VARIABLE: str(var.path),
        **instance.environment(var),
    }


@dg.resource(description="The pass of the pipeline that this run is; it holds the run lock.")
@contextmanager
def launched_pass(context: dg.InitResourceContext) -> Iterator[OnePass]:
    """One pass for a run that Dagster launched, by schedule or from its web page."""
    assert context.instance is not None and context.run_id is not None
    context.instance.add_run_tags(context.run_id, instance.process_tag())
    company = configured_company()
    var = var_folder.at(Path(os.environ.get(VAR_VARIABLE, "var")))
    options = Options(as_of=one_pass.instant_of(company, None), run_id=context.run_id)
    with one_pass.opened(var, company, connect(company), options, patience=PATIENCE) as opened:
        yield opened
