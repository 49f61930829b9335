"""The files of this folder as objects: models, metrics, their headers and their inputs.

A file's path is its table: `models/marts/fct_waits.sql` builds `marts.fct_waits`, `metrics/backlog.sql` builds
`metrics.backlog`. What a file reads is found in its SQL, so nobody keeps a list of dependencies. Nor of platforms:
`staging.all_messages` stands for the rows of every `staging.stg_<type>_messages` there is, columns by name.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.queries import CatalogError as CatalogError
from warehouse.queries import staging_models, with_every_platform
from warehouse.queries import tables_in as tables_in

FOLDER = Path(__file__).parent
# Written beside a model: the calendars' times once the span of the data is known, the rejects with each staging model.
CALENDAR_TABLES = frozenset(
    {
        "company.calendars",
        "company.calendar_curve",
        "company.calendar_slots",
        "company.business_days",
        "company.open_intervals",
        "company.shifts",
        "company.planned_shifts",
    }
)
SPAN = "steps.int_span"
SNAPSHOT = "marts.dim_snapshot"
REJECTS = "steps.rejects"
_HEADER = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)


@dataclass(frozen=True)
class Model:
    """One table, and the query that makes it."""

    schema: str
    name: str
    path: Path
    sql: str
    header: Mapping[str, Any] = field(default_factory=dict)
    # Of what reads several kinds of rows in Python: its queries by name. `compute` then gets frames by these names.
    compute: Callable[..., pl.DataFrame] | None = None
    queries: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The table's name, `schema.name`."""
        return f"{self.schema}.{self.name}"

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Tables read, as `schema.name`."""
        return tables_in(self.sql) - {self.key}

    @property
    def per(self) -> str | None:
        """The id by which rows of one conversation or case are found in this table; None: they aren't told apart."""
        per = str(self.header.get("per", ""))
        return per if per.endswith("_id") or (self.schema == "staging" and per) else None

    @property
    def units(self) -> dict[str, list[str]]:
        """How a raw record says to which rows of a staging table it belongs, by raw table (SQL on its payload)."""
        return dict(self.header.get("units", {}))

    @property
    def touches(self) -> dict[str, str]:
        """Queries on `changes` (rows of an input that came or went): units that have to be made again."""
        return dict(self.header.get("touches", {}))

    @property
    def is_partial(self) -> bool:
        """Whether it can be brought up to date without making it whole: by `per`, or what `grows` and `sums` say."""
        return bool(self.per) or "grows" in self.header or "sums" in self.header

    @property
    def follows_the_clock(self) -> bool:
        """Whether rows differ from one 'now' to the next; `moving` says which."""
        return "getvariable('as_of')" in self.sql and "moving" not in self.header

    @property
    def description(self) -> str:
        """The header's description, or the file's opening comment."""
        if text := self.header.get("description"):
            return str(text)
        lines = []
        for line in _HEADER.sub("", self.sql).lstrip().splitlines():
            if not line.startswith("--"):
                break
            lines.append(line.removeprefix("--").strip())
        return " ".join(lines)

    @cached_property
    def content_hash(self) -> str:
        """Changes whenever the file's meaning may have changed, be it by another platform's staging model."""
        return hashlib.sha256(self.path.read_bytes() + self.sql.encode()).hexdigest()


@dataclass(frozen=True)
class Metric(Model):
    """A figure, defined once: the pipeline builds its table from it, and `evaluate` answers any question with it."""

    def __getattr__(self, name: str) -> Any:
        """Header fields as attributes: label, label_de, description_de, unit, better, excludes, source, ..."""
        if name.startswith("__") or name not in _METRIC_FIELDS | _METRIC_OPTIONAL.keys():
            raise AttributeError(name)
        return self.header.get(name, _METRIC_OPTIONAL.get(name))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Columns that the metric's table is broken down by, beside date_day."""
        return tuple(self.header["dimensions"])

    @property
    def is_partial(self) -> bool:
        """Whether a day's figures follow from that day's rows alone."""
        return not self.header.get("cumulative", False) and "table_by" not in self.header

    @property
    def table_columns(self) -> tuple[str, ...]:
        """What the metric's table is broken down by.

        `table_by` of the header, for estimates over all days; else days and `dimensions`, without those that only
        `evaluate` offers (`detail`).
        """
        if "table_by" in self.header:
            return tuple(self.header["table_by"])
        return ("date_day", *(name for name in self.dimensions if name not in self.header.get("detail", ())))


_METRIC_FIELDS = {
    "label", "label_de", "description_de", "unit", "better", "excludes", "excludes_de", "source", "time", "statistics",
}  # fmt: skip
_METRIC_OPTIONAL: dict[str, Any] = {
    "derived": [],
    "detail": [],
    "cumulative": False,
    "instant": False,
    "times": [],
    # Whether `compute` needs the days of its rows even where nobody groups by them.
    "daily": False,
    # How many days before now have figures that follow the clock (marts.dim_snapshot); 0: those of all days.
    "recent": 0,
    "others": "",
    "others_de": "",
    # A worked timeline, a line an event ("09:30 an agent answers"), the last one the result ("= 30 min").
    "example": [],
    "example_de": [],
}


@dataclass(frozen=True)
class Filters:
    """What part of the data a question is about.

    `since` and `until` are days in the company's zone, [since, until), applied to the metric's own time column.
    `include` and `exclude` map a column to values; None stands for NULL ("no owner").
    `at` is the instant that a metric of instants (header field `instant`) is asked about; else it is the snapshot's.
    """

    since: Any = None
    until: Any = None
    include: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    exclude: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True)
