from typing import Any

import dagster as dg
import pytest

from pipelines import instance
from pipelines.instance import PROCESS_TAG
from pipelines.var_folder import VarFolder


@dg.job
def nothing() -> None:
    """No steps."""


@pytest.fixture
def ephemeral() -> Any:
    with dg.DagsterInstance.ephemeral() as dagster:
        yield dagster


def begun(dagster: dg.DagsterInstance, tags: dict[str, str]) -> str:
    return dagster.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED, tags=tags).run_id


def status(dagster: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = dagster.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_a_run_whose_process_is_gone_has_failed(ephemeral: dg.DagsterInstance) -> None:
    dead = begun(ephemeral, {PROCESS_TAG: "1 12345.0"})

    assert instance.mark_dead_runs(ephemeral) == 1
    assert status(ephemeral, dead) == dg.DagsterRunStatus.FAILURE


def test_a_run_whose_process_lives_goes_on(ephemeral: dg.DagsterInstance) -> None:
    alive = begun(ephemeral, instance.process_tag())

    assert instance.mark_dead_runs(ephemeral) == 0
    assert status(ephemeral, alive) == dg.DagsterRunStatus.STARTED


def test_a_run_that_has_just_begun_is_given_time_to_name_its_process(ephemeral: dg.DagsterInstance) -> None:
    begun(ephemeral, {})

    assert instance.mark_dead_runs(ephemeral) == 0


@pytest.mark.server
def test_what_a_killed_first_start_left_is_replaced(var: VarFolder) -> None:
    half_made = var.path / "dagster-new-0a1b2c3d"
    half_made.mkdir(parents=True)

    with instance.opened(var) as dagster:
        assert dagster.get_runs_count() == 0
        assert not dagster.telemetry_enabled

    assert not half_made.exists()
    assert {path.name for path in var.path.iterdir()} == {"dagster"}
