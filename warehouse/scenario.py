"""What if: other people, other money, a campaign more; what a quarter would then look like beside what it looks like.

A scenario is moved on the same paths as the forecast without it, so that the two differ by the scenario alone. Money
that is moved to service becomes people at the department's rate; a planned campaign brings contacts as those of its
kind have brought them per thousand impressions (metric spillover), within two days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse import capacity_figures, overload
from warehouse.capacity import Model, Outcome
from warehouse.capacity_inputs import Inputs

Numbers = NDArray[np.float64]

QUARTER = 91
FEWEST_POSTS = 3
_FIRST_DAY = 0.7  # of a campaign's extra contacts come on its day, the rest on the next
_LOW, _MIDDLE, _HIGH = 0.025, 0.5, 0.975

# Contacts that posts brought beyond the usual, and how often they were shown; by kind of post.
POSTS = """
    select posts.kind, found.metric_value::double as contacts, reached.impressions
    from metrics.spillover as found
    inner join marts.dim_post as posts using (post_id)
    inner join (
        select post_id, sum(coalesce(paid_impressions, 0) + coalesce(organic_impressions, 0))::bigint as impressions
        from marts.fct_reach group by post_id
    ) as reached using (post_id)
    where found.statistic = 'total' and found.metric_value is not null and reached.impressions > 0
    order by all
"""


@dataclass(frozen=True)
class Scenario:
    """What is moved: `people` more (or fewer), `money` a quarter from media to service, a campaign of `kind` seen by
    `reach` on the day `campaign_in` from today, and the growth that is assumed.
    """

    people: int = 0
    money: float = 0.0
    reach: int = 0
    kind: str = "campaign"
    campaign_in: int = 14
    growth: str = "observed"

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is moved."""
        return not (self.people or self.money or self.reach)


@dataclass(frozen=True)
class PerThousand:
    """Contacts that a kind of post brings per thousand impressions, its standard error, and how many posts say so."""

    kind: str
    contacts: float
    error: float
    posts: int


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval; None with a reason where it can't be told."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Line:
    """One figure now and in the scenario. `name` is kept (of `target_id`, with its goal), contacts, days_until, people,
    cost or late.
    """

    name: str
    now: Estimate
    then: Estimate
    target_id: str | None = None
    goal: float | None = None


def per_thousand(posts: pl.DataFrame) -> dict[str, PerThousand]:
    """What each kind of post brings per thousand impressions: a ratio over posts (Cochran, 1977, section 2.11).

    `posts` as POSTS gives them. Kinds with fewer than FEWEST_POSTS are left out. The error holds that of each post's
    own estimate, and how much posts of a kind differ.
    """
    found = {}
    for (kind,), own in sorted(posts.partition_by("kind", as_dict=True).items()):
        n = own.height
        if n < FEWEST_POSTS:
            continue
        contacts, shown = own["contacts"].to_numpy(), own["impressions"].to_numpy() / 1000
        ratio = contacts.sum() / shown.sum()
        between = ((contacts - ratio * shown) ** 2).sum() * n / (n - 1)
        found[str(kind)] = PerThousand(str(kind), float(ratio), float(np.sqrt(between) / shown.sum()), n)
    return found


def more_people(inputs: Inputs, scenario: Scenario) -> float:
    """How many more people the scenario has, those that the money pays included; 0 for money without a rate."""
    bought = 0.0
    if scenario.money and inputs.euro_per_hour:
        hours_of_one = inputs.person_share * _weekly_hours(inputs) * QUARTER / 7
        bought = scenario.money / (inputs.euro_per_hour * hours_of_one) if hours_of_one else 0.0
    return scenario.people + bought


def compare(
    inputs: Inputs, scenario: Scenario, kinds: Mapping[str, PerThousand], share: float = 1.0
) -> Iterator[Line]:
    """Yield what a quarter looks like now and in the scenario.

    `share` is the part of a campaign's contacts that comes to this department.
    """
    quarterly = None if scenario.growth == "observed" else inputs.planned_growth
    now = Model(inputs.department, quarterly)
    base = now.outcome()
    then, changed = now, base
    known = kinds.get(scenario.kind)
    reason = None if known or not scenario.reach else "few_posts"
    if scenario.reach and known:
        extra = _extra(now, scenario, known, share)
        then = Model(inputs.department, quarterly, extra=extra)
    more = more_people(inputs, scenario) * inputs.person_share
    if not scenario.is_nothing:
        changed = then.outcome(max(more, -1.0))
    yield Line("contacts", _sum(base.contacts), _said(_sum(changed.contacts), reason))
    for drawn in now.drawn:
        for target in drawn.queue.targets:
            name = target.target_id
            if name in base.kept:
                before, after = (_estimate(one.share_kept(name, QUARTER)) for one in (base, changed))
                yield Line("kept", before, _said(after, reason), name, target.goal)
    yield Line("late", _sum(base.late), _said(_sum(changed.late), reason))
    yield Line("days_until", _days(base, now), _said(_days(changed, then), reason))
    people = 1 / inputs.person_share if inputs.person_share else 0.0
    yield Line("people", Estimate(people), Estimate(people + more_people(inputs, scenario)))
    yield Line("cost", _cost(inputs, base, 0.0), _said(_cost(inputs, changed, more), reason))


def _weekly_hours(inputs: Inputs) -> float:
    return float(inputs.department.coming.people.sum()) / max(inputs.department.coming.days / 7, 1)


def _extra(model: Model, scenario: Scenario, known: PerThousand, share: float) -> dict[bool, Numbers]:
    """Contacts that the campaign adds on each path and day, shared among the queues by their size."""
    rng = np.random.default_rng([model.department.seed, scenario.reach, scenario.campaign_in])
    total = (known.contacts + known.error * rng.standard_normal(model.paths)) * scenario.reach / 1000 * share
    total = np.maximum(total, 0.0)
    days = np.zeros((model.paths, model.coming.days))
    first = min(max(scenario.campaign_in, 0), model.coming.days - 2)
    days[:, first], days[:, first + 1] = total * _FIRST_DAY, total * (1 - _FIRST_DAY)
    sizes = {drawn.queue.is_live: float(drawn.queue.hours.sum()) for drawn in model.drawn}
    return {is_live: days * size / sum(sizes.values()) for is_live, size in sizes.items()}


def _estimate(values: Numbers) -> Estimate:
    low, middle, high = np.quantile(values, [_LOW, _MIDDLE, _HIGH])
    return Estimate(float(middle), float(low), float(high))


def _sum(values: Numbers) -> Estimate:
    return _estimate(values[:, :QUARTER].sum(axis=1))


def _days(outcome: Outcome, model: Model) -> Estimate:
    """Days until overload; its interval holds 80 %, as everywhere."""
    first, _ = capacity_figures.overload_days(outcome, model)
    found = overload.quantiles(first)
    return Estimate(
        found.middle, found.lower, found.upper, None if found.middle is not None else "beyond_horizon"
    )


def _cost(inputs: Inputs, outcome: Outcome, more: float) -> Estimate:
    """People's hours at the department's rate, and its tools for each contact, in a quarter."""
    if inputs.euro_per_hour is None:
        return Estimate(None, reason="no_rate")
    hours = float(inputs.department.coming.people.sum()) / inputs.department.coming.days * QUARTER
    paid = hours * (1 + more) * inputs.euro_per_hour
    return _estimate(paid + outcome.contacts[:, :QUARTER].sum(axis=1) * inputs.tool_euro_per_contact)


def _said(found: Estimate, reason: str | None) -> Estimate:
    return Estimate(None, reason=reason) if reason else found
