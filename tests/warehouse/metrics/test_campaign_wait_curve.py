"""metrics.campaign_wait_curve: two curves of waits that are alike but for the campaign."""

import pytest

from tests.warehouse.event_worlds import exposures_frame, hours_frame
from tests.warehouse.metrics.test_campaign_waits import POSTS, WEEKS, is_exposed
from tests.warehouse.wait_worlds import waits_frame
from warehouse.metrics import campaign_wait_curve

pytestmark = pytest.mark.conflict(3)


def points(seconds, at: float) -> dict[str, dict]:
    frames = {
        "waits": waits_frame(WEEKS, seconds),
        "exposures": exposures_frame(POSTS),
        "hours": hours_frame(WEEKS, POSTS),
    }
    found = campaign_wait_curve.compute(frames, []).to_dicts()
    return {row["statistic"]: row for row in found if row["seconds"] == at}


def test_the_share_answered_by_a_time_is_read_off_both_curves():
    """After posts every second wait takes 2 h, else all take half an hour."""
    found = points(lambda hour, pool: 7200.0 if is_exposed(hour) and hour % 2 else 1800.0, 3600.0)

    assert found["campaign"]["metric_value"] == pytest.approx(0.5)
    assert found["usual"]["metric_value"] == pytest.approx(1)
    assert found["campaign"]["sample_size"] == 3 * 24
    assert found["campaign"]["numerator"] == pytest.approx(36)


def test_usual_waits_are_weighted_to_the_mix_of_the_campaigns():
    """Nights take 5 h, Sundays all day; the posts' days hold 12 hours of night each and no Sunday."""

    def seconds(hour: int, pool: str) -> float:
        return 80000.0 if hour % 168 >= 144 else 1800.0 if 8 <= hour % 24 < 20 else 18000.0

    found = points(seconds, 3600.0)
    assert found["usual"]["metric_value"] == pytest.approx(found["campaign"]["metric_value"])
    assert found["usual"]["numerator"] == pytest.approx(found["campaign"]["numerator"])


def test_who_is_still_open_is_no_answer():
    found = points(lambda hour, pool: None if is_exposed(hour) else 1800.0, 18000.0)

    assert found["campaign"]["metric_value"] == 0
