"""How each source fared: written after every attempt, read by the warehouse and by `leitstand doctor`."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines import durable
from pipelines.var_folder import VarFolder


@dataclass(frozen=True)
class SourceState:
    """The last attempt at a source. Instants are UTC texts, error is one line; None where there was none.

    `read_until` is the instant up to which the last successful attempt read (its as_of), not when it ran.
    """

    state: str = "ok"  # ok | failed
    last_success_at: str | None = None
    last_attempt_at: str | None = None
    error: str | None = None
    read_until: str | None = None


def path_of(var: VarFolder, source: str) -> Path:
    """The file that holds a source's state."""
    return var.raw / source / "_state.json"


def load(var: VarFolder, source: str) -> SourceState:
    """The state after the last attempt; all None where there was none."""
    return SourceState(**(durable.read_json(path_of(var, source)) or {}))


def record_success(var: VarFolder, source: str, at: datetime, until: datetime) -> None:
    """Every stream of the source was read to its end at `at`, up to `until`."""
    instant = _text(at)
    durable.write_json(path_of(var, source), asdict(SourceState("ok", instant, instant, None, _text(until))))


def record_failure(var: VarFolder, source: str, at: datetime, error: str) -> None:
    """The source failed at `at`; when it last went well stays known."""
    failed = replace(load(var, source), state="failed", last_attempt_at=_text(at), error=error)
    durable.write_json(path_of(var, source), asdict(failed))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
