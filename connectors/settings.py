"""What a source type can be told, read from the model of its settings: for docs/sources.md and `leitstand connect`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Setting:
    """One setting. `default` is written as in leitstand.toml, '' for none; `choices` are the words that it takes.

    `is_table` is one that holds names with values of its own, `parts` those of its names that are known beforehand.
    """

    name: str
    description: str
    is_required: bool
    default: str
    choices: tuple[str, ...]
    is_secret: bool
    is_date: bool
    is_table: bool
    is_list: bool
    parts: tuple["Setting", ...] = ()


def settings_of(model: type[BaseModel]) -> list[Setting]:
    """The settings of a source type: required ones first, otherwise in the order of its model."""
    found = [_setting(info.alias or name, info) for name, info in model.model_fields.items()]
    return sorted(found, key=lambda setting: not setting.is_required)


def _setting(name: str, info: FieldInfo) -> Setting:
    kinds = list(_kinds(info.annotation))
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return Setting(
        name=name,
        description=info.description or "",
        is_required=info.is_required(),
        default="" if info.is_required() else _toml(info.get_default(call_default_factory=True)),
        choices=tuple(str(word) for kind in kinds if get_origin(kind) is Literal for word in get_args(kind) if word),
        is_secret=SecretStr in kinds,
        is_date=date in kinds,
        is_table=dict in kinds or bool(models),
        is_list=bool({list, tuple, set, frozenset} & set(kinds)),
        parts=tuple(part for one in models for part in settings_of(one)),
    )  # fmt: skip


def _kinds(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of: `dict[str, State] | None` gives dict and the words of State."""
    origin = get_origin(annotation)
    if origin in (None, Literal):
        yield annotation
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _kinds(part)
    elif hasattr(annotation, "__metadata__"):
        yield from _kinds(annotation.__origin__)
    else:
        yield origin
        for part in get_args(annotation)[1 if origin is dict else 0 :]:
            yield from _kinds(part)


def _toml(value: Any) -> str:
    if isinstance(value, SecretStr) or value in (None, "", [], (), {}):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(str(value), ensure_ascii=False)
