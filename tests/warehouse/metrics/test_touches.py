"""metrics.touches: cases without any reply stand apart."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Build, case_event, inbound, reply


@pytest.mark.definition(14)
def test_the_worked_example(build: Build) -> None:
    replies = [0, 0, 1, 1, 1, 1, 2, 2, 2, 5]
    messages, events = [], []
    for number, count in enumerate(replies):
        of_case = {
            "case_id": f"T{number}", "conversation_id": f"T{number}", "customer_id": "anna", "visibility": "private",
        }  # fmt: skip
        messages.append(inbound(f"m{number}", "09:00", text="👍" if not count else "Hallo", **of_case))
        messages += [reply(f"r{number}/{one}", f"1{one}:00", **of_case) for one in range(count)]
        events += [case_event(f"T{number}", "09:00", "open"), case_event(f"T{number}", "16:00", "resolved")]
    events.append(case_event("open", "09:00", "open"))
    events += [case_event("mute", "09:00", "open"), case_event("mute", "10:00", "resolved")]
    built = build(messages, events)

    built.make("metrics.touches")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "touches")
    rows = {
        row["statistic"]: (row["metric_value"], row["numerator"], row["sample_size"])
        for row in frame.to_dicts()
    }
    assert rows == {
        "one": (0.5, 4, 8),
        "two": (0.375, 3, 8),
        "multi": (0.125, 1, 8),
        "zero": (0.2, 2, 10),
        "unknown": (1, 1, 11),
    }
