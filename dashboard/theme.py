"""Colours, type and sizes, once, for page and chart: tokens, CSS variables, the Plotly template and Mantine's theme.

Within a scheme no two tokens share a value: a finished figure is re-themed in the browser by swapping one scheme's
values for the other's (`SWAPS`), so each value must say which token it stands for.
"""

from collections.abc import Mapping
from typing import Any

FONT = (
    'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", '
    '"Liberation Sans", Arial, sans-serif'
)
MONO = 'ui-monospace, SFMono-Regular, "Cascadia Mono", Consolas, "Liberation Mono", monospace'

_COLOURS = """
bg        F5F6F8 0E1116    page
surface   FFFFFF 161A21    card, header
sunken    EEF1F4 1D222B    tracks, segmented control
hover     F3F5F8 1F252F
border    E1E5EA 2B323D
border2   C5CCD6 465062
grid      EBEEF2 252B35
text      151A23 E9ECF1    ink
text2     464F5E B5BDCA    secondary
text3     5E6878 949EAE    meta
accent    0B4FC2 86A6FF    links, focus, selection, a single series, event lines
accentbg  E8EFFC 1C2A4D
onaccent  FEFEFF 0B1020
bad       B93408 FF8A66    missed: text
badmark   D5430F F26B3F    missed: mark
badbg     FDEEE7 3A2018    missed: cell
warn      855800 EDB94A    stale data only, always with an icon
warnmark  E0A11B E3A92F
warnbg    FDF4DC 33290F
good      0B6B61 4FC9B4    clearly above target
goodmark  15897C 37AE9B
goodbg    E3F4F1 12302C
band      D5DAE2 39414E    usual range
ghost     8B94A3 7D8797    neutral mark
night     F0F2F6 12151B    closed hours
h0        F7F8FA 1A1F27    heat map, five steps, h0 = good
h1        FBD9C8 4A2A1D
h2        F0996F 8A4526
h3        D2551F D8673A
h4        8A2A05 FFB394
c1        0A4EC1 7F96F3    categories: marks
c2        5B260D C86811
c3        148C78 4DC3A5
c4        8B2676 B179AD
c5        119EDB 91D0F7
c6        B39025 DEC81E
c0        7C8696 8D97A7
t1        0A4DC0 8EA3F6    categories: label text
t2        5A260D E08A3C
t3        0F7565 4EC4A6
t4        8A2676 C493C0
t5        0B76A5 92D1F8
t6        836919 DFC91F
t0        5F6979 A0A9B8
"""

_ROWS = [line.split()[:3] for line in _COLOURS.strip().splitlines()]
TOKENS: Mapping[str, Mapping[str, str]] = {
    "light": {name: f"#{light}" for name, light, _ in _ROWS},
    "dark": {name: f"#{dark}" for name, _, dark in _ROWS},
}
"""Scheme -> token -> "#RRGGBB"."""

SWAPS = {
    f"{a}>{b}": {TOKENS[a][name]: TOKENS[b][name] for name in TOKENS[a]}
    for a, b in (("light", "dark"), ("dark", "light"))
}
"""What the browser replaces in a figure's JSON when the scheme changes."""


def css_variables() -> str:
    """Return the block of `--ls-<token>` for both schemes, so that chart and page cannot drift apart."""

    def block(tokens: Mapping[str, str]) -> str:
        return "".join(f"--ls-{name}:{value};" for name, value in tokens.items())

    fixed = f"--ls-font:{FONT};--ls-mono:{MONO};--ls-r:8px;"
    return (
        f":root{{color-scheme:light;{block(TOKENS['light'])}{fixed}}}"
        f":root[data-mantine-color-scheme=dark]{{color-scheme:dark;{block(TOKENS['dark'])}}}"
        f"@media print{{:root[data-mantine-color-scheme=dark]{{color-scheme:light;{block(TOKENS['light'])}}}}}"
    )


def _axis(t: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "gridcolor": t["grid"],
        "gridwidth": 1,
        "linecolor": t["border2"],
        "tickfont": {"size": 12, "color": t["text3"]},
        "title": {"font": {"size": 12, "color": t["text3"]}, "standoff": 8},
        "automargin": True,
        "fixedrange": True,
        "tickangle": 0,
        "tickcolor": t["border2"],
        "ticklabelstandoff": 4,
        **more,
    }


def template(t: Mapping[str, str]) -> dict[str, Any]:
    """Return the one Plotly template (a plain dict) in the colours of a scheme's tokens."""
    font = {"family": FONT, "size": 12}
    return {
        "layout": {
            "font": {**font, "color": t["text2"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [t[f"c{i}"] for i in range(1, 7)],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 0},
            "showlegend": False,
            "autosize": True,
            "hovermode": "closest",
            "hoverdistance": 24,
            "dragmode": False,
            "bargap": 0.34,
            "barcornerradius": 2,
            "hoverlabel": {
                "bgcolor": t["surface"],
                "bordercolor": t["border2"],
                "align": "left",
                "namelength": -1,
                "font": {**font, "color": t["text"]},
            },
            "xaxis": _axis(t, showgrid=False),
            "yaxis": _axis(t, showgrid=True),
            "uniformtext": {"minsize": 11, "mode": "show"},
            "annotationdefaults": {"showarrow": False, "font": {**font, "color": t["text2"]}},
            "colorscale": {"sequential": [[i / 4, t[f"h{i}"]] for i in range(5)]},
        },
        "data": {
            "scatter": [
                {
                    "line": {"width": 2},
                    "cliponaxis": False,
                    "marker": {"size": 7, "opacity": 1, "line": {"width": 0}},
                }
            ],
            "bar": [{"marker": {"line": {"width": 0}}, "cliponaxis": False}],
            "heatmap": [{"xgap": 2, "ygap": 2, "showscale": False}],
        },
    }


_ACCENT = ["EEF3FE", "DCE6FC", "B7CBF8", "8FADF3", "6690EC", "3F72E0", "1F5AD2", "0B4FC2", "0A429F", "08337B"]

MANTINE: dict[str, Any] = {
    "fontFamily": FONT,
    "fontFamilyMonospace": MONO,
    "primaryColor": "accent",
    "primaryShade": {"light": 7, "dark": 4},
    "colors": {"accent": [f"#{value}" for value in _ACCENT]},
    "black": TOKENS["light"]["text"],
    "white": TOKENS["light"]["surface"],
    "defaultRadius": 6,
    "cursorType": "pointer",
    "respectReducedMotion": True,
    "autoContrast": True,
    "fontSizes": {"xs": "12px", "sm": "13px", "md": "14px", "lg": "16px", "xl": "20px"},
    "spacing": {"xs": "4px", "sm": "8px", "md": "16px", "lg": "24px", "xl": "40px"},
    "breakpoints": {"xs": "36em", "sm": "56.25em", "md": "64em", "lg": "80em", "xl": "90em"},
    "headings": {
        "fontWeight": "650",
        "sizes": {
            "h1": {"fontSize": "20px", "lineHeight": "28px"},
            "h3": {"fontSize": "14px", "lineHeight": "20px"},
        },
    },
}
