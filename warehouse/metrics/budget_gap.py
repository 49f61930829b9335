"""
label = "Budget share against demand share"
label_de = "Budgetanteil gegen Arbeitsanteil"
description = '''Service's share of the budget of service and marketing, against its share of their handling minutes:
    the natural logarithm of the one divided by the other. 0 is balanced, below it service is under-funded; `factor` is
    the demand share divided by the budget share. Budgets count by the days of their period; a contact that nobody has
    answered yet takes as long as others of its department and channel.'''
description_de = '''Anteil des Service am Budget von Service und Marketing gegen seinen Anteil an deren
    Bearbeitungsminuten: der natürliche Logarithmus des einen durch den anderen. 0 heißt ausgeglichen, darunter ist der
    Service unterfinanziert; `factor` ist der Arbeitsanteil durch den Budgetanteil. Budgets zählen nach den Tagen ihres
    Zeitraums; ein Kontakt, den noch niemand beantwortet hat, dauert so lang wie andere seiner Abteilung und seines
    Kanals.'''
unit = "log ratio"
better = "neutral"
dimensions = ["department", "cost_category"]
table_by = ["department"]
time = "contact_day"
times = ["budget_day", "date_day"]
daily = true
statistics = ["gap", "factor", "budget_share", "demand_share", "budget", "minutes", "contacts", "world_share"]
smallest = 0.2
excludes = '''days that no budget of both departments covers; work without an owner; departments without a budget
    have a demand share and no gap'''
excludes_de = '''Tage, die kein Budget beider Abteilungen abdeckt; Arbeit ohne Zuständigen; Abteilungen ohne Budget
    haben einen Arbeitsanteil und keine Lücke'''
others = "Others count messages, of which a like takes as much as a complaint, or set no budget beside the work at all."
others_de = '''Andere zählen Nachrichten, von denen ein Dank so viel gilt wie eine Beschwerde, oder stellen der Arbeit
    gar kein Budget gegenüber.'''
example = [
    "a quarter's budget: service 30,000 €, marketing 70,000 €",
    "its work: service 900 contacts of 8 min, marketing 800 of 6 min",
    "budget share 30%, demand share 7,200 of 12,000 min = 60%",
    "= ln(0.30 / 0.60) = -0.69: half of what the work would ask for",
]
example_de = [
    "Budget eines Quartals: Service 30.000 €, Marketing 70.000 €",
    "seine Arbeit: Service 900 Kontakte zu 8 Min., Marketing 800 zu 6 Min.",
    "Budgetanteil 30 %, Arbeitsanteil 7.200 von 12.000 Min. = 60 %",
    "= ln(0,30 / 0,60) = -0,69: die Hälfte dessen, was die Arbeit verlangt",
]
source = '''definition C8; interval: block bootstrap over weeks (Künsch, 1989), widened by Student's t,
    the budget exact; world_share: 9 of 509 billion US dollars for service and marketing (2012/13)'''
"""

from collections.abc import Mapping, Sequence
from math import log, sqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse import graded_rows
from warehouse.graded_rows import Row
from warehouse.intervals import CONFIDENCE, critical_value
from warehouse.quantiles import student

SMALLEST = 0.2
DRAWS = 1000
FEWEST_WEEKS = 8  # with fewer, single days are drawn
# Spending on service and on marketing in the world, 2012/13, in billion US dollars: for orientation, not a target.
WORLD_SERVICE, WORLD_MARKETING = 9, 500

QUERIES = {
    "budgets": """
select
    budgets.budget_day as day,
    budgets.department_id as unit,
    budgets.cost_category,
    sum(budgets.amount)::double as amount
from marts.fct_budget_days as budgets
where budgets.budget_day in (select date_day from marts.dim_observed_hour)
group by all
""",
    "work": """
select
    contact_day as day,
    department_id as unit,
    channel,
    count(*) as contacts,
    count(handle_seconds) as handled,
    coalesce(sum(handle_seconds::decimal(18, 3)), 0)::double as seconds
from marts.fct_contacts
group by all
""",
    "units": """
select
    department_id as unit,
    kind
from marts.dim_department
""",
}

Floats = NDArray[np.float64]


