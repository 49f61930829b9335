"""One kind of thing that happens to cases: the keys of an address that choose among its rows, and its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from dashboard.cards.cases.wait_lists import instant


class Choosing(Protocol):
    """Where conditions are collected (case_lists.Conditions)."""

    def add(self, part: str, *values: object) -> None:
        """Add one condition."""

    def choose(self, column: str, text: str | None) -> None:
        """Add that a column is one of the values written in an address."""


@dataclass(frozen=True)
class Event:
    """One kind of event. `keys` maps keys of an address to columns of `table`; `at` is its instant's column.

    `flags` are conditions that an address asks for by true or false, `before` columns that lie before an instant.

    The other fields are what the list shows, as SQL on the table: `id`, `state`, `seconds` (how long or how late),
    `what` (metric, stage), `giver` and `receiver` (departments), `due_at`, `target_id`. `beside` is a column that
    stands in a table of its own, and how that is joined.
    """

    kind: str
    table: str
    keys: Mapping[str, str]
    at: str
    id: str
    state: str
    seconds: str
    order: str
    what: str = "null::varchar"
    giver: str = "null::varchar"
    receiver: str = "null::varchar"
    due_at: str = "null::timestamptz"
    target_id: str = "null::varchar"
    owner: str = "null::varchar"
    beside: tuple[str, str] = ("", "")
    columns: Sequence[str] = field(default=())
    flags: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def is_asked(self, own: Mapping[str, str]) -> bool:
        """Return whether an address asks for these events."""
        return any(key in own for key in (*self.keys, *self.flags, *self.before))

    def narrow(self, conditions: Choosing, own: Mapping[str, str]) -> None:
        """Add what an address asks of these events."""
        for key, column in self.keys.items():
            conditions.choose(column, own.get(key))
        for key, condition in self.flags.items():
            if key in own:
                conditions.add(condition if own[key] == "true" else f"not ({condition})")
        for key, column in self.before.items():
            if key in own:
                conditions.add(f"{column} < ?::timestamptz", instant(own[key]))

    @property
    def select(self) -> str:
        """The columns that the list shows of the event."""
        shown: dict[str, Any] = {
            "id": self.id,
            "occurred_at": self.at,
            "event_state": self.state,
            "event_seconds": self.seconds,
            "event_what": self.what,
            "giver": self.giver,
            "receiver": self.receiver,
            "due_at": self.due_at,
            "target_id": self.target_id,
        }
        return ", ".join(f"{sql} as {name}" for name, sql in shown.items())
