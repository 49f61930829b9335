"""A what-if, as an address says it, and its figures: read from the snapshot once, moved in some hundredths of a second.

/capacity?of=service&people=3&money=45000&reach=200000&kind=campaign&in=14&growth=planned
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.cache import Cache
from dashboard.cards.capacity import overload
from dashboard.view import View
from warehouse import capacity_inputs, scenario
from warehouse.capacity_inputs import Inputs
from warehouse.scenario import Line, PerThousand, Scenario

PEOPLE = (-10, 20)
MONEY = (0, 200_000)
REACH = (0, 2_000_000)
DAYS = (0, 90)
KEYS = ("people", "money", "reach", "kind", "in")
_inputs: Cache[dict[str, Inputs]] = Cache(4)
_lines: Cache[tuple[Line, ...]] = Cache(200)


@dataclass(frozen=True)
class Moved:
    """One scenario of one department, its lines, and what it was reckoned with."""

    department: str
    scenario: Scenario
    lines: Sequence[Line]
    inputs: Inputs
    kinds: dict[str, PerThousand]


def asked(view: View) -> Scenario:
    """Return what the address moves; a number that is none, or beyond a slider's ends, is put right."""
    extra = view.state.extra

    def number(key: str, ends: tuple[int, int], default: int = 0) -> int:
        try:
            return min(max(round(float(extra.get(key, default))), ends[0]), ends[1])
        except (ValueError, OverflowError):
            return default

    usual = Scenario()
    return Scenario(
        people=number("people", PEOPLE),
        money=float(number("money", MONEY)),
        reach=number("reach", REACH),
        kind=extra.get("kind", usual.kind),
        campaign_in=number("in", DAYS, usual.campaign_in),
        growth=overload.growth(view),
    )


def moved(view: View) -> Moved | None:
    """Return the scenario of the address; None where the department can't be forecast."""
    department = overload.chosen(view)
    inputs = _read(view).get(department or "")
    if department is None or inputs is None or inputs.reason:
        return None
    wanted = asked(view)
    kinds = per_thousand(view)
    key = (view.snapshot.name, department, wanted)
    share = _share(view, department)
    lines = _lines.get_or(key, lambda: tuple(scenario.compare(inputs, wanted, kinds, share)))
    return Moved(department, wanted, lines, inputs, kinds)


def per_thousand(view: View) -> dict[str, PerThousand]:
    """Return what posts of each kind bring per thousand impressions; nothing where posts or their reach are unknown."""
    if not all(view.has(table) for table in ("metrics.spillover", "marts.fct_reach")):
        return {}
    return scenario.per_thousand(view.rows(scenario.POSTS))


def address(view: View, **changes: object) -> str:
    """Return this page with parts of the scenario changed; None takes one away."""
    extra = {**view.state.extra, **{key: str(value) for key, value in changes.items() if value is not None}}
    for key, value in changes.items():
        if value is None:
            extra.pop(key, None)
    return view.href(extra=extra)


def _read(view: View) -> dict[str, Inputs]:
    def read() -> dict[str, Inputs]:
        frames = {name: view.rows(query) for name, query in capacity_inputs.QUERIES.items()}
        return {found.department.department_id: found for found in capacity_inputs.read(frames)}

    return _inputs.get_or((view.snapshot.name,), read)


def _share(view: View, department: str) -> float:
    """The part of all contacts of the last quarter that came to a department: so much of a campaign's will too."""
    found = view.rows(
        "select department_id, sum(arrival_count)::double as contacts from marts.fct_demand_hours"
        " where date_day > (select data_to from marts.dim_snapshot) - 91 and department_id is not null group by 1"
    )
    counts = dict(found.iter_rows())
    total = sum(counts.values())
    return counts.get(department, 0.0) / total if total else 0.0


def without(view: View) -> View:
    """Return the view with nothing moved."""
    extra = {key: value for key, value in view.state.extra.items() if key not in KEYS}
    return replace(view, state=replace(view.state, extra=extra))
