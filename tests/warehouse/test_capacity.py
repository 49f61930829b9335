"""One department's people and queues: who comes first, and what more people do."""

from dataclasses import replace

import numpy as np
import pytest

from warehouse.capacity import Coming, Department, Drawn, Model, Queue, Target, by_week, cut, follow

pytestmark = pytest.mark.conflict(10)
DAYS = 28
RNG = np.random.default_rng(2)
HOURS = RNG.poisson(4.0, (84, 24))


def coming(people: float, days: int = DAYS) -> Coming:
    day, clock = np.repeat(np.arange(days), 24), np.tile(np.arange(24), days)
    is_open = (day % 7 < 5) & (clock >= 8) & (clock < 18)
    return Coming(day, clock, is_open * people, is_open * 3600.0, np.arange(days) % 7, np.zeros(days))


def queue(name: str, is_live: bool, seconds: float, goal: float = 0.9, **more: object) -> Queue:
    return Queue(HOURS, 600.0, 5.0, (Target(name, seconds, True, goal, 1.0),), is_live, **more)  # type: ignore[arg-type]


def desk(people: float, *queues: Queue) -> Department:
    return Department("desk", queues, np.arange(84) % 7, np.zeros(84), coming(people), seed=7)


def even(one: Queue, per_hour: float, paths: int = 1) -> Drawn:
    arrivals = np.full((paths, DAYS * 24), per_hour)
    return Drawn(one, arrivals, arrivals, np.ones((paths, 1)))


def test_live_contacts_come_first_and_the_others_get_what_is_left():
    live, other = queue("chat", True, 900.0), queue("mail", False, 18_000.0)
    plan = coming(3.0)
    alone = follow([even(other, 3.0)], plan, plan.people)
    both = follow([even(other, 3.0), even(live, 3.0)], plan, plan.people)

    assert both.share_kept("mail")[0] < alone.share_kept("mail")[0]
    assert both.share_kept("chat")[0] == follow([even(live, 3.0)], plan, plan.people).share_kept("chat")[0]


def test_load_is_contacts_times_handle_time_and_capacity_people_times_hours():
    plan = coming(2.0)
    found = follow([even(queue("mail", False, 18_000.0), 3.0)], plan, plan.people)

    assert found.load[0] == pytest.approx(np.full(DAYS, 3.0 * 24 * 600 / 3600))
    assert found.capacity[:7].tolist() == [20, 20, 20, 20, 20, 0, 0]
    assert by_week(found.load)[0].tolist() == pytest.approx([84.0] * 4)


def test_more_people_never_keep_less():
    model = Model(desk(2.0, queue("chat", True, 900.0), queue("mail", False, 18_000.0)), paths=20)
    shares = [
        [model.outcome(more).share_kept(name).mean() for more in (0.0, 0.3, 1.0, 3.0)]
        for name in ("chat", "mail")
    ]

    for row in shares:
        assert row == sorted(row)
    assert model.outcome(3.0).late.sum() < model.outcome().late.sum()


def test_people_who_give_up_leave_less_behind():
    plan = coming(1.0)
    patient, hasty = queue("chat", True, 900.0), queue("chat", True, 900.0, patience_seconds=1200.0)

    assert follow([even(hasty, 9.0)], plan, plan.people).left[0, -3] < 0.2 * follow(
        [even(patient, 9.0)], plan, plan.people
    ).left[0, -3]  # fmt: skip


def test_the_same_department_gives_the_same_paths():
    one, other = (Model(desk(2.0, queue("mail", False, 18_000.0)), paths=5).outcome() for _ in range(2))

    assert (one.kept["mail"] == other.kept["mail"])[~np.isnan(one.kept["mail"])].all()


def test_a_shorter_look_cuts_days_and_keeps_the_rest():
    plan = coming(2.0)
    short = cut(plan, 7)

    assert short.days == 7
    assert len(short.hour) == 7 * 24
    assert (short.people == plan.people[: 7 * 24]).all()
    assert cut(plan, None) is plan


def test_without_a_calendar_a_target_in_business_time_is_left_out():
    plan = replace(coming(2.0), open_seconds=None)

    assert follow([even(queue("mail", False, 18_000.0), 3.0)], plan, plan.people).kept == {}
