"""Has a daily share changed? A p-chart for small multiples: one chart a target.

Limits come from a fixed earlier window, are stepped by each day's n, and widened where days differ more than
chance alone would let them (Laney, D. B., 2002: Improved control charts for attributes; the p' chart).
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from dashboard import formats
from dashboard.figures import canvas
from dashboard.figures.day_axis import day_axis
from warehouse.intervals import FEW

HEIGHT = 196
MIN_BASELINE_DAYS = 14
SIGMAS = 3.0
_D2 = 1.128  # mean moving range of two normal values, in standard deviations
_HALF_DAY = timedelta(hours=12)


def control_limits(days: pl.DataFrame, baseline: pl.DataFrame) -> pl.DataFrame:
    """Add `centre`, `limit_low`, `limit_high` and `is_out` to days; NULL where the baseline is too short.

    Both frames have a row a day: date_day, numerator, sample_size. Days without observations count nowhere.
    Limits never get narrower than binomial, even where the baseline's days are unusually alike.
    """
    seen = baseline.filter(pl.col("sample_size") > 0).sort("date_day")
    share = pl.col("numerator") / pl.col("sample_size")
    if seen.height < MIN_BASELINE_DAYS or seen["sample_size"].sum() < FEW:
        nothing = pl.lit(None, dtype=pl.Float64)
        return days.with_columns(
            centre=nothing, limit_low=nothing, limit_high=nothing, is_out=pl.lit(False)
        ).sort("date_day")
    centre = float(seen["numerator"].sum()) / float(seen["sample_size"].sum())
    sigma = (centre * (1 - centre) / pl.col("sample_size")).sqrt()
    spread = 1.0
    if 0 < centre < 1:
        scores = seen.select(z=(share - centre) / sigma)["z"]
        moving_range = scores.diff().abs().mean()
        spread = max(1.0, float(moving_range or 0.0) / _D2)  # type: ignore[arg-type]
    reach = pl.when(pl.col("sample_size") > 0).then(SIGMAS * spread * sigma)
    return (
        days.sort("date_day")
        .with_columns(
            centre=pl.lit(centre),
            limit_low=(centre - reach).clip(0, 1),
            limit_high=(centre + reach).clip(0, 1),
        )
        .with_columns(
            is_out=((share < pl.col("limit_low")) | (share > pl.col("limit_high"))).fill_null(False)
        )
    )


def p_chart(
    days: pl.DataFrame,
    baseline: pl.DataFrame,
    *,
    name: str,
    goal: float | None,
    lang: str,
    scheme: str,
    matured_until: date | None = None,
    better: str = "higher",
    drill: Callable[[date], str] | None = None,
) -> canvas.Figure:
    """Draw a share per day inside its usual range, with the goal; days outside it are bigger and red.

    `days` and `baseline` as in `control_limits`. Days from `matured_until` on are hollow, their line dotted:
    not all that belongs to them is decided. `drill` gives the address behind a day.
    """
    days = control_limits(days, baseline).with_columns(
        share=pl.when(pl.col("sample_size") > 0).then(pl.col("numerator") / pl.col("sample_size"))
    )
    if days["share"].drop_nulls().is_empty():
        return canvas.empty(scheme, canvas.word(lang, "nothing_due"))
    t = canvas.tokens(scheme)
    rows = days.to_dicts()
    for row in rows:
        row["is_open"] = matured_until is not None and row["date_day"] >= matured_until
        row["hover"] = _hover(row, name, lang)
    low, high, step = _range(rows, goal)
    ticks = [low + i * step for i in range(round((high - low) / step) + 1)]
    return canvas.figure(
        scheme,
        [*_band(rows, t), *_lines(rows, t), *_points(rows, t, better, drill)],
        shapes=_goal(goal, t),
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        xaxis=day_axis(rows[0]["date_day"], rows[-1]["date_day"], lang),
        yaxis={
            "range": [low, high],
            "tickvals": ticks,
            "ticktext": [formats.share(tick, lang, 0) for tick in ticks],
        },
    )


def _hover(row: dict[str, Any], name: str, lang: str) -> str:
    day = formats.date(row["date_day"], lang)
    if row["share"] is None:
        return canvas.hover(f"{name}, {day}", canvas.word(lang, "nothing_due"))
    usual = None
    if row["limit_low"] is not None:
        usual = canvas.word(
            lang,
            "usual",
            low=formats.share(row["limit_low"], lang),
            high=formats.share(row["limit_high"], lang),
        )
    return canvas.hover(
        f"{name}, {day}",
        formats.share(row["share"], lang),
        usual,
        f"n {formats.number(row['sample_size'], lang)}",
        canvas.word(lang, "not_matured") if row["is_open"] else None,
    )


def _range(rows: Sequence[dict[str, Any]], goal: float | None) -> tuple[float, float, float]:
    """Round the axis to steps of 2, 5, 10 or 20 points around shares, goal and (most of) the band."""
    values = [row["share"] for row in rows if row["share"] is not None]
    values += [goal] if goal is not None else []
    bottom, top = min(values), max(values)
    lows = sorted(row["limit_low"] for row in rows if row["limit_low"] is not None)
    if lows:
        # A day with a handful of cases has limits from 0 to 100 %: it must not squeeze all the others.
        bottom = min(bottom, lows[len(lows) // 2])
        top = max(top, sorted(r["limit_high"] for r in rows if r["limit_high"] is not None)[len(lows) // 2])
    step = next((s for s in (0.02, 0.05, 0.1, 0.2) if (top - bottom) / s <= 4.5), 0.25)
    low = max(0.0, (bottom // step) * step)
    high = min(1.0, -((-top) // step) * step)
    if high - low < step:
        low = max(0.0, high - step)
    return low, high, step


def _band(rows: Sequence[dict[str, Any]], t: canvas.Tokens) -> list[dict[str, Any]]:
    """One closed outline a run of days with limits, stepping from midnight to midnight."""
    traces = []
    for run in _runs(rows, "limit_low"):
        xs = [edge for row in run for edge in (_at(row, -_HALF_DAY), _at(row, _HALF_DAY))]
        highs = [row["limit_high"] for row in run for _ in range(2)]
        lows = [row["limit_low"] for row in run for _ in range(2)]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs + xs[::-1],
                "y": highs + lows[::-1],
                "fill": "toself",
                "fillcolor": canvas.tint(t["band"], 0.55),
                "line": {"width": 0, "color": t["band"]},
                "hoverinfo": "skip",
                "cliponaxis": True,
            }
        )
    return traces


def _lines(rows: Sequence[dict[str, Any]], t: canvas.Tokens) -> list[dict[str, Any]]:
    """The line through matured days, and the dotted one from the last of them through the rest."""
    matured = [row for row in rows if not row["is_open"]]
    rest = matured[-1:] + [row for row in rows if row["is_open"]]
    line = {"color": t["text3"], "width": 1.25}
    return [
        _trace(part, mode="lines", line={**line, **dash}, hoverinfo="skip")
        for part, dash in ((matured, {}), (rest, {"dash": "dot"}))
        if len(part) > 1
    ]


def _points(
    rows: Sequence[dict[str, Any]], t: canvas.Tokens, better: str, drill: Callable[[date], str] | None
) -> list[dict[str, Any]]:
    """A dot a day. Out of its range on the wrong side is a verdict; on the good side only a bigger dot."""

    def style(row: dict[str, Any]) -> tuple[float, str]:
        if not row["is_out"]:
            return 5.5, t["text2"]
        worse = row["share"] < row["limit_low"] if better == "higher" else row["share"] > row["limit_high"]
        return (9.0, t["badmark"]) if worse else (8.0, t["text"])

    shown = [row for row in rows if row["share"] is not None]
    styles = [style(row) for row in shown]
    return [
        _trace(
            shown,
            mode="markers",
            marker={
                "size": [
                    size + (1.5 if row["is_open"] else 0)
                    for row, (size, _) in zip(shown, styles, strict=True)
                ],
                "color": [
                    t["surface"] if row["is_open"] else colour
                    for row, (_, colour) in zip(shown, styles, strict=True)
                ],
                "opacity": 1,
                "line": {
                    "width": [1.5 if row["is_open"] else 0 for row in shown],
                    "color": [colour for _, colour in styles],
                },
            },
            customdata=[canvas.mark(row["hover"], drill, row["date_day"]) for row in shown],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )
    ]


def _goal(goal: float | None, t: canvas.Tokens) -> list[dict[str, Any]]:
    if goal is None:
        return []
    line = {"color": t["text"], "width": 1.25, "dash": "4px,3px"}
    return [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": goal, "y1": goal, "line": line}]


def _trace(rows: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [row["date_day"].isoformat() for row in rows],
        "y": [row["share"] for row in rows],
        "connectgaps": False,
        **more,
    }


def _runs(rows: Sequence[dict[str, Any]], column: str) -> list[list[dict[str, Any]]]:
    runs: list[list[dict[str, Any]]] = [[]]
    for row in rows:
        if row[column] is None:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _at(row: dict[str, Any], offset: timedelta) -> str:
    return (datetime.combine(row["date_day"], time()) + offset).isoformat()
