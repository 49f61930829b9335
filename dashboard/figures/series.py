"""A named group in a chart: what its line or row is called and which of the six category colours it has."""

from dataclasses import dataclass

from dashboard.figures import canvas


@dataclass(frozen=True)
class Series:
    """One group: its value in the frame's `series` column, its name for the reader, its colour 0 to 6."""

    key: str | None
    name: str
    category: int = 0
    is_few: bool = False

    def mark(self, t: canvas.Tokens) -> str:
        """Return the colour of its line and dots; grey where there are too few to say anything."""
        return t["ghost"] if self.is_few else t[f"c{self.category}"]

    def ink(self, t: canvas.Tokens) -> str:
        """Return the colour of its name, readable as text."""
        return t["text3"] if self.is_few else t[f"t{self.category}"]
