"""Time until an answer where some have none yet: curves, percentiles and competing ends, with intervals.

Pure functions on frames. `by` names the columns to group by, NULL being a group of its own; durations are
numbers in any one unit. What happens within a group never depends on the other groups, and sums run in the order
of time, so that equal input gives equal bits.
"""

from collections.abc import Callable, Sequence

import polars as pl

from warehouse.distinct_ends import distinct_ends
from warehouse.intervals import CONFIDENCE, critical_value

CENSORED, ANSWERED, CLOSED_UNANSWERED = 0, 1, 2  # event codes of `cumulative_incidence`

# A survival of exactly 0.5 comes out of a product of fractions as 0.5000000000000001.
_ROUNDING = 1e-12


def kaplan_meier(
    frame: pl.DataFrame, by: Sequence[str], duration: str, event: str, confidence: float = CONFIDENCE
) -> pl.DataFrame:
    """Share that is still unanswered after each time (Kaplan and Meier, 1958), given how long each was observed.

    `event` is true (1) where the duration ended with the answer, false (0) where observation ended before.
    Columns: *by, time, at_risk, events, survival, lower, upper, a row for 0 and each distinct duration, in order.
    at_risk counts those observed up to the time or longer; someone censored at the time of an answer was at risk.
    The interval is pointwise, log-log (Kalbfleisch and Prentice, 1980) with Greenwood's variance (1926); before
    the first answer it is a point, and NULL where survival is 0.

    Raises:
        ValueError: durations that are NULL, NaN, infinite or negative; events other than true or false.
    """
    table, groups = _table(frame, by, duration, event, {"events": pl.col("event") == 1}, {0, 1})
    at_risk, events = pl.col("at_risk"), pl.col("events")
    within = _within(groups)
    left = at_risk - events
    curve = table.with_columns(
        within(_survival(left, at_risk)).alias("survival"),
        within(_hazard_variance(events, left, at_risk).cum_sum()).alias("variance"),
    )
    lower, upper = _log_log_band(pl.col("survival"), pl.col("variance").sqrt(), confidence)
    survival = pl.col("survival")
    uncertain = pl.when(survival > 0)
    return _labelled(
        groups,
        curve.select(
            "group",
            "time",
            "at_risk",
            "events",
            "survival",
            uncertain.then(pl.when(survival < 1).then(lower).otherwise(1.0)).alias("lower"),
            uncertain.then(pl.when(survival < 1).then(upper).otherwise(1.0)).alias("upper"),
        ),
    )


def percentiles(curve: pl.DataFrame, by: Sequence[str], shares: Sequence[float]) -> pl.DataFrame:
    """The times by which these shares were answered, read off curves of `kaplan_meier`.

    Columns: *by, share, value, lower, upper, sample_size, events; by group and share. value is the first time at
    which at least the share was answered; the interval inverts the pointwise band (Brookmeyer and Crowley, 1982).
    Each is NULL where it is not reached.
    """
    curve, keys = _keyed(curve, by)
    bands = {"value": "survival", "lower": "lower", "upper": "upper"}
    read = curve.group_by(keys).agg(
        *(
            pl.col("time").filter(pl.col(band) <= 1 - share + _ROUNDING).min().alias(f"{name} {share}")
            for share in shares
            for name, band in bands.items()
        ),
        pl.col("at_risk").max().alias("sample_size"),
        pl.col("events").sum(),
    )
    found = [
        read.select(
            *keys,
            pl.lit(float(share)).alias("share"),
            *(pl.col(f"{name} {share}").alias(name) for name in bands),
            "sample_size",
            "events",
        )
        for share in shares
    ]
    return pl.concat(found).sort(*keys, "share").select(*by, "share", *bands, "sample_size", "events")


