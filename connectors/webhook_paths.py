"""Places in a JSON value: "$.author.name", "$.tags[0].text", '$."created at"', or just the name of a key at its top."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator

_STEP = re.compile(r'\.(?P<name>\w+)|\."(?P<quoted>[^"\\]+)"|\[(?P<index>\d+)\]')
_PATH = re.compile(rf"\$(?:{_STEP.pattern})+".replace("?P<name>", "").replace("?P<quoted>", "").replace(
    "?P<index>", ""
))  # fmt: skip


def _path(text: str) -> str:
    if text.startswith("$"):
        if not _PATH.fullmatch(text):
            raise ValueError(f'{text!r} is no path; write such as "$.author.name" or "$.tags[0]"')
    elif not text or text == "*" or '"' in text or "\\" in text:
        raise ValueError(f"{text!r} can't be read as a key; write the name of one, or a path such as $.a.b")
    return text


JsonPath = Annotated[str, AfterValidator(_path)]


def find(value: Any, path: str) -> Any:
    """What is at `path`, None where nothing is."""
    if not path.startswith("$"):
        return value.get(path) if isinstance(value, dict) else None
    for step in _STEP.finditer(path):
        if step["index"] is not None:
            index = int(step["index"])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(step["name"] or step["quoted"]) if isinstance(value, dict) else None
    return value
