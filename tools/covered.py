"""Which tests cover which definition and which wish of docs/definitions.md: read from both, nothing is imported.

A test says so by a marker, `@pytest.mark.definition(9)`, `@pytest.mark.conflict(2)` or `@pytest.mark.demand(3, 4)`, on
itself, its class or, as `pytestmark`, its module.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

KINDS = ("definition", "conflict", "demand")
_DEFINITION = re.compile(r"^## (\d+) (.+)$", re.MULTILINE)
_CONFLICT = re.compile(r"^\| C(\d+) \| (.+?) \|", re.MULTILINE)
_DEMAND = re.compile(r"^\| (\d+) \| (.+?) \| (yes|no: .+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Subject:
    """One definition, conflict or demand; `elsewhere`: where a demand is dealt with that isn't about computation."""

    kind: str
    number: int
    title: str
    elsewhere: str | None = None


@dataclass(frozen=True)
class Test:
    """One test function, and its file below the house."""

    path: str
    name: str

    @property
    def sentence(self) -> str:
        """The name as it is read."""
        return self.name.removeprefix("test_").replace("_", " ")


Covered = dict[tuple[str, int], list[Test]]


def subjects(definitions: str) -> list[Subject]:
    """Return all that docs/definitions.md numbers, definitions first."""
    found = [Subject("definition", int(number), title) for number, title in _DEFINITION.findall(definitions)]
    found += [Subject("conflict", int(number), title) for number, title in _CONFLICT.findall(definitions)]
    for number, title, about in _DEMAND.findall(definitions):
        found.append(
            Subject("demand", int(number), title, None if about == "yes" else about.removeprefix("no: "))
        )
    return found


def tests(folder: Path) -> Covered:
    """Return the marked tests below a folder by what they cover, in order of file and line."""
    found: Covered = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        module = ast.parse(path.read_text("utf-8"))
        name = path.relative_to(folder.parent).as_posix()
        for function, marks in _functions(module.body, _module_marks(module)):
            for key in dict.fromkeys(marks):
                found[key].append(Test(name, function))
    return dict(found)


def uncovered(known: Sequence[Subject], covered: Covered) -> list[Subject]:
    """Return the definitions, conflicts and demands about computation that no test covers."""
    return [one for one in known if one.elsewhere is None and not covered.get((one.kind, one.number))]


def _functions(
    body: Sequence[ast.stmt], outer: list[tuple[str, int]]
) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, [*outer, *_marks(node.decorator_list)])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name, [*outer, *_marks(node.decorator_list)]


def _module_marks(module: ast.Module) -> list[tuple[str, int]]:
    found = []
    for node in module.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            found += _marks(node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value])
    return found


def _marks(decorators: Sequence[ast.expr]) -> list[tuple[str, int]]:
    found = []
    for one in decorators:
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in KINDS:
            numbers = [arg.value for arg in one.args if isinstance(arg, ast.Constant)]
            found += [(one.func.attr, number) for number in numbers if isinstance(number, int)]
    return found
