"""metrics.consolidation_lag: the example of its header, and somebody who still waits."""

from tests.warehouse.conftest import Build
from tests.warehouse.crm_times import entered
from tests.warehouse.figures import figures


def test_half_of_those_whom_the_crm_did_not_know_were_in_it_after_an_hour(build: Build) -> None:
    records = [("anna", "08:00", "20:00"), ("ben", "11:00", "20:00"), ("carla", "+1 11:00", "+1 20:00")]
    found = figures(entered(build, ("anna", "ben", "carla", "dora"), records), "consolidation_lag")

    assert (found["known"]["numerator"], found["known"]["sample_size"]) == (1, 4)
    # Ben after an hour, Carla after a day, Dora not yet: half of the three after a day.
    assert (found["p50"]["metric_value"], found["p50"]["sample_size"]) == (86400.0, 3)
    assert found["p90"]["metric_value"] is None
    assert found["waiting"]["metric_value"] == 1


def test_the_worked_example(build: Build) -> None:
    records = [("anna", "08:00", "20:00"), ("ben", "11:00", "20:00"), ("carla", "+1 11:00", "+1 20:00")]
    found = figures(entered(build, ("anna", "ben", "carla"), records), "consolidation_lag")

    assert (found["p50"]["metric_value"], found["p50"]["numerator"]) == (3600.0, 2)
