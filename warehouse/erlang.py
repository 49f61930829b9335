"""Service level of a live queue: what share of the people who call or write at once is served within a target.

Erlang C (M/M/c) lets everybody wait for ever and so overstates the wait; Erlang A (M/M/c+M) lets people give up after
an exponential patience. Both are steady states of one hour: queues that carry over a night are queue_path.py's.

Erlang (1917); Palm (1957); formulas after Garnett, Mandelbaum and Reiman (2002). Own code: the package at hand
(pyworkforce, MIT) would bring OR-Tools and pandas along for what stands below.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

Shares = NDArray[np.float64]

MOST_AGENTS = 2000  # a search for agents ends here
_TAIL = 60  # standard deviations of the queue that are looked at


def wait_probability(agents: int, load: ArrayLike) -> Shares:
    """Share that has to wait if nobody gives up (Erlang C); 1 where the load (erlangs) reaches the agents."""
    offered = np.atleast_1d(np.asarray(load, dtype=np.float64))
    blocked = np.ones_like(offered)
    for servers in range(1, agents + 1):
        blocked = offered * blocked / (servers + offered * blocked)
    busy = offered / agents if agents else np.full_like(offered, np.inf)
    is_stable = busy < 1
    waits = np.ones_like(offered)
    waits[is_stable] = blocked[is_stable] / (1 - busy[is_stable] * (1 - blocked[is_stable]))
    return waits


def served_within_patient(
    agents: int, load: ArrayLike, handle_seconds: float, target_seconds: float
) -> Shares:
    """Share served within the target if nobody gives up (Erlang C); 0 where the load reaches the agents."""
    offered = np.atleast_1d(np.asarray(load, dtype=np.float64))
    spare = np.maximum(agents - offered, 0.0)
    within = 1 - wait_probability(agents, offered) * np.exp(-spare * target_seconds / handle_seconds)
    return np.where(offered < agents, within, 0.0)


def served_within(
    agents: int, load: ArrayLike, handle_seconds: float, target_seconds: float, patience_seconds: float | None
) -> Shares:
    """Share of all who come that is served within the target (Erlang A); whoever gives up wasn't.

    `load` in erlangs (contacts an hour times hours each), `patience_seconds` the mean time until giving up; None:
    nobody does. Somebody who finds j waiting before them is served after j + 1 departures at rates that rise by that
    of giving up: the sum is a beta variable of 1 - exp(-t / patience).
    """
    offered = np.atleast_1d(np.asarray(load, dtype=np.float64))
    if patience_seconds is None:
        return served_within_patient(agents, offered, handle_seconds, target_seconds)
    if agents == 0:
        return np.where(offered > 0, 0.0, 1.0)
    serving, leaving = agents / handle_seconds, 1 / patience_seconds
    queue, states = _states(agents, offered, handle_seconds, patience_seconds)
    ahead = np.arange(queue.shape[1])
    is_served = serving / (serving + (ahead + 1) * leaving)
    in_time = betainc(ahead + 1, serving / leaving + 1, -np.expm1(-target_seconds * leaving))
    return np.clip(states + queue @ (is_served * in_time), 0.0, 1.0)


def gives_up(agents: int, load: ArrayLike, handle_seconds: float, patience_seconds: float) -> Shares:
    """Share of all who come that gives up before being served (Erlang A)."""
    offered = np.atleast_1d(np.asarray(load, dtype=np.float64))
    queue, _ = _states(agents, offered, handle_seconds, patience_seconds)
    waiting = queue @ np.arange(queue.shape[1])
    # People leave at the rate of those who wait; they come at the load's rate.
    return waiting / patience_seconds / np.maximum(offered / handle_seconds, 1e-300)


def agents_needed(
    load: float,
    handle_seconds: float,
    target_seconds: float,
    goal: float,
    patience_seconds: float | None = None,
) -> int:
    """The fewest agents who serve the share `goal` within the target; 0 where nobody comes.

    Raises:
        ValueError: MOST_AGENTS wouldn't do.
    """
    if load <= 0:
        return 0
    low, high = 0, 1

    def suffices(agents: int) -> bool:
        found = served_within(agents, load, handle_seconds, target_seconds, patience_seconds)
        return bool(found[0] >= goal)

    while not suffices(high):
        low, high = high, high * 2
        if high > MOST_AGENTS:
            raise ValueError(f"not even {MOST_AGENTS} agents serve {goal:.0%} of {load:.0f} erlangs in time")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def _states(
    agents: int, offered: Shares, handle_seconds: float, patience_seconds: float
) -> tuple[NDArray[np.float64], Shares]:
    """Of each load: shares of time with all agents busy and 0, 1, 2, ... waiting; share with an agent free.

    A birth and death chain, cut where what follows adds nothing.
    """
    most = float(offered.max(initial=0.0))
    settled = max(most - agents, 0.0) * patience_seconds / handle_seconds
    spread = np.sqrt(max(most, 1.0) * max(patience_seconds / handle_seconds, 1.0))
    length = int(settled + min(_TAIL * spread, 20 * spread + 400)) + 1
    arriving = np.log(np.maximum(offered, 1e-300))[:, None]
    # In units of the handle time: k busy agents finish at rate k, j who wait leave at rate j handle / patience.
    below = np.log(np.arange(1, agents + 1))
    above = np.log(agents + np.arange(1, length) * handle_seconds / patience_seconds)
    deaths = np.concatenate([[0.0], np.cumsum(np.concatenate([below, above]))])
    weights = arriving * np.arange(agents + length) - deaths
    weights -= weights.max(axis=1, keepdims=True)
    shares = np.exp(weights)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares[:, agents:], shares[:, :agents].sum(axis=1)
