"""Did the change do anything? A department's weekly figure against what its past and the others let expect."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import formats
from dashboard.figures import canvas, day_axis

HEIGHT = 260


def gap_plot(
    observed: Sequence[Mapping[str, Any]],
    expected: Sequence[Mapping[str, Any]],
    changed: date,
    *,
    lang: str,
    scheme: str,
) -> canvas.Figure:
    """Draw both series (points with week_start and metric_value in seconds), the gap filled from the change on."""
    t = canvas.tokens(scheme)
    if not observed or not expected:
        return canvas.empty(scheme, canvas.word(lang, "nobody_waited"))
    weeks = {row["week_start"]: row["metric_value"] for row in observed}
    later = [row for row in expected if row["week_start"] >= changed and row["week_start"] in weeks]
    xs = [row["week_start"].isoformat() for row in later]
    most = max([*weeks.values(), *(row["metric_value"] for row in expected)]) * 1.1
    first, last = min(weeks), max(weeks)
    gap = {
        "type": "scatter",
        "mode": "lines",
        "x": xs + xs[::-1],
        "y": [row["metric_value"] for row in later] + [weeks[row["week_start"]] for row in reversed(later)],
        "fill": "toself",
        "fillcolor": canvas.tint(t["c1"], 0.14),
        "line": {"width": 0, "color": t["c1"]},
        "hoverinfo": "skip",
    }
    ends = canvas.spread(
        [observed[-1]["metric_value"] / most, expected[-1]["metric_value"] / most], 0.09, 0.03, 0.97
    )
    words = [canvas.word(lang, "gap_observed"), canvas.word(lang, "gap_expected")]
    return canvas.figure(
        scheme,
        [
            gap,
            _line(expected, words[1], t["text3"], lang, dash="4px,3px"),
            _line(observed, words[0], t["c1"], lang),
        ],
        height=HEIGHT,
        margin={"l": 8, "r": max(canvas.text_width(word) for word in words) + 14, "t": 22, "b": 30},
        shapes=[
            {
                "type": "line", "x0": changed.isoformat(), "x1": changed.isoformat(), "y0": 0, "y1": 1, "yref": "paper",
                "line": {"color": t["text"], "width": 1.25},
            }
        ],
        annotations=[
            {
                "text": canvas.word(lang, "gap_changed"), "x": changed.isoformat(), "y": 1, "yref": "paper",
                "yanchor": "bottom", "font": {"size": 12, "color": t["text2"]},
            },
            *(
                {
                    "text": word, "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": y * most,
                    "font": {"size": 12, "color": colour},
                }
                for word, y, colour in zip(words, ends, (t["c1"], t["text3"]), strict=True)
            ),
        ],
        xaxis=day_axis.day_axis(first, last, lang, most_ticks=8),
        yaxis=_axis(most, lang),
    )  # fmt: skip


def _axis(most: float, lang: str) -> dict[str, Any]:
    step = next((s for s in (300, 900, 1800, 3600, 7200, 14400, 21600, 43200) if most / s <= 6), 43_200)
    ticks = list(range(0, int(most) + 1, step))
    return {
        "range": [0, most],
        "tickvals": ticks,
        "ticktext": [formats.duration(tick, lang, "chart") if tick else "0" for tick in ticks],
    }


def _line(
    rows: Sequence[Mapping[str, Any]], name: str, colour: str, lang: str, dash: str = "solid"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [row["week_start"].isoformat() for row in rows],
        "y": [row["metric_value"] for row in rows],
        "line": {"color": colour, "width": 2, "dash": dash},
        "customdata": [
            [
                canvas.hover(
                    formats.date(row["week_start"], lang),
                    f"{name}: {formats.duration(row['metric_value'], lang)}",
                )
            ]
            for row in rows
        ],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }
