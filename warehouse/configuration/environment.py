"""Values that stand in the environment and not in the file: "env:NAME" in the tables of sources."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PREFIX = "env:"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET_KEY = re.compile(
    r"(^|_)(token|secret|password|passphrase|credential|credentials|api_key|apikey|access_key|private_key)$"
)


class EnvironmentText(str):
    """The text of an environment variable; it works as text, but its repr shows only where it comes from."""

    name: str

    def __new__(cls, value: str, name: str) -> "EnvironmentText":
        """Hold `value`, which came from the variable `name`."""
        text = super().__new__(cls, value)
        text.name = name
        return text

    def __repr__(self) -> str:
        return repr(PREFIX + self.name)

    def __reduce__(self) -> tuple[Any, ...]:
        return EnvironmentText, (str(self), self.name)


def resolve(value: Any, environ: Mapping[str, str]) -> Any:
    """Return the same nested value with each "env:NAME" replaced where that variable is set."""
    if isinstance(value, Mapping):
        return {key: resolve(item, environ) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, environ) for item in value]
    name = reference(value)
    return EnvironmentText(environ[name], name) if name and environ.get(name) else value


def problems(table: Mapping[str, Any], environ: Mapping[str, str] | None) -> Iterator[tuple[str, str]]:
    """Yield (field, problem) for bad references, unset variables and secrets that stand in the file.

    Without `environ` the variables themselves are not asked for.
    """
    for path, value in _leaves(table):
        if not isinstance(value, str):
            continue
        name = reference(value)
        if name is None:
            if value and _SECRET_KEY.search(path[-1].casefold()):
                variable = "_".join(path).upper()
                yield (
                    ".".join(path),
                    f'a secret must not stand in the file; write "env:{variable}" and export {variable}',
                )
        elif not _NAME.fullmatch(name):
            # The text itself is not shown: a secret may have been pasted here.
            yield ".".join(path), 'what follows "env:" is no variable name; write "env:NAME"'
        elif environ is not None and not environ.get(name):
            state = "is empty" if name in environ else "is not set"
            yield ".".join(path), f"environment variable {name} {state}; export it before you start"


def reference(value: object) -> str | None:
    """The NAME of an "env:NAME", None for anything else."""
    if isinstance(value, str) and value.startswith(PREFIX):
        return value.removeprefix(PREFIX).strip()
    return None


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, str(key)))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    else:
        yield path, value
