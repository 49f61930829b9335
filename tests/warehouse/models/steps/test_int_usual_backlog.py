"""How many open cases are usual at an hour of the week."""

from tests.warehouse.conftest import Build
from tests.warehouse.sla import case


def test_usual_is_what_nine_of_ten_such_hours_did_not_exceed_and_needs_eight_weeks(build: Build) -> None:
    # Ten Wednesdays of one winter with a case open at 9:00, on one of them three; the last was the day before now.
    events = [
        event
        for week in range(10)
        for number in range(3 if week == 5 else 1)
        for event in case(
            f"{week}/{number}", (f"{7 * week} 08:30", "open"), (f"{7 * week} 09:30", "resolved")
        )
    ]
    built = build(events=events, now="64 18:00")
    usual = built.query(
        "select * from steps.int_usual_backlog where department_id = 'service' order by hour_of_week"
    )

    nine_on_wednesday, ten_on_wednesday = usual[57], usual[58]
    assert (nine_on_wednesday["hours_known"], nine_on_wednesday["usual_count"]) == (10, 1)
    assert ten_on_wednesday["usual_count"] == 0

    young = build(events=events[:2], now="1 18:00").rows("steps.int_usual_backlog", "usual_count")
    assert {row["usual_count"] for row in young} == {None}
