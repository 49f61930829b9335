"""`leitstand doctor`: looks at everything that a run needs, a line each, and says how to mend what is wrong."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from connectors import registry
from connectors.errors import ConnectorError, SettingsError
from connectors.page import Check
from pipelines import run_lock, source_state
from pipelines.children import is_loopback
from pipelines.clock import utc_now
from pipelines.errors import VarFolderRefused
from pipelines.publish import CURRENT
from pipelines.sources import reading_here
from pipelines.var_folder import VarFolder
from warehouse import company as company_file
from warehouse.company import Company, ConfigError, Source

LITTLE_ROOM = 2 * 1024**3  # bytes
GRANTED_BY_NOBODY = {"clock", "quota", "units", "limit"}  # checks that no permission mends
STALE = timedelta(hours=36)  # a daily run was missed


@dataclass(frozen=True)
class Finding:
    """One line. `about` is "configuration" (exit code 2), "source" (3) or "state" (a remark, 0)."""

    about: str
    name: str
    ok: bool
    detail: str
    mend: str = ""


def examine(config: Path, var: VarFolder, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Every finding, cheapest first. Changes nothing."""
    company = None
    try:
        company = company_file.load(config, environ)
    except ConfigError as error:
        for problem in error.problems:
            yield Finding("configuration", "configuration", False, problem)
        company = _without_secrets(config, environ)
    if company:
        yield Finding("configuration", "configuration", True, _summary(company))
        yield from _var_folder(company, var, environ)
        yield from _sources(company, var)
    yield from _disk(var)
    yield from _freshness(company, var)


def _without_secrets(config: Path, environ: Mapping[str, str]) -> Company | None:
    """What can be looked at although a variable is missing; None where the file itself is wrong."""
    try:
        return company_file.load(config, environ, need_sources=False)
    except ConfigError:
        return None


def _summary(company: Company) -> str:
    return (
        f"{company.path}: {company.name}, {len(company.sources)} sources, "
        f"{len(company.departments)} departments, {len(company.targets)} targets"
    )


def _var_folder(company: Company, var: VarFolder, environ: Mapping[str, str]) -> Iterator[Finding]:
    try:
        var.check_owner(company.id)
        var.check_key(environ)
    except VarFolderRefused as error:
        yield Finding("configuration", "var folder", False, str(error))
        return
    if not os.access(var.path if var.path.exists() else _existing_parent(var.path), os.W_OK):
        yield Finding(
            "configuration",
            "var folder",
            False,
            f"{var.path} can't be written",
            "give this user write access",
        )
        return
    if var.is_open_to_all:
        detail = f"{var.path} can be read by every user of this machine, with all that people wrote"
        yield Finding("state", "var folder", False, detail, f"chmod 700 {var.path}, or 750 for a group")
    busy = ", a run is at work" if run_lock.is_held(var.path) else ""
    yield Finding("configuration", "var folder", True, f"{var.path}{busy}")


def _sources(company: Company, var: VarFolder) -> Iterator[Finding]:
    for name, source in company.sources.items():
        if any(str(value).startswith("env:") for value in source.settings.values()):
            yield Finding("source", name, False, "not tried", "set the variables named above")
            continue
        yield from _in_the_open(name, source)
        try:
            connector = registry.connect(name, source.type, source.settings, base=company.base)
            for check in reading_here(var, name, connector).check():
                mend = check.mend if check.ok else _with_permissions(source.type, check)
                yield Finding("source", f"{name}: {check.name}", check.ok, check.detail, mend)
        except SettingsError as error:
            yield Finding("configuration", name, False, f"{company.path.name}: [sources.{name}] {error}")
        except ConnectorError as error:
            yield Finding("source", name, False, str(error))
        except Exception as error:
            # Of one source: the others are looked at all the same.
            detail = f"its connector broke on what it was answered ({type(error).__name__})"
            yield Finding("source", name, False, detail, "see whether its address is the platform's own")


def _in_the_open(name: str, source: Source) -> Iterator[Finding]:
    """What would be sent readable: to an address without TLS that isn't on this machine."""
    for value in source.settings.values():
        host = _plain_host(value)
        if host and not is_loopback(host):
            detail = f"{host} is asked without encryption: secrets and texts can be read on the way"
            yield Finding("source", f"{name}: encryption", False, detail, "write https://")


def _plain_host(value: object) -> str | None:
    try:
        url = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        return None
    return url.hostname if url.scheme == "http" else None


def _with_permissions(type: str, check: Check) -> str:
    """The mend, with all that a new token has to be granted, by the platform's own names."""
    names = [one.name for one in registry.about(type).permissions]
    if not names or check.name in GRANTED_BY_NOBODY or any(name in check.name for name in names):
        return check.mend
    return f"{check.mend}; it needs {', '.join(names)} (leitstand connect {type})"


def _disk(var: VarFolder) -> Iterator[Finding]:
    free = shutil.disk_usage(_existing_parent(var.path)).free
    mend = "free some: a run needs room for a copy of its tables" if free < LITTLE_ROOM else ""
    yield Finding("state", "disk", not mend, f"{free / 1024**3:,.1f} GiB free", mend)


def _freshness(company: Company | None, var: VarFolder) -> Iterator[Finding]:
    is_new = True
    for name in company.sources if company else ():
        state = source_state.load(var, name)
        is_new = is_new and state.last_success_at is None
        if state.state == "failed":
            mend = "leitstand run"
            yield Finding("state", name, False, f"last attempt failed: {state.error}", mend)
        elif state.last_success_at:
            yield _aged(name, "last read", datetime.fromisoformat(state.last_success_at))
    pointer = var.serving / CURRENT
    if pointer.exists():
        published = datetime.fromtimestamp(pointer.stat().st_mtime, UTC)
        yield _aged("snapshot", pointer.read_text().strip() + ", published", published)
    else:
        # Before the first run nothing is wrong with that.
        yield Finding("state", "snapshot", is_new, "nothing is published yet", "leitstand run")


def _aged(name: str, what: str, at: datetime) -> Finding:
    age = utc_now() - at
    mend = "leitstand run, daily; or leitstand up, which does" if age > STALE else ""
    return Finding("state", name, not mend, f"{what} {_words(age)} ago", mend)


def _words(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _existing_parent(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())
