"""Write docs/metrics.md, tables.md and sources.md from the metrics, models and connectors; --check only compares.

metrics.md also lists the tests of each definition; one without any fails the check. Run as
`python -m tools.write_docs [--check]`, or `make docs`.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tools import covered, write_sources
from warehouse import catalog, company
from warehouse.catalog import Metric, Model
from warehouse.database import Workspace

HOUSE = Path(__file__).parents[1]
NOTE = "<!-- Written by `make docs` from the headers of the files it names. Edit those, not this page. -->"
BETTER = {"higher": "; higher is better", "lower": "; lower is better"}
SCHEMAS = {
    "staging": "Typed: one file a platform, from its payload to the common columns. In `var/staging.duckdb` only.",
    "steps": "Steps on the way to the marts, kept apart so that each can be read and tested. Not published.",
    "marts": "What metrics read, and what anyone may query: `leitstand sql`, or any tool that opens DuckDB files.",
    "quality": "What came in, and what could not be read.",
}


def metric_section(metric: Metric) -> Iterator[str]:
    """One metric: its words in both languages, and what a reader must know to use the figure."""
    yield f"## {metric.label}"
    yield metric.description
    yield f"> **{metric.label_de}.** {metric.description_de}"
    facts = {
        "Table": f"`{metric.key}`, from {file_link(metric)}",
        "Unit": metric.unit + BETTER.get(metric.better, ""),
        "Statistics": code(metric.statistics),
        "By": code(metric.dimensions),
        "Period applies to": f"`{metric.time}`",
        "Leaves out": metric.excludes,
        "Others": metric.others,
        "Defined by": re.sub(r"(definition|conflict) (C?\d+)", r"[\1 \2](definitions.md)", metric.source),
        "Reads": code(sorted(metric.inputs)),
    }
    yield "\n".join(f"- {name}: {fact}" for name, fact in facts.items() if fact)
    if metric.example:
        yield "Example:\n\n" + "\n".join(f"    {line}" for line in metric.example)


def coverage(subjects: list[covered.Subject], tests: covered.Covered) -> Iterator[str]:
    """The tests of each definition and each wish, by their sentences; what isn't computed says so."""
    yield "# Tests of the definitions"
    yield (
        "Found by the markers `definition`, `conflict` and `demand` in [tests](../tests). A sentence is the name of a"
        " test."
    )
    for kind, title in (
        ("definition", "## Definitions"),
        ("conflict", "## Marketing against service"),
        ("demand", "## What people ask for"),
    ):
        yield title
        for one in subjects:
            if one.kind == kind:
                yield "\n".join(_covered_lines(one, tests))


def _covered_lines(subject: covered.Subject, tests: covered.Covered) -> Iterator[str]:
    letter = "C" if subject.kind == "conflict" else ""
    yield f"**{letter}{subject.number} {subject.title}**"
    if subject.elsewhere:
        yield f"\n- not about computation: {subject.elsewhere}"
        return
    files: dict[str, list[str]] = {}
    for test in tests.get((subject.kind, subject.number), []):
        files.setdefault(test.path, []).append(test.sentence)
    yield ""
    for path, sentences in files.items():
        yield f"- [{path}](../{path}): {'; '.join(sentences)}"
    if not files:
        yield "- **no test**"


def table_section(model: Model) -> Iterator[str]:
    """One table: what a row is, its columns, which file makes it, what it reads."""
    yield f"### {model.key}"
    yield " ".join(model.description.split())
    yield ", ".join(f"`{name}` {kind}" for name, kind in columns()[model.key])
    yield f"From {file_link(model)}; reads {code(sorted(model.inputs))}."


@cache
def columns() -> dict[str, list[tuple[str, str]]]:
    """Name and type of each table's columns, from a warehouse of the demo's company without a single record."""
    settings = company.load(HOUSE / "leitstand.toml", {}, need_sources=False)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    found: dict[str, list[tuple[str, str]]] = {}
    with (
        tempfile.TemporaryDirectory() as var,
        Workspace(Path(var), settings, as_of=now, run_id="documents", key=b"documents") as workspace,
    ):
        for model in workspace.plan():
            workspace.build(model)
        rows = workspace.connection.execute("""
            select schema_name || '.' || table_name, column_name, lower(data_type) from duckdb_columns()
            order by database_name, schema_name, table_name, column_index
        """)
        for table, name, kind in rows.fetchall():
            found.setdefault(table, []).append(
                (name, kind.replace("timestamp with time zone", "timestamptz"))
            )
    return found


def file_link(model: Model) -> str:
    """Link from docs/ to a model's file."""
    path = model.path.relative_to(HOUSE).as_posix()
    return f"[{path}](../{path})"


def code(names: object) -> str:
    """Names as inline code, separated by commas."""
    return ", ".join(f"`{name}`" for name in names) if isinstance(names, list | tuple) else f"`{names}`"


def pages() -> dict[Path, str]:
    """Text of each generated page."""
    everything = catalog.load()
    metrics = ["# Metrics", NOTE]
    metrics += [
        "Each is one file in [warehouse/metrics](../warehouse/metrics), and every page, export and query reads that"
        " file: `metrics.<name>` holds it per day, and `catalog.evaluate` answers any period, filter and grouping."
        " A figure that cannot be known is NULL, never 0; an estimate has its 95 % interval in `lower` and `upper`."
    ]
    for metric in everything.metrics.values():
        metrics += metric_section(metric)
    metrics += coverage(_subjects(), covered.tests(HOUSE / "tests"))
    tables = ["# Tables", NOTE]
    for schema, meaning in SCHEMAS.items():
        tables += [f"## {schema}", meaning]
        for model in everything.models.values():
            if model.schema == schema:
                tables += table_section(model)
    docs = HOUSE / "docs"
    configuration = (docs / "configuration.md").read_text("utf-8")
    return {
        docs / "metrics.md": "\n\n".join(metrics) + "\n",
        docs / "tables.md": "\n\n".join(tables) + "\n",
        docs / "sources.md": write_sources.page(NOTE, configuration),
    }


def _subjects() -> list[covered.Subject]:
    return covered.subjects((HOUSE / "docs/definitions.md").read_text("utf-8"))


def main() -> int:
    """Write the pages, or with --check name those that are out of date and what no test covers."""
    check = sys.argv[1:] == ["--check"]
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        name = path.relative_to(HOUSE)
        if check:
            print(f"{name} is out of date; run make docs")
        else:
            path.write_text(pages()[path], "utf-8")
            print(f"wrote {name}")
    bare = covered.uncovered(_subjects(), covered.tests(HOUSE / "tests"))
    for one in bare:
        print(f"{one.kind} {one.number} ({one.title}) has no test; mark one with @pytest.mark.{one.kind}")
    return int(check and bool(stale or bare))


if __name__ == "__main__":
    sys.exit(main())
