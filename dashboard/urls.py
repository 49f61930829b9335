"""The whole state of a page, in its address: stable keys that a person can read.

    /sla?p=28d&clock=calendar&lang=en&f.department_id=service,press&x.channel=comment

`p` is a preset (7d, 28d, 90d, lastweek, lastmonth, lastquarter) or first..last day, both shown. `f.<column>` includes,
`x.<column>` excludes; values are joined by commas, `none` stands for NULL. What is at its default isn't written. Any
other key belongs to the page (the list's `target_id`, `sla_state`, `outcome`, `at`) and is passed through.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import quote, unquote, unquote_plus

COLUMNS = ("department_id", "platform", "channel", "visibility")
CLOCKS = ("business", "calendar")
SCHEMES = ("light", "dark")
PRESETS = ("7d", "28d", "90d", "lastweek", "lastmonth", "lastquarter")
DEFAULT_PERIOD = "28d"
INSTANTS = ("at", "open_at", "due_by")
YEARS = range(1990, 2100)
"""No record is older or later (warehouse/macros.sql, is_implausible); at the ends of the calendar, days run out."""


@dataclass(frozen=True)
class Chip:
    """One filter: rows whose `column` is (or with `exclude` is not) one of `values`; None stands for NULL."""

    column: str
    values: tuple[str | None, ...]
    exclude: bool = False


@dataclass(frozen=True)
class State:
    """What an address says. `chips` keep the order in which they were added; `lang` is None for the company's own."""

    path: str = "/"
    period: str = DEFAULT_PERIOD
    clock: str = "business"
    lang: str | None = None
    scheme: str = "light"
    chips: tuple[Chip, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def chip(self, column: str, exclude: bool = False) -> Chip | None:
        """Return the filter on a column, if there is one."""
        return next((c for c in self.chips if c.column == column and c.exclude == exclude), None)

    def toggled(self, column: str, value: str | None, exclude: bool = False) -> "State":
        """Return the state with one value added to a filter, or taken away if it is there; never in both kinds."""
        chips = []
        seen = False
        for c in self.chips:
            values = c.values
            if c.column == column and c.exclude == exclude:
                seen = True
                values = tuple(v for v in values if v != value) if value in values else (*values, value)
            elif c.column == column:
                values = tuple(v for v in values if v != value)
            if values:
                chips.append(replace(c, values=values))
        if not seen:
            chips.append(Chip(column, (value,), exclude))
        return replace(self, chips=tuple(chips))

    def without(self, chip: Chip) -> "State":
        """Return the state without one of its filters."""
        return replace(self, chips=tuple(c for c in self.chips if c != chip))


@dataclass(frozen=True)
class Period:
    """Days of the company's zone, [since, until)."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.until - self.since).days

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.until - timedelta(days=1)

    def before(self) -> "Period":
        """Return the period of the same length that ends where this one begins."""
        return Period(self.since - (self.until - self.since), self.since)


def parse(path: str, search: str) -> State:
    """Read an address; values that mean nothing are left out, so that an old link still opens."""
    chips: list[Chip] = []
    extra: dict[str, str] = {}
    known: dict[str, str] = {}
    for pair in search.removeprefix("?").split("&"):
        key, _, raw = pair.partition("=")
        key = unquote_plus(key)
        kind, _, column = key.partition(".")
        if kind in ("f", "x") and column:
            values = tuple(None if v == "none" else unquote_plus(v) for v in raw.split(",") if v)
            if (
                column in COLUMNS
                and values
                and not any(c.column == column and c.exclude == (kind == "x") for c in chips)
            ):
                chips.append(Chip(column, values, kind == "x"))
        elif key in ("p", "clock", "lang", "scheme"):
            known[key] = unquote_plus(raw)
        elif key and raw and (key not in INSTANTS or _is_instant(unquote_plus(raw))):
            extra[key] = unquote_plus(raw)
    period = known.get("p", DEFAULT_PERIOD)
    return State(
        path=unquote(path) or "/",
        period=period if period in PRESETS or _range(period) else DEFAULT_PERIOD,
        clock=_one_of(CLOCKS, known.get("clock")) or "business",
        lang=_one_of(("de", "en"), known.get("lang")),
        scheme=_one_of(SCHEMES, known.get("scheme")) or "light",
        chips=tuple(chips),
        extra=extra,
    )


def format(state: State, **changes: object) -> str:
    """Write an address. `changes` replace fields of the state; `path` without `extra` drops the page's own keys."""
    if "path" in changes and changes["path"] != state.path:
        changes.setdefault("extra", {})
    state = replace(state, **changes)  # type: ignore[arg-type]
    pairs: list[str] = []
    if state.period != DEFAULT_PERIOD:
        pairs.append(f"p={quote(state.period, safe='.')}")
    if state.clock != "business":
        pairs.append(f"clock={state.clock}")
    if state.lang:
        pairs.append(f"lang={state.lang}")
    if state.scheme != "light":
        pairs.append(f"scheme={state.scheme}")
    for chip in state.chips:
        pairs.append(f"{'x' if chip.exclude else 'f'}.{chip.column}={_join(chip.values)}")
    pairs += [f"{quote(key)}={quote(str(value), safe=':')}" for key, value in state.extra.items()]
    return _written(state.path) + ("?" + "&".join(pairs) if pairs else "")


def _written(path: str) -> str:
    """A path as browsers take it: ids of others hold "?", "#", "%" and even "/..", which would lead elsewhere."""
    page, slash, item = path.removeprefix("/").partition("/")
    return f"/{page}{slash}{quote(item, safe=':@,;=+~!*()$')}"


def resolve(period: str, today: date) -> Period:
    """Turn a period's name into days; `today` is the local date of the snapshot's as_of, which is not complete."""
    if found := _range(period):
        return found
    if period == "lastweek":
        monday = today - timedelta(days=today.weekday())
        return Period(monday - timedelta(days=7), monday)
    if period == "lastmonth":
        first = today.replace(day=1)
        return Period((first - timedelta(days=1)).replace(day=1), first)
    if period == "lastquarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        before = first - timedelta(days=1)
        return Period(before.replace(month=(before.month - 1) // 3 * 3 + 1, day=1), first)
    return Period(today - timedelta(days=int(period.removesuffix("d"))), today)


def _range(text: str) -> Period | None:
    first, dots, last = text.partition("..")
    try:
        found = (
            Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)) if dots else None
        )
    except (ValueError, OverflowError):
        return None
    is_known = found is not None and found.since.year in YEARS and found.until.year in YEARS
    return found if found and found.days > 0 and is_known else None


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text.replace(" ", "+")).year in YEARS
    except ValueError:
        return False


def _one_of(allowed: Sequence[str], value: str | None) -> str | None:
    return value if value in allowed else None


def _join(values: tuple[str | None, ...]) -> str:
    return ",".join("none" if v is None else quote(v, safe="") for v in values)
