"""Assets of what the sources send: one for each stream of each source type, as the raw tables are."""

import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import dagster as dg

from connectors.page import Connector
from pipelines.extract import SourceOutcome
from pipelines.one_pass import OnePass
from warehouse.company import Company

FIRST_DAY = "2020-01-01"  # of the daily partitions of sources that don't say when they begin
ANSWERED = "source_answers"
LISTED_DAYS = 100  # a first run may cover years, and Dagster takes 10 ms to note a day


def build(company: Company, connectors: Mapping[str, Connector]) -> list[dg.AssetsDefinition]:
    """An asset [raw, <type>_<stream>] for every stream, in the order in which to extract them."""
    streams: dict[tuple[str, str], list[str]] = {}
    for name, connector in connectors.items():
        for stream in connector.streams:
            streams.setdefault((company.sources[name].type, stream), []).append(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # of backfill_policy, at each asset
        return [
            _asset(company, connectors, type, stream, names, priority=len(streams) - place)
            for place, ((type, stream), names) in enumerate(streams.items())
        ]


def keys(company: Company, connectors: Mapping[str, Connector]) -> set[str]:
    """The raw tables that a source fills, as `raw.<type>_<stream>`."""
    return {
        f"raw.{company.sources[name].type}_{stream}"
        for name, connector in connectors.items()
        for stream in connector.streams
    }


def _asset(
    company: Company,
    connectors: Mapping[str, Connector],
    type: str,
    stream: str,
    names: list[str],
    priority: int,
) -> dg.AssetsDefinition:
    key = dg.AssetKey(["raw", f"{type}_{stream}"])
    is_daily = all(stream in connectors[name].daily for name in names)
    first_day = min(_first_day(company, name) for name in names)
    answered = dg.AssetCheckSpec(
        ANSWERED, asset=key, description="Every source of this stream was read to its end."
    )

    @dg.asset(
        key=key,
        group_name="raw",
        description=f"{stream.replace('_', ' ').capitalize()} as received from {', '.join(names)}.",
        kinds={type} if type != "files" else {"file"},
        partitions_def=dg.DailyPartitionsDefinition(start_date=first_day) if is_daily else None,
        # a range of days is one run: each run takes the lock and publishes once
        backfill_policy=dg.BackfillPolicy.single_run() if is_daily else None,
        check_specs=[answered],
        required_resource_keys={"one_pass"},
        # everything is fetched before the first table is built
        op_tags={"dagster/priority": str(100 + priority)},
    )
    def fetch(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        one_pass: OnePass = context.resources.one_pass
        if context.has_partition_key or context.has_partition_key_range:
            return _result(answered, one_pass.extract_days(type, stream, list(context.partition_keys)))
        before = {name: state.read_until for name, state in one_pass.extraction.states.items()}
        outcomes = one_pass.extract(type, stream)
        if is_daily and outcomes and not any(outcome.error for outcome in outcomes.values()):
            for day in _days([before[name] for name in outcomes], first_day, one_pass.options.as_of):
                context.log_event(dg.AssetMaterialization(key, partition=day))
        return _result(answered, outcomes)

    return fetch


def _result(check: dg.AssetCheckSpec, outcomes: Mapping[str, SourceOutcome]) -> dg.MaterializeResult:
    """A source that fails keeps its last data, so the asset stands, and its check says what happened."""
    errors = {name: outcome.error for name, outcome in outcomes.items() if outcome.error}
    return dg.MaterializeResult(
        metadata={f"{name} records": outcome.total for name, outcome in outcomes.items()},
        check_results=[
            dg.AssetCheckResult(
                check_name=check.name,
                passed=not errors,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={name: str(error) for name, error in errors.items()},
            )
        ],
    )


def _days(before: Sequence[str | None], first_day: str, until: datetime) -> list[str]:
    """UTC days that a run from the cursors has completed; `before` is where each source had been read to."""
    known = [text for text in before if text]
    begin = date.fromisoformat(min(known)[:10] if len(known) == len(before) else first_day)
    length = (until.astimezone(UTC).date() - begin).days
    listed = range(max(length - LISTED_DAYS, 0), length)
    return [(begin + timedelta(days=number)).isoformat() for number in listed]


def _first_day(company: Company, name: str) -> str:
    start = company.sources[name].settings.get("start")
    if isinstance(start, datetime):
        start = start.astimezone(UTC).date()
    return start.isoformat() if isinstance(start, date) else str(start or FIRST_DAY)[:10]