def compute(frames: Mapping[str, pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Rows of service against marketing, or by department of each against all; by category the budgets alone.

    `frames`: budgets (a row a day, unit and category), work (a row a day, unit and channel), units. sample_size counts
    days, numerator is in euro for budgets and in minutes for demand. A budget that covers only some of the days makes
    the figure one of these days (reason partly_budgeted).
    """
    budgets, units = frames["budgets"], frames["units"]
    work = with_minutes(frames["work"])
    shape = {"department": pl.String, "cost_category": pl.String}
    if "cost_category" in by:
        rows = _categories(budgets, by)
    elif "department" in by:
        named = units["unit"].to_list() + ([None] if work["unit"].null_count() else [])
        rows = [row for unit in named for row in _unit(unit, budgets, work)]
    else:
        rows = _pair(budgets, work, units)
    return graded_rows.table(rows, pl.DataFrame(schema={name: shape[name] for name in by}), by)


def with_minutes(work: pl.DataFrame) -> pl.DataFrame:
    """Minutes a day and unit; contacts without a handle time take the mean of their unit and channel, or of all."""
    total = work.select(pl.col("seconds").sum(), pl.col("handled").sum())
    overall = total["seconds"][0] / total["handled"][0] if len(work) and total["handled"][0] else None
    usual = pl.col("seconds").sum() / pl.col("handled").sum()
    return (
        work.sort("day", "unit", "channel")
        .with_columns(usual.over("unit", "channel").fill_nan(None).alias("usual"))
        .with_columns(pl.col("usual").fill_null(pl.lit(overall, pl.Float64)))
        .with_columns(
            minutes=(pl.col("seconds") + (pl.col("contacts") - pl.col("handled")) * pl.col("usual")) / 60
        )
        .group_by("day", "unit")
        .agg(pl.col("minutes").sum(), pl.col("contacts").sum())
        .sort("day", "unit")
    )


def shares(one: Floats, other: Floats, days: Sequence[int]) -> tuple[float, float, float]:
    """The share of `one` in both, with 95 % bounds; both are sums a day, `days` their numbers (ordinals).

    Weeks are drawn whole, since the days of one hang together.
    """
    weeks = np.array(days) // 7
    labels = weeks if len(np.unique(weeks)) >= FEWEST_WEEKS else np.array(days)
    _, blocks = np.unique(labels, return_inverse=True)
    count = int(blocks.max()) + 1
    first, second = (np.bincount(blocks, values, count) for values in (one, other))
    rng = np.random.default_rng(8)
    weights = rng.multinomial(count, np.full(count, 1 / count), size=DRAWS).astype(np.float64)
    drawn, both = weights @ first, weights @ (first + second)
    found = np.divide(drawn, both, out=np.full(DRAWS, np.nan), where=both > 0)
    low, high = np.nanquantile(found, [0.025, 0.975])
    value = float(one.sum() / (one.sum() + other.sum()))
    if count < 2:
        return value, float(low), float(high)
    # Percentiles of few blocks are too narrow: by Student's t, and as the bootstrap divides by n (Efron, 1982).
    wider = student(CONFIDENCE, count - 1) / critical_value() * sqrt(count / (count - 1))
    return (
        value,
        max(0.0, value - (value - float(low)) * wider),
        min(1.0, value + (float(high) - value) * wider),
    )


def _pair(budgets: pl.DataFrame, work: pl.DataFrame, units: pl.DataFrame) -> list[Row]:
    """Service against marketing, all departments of each kind."""
    kinds = {
        kind: units.filter(pl.col("kind") == kind)["unit"].to_list() for kind in ("service", "marketing")
    }
    world = WORLD_SERVICE / (WORLD_SERVICE + WORLD_MARKETING)
    reference = graded_rows.row(
        {}, "world_share", world, None, WORLD_SERVICE + WORLD_MARKETING, WORLD_SERVICE
    )
    money = [budgets.filter(pl.col("unit").is_in(kinds[kind])) for kind in ("service", "marketing")]
    done = [work.filter(pl.col("unit").is_in(kinds[kind])) for kind in ("service", "marketing")]
    return [*_rows({}, (money[0], money[1]), (done[0], done[1])), {**reference, "grade": "solid"}]


def _unit(unit: str | None, budgets: pl.DataFrame, work: pl.DataFrame) -> list[Row]:
    """One department against all others; NULL is work without an owner."""
    own = pl.col("unit").eq_missing(pl.lit(unit, pl.String))
    return _rows(
        {"department": unit},
        (budgets.filter(own), budgets.filter(~own)),
        (work.filter(own), work.filter(~own)),
    )


def _rows(
    key: Row, budgets: tuple[pl.DataFrame, pl.DataFrame], work: tuple[pl.DataFrame, pl.DataFrame]
) -> list[Row]:
    """What one side has and does, against the other; on the days for which both have a budget."""
    lines = [sorted(set(frame["day"])) for frame in budgets]
    worked = sorted({*work[0]["day"], *work[1]["day"]})
    both = sorted(set(lines[0]) & set(lines[1]))
    compared = both or sorted({*lines[0], *lines[1]}) or worked
    partly = "partly_budgeted" if both and len(set(worked) - set(both)) else None
    amounts = [_sum(frame, "amount", compared) for frame in budgets]
    minutes = [_daily(frame, "minutes", compared) for frame in work]
    contacts = int(_sum(work[0], "contacts", compared))
    demand = None
    if compared and sum(part.sum() for part in minutes) > 0:
        demand = shares(minutes[0], minutes[1], [day.toordinal() for day in compared])
    budget = amounts[0] / sum(amounts) if both and sum(amounts) > 0 else None
    missing = "no_budget" if budget is None else None if demand else "no_contacts"
    made = graded_rows.row
    n = len(compared)
    exact = (budget, budget) if budget is not None else None
    rows = [
        made(
            key, "budget", amounts[0] if lines[0] else None, None, n, reason=None if lines[0] else "no_budget"
        ),
        made(key, "budget_share", budget, exact, n, amounts[0] if both else None, reason=missing or partly),
        made(key, "minutes", float(minutes[0].sum()), None, n),
        made(key, "contacts", float(contacts), None, n),
    ]
    value, low, high = demand or (None, None, None)
    bounds = (low, high) if demand else None
    rows.append(
        made(
            key,
            "demand_share",
            value,
            bounds,
            n,
            float(minutes[0].sum()),
            reason=None if demand else "no_contacts",
        )
    )
    if not (budget and value and low and high):
        # A side without any budget or any work has no ratio: not 0, and not infinitely many.
        why = missing or ("no_budget" if not budget else "no_contacts")
        rows += [made(key, name, None, None, n, reason=why) for name in ("gap", "factor")]
        return [{**row, "grade": _at_most(row, partly)} for row in rows]
    ratios = [budget / share for share in (value, high, low)]
    gap, factor = [log(ratio) for ratio in ratios], [1 / ratio for ratio in ratios]
    rows += [
        made(key, "gap", gap[0], (gap[1], gap[2]), n, smallest=SMALLEST, reason=partly),
        made(key, "factor", factor[0], (factor[2], factor[1]), n, reason=partly),
    ]
    return [{**row, "grade": _at_most(row, partly)} for row in rows]


def _categories(budgets: pl.DataFrame, by: Sequence[str]) -> list[Row]:
    keys = ["unit", "cost_category"] if "department" in by else ["cost_category"]
    found = budgets.group_by(keys).agg(pl.col("amount").sort().sum(), pl.col("day").n_unique()).sort(keys)
    rows = []
    for one in found.to_dicts():
        key = {"department": one.get("unit"), "cost_category": one["cost_category"]}
        key = {name: key[name] for name in by}
        rows.append(graded_rows.row(key, "budget", one["amount"], None, one["day"]) | {"grade": "solid"})
    return rows


def _at_most(row: Row, partly: str | None) -> str:
    """Sums are what they are; what a part of the days says of all is no more than indicative."""
    if row["statistic"] in ("budget", "minutes", "contacts"):
        return "solid" if row["metric_value"] is not None else "not_computable"
    return "indicative" if partly and row["grade"] == "solid" else str(row["grade"])


def _daily(frame: pl.DataFrame, column: str, days: Sequence[object]) -> Floats:
    sums = dict(frame.group_by("day").agg(pl.col(column).sort().sum()).iter_rows())
    return np.array([float(sums.get(day, 0.0)) for day in days])


def _sum(frame: pl.DataFrame, column: str, days: Sequence[object]) -> float:
    return float(_daily(frame, column, days).sum())
