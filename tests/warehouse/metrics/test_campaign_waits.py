"""metrics.campaign_waits: waits after posts against waits of the same kind in usual weeks."""

import numpy as np
import polars as pl
import pytest

from tests.warehouse.event_worlds import exposures_frame, hours_frame
from tests.warehouse.metrics.test_spillover import only
from tests.warehouse.test_event_study import FRIDAY, TUESDAY
from tests.warehouse.wait_worlds import DAY, waits_frame
from warehouse.metrics import campaign_waits

pytestmark = pytest.mark.conflict(3)
POSTS = [2 * 168 + TUESDAY, 4 * 168 + FRIDAY, 6 * 168 + TUESDAY]
MANY = [week * 168 + day * 24 + 9 for week in range(1, 7) for day in (0, 3)]
WEEKS = 8


def is_exposed(hour: int) -> bool:
    return any(post <= hour < post + 24 for post in POSTS)


def rows(waits: pl.DataFrame, by: tuple[str, ...] = (), posts: list[int] = POSTS, **given) -> list[dict]:
    frames = {
        "waits": waits,
        "exposures": exposures_frame(posts, **given),
        "hours": hours_frame(WEEKS, posts),
    }
    return campaign_waits.compute(frames, list(by)).to_dicts()


def usual(hour: int) -> float:
    """An hour by day, two by night, four on Sundays."""
    return 14400.0 if hour % 168 >= 144 else 3600.0 if 8 <= hour % 24 < 20 else 7200.0


def test_the_difference_is_to_the_same_hours_of_usual_weeks():
    waits = waits_frame(WEEKS, lambda hour, pool: usual(hour) + (1800 if is_exposed(hour) else 0))
    found = rows(waits)

    assert only(found, "value")["metric_value"] == pytest.approx(1800, abs=5)
    assert only(found, "value")["sample_size"] == 3 * 24
    change = only(found, "campaign")["metric_value"] - only(found, "usual")["metric_value"]
    assert change == pytest.approx(1800, abs=5)


def test_what_changes_everywhere_is_no_work_of_the_campaign():
    def seconds(hour: int, pool: str) -> float:
        return usual(hour) + ((3000 if pool == "service" else 2000) if is_exposed(hour) else 0)

    found = rows(waits_frame(WEEKS, seconds))
    assert only(found, "elsewhere")["metric_value"] == pytest.approx(2000, abs=5)
    assert only(found, "did")["metric_value"] == pytest.approx(1000, abs=5)


def test_who_still_waits_counts_and_the_answered_only_look_harmless():
    """In campaign hours half get no answer any more; the others are answered as ever."""
    waits = waits_frame(WEEKS, lambda hour, pool: None if is_exposed(hour) and hour % 2 else usual(hour))
    found = rows(waits)

    assert only(found, "answered_only")["metric_value"] == pytest.approx(0, abs=1)
    assert only(found, "value")["metric_value"] > 0.4 * DAY


def test_waits_within_target_lose_what_campaigns_cost_them():
    waits = waits_frame(WEEKS, lambda hour, pool: 7200.0 if is_exposed(hour) else 3000.0)
    found = rows(waits)

    assert only(found, "within_target")["metric_value"] == pytest.approx(-1)


def test_the_hazard_ratio_is_that_of_the_times():
    rng = np.random.default_rng(5)

    def seconds(hour: int, pool: str) -> float:
        pace = 0.5 if pool == "service" and any(post <= hour < post + 24 for post in MANY) else 1.0
        return float(rng.exponential(7200.0 / pace))

    found = only(rows(waits_frame(WEEKS, seconds), posts=MANY), "hazard_ratio")
    assert found["lower"] < 0.5 < found["upper"]
    assert found["upper"] < 0.75


def test_departments_are_told_apart_and_one_that_no_campaign_reaches_has_no_figure():
    waits = waits_frame(WEEKS, lambda hour, pool: usual(hour))
    found = rows(waits, by=("department_id",))

    assert only(found, "value", department_id="service")["metric_value"] == pytest.approx(0, abs=5)
    assert only(found, "value", department_id="hr")["metric_value"] is None


@pytest.mark.parametrize(
    ("posts", "given", "reason"),
    [([WEEKS * 168 - 3], {}, "unmatured"), (POSTS, {"is_reactive": True}, "no_posts")],
)
def test_without_campaign_hours_there_is_a_reason_and_no_number(posts, given, reason):
    found = rows(waits_frame(WEEKS, lambda hour, pool: usual(hour)), posts=posts, **given)

    assert (only(found, "value")["metric_value"], only(found, "value")["reason"]) == (None, reason)
