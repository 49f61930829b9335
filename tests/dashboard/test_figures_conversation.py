"""Swim lanes: clocks cut exactly, labels where they fit."""

from datetime import UTC, datetime

import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.conversation_lanes import conversation_lanes
from dashboard.figures.lane_entries import Mark, Owner
from dashboard.figures.running_clock import Clock

LIGHT = theme.TOKENS["light"]


def at(hour: int, minute: int = 0, day: int = 16) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


NIGHT = (at(17), at(7, day=17))


def clock(**more) -> Clock:
    given = {
        "lane": "First response, 15 min",
        "started_at": at(15, 40),
        "ended_at": at(8, 10, day=17),
        "due_at": at(15, 55),
        "paused": [NIGHT],
        "note": "missed",
        "is_breached": True,
    }
    return Clock(**{**given, **more})


def test_a_clock_is_cut_into_running_late_and_closed_without_gap_or_overlap():
    assert clock().parts() == {
        "runs": [(at(15, 40), at(15, 55))],
        "late": [(at(15, 55), at(17)), (at(7, day=17), at(8, 10, day=17))],
        "paused": [NIGHT],
    }


def test_a_clock_without_target_is_never_late():
    assert clock(due_at=None).parts()["late"] == []


def test_closed_hours_beyond_the_wait_are_left_out():
    short = clock(started_at=at(18), ended_at=at(19), due_at=None)

    assert short.parts() == {"runs": [], "late": [], "paused": [(at(18), at(19))]}


def draw(marks=None, owners=(), clocks=(), closed=()):
    marks = [Mark(at(15, 40), "customer", "human", 1, "Customer 1")] if marks is None else marks
    return conversation_lanes(marks, owners, clocks, closed, zone="Europe/Berlin", lang="en", scheme="light")


def texts(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_time_beyond_target_is_red_and_the_note_too():
    figure = draw(clocks=[clock()])

    assert any(trace.get("marker", {}).get("color") == LIGHT["badmark"] for trace in figure["data"])
    note = next(note for note in figure["layout"]["annotations"] if note["text"] == "missed")
    assert note["font"]["color"] == LIGHT["bad"]


def test_messages_are_numbered_as_in_the_transcript():
    marks = [Mark(at(10), "customer", "human", 1, ""), Mark(at(14), "company", "human", 2, "")]

    assert {"1", "2"} <= set(texts(draw(marks)))


def test_messages_too_close_for_two_numbers_share_one():
    marks = [Mark(at(10), "customer", "human", 1, ""), Mark(at(10, 1), "customer", "human", 2, "")]
    marks.append(Mark(at(20), "company", "human", 3, ""))

    assert "1–2" in texts(draw(marks))


def test_auto_replies_are_hollow_squares_without_number():
    figure = draw(
        [Mark(at(10), "company", "auto", None, "Auto-reply"), Mark(at(11), "company", "human", 1, "")]
    )

    marker = figure["data"][0]["marker"]
    assert (marker["symbol"][0], marker["color"][0]) == ("square", LIGHT["surface"])


def test_times_are_those_of_the_local_clock():
    assert draw()["data"][0]["x"] == ["2026-11-16T16:40:00"]


def test_an_owner_is_named_in_its_bar_and_nobody_under_it():
    figure = draw(owners=[Owner(None, at(10), at(12)), Owner("Press", at(12), at(20))])

    assert {"Press", "nobody"} <= set(texts(figure))


def test_plotly_accepts_it():
    owners = [Owner(None, at(10), at(12)), Owner("Press", at(12), at(20))]
    go.Figure(draw(owners=owners, clocks=[clock()], closed=[NIGHT]))


def test_without_messages_it_says_so():
    assert texts(draw(marks=[])) == ["No messages"]


def test_where_only_owners_are_known_there_are_no_lanes_of_people():
    figure = draw(marks=[], owners=[Owner("Press", at(12), at(20))])

    assert "Owner" in texts(figure)
    assert "Customer" not in texts(figure)
