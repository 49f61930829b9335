"""quality.volumes: how much a source delivers, and whether that is usual for the weekday."""

from datetime import timedelta

from tests.warehouse.conftest import at, case_event, inbound

COLUMNS = ("date_day", "record_count", "usual_count", "usual_low", "usual_high", "verdict")


def wednesdays(*counts: int):
    """So many messages on each Wednesday, the last one on 18 November 2026."""
    weeks = len(counts) - 1
    return [
        inbound(f"m{week}-{number}", at("09:00") - timedelta(weeks=weeks - week), author_id=f"a{number}")
        for week, count in enumerate(counts)
        for number in range(count)
    ]


def last_day(build, *counts: int):
    return build(messages=wednesdays(*counts), now="+1 12:00").rows("quality.volumes", *COLUMNS)[-1]


def test_a_day_is_compared_with_the_same_weekday_of_the_weeks_before(build):
    found = last_day(build, 40, 50, 90, 40, 40)

    # From half of 40 to twice 90; the median of 40, 50, 90 and 40 is 45.
    assert (found["usual_low"], found["usual_count"], found["usual_high"]) == (20.0, 45, 180.0)
    assert found["verdict"] == "usual"


def test_far_more_and_far_less_than_usual_are_told_apart(build):
    assert last_day(build, 40, 50, 60, 40, 121)["verdict"] == "high"
    assert last_day(build, 40, 50, 60, 40, 120)["verdict"] == "usual"
    assert last_day(build, 40, 50, 60, 40, 20)["verdict"] == "usual"
    assert last_day(build, 40, 50, 60, 40, 19)["verdict"] == "low"


def test_few_scatter_by_themselves(build):
    # A median of 4 scatters by three times its root: up to 10, and down to nothing at all.
    assert last_day(build, 4, 4, 4, 4, 0)["verdict"] == "usual"
    assert last_day(build, 4, 4, 4, 4, 10)["verdict"] == "usual"
    assert last_day(build, 4, 4, 4, 4, 11)["verdict"] == "high"


def test_a_day_on_which_nothing_came_counts_as_zero(build):
    found = build(messages=wednesdays(16, 16, 16, 16, 0), now="+1 12:00").rows("quality.volumes", *COLUMNS)

    assert [(str(row["date_day"]), row["record_count"], row["verdict"]) for row in found[-1:]] == [
        ("2026-11-18", 0, "low")
    ]


def test_with_fewer_than_four_weeks_nothing_is_called_unusual(build):
    found = last_day(build, 4, 4, 4, 100)

    assert (found["usual_count"], found["verdict"]) == (None, None)


def test_the_day_that_is_not_over_is_left_out_and_case_events_count(build):
    built = build(messages=[inbound("a", "09:00")], events=[case_event("t", "-1 10:00", "open")], now="12:00")

    assert [(str(row["date_day"]), row["record_count"]) for row in built.rows("quality.volumes")] == [
        ("2026-11-17", 1)
    ]