def cumulative_incidence(
    frame: pl.DataFrame,
    by: Sequence[str],
    duration: str,
    event: str,
    cause: int = ANSWERED,
    confidence: float = CONFIDENCE,
) -> pl.DataFrame:
    """Share that has ended by `cause` by each time, while other ends compete (Aalen and Johansen, 1978).

    `event` holds 0 for censored, 1 answered, 2 closed without a reply. What the answered leave of 1 is the share
    that never had an answer by then.
    Columns: *by, time, at_risk, events (by the cause), incidence, lower, upper, survival (share without any end
    yet), a row for 0 and each distinct duration, in order. The variance is that of the delta method (Marubini and
    Valsecchi, 1995); the interval is log-log and, before the first such end, a point.

    Raises:
        ValueError: durations that are NULL, NaN, infinite or negative; unknown event codes.
    """
    ends = {"events": pl.col("event") == cause, "ends": pl.col("event") != CENSORED}
    codes = {CENSORED, ANSWERED, CLOSED_UNANSWERED}
    table, groups = _table(frame, by, duration, event, ends, codes)
    at_risk, events, ended = pl.col("at_risk"), pl.col("events"), pl.col("ends")
    left = at_risk - ended
    within = _within(groups)
    # Shares of all, at each time: s = still waiting just before, f = ended by the cause so far.
    table = table.with_columns(
        within(_survival(left, at_risk)).alias("survival"),
        within(_survival(left, at_risk).shift(1, fill_value=1.0)).alias("s"),
    )
    s = pl.col("s")
    table = table.with_columns(within((s * events / at_risk).cum_sum()).alias("f"))
    f = pl.col("f")
    # The variance at t sums over all times i up to t
    #     (f - f_i)^2 * hazard_i  +  s_i^2 * binomial_i  -  2 * (f - f_i) * s_i * events_i / at_risk_i^2;
    # multiplied out, each sum runs along with t.
    n = at_risk.cast(pl.Float64)
    hazard, covariance = pl.col("hazard"), pl.col("covariance")
    binomial = s * s * events * (n - events) / (n * n * n)
    table = table.with_columns(
        _hazard_variance(ended, left, at_risk).alias("hazard"), (s * events / (n * n)).alias("covariance")
    ).with_columns(
        within(hazard.cum_sum()).alias("h0"),
        within((hazard * f).cum_sum()).alias("h1"),
        within((hazard * f * f + binomial + 2 * covariance * f).cum_sum()).alias("h2"),
        within(covariance.cum_sum()).alias("c0"),
    )
    variance = f * f * pl.col("h0") - 2 * f * pl.col("h1") + pl.col("h2") - 2 * f * pl.col("c0")
    error = variance.clip(lower_bound=0.0).sqrt()
    # On the scale log(-log f) the error is that of f, divided by f * log f.
    lower, upper = _log_log_band(f, error / f, confidence)
    curve = table.select(
        "group",
        "time",
        "at_risk",
        "events",
        f.alias("incidence"),
        pl.when((f > 0) & (f < 1)).then(lower).otherwise(f).alias("lower"),
        pl.when((f > 0) & (f < 1)).then(upper).otherwise(f).alias("upper"),
        "survival",
    )
    return _labelled(groups, curve)


def at_times(curve: pl.DataFrame, by: Sequence[str], times: Sequence[float]) -> pl.DataFrame:
    """Curves of this module read at other times: *by, time, at_risk, the share, lower, upper, by group and time.

    at_risk counts those observed that long or longer. Past a group's last duration nothing is known and the rest
    is NULL, unless everybody's wait had ended by then.
    """
    curve, keys = _keyed(curve, by)
    groups = curve.select(keys).unique(maintain_order=True).with_row_index("group")
    steps = groups.join(curve, on=keys, nulls_equal=True, maintain_order="left_right")
    grid = pl.DataFrame({"time": sorted(float(time) for time in times)}, schema={"time": pl.Float64})
    share = "incidence" if "incidence" in curve.columns else "survival"
    last = steps.select("group", "time", share, "lower", "upper", is_over=pl.col("survival") == 0)
    read = (
        groups.join(grid, how="cross", maintain_order="left_right")
        .join_asof(last, on="time", by="group", check_sortedness=False)
        .join_asof(
            steps.select("group", "time", "at_risk"),
            on="time",
            by="group",
            strategy="forward",
            check_sortedness=False,
        )
    )
    known = pl.col("at_risk").is_not_null() | pl.col("is_over")
    return read.select(
        *by,
        "time",
        pl.col("at_risk").fill_null(0),
        *(pl.when(known).then(column).alias(column) for column in (share, "lower", "upper")),
    )


def answered_only(curve: pl.DataFrame, by: Sequence[str], shares: Sequence[float]) -> pl.DataFrame:
    """Percentiles of the answered alone, as other tools show them: too small while somebody still waits.

    Read off the events of `kaplan_meier`. Columns: *by, share, value (linear between neighbours), sample_size (the
    answered); by group and share.
    """
    curve, keys = _keyed(curve, by)
    events = pl.col("events")
    # Ranks are numbered from 0: the event of rank r happens when the first r + 1 have happened.
    ranked = curve.with_columns(
        events.cum_sum().over(keys).alias("until"), events.sum().over(keys).alias("sample_size")
    )
    found = []
    for share in shares:
        rank = (pl.col("sample_size") - 1) * share
        below, above = (
            pl.col("time").filter((events > 0) & (pl.col("until") > end)).first()
            for end in (rank.floor(), rank.ceil())
        )
        found.append(
            ranked.group_by(keys).agg(
                pl.lit(float(share)).alias("share"),
                (below + (rank.first() - rank.first().floor()) * (above - below)).alias("value"),
                pl.col("sample_size").first(),
            )
        )
    return pl.concat(found).sort([*keys, "share"]).select(*by, "share", "value", "sample_size")


