"""The `fields` parameter of the Graph API: names, arguments and nested fields.

`id,comments.limit(5).order(chronological){id,from{name}}` is a list of three-part fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class FieldsError(ValueError):
    """The text isn't a valid list of fields."""


@dataclass
class Field:
    """One field with its modifiers, e.g. limit, and what is asked of the objects in it (None: the default)."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    fields: list[Field] | None = None


def parse(text: str) -> list[Field]:
    """The fields of a `fields` parameter.

    Raises:
        FieldsError: with the position at which the text stops making sense.
    """
    fields, position = _list(text, 0)
    if position != len(text):
        raise FieldsError(f"unexpected {text[position]!r} at {position}")
    return fields


def _list(text: str, position: int) -> tuple[list[Field], int]:
    fields: list[Field] = []
    while position < len(text) and text[position] != "}":
        if text[position] in ", \n":
            position += 1
            continue
        one, position = _field(text, position)
        fields.append(one)
    return fields, position


def _name(text: str, position: int) -> tuple[str, int]:
    end = position
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    if end == position:
        raise FieldsError(f"a field name is missing at {position}")
    return text[position:end], end


def _field(text: str, position: int) -> tuple[Field, int]:
    name, position = _name(text, position)
    one = Field(name)
    while position < len(text) and text[position] == ".":
        modifier, position = _name(text, position + 1)
        end = text.find(")", position)
        if position >= len(text) or text[position] != "(" or end < 0:
            raise FieldsError(f"{modifier} needs a value in brackets at {position}")
        one.modifiers[modifier] = text[position + 1 : end]
        position = end + 1
    if position < len(text) and text[position] == "{":
        one.fields, position = _list(text, position + 1)
        if position >= len(text):
            raise FieldsError("a } is missing")
        position += 1
    return one, position


def text_of(fields: list[Field]) -> str:
    """The fields written out again, as `parse` reads them; next links carry them."""
    written = []
    for one in fields:
        modifiers = "".join(f".{name}({value})" for name, value in one.modifiers.items())
        written.append(
            one.name + modifiers + (f"{{{text_of(one.fields)}}}" if one.fields is not None else "")
        )
    return ",".join(written)
