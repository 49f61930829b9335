"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
COPIED = [
    *("benchmarks", "connectors", "dashboard", "docs", "examples"),
    *("pipelines", "simulator", "tests", "tools", "validation", "warehouse"),
]
NEW = re.compile(r"^New file `(?P<path>[^`]+)`:\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INSERTED = re.compile(
    r"^In `(?P<path>[^`]+)`, below `(?P<line>[^\n]+)`:\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository, with everything in it that the recipes say."""
    copy = tmp_path_factory.mktemp("recipes") / "leitstand"
    for folder in COPIED:
        shutil.copytree(HOUSE / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in HOUSE.glob("[!.]*"):
        if file.is_file():
            shutil.copy(file, copy / file.name)
    recipes = (HOUSE / "CONTRIBUTING.md").read_text("utf-8")
    for recipe in NEW.finditer(recipes):
        path = copy / recipe["path"]
        assert not path.exists(), f"{recipe['path']} is there already; the recipe needs another name"
        path.write_text(recipe["text"], "utf-8")
    for recipe in INSERTED.finditer(recipes):
        path = copy / recipe["path"]
        before, line, after = path.read_text("utf-8").partition(recipe["line"] + "\n")
        assert line, f"{recipe['path']} has no line that ends in {recipe['line']}"
        path.write_text(before + line + recipe["text"] + after, "utf-8")
    return copy


@pytest.fixture(scope="module")
def new_files() -> list[str]:
    """What the recipes add."""
    return [recipe["path"] for recipe in NEW.finditer((HOUSE / "CONTRIBUTING.md").read_text("utf-8"))]


def run(copy: Path, *command: str) -> None:
    """Run a module of this environment in the copy; its output is the failure."""
    environ = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.server
def test_the_recipes_tests_pass(copy: Path, new_files: list[str]) -> None:
    run(copy, "pytest", "-q", "-p", "no:cacheprovider", *(path for path in new_files if "/test_" in path))
    run(
        copy,
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/connectors/test_conformance.py",
        "-k",
        "guestbook",
    )


@pytest.mark.server
def test_the_house_accepts_what_the_recipes_add(copy: Path, new_files: list[str]) -> None:
    run(copy, "tools.write_docs")
    run(copy, "ruff", "check", *(path for path in new_files if path.endswith(".py")))
    run(copy, "ruff", "format", "--check", *(path for path in new_files if path.endswith(".py")))
    run(
        copy,
        "sqlfluff",
        "lint",
        "--disable-progress-bar",
        *(path for path in new_files if path.endswith(".sql")),
    )
    run(
        copy, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_house.py", "tests/test_house_documents.py"
    )
