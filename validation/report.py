"""docs/validation.md: each study's coverage in both styles, what fails, and the badge that a user then sees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from validation.study import HOUSE
from validation.verdict import Verdict
from warehouse import catalog

PATH = HOUSE / "docs" / "validation.md"
HEAD = """# How far the conflict metrics can be trusted

Written by `make validate`; `make test` runs five seeds of each study, and fails if a line here belongs to an older
version of its metric.

Each line plants a known effect in {seeds} made-up worlds and asks the product's own metric. *Coverage*: how often the
95 % interval (80 % for the date of overload) held the truth; the study passes if the exact 99.9 % interval of that
share contains what it should be: too wide an interval fails like one too narrow. *False alarm*: how often the interval
excluded zero though nothing was planted; it passes unless its interval lies wholly above 5 %. *Recovery*: how often a
ranking or a place was found. *Declined*: worlds in which the metric gave no interval, with the badge that a user sees
instead.

Two generators that share nothing make the worlds: *steady* (overdispersed arrivals with weekly rhythm and
autocorrelation) and *bursty* (self-exciting arrivals, another season, pay-day peaks, outages after which marketing
posts).
"""
FAILED = "**failed**"
_KINDS = {
    "coverage": "coverage, should be {}",
    "false_alarm": "false alarm, at most 5%",
    "recovery": "recovery, at least {}",
}
COLUMNS = (
    "| Study | Planted | Style | Kind | Found | 99.9 % interval | Mean error | Declined | Badge | | Version |"
)
RULE = "|---|---|---|---|---|---|---|---|---|---|---|"
_ROW = re.compile(
    r"^\| ([^|]+) \| [^|]* \| (steady|bursty) \| [^|]* \| (-|[0-9.]+%) of .*\| `([0-9a-f]{12})` \|$",
    re.MULTILINE,
)


def line(verdict: Verdict) -> str:
    """One row of the table."""
    share = "-" if verdict.share is None else f"{verdict.share:.1%}"
    error = "-" if verdict.error is None else f"{verdict.error:+.3g}"
    kind = _KINDS[verdict.study.kind].format(f"{verdict.study.nominal:.0%}")
    return (
        f"| {verdict.study.name} | {verdict.study.what} | {verdict.style} | {kind}"
        f" | {share} of {verdict.trials} | {verdict.lower:.1%} to {verdict.upper:.1%} | {error} | {verdict.declined}"
        f" | {verdict.badge} | {'passed' if verdict.passed else FAILED} | `{verdict.study.version}` |"
    )


def text(rows: Mapping[str, Sequence[str]], seeds: int) -> str:
    """The whole document, from its table rows by metric."""
    metrics = catalog.load().metrics
    parts = [HEAD.format(seeds=seeds)]
    every = [row for found in rows.values() for row in found]
    failed = sum(FAILED in row for row in every)
    more = f" {failed} failed, marked below." if failed else ""
    parts.append(f"**{len(every) - failed} of {len(every)} passed.**{more}")
    for name, found in sorted(rows.items()):
        label = metrics[name].label if name in metrics else name
        parts.append("\n".join([f"\n## {label}\n", f"`{name}`\n", COLUMNS, RULE, *found]))
    return "\n".join(parts) + "\n"


def write(verdicts: Sequence[Verdict], seeds: int, path: Path = PATH) -> None:
    """Write the document anew for the metrics of these verdicts; what it says of others stays."""
    rows = _written(path)
    for name in dict.fromkeys(verdict.study.metric for verdict in verdicts):
        rows[name] = [line(verdict) for verdict in verdicts if verdict.study.metric == name]
    path.write_text(text(rows, seeds), encoding="utf-8")


def _written(path: Path) -> dict[str, list[str]]:
    """The rows of each metric as they stand in the document."""
    if not path.exists():
        return {}
    sections = re.split(r"^`([a-z_]+)`$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name: [row for row in body.splitlines() if _ROW.match(row)]
        for name, body in zip(sections[::2], sections[1::2], strict=True)
    }


def versions(path: Path = PATH) -> dict[tuple[str, str], str]:
    """The version to which each written line belongs, by study and style."""
    return {(name, style): version for name, style, _, version in _rows(path)}


def shares(path: Path = PATH) -> dict[tuple[str, str], float | None]:
    """The share that each written line found, by study and style; None where nothing could be counted."""
    return {
        (name, style): None if share == "-" else float(share.rstrip("%")) / 100
        for name, style, share, _ in _rows(path)
    }


def _rows(path: Path) -> list[tuple[str, str, str, str]]:
    return _ROW.findall(path.read_text(encoding="utf-8")) if path.exists() else []
