"""Live queues: textbook values, and a desk simulated contact by contact."""

import numpy as np
import pytest

from validation.service_desk import waits
from warehouse.erlang import agents_needed, gives_up, served_within, served_within_patient, wait_probability

pytestmark = pytest.mark.conflict(10)


def test_ten_erlangs_and_fourteen_agents_are_as_in_every_call_centre_handbook():
    # 200 calls an hour of 3 minutes, 14 agents: 17.4 % wait, 88.8 % within 20 seconds.
    assert wait_probability(14, 10)[0] == pytest.approx(0.174, abs=5e-4)
    assert served_within_patient(14, 10, 180, 20)[0] == pytest.approx(0.888, abs=5e-4)


def test_fifty_agents_lose_three_of_a_hundred_impatient_callers():
    # Garnett, Mandelbaum and Reiman (2002), table 1: 48 calls a minute of a minute each, patience 2 minutes.
    assert gives_up(50, 48, 60, 120)[0] == pytest.approx(0.031, abs=5e-4)


def test_large_pools_need_less_than_in_proportion():
    # 70 contacts an hour of 10 minutes each, 90 % within 15 minutes, growing by 30 % a quarter.
    needed = [agents_needed(70 * 1.3**quarter / 6, 600, 900, 0.9) for quarter in range(5)]

    assert needed == [13, 17, 22, 27, 35]


def test_whoever_would_give_up_is_served_by_fewer():
    assert agents_needed(70 / 6, 600, 900, 0.9, 1800) == 12


def test_people_of_endless_patience_are_those_of_erlang_c():
    patient = served_within(14, [2.0, 10.0, 13.5], 180, 20, 1e7)

    assert patient == pytest.approx(served_within_patient(14, [2.0, 10.0, 13.5], 180, 20), abs=1e-3)


def test_more_load_than_agents_has_no_steady_state_without_giving_up():
    assert list(served_within(5, [5.0, 9.0], 300, 60, None)) == [0.0, 0.0]
    assert served_within(5, 9.0, 300, 60, 300)[0] > 0.1


def test_nobody_there_serves_nobody_and_nobody_coming_needs_nobody():
    assert list(served_within(0, [0.0, 1.0], 300, 60, 300)) == [1.0, 0.0]
    assert agents_needed(0.0, 300, 60, 0.8) == 0


def test_more_than_two_thousand_agents_are_refused():
    with pytest.raises(ValueError, match="2000 agents"):
        agents_needed(5000.0, 300, 60, 0.8)


@pytest.mark.parametrize(("people", "load"), [(3, 1.8), (6, 5.2), (6, 7.5)])
def test_a_simulated_desk_serves_as_many_in_time_as_the_formula_says(people, load):
    rng = np.random.default_rng(3)
    size = 40_000
    arrivals = np.cumsum(rng.exponential(1 / load, size))  # in handle times
    waited = waits(arrivals, rng.exponential(1.0, size), people, rng.exponential(2.0, size))
    within = served_within(people, load, 600.0, 300.0, 1200.0)[0]

    assert (waited[2000:] <= 0.5).mean() == pytest.approx(within, abs=0.012)
    assert np.isinf(waited[2000:]).mean() == pytest.approx(
        gives_up(people, load, 600.0, 1200.0)[0], abs=0.012
    )
