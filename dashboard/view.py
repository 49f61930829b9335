"""What a page is drawn from: one address, one snapshot, one language. Made anew for each request; cheap.

view.t("sla.title")                    a text in the page's language
view.share(0.773)                      a number as its readers write it (also number, points, duration, date, ...)
view.evaluate("backlog", by=("department_id",))      a metric under the page's period and filters
view.link("/waits", {"department_id": "press"}, sla_state="breached")     an address with the page's state kept
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dashboard import formats, texts, theme, urls
from dashboard.data import Snapshot
from warehouse.catalog import Filters

LISTS = ("/waits", "/cases")
"""Pages that list what stands behind a figure of another page."""


@dataclass(frozen=True)
class View:
    """One request's state and the snapshot that answers it. `item` is what follows a prefix path (a wait's id)."""

    state: urls.State
    snapshot: Snapshot
    item: str = ""

    # language ---------------------------------------------------------------------------------------------------
    @cached_property
    def lang(self) -> str:
        """The page's language: the address's, else the company's."""
        own = self.snapshot.about.language
        return self.state.lang or (own if own in texts.LANGUAGES else "en")

    def t(self, key: str, count: int | None = None, **values: object) -> str:
        """Return a text."""
        return texts.text(self.lang, key, count, **values)

    def name(self, kind: str, value: str | None) -> str:
        """Return the name of a value of a filter column (department_id, platform, channel, visibility, ...)."""
        if kind == "department_id" and value is not None:
            return self.departments.get(value, value)
        if kind == "source" and value is not None:
            return texts.source_name(self.lang, value)
        return texts.name(self.lang, kind, value)

    def names(self, row: Mapping[str, Any], *kinds: str) -> list[str]:
        """Return the names of a row's platform, channel, ..., each once: a mailbox is mail on both counts."""
        return list(dict.fromkeys(self.name(kind, row[kind]) for kind in kinds if row[kind]))

    # numbers ----------------------------------------------------------------------------------------------------
    def number(self, value: float | None, decimals: int = 0) -> str:
        """Return 1,234."""
        return formats.number(value, self.lang, decimals)

    def share(self, value: float | None, decimals: int = 1) -> str:
        """Return 77.3%."""
        return formats.share(value, self.lang, decimals)

    def share_range(self, low: float | None, high: float | None, decimals: int = 1) -> str:
        """Return 76.4–78.2%."""
        return formats.share_range(low, high, self.lang, decimals)

    def points(self, value: float | None) -> str:
        """Return −2.6 pp."""
        return formats.points(value, self.lang)

    def signed(self, value: float | None) -> str:
        """Return +12 or −3."""
        return formats.signed(value, self.lang)

    def euro(self, value: float | None, decimals: int = 0) -> str:
        """Return €84,000 or 84.000 €."""
        return formats.euro(value, self.lang, decimals)

    def euro_range(self, low: float | None, high: float | None, decimals: int = 0) -> str:
        """Return €22,900–40,800 or 22.900–40.800 €."""
        return formats.euro_range(low, high, self.lang, decimals)

    def duration(self, seconds: float | None, style: str = "text") -> str:
        """Return 2 h 05 min; style "chart": 2.1 h; style "prose": units written out in German."""
        if style == "prose":
            return formats.prose_duration(seconds, self.lang)
        return formats.duration(seconds, self.lang, style)

    def date(self, day: date | None, style: str = "full") -> str:
        """Return 21 Nov 2026; styles: full, short, weekday."""
        return formats.date(day, self.lang, style)

    def instant(self, at: datetime | None, style: str = "full") -> str:
        """Return 21 Nov 2026, 06:00 in the company's zone; styles: full, short (no year if the data's), time."""
        about = self.snapshot.about
        if (
            style == "short"
            and at is not None
            and at.astimezone(ZoneInfo(about.zone)).year != about.today.year
        ):
            style = "full"
        return formats.instant(at, self.lang, about.zone, style)

    # time -------------------------------------------------------------------------------------------------------
    @cached_property
    def period(self) -> urls.Period:
        """The days shown, [since, until) in the company's zone."""
        return urls.resolve(self.state.period, self.snapshot.about.today)

    @cached_property
    def previous(self) -> urls.Period | None:
        """The period of the same length before; None where the data doesn't reach back over all of it."""
        before = self.period.before()
        first = self.snapshot.about.data_from
        return before if first is not None and before.since >= first else None

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """The instants between which the period lies, [from, to)."""
        zone = ZoneInfo(self.snapshot.about.zone)
        since, until = (
            datetime.combine(day, time(), zone).astimezone(UTC)
            for day in (self.period.since, self.period.until)
        )
        return since, until

    # data -------------------------------------------------------------------------------------------------------
    def filters(self, period: urls.Period | None = None, **include: str | None) -> Filters:
        """Return the page's filters, with `include` narrowing single columns (clock="business")."""
        days = period or self.period
        chosen: dict[str, tuple[str | None, ...]] = {
            c.column: c.values for c in self.state.chips if not c.exclude
        }
        chosen.update({column: (value,) for column, value in include.items()})
        excluded = {c.column: c.values for c in self.state.chips if c.exclude}
        return Filters(since=days.since, until=days.until, include=chosen, exclude=excluded)

    def evaluate(
        self,
        metric: str,
        /,
        by: Sequence[str] = (),
        period: urls.Period | None = None,
        at: datetime | None = None,
        **include: str | None,
    ) -> pl.DataFrame:
        """Return a metric under the page's period and filters; columns as `catalog.evaluate` gives them.

        `at` is the instant that a metric of instants is asked about; its period is all of the data.
        """
        filters = self.filters(period, **include)
        if at is not None:
            filters = replace(filters, since=None, until=None, at=at)
        return self.snapshot.evaluate(metric, filters, by)

    def where(self, time: str | None, period: urls.Period | None = None) -> tuple[str, list[object]]:
        """Return the page's filters as a condition and its parameters, for a list; `time` is the date column."""
        days = period or self.period
        conditions: list[str] = [f"{time} >= ?", f"{time} < ?"] if time else []
        values: list[object] = [days.since, days.until] if time else []
        for chip in self.state.chips:
            known = [v for v in chip.values if v is not None]
            parts = [f"coalesce({chip.column} in ({', '.join('?' * len(known))}), false)"] if known else []
            parts += [f"{chip.column} is null"] if None in chip.values else []
            conditions.append(f"{'not ' if chip.exclude else ''}({' or '.join(parts)})")
            values += known
        return " and ".join(conditions) or "true", values

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """Return what a query on the snapshot finds; for lists, not for figures."""
        return self.snapshot.rows(sql, parameters)

    def has(self, table: str) -> bool:
        """Return whether the snapshot holds a table; one published before it was thought of doesn't."""
        return table in self.snapshot.tables

    @cached_property
    def departments(self) -> dict[str, str]:
        """Names of the departments by id, in the configuration's order."""
        column = "coalesce(name_en, name)" if self.lang == "en" else "name"
        found = self.rows(f"select department_id, {column} as name from marts.dim_department")
        return dict(found.iter_rows())

    @cached_property
    def targets(self) -> pl.DataFrame:
        """marts.dim_target in order of rank, with `label` in the page's language."""
        label = "coalesce(name_en, name)" if self.lang == "en" else "name"
        return self.rows(f"select *, {label} as label from marts.dim_target order by rank")

    # look and links ---------------------------------------------------------------------------------------------
    @property
    def scheme(self) -> str:
        """light or dark."""
        return self.state.scheme

    @property
    def tokens(self) -> Mapping[str, str]:
        """The scheme's colours by token."""
        return theme.TOKENS[self.state.scheme]

    def href(self, **changes: object) -> str:
        """Return this address with fields of the state changed (urls.State)."""
        return urls.format(self.state, **changes)

    def link(self, path: str, f: Mapping[str, str | None] | None = None, /, **extra: object) -> str:
        """Return another page's address: same state, filters `f` narrowed to one value each, `extra` its own keys.

        A list is told where it was opened from, for the way back.
        """
        chips = self.state.chips
        for column, value in (f or {}).items():
            chips = tuple(c for c in chips if c.column != column)
            chips = (*chips, urls.Chip(column, (value,)))
        own = {key: str(value) for key, value in extra.items() if value is not None}
        if path in LISTS and self.state.path not in LISTS and not self.item:
            own.setdefault("from", urls.format(self.state))
        return urls.format(replace(self.state, path=path, chips=chips, extra=own))
