"""A trend without axes, small enough for a card: an SVG used as a CSS mask, so it takes the text's colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

WIDTH, HEIGHT = 84, 30
_PAD = 4


@dataclass(frozen=True)
class Sparkline:
    """The line as a `url(...)` for `mask`, and where its last point is, in px from the top left corner."""

    mask: str
    last_x: float
    last_y: float


def sparkline(values: Sequence[float | None]) -> Sparkline | None:
    """Return the line through evenly spaced values, gaps left open; None for fewer than two known values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    scale = (HEIGHT - 2 * _PAD) / ((high - low) or 1)
    step = (WIDTH - 2 * _PAD) / (len(values) - 1)

    def place(i: int, value: float) -> tuple[float, float]:
        return round(_PAD + i * step, 1), round(HEIGHT - _PAD - (value - low) * scale, 1)

    path, pen_up = [], True
    for i, value in enumerate(values):
        if value is None:
            pen_up = True
            continue
        x, y = place(i, value)
        path.append(f"{'M' if pen_up else 'L'}{x} {y}")
        pen_up = False
    last = max(i for i, value in enumerate(values) if value is not None)
    x, y = place(last, values[last] or 0.0)
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>"
        f"<path d='{''.join(path)}' fill='none' stroke='black' stroke-width='1.4' stroke-linejoin='round'/>"
        "</svg>"
    )
    return Sparkline(f'url("data:image/svg+xml,{quote(svg)}")', x, y)
