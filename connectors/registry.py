"""From a source's `type` in leitstand.toml to its connector, found by listing this folder.

A module of this folder is a connector when it has `Settings` (a pydantic model, extra="forbid") and
`connect(name, settings, base)`, which gets the validated Settings. The module's name is the type, and its `ABOUT`
(connectors/about.py) says what it reads and what has to be granted for that.
"""

import difflib
import importlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel, ValidationError

from connectors.about import About
from connectors.errors import SettingsError
from connectors.page import Connector

TO_FILL_IN = "..."  # what `leitstand connect` writes in place of what only the reader knows


def types() -> dict[str, type[BaseModel]]:
    """Each known source type with the model of its settings."""
    return {name: module.Settings for name in _names() if (module := _connector(name))}


def about(type: str) -> About:
    """What a source type says of itself.

    Raises:
        SettingsError: there is no such type (with the nearest name), or its module doesn't say it.
    """
    found = getattr(_module(type), "ABOUT", None)
    if not isinstance(found, About):
        # Only this type fails: the others of the folder are none the worse for it.
        raise SettingsError(
            "type", f"connectors/{type}.py has no ABOUT; say there what it reads, as connectors/about.py asks"
        )
    return found


def connect(name: str, type: str, settings: Mapping[str, Any], *, base: Path) -> Connector:
    """The connector of the source section `name`, ready to fetch. Opens no connection.

    `settings` is the section without `type`, secrets already resolved; relative paths in it start at `base`.

    Raises:
        SettingsError: for a field that is unknown, missing or wrong (unknown ones first), with the mend.
    """
    module = _module(type)
    about(type)  # a connector that doesn't say what it reads is none
    for field, value in settings.items():
        if value in (TO_FILL_IN, [TO_FILL_IN]):
            raise SettingsError(
                field, f"is still {TO_FILL_IN!r}; write what docs/sources.md asks for in its place"
            )
    try:
        validated = module.Settings.model_validate(dict(settings))
    except ValidationError as error:
        # "from None": pydantic's own text shows the input, which may be a token
        raise _settings_error(module.Settings, error) from None
    connector: Connector = module.connect(name, validated, base)
    return connector


def _module(type: str) -> ModuleType:
    module = _connector(type)
    if module is None:
        known = types()
        near = difflib.get_close_matches(type, known, n=1)
        mend = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(sorted(known))}"
        raise SettingsError("type", f"{type!r} is not a known source type; {mend}")
    return module


@cache
def _names() -> list[str]:
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [file.stem for file in files if file.stem not in {"__init__", "registry"}]


@cache
def _connector(name: str) -> ModuleType | None:
    """The module of this type, imported when it is asked for: what each reads with takes its time to import."""
    if name not in _names():
        return None
    module = importlib.import_module(f"connectors.{name}")
    return module if hasattr(module, "Settings") and hasattr(module, "connect") else None


def _settings_error(model: type[BaseModel], error: ValidationError) -> SettingsError:
    # input and context are left out: the input may be a secret
    problems = error.errors(include_input=False, include_url=False, include_context=False)
    # a misspelled key is also a missing one; the spelling says more
    problem = next((found for found in problems if found["type"] == "extra_forbidden"), problems[0])
    field = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return SettingsError(field, "is missing; add it to this section")
    if problem["type"] == "extra_forbidden":
        known = sorted(info.alias or key for key, info in model.model_fields.items())
        near = difflib.get_close_matches(field, known, n=1)
        mend = f"did you mean {near[0]!r}?" if near else f"remove it; known are {', '.join(known)}"
        return SettingsError(field, f"is not a setting of this source; {mend}")
    return SettingsError(field, problem["msg"].removeprefix("Value error, "))
