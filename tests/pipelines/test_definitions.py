"""What Dagster is told: an asset for each table, what follows from what, and which checks block."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from connectors.page import Check, Cursor, Page, Record
from pipelines import definitions, raw_assets
from pipelines.extract import Extraction
from pipelines.var_folder import VarFolder
from tests.shop import open_shop
from warehouse import catalog as catalog_files
from warehouse import company as company_file
from warehouse.company import Company
from warehouse.database import CheckResult


class Letters:
    """A source with a stream that can be asked for one day, and one that can't."""

    streams = ("letters", "senders")
    daily = frozenset({"letters"})

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        yield Page(stream, [Record("1", {})], {"done": True})

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        yield Page(stream, [Record(day.isoformat(), {})], {})

    def check(self) -> Iterator[Check]:
        return iter(())


class Recording:
    """Stands where a pass stands, and notes what its steps ask for."""

    def __init__(self, var: VarFolder, fails: str | None = None) -> None:
        self.asked: list[str] = []
        self.fails = fails
        at = datetime(2026, 11, 21, 5, tzinfo=UTC)
        self.extraction = Extraction(var, {"mail": Letters()}, until=at)
        self.options = type("Options", (), {"as_of": at})
        self.snapshot = var.path / "snapshot"

    def extract(self, type: str, stream: str) -> dict[str, Any]:
        self.asked.append(f"{type}_{stream}")
        return {"mail": self.extraction.fetch("mail", stream)}

    def extract_days(self, type: str, stream: str, days: list[str]) -> dict[str, Any]:
        self.asked += [f"{type}_{stream} {day}" for day in days]
        return {}

    def build(self, model: Any) -> int:
        self.asked.append(model.key)
        return 7

    def check(self) -> list[CheckResult]:
        return [CheckResult("unique marts.fct_waits", self.fails != "unique", "said")]

    def publish(self) -> Path:
        self.asked.append("publish")
        self.snapshot.parent.mkdir(exist_ok=True)
        self.snapshot.write_bytes(b"")
        return self.snapshot


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    shop = open_shop(tmp_path_factory.mktemp("shop"))
    text = shop.config.read_text().replace('path = "mail.csv"', "start = 2026-11-18")
    shop.config.write_text(text)
    loaded = company_file.load(shop.config, os.environ)
    return loaded.model_copy(update={"sources": {"mail": loaded.sources["mail"]}})


def built(company: Company, one_pass: Any) -> dg.Definitions:
    return definitions.build(company, {"mail": Letters()}, catalog_files.load(), one_pass)


def execute(definitions_: dg.Definitions, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = definitions_.resolve_job_def(definitions.JOB)
    return job.execute_in_process(instance=instance, raise_on_error=False)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as ephemeral:
        yield ephemeral


def test_every_table_is_an_asset_under_its_own_name_and_follows_from_what_it_reads(
    company: Company, var: VarFolder
) -> None:
    graph = built(company, Recording(var)).resolve_asset_graph()
    models = catalog_files.load().models

    names = {".".join(key.path) for key in graph.get_all_asset_keys()}
    assert names == {*models, "raw.files_letters", "raw.files_senders", "publish.checks", "publish.snapshot"}
    for name, model in models.items():
        parents = {".".join(key.path) for key in graph.get(dg.AssetKey(name.split("."))).parent_keys}
        assert model.inputs & models.keys() <= parents
        assert graph.get(dg.AssetKey(name.split("."))).group_name == model.schema


def test_a_metric_shows_its_header(company: Company, var: VarFolder) -> None:
    node = built(company, Recording(var)).resolve_asset_graph().get(dg.AssetKey(["metrics", "backlog"]))
    metric = catalog_files.load().metrics["backlog"]

    assert node.description == metric.description
    assert node.metadata["label"] == metric.label
    assert node.metadata["unit"] == metric.unit


def test_a_stream_that_can_be_asked_by_day_has_daily_partitions_from_its_sources_start(
    company: Company, var: VarFolder
) -> None:
    graph = built(company, Recording(var)).resolve_asset_graph()

    partitions = graph.get(dg.AssetKey(["raw", "files_letters"])).partitions_def
    assert isinstance(partitions, dg.DailyPartitionsDefinition)
    assert partitions.start == datetime(2026, 11, 18, tzinfo=UTC)
    assert graph.get(dg.AssetKey(["raw", "files_senders"])).partitions_def is None


@pytest.mark.server
def test_a_pass_fetches_everything_in_order_before_it_builds_and_publishes_last(
    company: Company, var: VarFolder, instance: dg.DagsterInstance
) -> None:
    recording = Recording(var)

    assert execute(built(company, recording), instance).success

    assert recording.asked[:2] == ["files_letters", "files_senders"]
    assert recording.asked[-1] == "publish"
    assert len(recording.asked) == 3 + len(catalog_files.load().models)
    # a run from the cursors completes the days that have ended
    key = dg.AssetKey(["raw", "files_letters"])
    assert instance.get_materialized_partitions(key) == {"2026-11-18", "2026-11-19", "2026-11-20"}


@pytest.mark.thorough
def test_a_table_can_be_made_alone(company: Company, var: VarFolder, instance: dg.DagsterInstance) -> None:
    recording = Recording(var)
    job = built(company, recording).resolve_job_def(definitions.JOB)
    chosen = dg.AssetKey(["metrics", "backlog"])

    result = job.execute_in_process(instance=instance, asset_selection=[chosen])

    assert recording.asked == ["metrics.backlog"]
    (made,) = result.get_asset_materialization_events()
    assert made.asset_key == chosen
    assert made.materialization.metadata["dagster/row_count"].value == 7


@pytest.mark.thorough
def test_a_partition_is_fetched_as_a_day(
    company: Company, var: VarFolder, instance: dg.DagsterInstance
) -> None:
    recording = Recording(var)
    (letters,) = [
        asset
        for asset in raw_assets.build(company, {"mail": Letters()})
        if asset.key == dg.AssetKey(["raw", "files_letters"])
    ]

    dg.materialize(
        [letters], partition_key="2026-11-19", instance=instance, resources={"one_pass": recording}
    )

    assert recording.asked == ["files_letters 2026-11-19"]


@pytest.mark.server
def test_a_blocking_check_that_fails_keeps_the_snapshot_from_being_published(
    company: Company, var: VarFolder, instance: dg.DagsterInstance
) -> None:
    recording = Recording(var, fails="unique")

    result = execute(built(company, recording), instance)

    assert not result.success
    assert "publish" not in recording.asked
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert [check.check_name for check in failed] == ["keys_are_unique"]
    assert failed[0].metadata["unique marts.fct_waits"].value == "said"


@pytest.mark.server
def test_a_source_that_failed_is_seen_at_its_asset_and_stops_nothing(
    company: Company, var: VarFolder, instance: dg.DagsterInstance
) -> None:
    recording = Recording(var)
    recording.extraction.outcomes["mail"].error = "token expired"

    result = execute(built(company, recording), instance)

    assert result.success
    warned = {
        check.asset_key.path[-1]: check.severity
        for check in result.get_asset_check_evaluations()
        if not check.passed
    }
    assert warned == dict.fromkeys(("files_letters", "files_senders"), dg.AssetCheckSeverity.WARN)


def test_the_schedule_runs_daily_in_the_companys_morning(company: Company, var: VarFolder) -> None:
    schedule = built(company, Recording(var)).resolve_schedule_def("daily")

    assert schedule.cron_schedule == "0 5 * * *"
    assert schedule.execution_timezone == "Europe/Berlin"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
