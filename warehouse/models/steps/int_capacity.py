"""Everything that is forecast of each department's capacity, one row a number: see marts.fct_capacity_figures,
marts.fct_forecast_weeks and marts.fct_forecast_hours. Computed in Python (warehouse/capacity.py) with fixed seeds.
"""

from collections.abc import Mapping

import polars as pl

from warehouse import capacity_figures, capacity_inputs

QUERIES = capacity_inputs.QUERIES

_SHAPE = {
    "department_id": pl.String,
    "growth": pl.String,
    "kind": pl.String,
    "name": pl.String,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "sample_size": pl.Int64,
    "day": pl.Date,
    "hour_of_week": pl.Int64,
    "reason": pl.String,
    "detail": pl.String,
}
_DIGITS = 6  # more would be the processor's


def compute(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Rows of `capacity_figures.Row` for all departments."""
    found = [row for inputs in capacity_inputs.read(frames) for row in capacity_figures.rows(inputs)]
    return pl.DataFrame([vars(row) for row in found], schema=_SHAPE).with_columns(
        pl.col("value", "lower", "upper").round(_DIGITS)
    )
