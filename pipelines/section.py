"""A section of leitstand.toml for a new source, as `leitstand connect` writes it, and what has to be granted for it."""

import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from connectors import registry
from connectors.about import Group
from connectors.errors import SettingsError
from connectors.registry import TO_FILL_IN
from connectors.settings import Setting, settings_of
from pipelines import durable
from pipelines.errors import PipelineError

WIDTH = 110
FIRST_DAYS = timedelta(days=90)  # how far back a new source begins, unless somebody changes it
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class SectionRefused(PipelineError):
    """There is no such type, or the section can't be added to the file."""


def types_by_group() -> Iterator[str]:
    """A line for each group of types, then one for each of its types with what it is."""
    abouts = {type: registry.about(type) for type in registry.types()}
    width = max(map(len, abouts))
    for group in get_args(Group):
        members = [type for type in abouts if abouts[type].group == group]
        if members:
            yield f"{group}:"
        yield from (f"  {type:<{width}}  {abouts[type].title}" for type in members)


def section_text(type: str, name: str, today: date) -> str:
    """The section [sources.`name`]: what is required, then the rest as comments with its defaults.

    Raises:
        SectionRefused: an unknown type (with the nearest one), or a name that no source can have.
    """
    about = _about(type)
    if not _NAME.fullmatch(name):
        raise SectionRefused(
            f'{name!r} is no name for a source; take a to z, digits and "_", beginning with a letter'
        )
    settings = settings_of(registry.types()[type])
    scalars = [one for one in settings if not one.is_table]
    lines = [f"[sources.{name}] # {about.title}", f'type = "{type}"']
    for one in scalars:
        if one.is_required:
            lines += _commented(f"{one.name} = {_value(one, name, today)}", _meaning(one))
    lines += ["", "# Whatever has another value than its default:"] * any(not s.is_required for s in scalars)
    for one in scalars:
        if not one.is_required:
            lines += _commented(f"# {one.name} = {_value(one, name, today)}", _meaning(one))
    for one in settings:
        if one.is_table:
            mark = "" if one.is_required else "# "
            lines += ["", *_commented(f"{mark}[sources.{name}.{one.name}]", _meaning(one))]
            for part in one.parts:
                lines += _commented(f"{mark}{part.name} = {_value(part, name, today)}", _meaning(part))
    return "\n".join(lines) + "\n"


def to_ask_for(type: str) -> Iterator[str]:
    """What the platform has to grant, a line each.

    Raises:
        SectionRefused: an unknown type.
    """
    about = _about(type)
    if about.permissions:
        yield "Ask the platform for:"
    yield from (f"  {one.name}: {one.why}" for one in about.permissions)


def append(config: Path, name: str, text: str, *, ask: bool) -> bool:
    """Add a section to the end of the file, after asking whoever sits there; False if they don't want it.

    Raises:
        SectionRefused: there is no such file, it is no TOML, or has a source of that name; nobody can be asked.
    """
    if ask and not sys.stdin.isatty():
        raise SectionRefused("--write needs --yes where nobody can be asked")
    try:
        before = config.read_bytes().decode("utf-8")
        known = tomllib.loads(before.removeprefix("\ufeff")).get("sources", {})
        after = f"{before.rstrip()}\n\n{text}"
        if name in known:
            raise SectionRefused(f'{config} has a source "{name}" already; take another name')
        tomllib.loads(after.removeprefix("\ufeff"))
    except FileNotFoundError:
        mend = "create it, or name one with --config FILE"
        raise SectionRefused(f"there is no {config}; {mend}") from None
    except ValueError as error:
        raise SectionRefused(f"{config} is no TOML ({error}); nothing was added") from None
    if ask and input(f"Add this to {config}? [y/N] ").strip().lower() not in ("y", "yes"):
        return False
    # A link stays a link, and its file keeps who may read it.
    target = config.resolve()
    durable.write_bytes(target, after.encode(), mode=target.stat().st_mode & 0o777)
    return True


def _about(type: str) -> registry.About:
    try:
        return registry.about(type)
    except SettingsError as error:
        raise SectionRefused(str(error).removeprefix("type: ")) from None


def _value(setting: Setting, name: str, today: date) -> str:
    """A value to begin with, as TOML: the default, a variable of the environment, or something to fill in."""
    if setting.is_secret:
        return f'"env:{name}_{setting.name}"'.upper().replace("ENV:", "env:")
    if setting.default:
        return setting.default
    if setting.is_date:
        return (today - FIRST_DAYS).isoformat()
    if setting.is_required and setting.choices:
        return f'"{setting.choices[0]}"'
    return f'["{TO_FILL_IN}"]' if setting.is_list else f'"{TO_FILL_IN}"'


def _meaning(setting: Setting) -> str:
    words = ", ".join(f'"{word}"' for word in setting.choices)
    return f"{setting.description} One of {words}." if words else setting.description


def _commented(line: str, comment: str) -> list[str]:
    """The line with a comment behind it, or above where it would be too long."""
    if len(line) + len(comment) + 3 <= WIDTH:
        return [f"{line} # {comment}"]
    return [*textwrap.wrap(comment, WIDTH, initial_indent="# ", subsequent_indent="# "), line]