class Catalog:
    """All models and metrics by key, each known to be readable."""

    models: Mapping[str, Model]

    @property
    def metrics(self) -> dict[str, Metric]:
        """Metrics by plain name."""
        return {model.name: model for model in self.models.values() if isinstance(model, Metric)}

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """How a record of a raw table says to which unit of the staging tables it belongs.

        Raises:
            CatalogError: two models see it differently.
        """
        found: dict[str, list[str]] = {}
        for model in self.models.values():
            for table, units in model.units.items():
                if found.setdefault(table, units) != units:
                    raise CatalogError(
                        f"{model.path.name}: other models see the units of {table} differently."
                    )
        return found

    def reads(self, model: Model) -> frozenset[str]:
        """Models whose rows it sees: those it reads, and those that write what it reads."""
        needed = set(model.inputs)
        if needed & CALENDAR_TABLES:
            needed.add(SPAN)
        if REJECTS in needed:
            needed |= self._staging
        return frozenset(needed & self.models.keys() - {model.key})

    def before(self, model: Model) -> frozenset[str]:
        """Models that have to be built before this one."""
        # What is touched is known when all of staging is up to date.
        by_touch = model.is_partial and model.schema in ("steps", "marts")
        return self.reads(model) | (self._staging if by_touch else frozenset())

    @cached_property
    def _staging(self) -> frozenset[str]:
        return frozenset(key for key in self.models if key.startswith("staging."))

    def in_order(self) -> list[Model]:
        """Every model after all that it follows from."""
        graph = {key: sorted(self.before(model)) for key, model in sorted(self.models.items())}
        return [self.models[key] for key in TopologicalSorter(graph).static_order()]

    def evaluate(
        self,
        cursor: duckdb.DuckDBPyConnection,
        name: str,
        filters: Filters | None = None,
        by: Sequence[str] = (),
    ) -> pl.DataFrame:
        """One metric over any period, filter and grouping, from the file that also builds its table.

        Columns: *by, statistic, metric_value, lower, upper, sample_size, numerator (and what the metric adds),
        ordered by all of *by and statistic. `by` may hold "date_day" and the metric's dimensions.
        """
        from warehouse.evaluate import evaluate

        if name not in self.metrics:
            raise CatalogError(f"No metric is called {name!r}; there are {', '.join(sorted(self.metrics))}.")
        return evaluate(cursor, self.metrics[name], filters or Filters(), tuple(by))


def load(folder: Path = FOLDER, types: Collection[str] | None = None) -> Catalog:
    """Read every model and metric below `folder`; with `types`, of staging models only what sources of these need.

    Raises:
        CatalogError: a header that isn't TOML or lacks a field, a metric without a query.
    """
    models: dict[str, Model] = {}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((folder / "models").glob("*/*.sql"))}
    others = [
        path.read_text(encoding="utf-8")
        for part in ("models/*/*.py", "metrics/*.*")
        for path in sorted(folder.glob(part))
        if path.suffix in (".sql", ".py")
    ]
    staging = staging_models(texts, others, types)
    for path, text in texts.items():
        if path.parent.name == "staging" and path.stem not in staging:
            continue
        sql = with_every_platform(path, text, staging)
        model = Model(path.parent.name, path.stem, path, sql, _header(path, sql, required=()))
        models[model.key] = model
    for path in sorted((folder / "models").glob("*/*.py")):
        if path.stem != "__init__":
            model = _computed(path)
            models[model.key] = model
    for path in sorted((folder / "metrics").glob("*.*")):
        if path.suffix in (".sql", ".py") and path.stem != "__init__":
            metric = _metric(path)
            models[metric.key] = metric
    return Catalog(models)


def _computed(path: Path) -> Model:
    """A model in Python: QUERIES by name, and a compute(frames) that gives the table."""
    module = importlib.import_module(f"warehouse.models.{path.parent.name}.{path.stem}")
    if not hasattr(module, "QUERIES") or not hasattr(module, "compute"):
        raise CatalogError(f"{path}: a model in Python needs QUERIES and a compute(frames).")
    docstring = inspect.getdoc(module) or ""
    sql = ";\n".join(module.QUERIES.values())
    header = {"description": " ".join(docstring.split())}
    return Model(path.parent.name, path.stem, path, sql, header, module.compute, dict(module.QUERIES))


def _metric(path: Path) -> Metric:
    text = path.read_text(encoding="utf-8")
    required = (*sorted(_METRIC_FIELDS), "description", "dimensions")
    if path.suffix == ".sql":
        return Metric("metrics", path.stem, path, text, _header(path, text, required))
    module = importlib.import_module(f"warehouse.metrics.{path.stem}")
    queries = dict(getattr(module, "QUERIES", {}))
    sql = getattr(module, "QUERY", ";\n".join(queries.values()))
    if not sql or not hasattr(module, "compute"):
        raise CatalogError(
            f"{path}: a metric in Python needs a QUERY and a compute(frame, by), or QUERIES and a compute(frames, by)."
        )
    header = _header(path, f"/*{inspect.getdoc(module) or ''}*/", required)
    return Metric("metrics", path.stem, path, sql, header, module.compute, queries)


@cache
def _toml(text: str) -> Mapping[str, Any]:
    """To be read only: the same text gives the same object."""
    return tomllib.loads(text)


def _header(path: Path, text: str, required: Sequence[str]) -> dict[str, Any]:
    match = _HEADER.match(text)
    if not match:
        if required:
            raise CatalogError(f"{path}: a metric begins with its header, TOML between /* and */.")
        return {}
    try:
        header = _toml(match[1])
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path}: the header isn't TOML: {error}.") from error
    if missing := [name for name in required if name not in header]:
        raise CatalogError(f"{path}: the header lacks {', '.join(missing)}.")
    # Long texts are written over several lines; they are one sentence all the same.
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in header.items()
    }