def _table(
    frame: pl.DataFrame,
    by: Sequence[str],
    duration: str,
    event: str,
    counted: dict[str, pl.Expr],
    codes: set[int],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row for 0 and each distinct duration of each group: how many were at risk, and what is `counted`.

    Groups are numbered in order; the second frame holds their values of `by`.
    """
    _check(frame, duration, event, codes)
    groups, numbers = _grouped(frame, by)
    ends = distinct_ends(numbers, frame[duration].cast(pl.Float64), frame[event].cast(pl.UInt8))
    group, time, gone = pl.col("group"), pl.col("time"), pl.col("leaving")
    sums = pl.col(*counted, "leaving")
    is_last = (time != time.shift(-1)) | (group != group.shift(-1))
    # Running sums at the last row of each time, whose differences are those of the time.
    table = (
        ends.select(
            group,
            time,
            *(
                (expression.cast(pl.Int64) * pl.col("count")).cum_sum().alias(name)
                for name, expression in counted.items()
            ),
            pl.col("count").cum_sum().alias("leaving"),
        )
        .filter(is_last.fill_null(True))
        .select(
            group.set_sorted(),
            time,
            (sums - sums.shift(1, fill_value=0)).name.keep(),
            (_within(groups)(gone.last()) - gone.shift(1, fill_value=0)).alias("at_risk"),
        )
    )
    return table, groups


def _grouped(frame: pl.DataFrame, by: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    if not by:
        return pl.DataFrame(), pl.zeros(len(frame), dtype=pl.UInt32, eager=True).alias("group")
    groups = frame.select(by).unique().sort(by)
    if len(groups) == 1:
        return groups, pl.zeros(len(frame), dtype=pl.UInt32, eager=True).alias("group")
    numbered = groups.with_row_index("group")
    numbers = frame.select(by).join(numbered, on=by, how="left", nulls_equal=True, maintain_order="left")
    return groups, numbers["group"]


def _within(groups: pl.DataFrame) -> Callable[[pl.Expr], pl.Expr]:
    """Running figures start anew in each group; where there is one, there is nothing to look out for."""
    return (lambda figure: figure.over("group")) if len(groups) > 1 else (lambda figure: figure)


def _labelled(groups: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    numbers, table = table["group"], table.drop("group")
    return pl.concat([groups[numbers], table], how="horizontal") if groups.width else table


def _keyed(frame: pl.DataFrame, by: Sequence[str]) -> tuple[pl.DataFrame, list[str]]:
    # Polars groups by at least one column.
    return (frame, list(by)) if by else (frame.with_columns(pl.lit(0).alias("_all")), ["_all"])


def _check(frame: pl.DataFrame, duration: str, event: str, codes: set[int]) -> None:
    durations, events = frame[duration].cast(pl.Float64), frame[event]
    wrong = len(durations) - (durations.is_finite() & (durations >= 0)).sum()
    if wrong:
        raise ValueError(
            f"{wrong} of {len(durations)} durations in {duration} are NULL, NaN, infinite or negative"
        )
    unknown = set(events.unique().to_list()) - codes
    if unknown:
        raise ValueError(f"{event} holds {sorted(map(str, unknown))}; expected {sorted(codes)}")


def _survival(left: pl.Expr, at_risk: pl.Expr) -> pl.Expr:
    # The row for 0 of a group is at risk as a whole, so that nothing is divided by 0.
    return (left / at_risk).cum_prod()


def _hazard_variance(ended: pl.Expr, left: pl.Expr, at_risk: pl.Expr) -> pl.Expr:
    # Greenwood's term; floats, since a product of large counts doesn't fit into an integer. Where nobody is left it
    # has no bounds, but nothing follows that it could bear on.
    return pl.when(left > 0).then(ended / (at_risk.cast(pl.Float64) * left)).otherwise(0.0)


def _log_log_band(share: pl.Expr, relative_error: pl.Expr, confidence: float) -> tuple[pl.Expr, pl.Expr]:
    # log(-log share) plus or minus z times its error, back on the scale of the share.
    exponent = critical_value(confidence) * relative_error / share.log()
    return share ** (-exponent).exp(), share ** exponent.exp()
