"""Rules of the house that no other tool checks."""

import re
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
# In brackets so that this file doesn't find itself.
REGISTRY_HOSTS = r"pypi[.]org|pythonhosted[.]|registry[.]npmjs|(deb|security)[.]debian[.]|/simple[/]"
MACHINE_PATHS = r"(?<![\w.])/(work|root|farm|home|Users)/[a-zA-Z.]|/tmp/[a-zA-Z.]"
LARGEST_FILE_BYTES = 1_000_000
LONGEST_FILE_LINES = 350


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Files that git holds, or would hold."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=HOUSE, capture_output=True)
    if listing.returncode:
        pytest.skip("not a git clone")
    names = listing.stdout.decode("utf-8").split("\0")
    return [HOUSE / name for name in names if name and (HOUSE / name).is_file()]


def text_of(path: Path) -> str:
    """A file's text; empty for pictures and other binary files."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def places(pattern: str, paths: list[Path]) -> list[str]:
    """`file:line: text` of every line that the pattern finds."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(HOUSE)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if found.search(line)
    ]


def test_no_file_names_a_package_index(tracked: list[Path]) -> None:
    assert places(REGISTRY_HOSTS, tracked) == []


def test_no_file_names_a_path_of_one_machine(tracked: list[Path]) -> None:
    assert places(MACHINE_PATHS, [path for path in tracked if path != Path(__file__)]) == []


def test_no_file_is_too_large_for_a_clone(tracked: list[Path]) -> None:
    assert [path for path in tracked if path.stat().st_size > LARGEST_FILE_BYTES] == []


def test_no_file_holds_a_second_idea(tracked: list[Path]) -> None:
    code = [
        path for path in tracked if path.suffix in (".py", ".sql") and HOUSE / "tests" not in path.parents
    ]
    # A list of phrases is as long as it is.
    code = [path for path in code if not path.match("simulator/phrases_*.py")]
    assert [path for path in code if len(text_of(path).splitlines()) > LONGEST_FILE_LINES] == []


def test_no_file_is_everyones_home(tracked: list[Path]) -> None:
    homes = {"utils.py", "helpers.py", "common.py", "misc.py", "util.py"}
    assert [path for path in tracked if path.name in homes] == []


def test_packages_are_opened_by_an_empty_file(tracked: list[Path]) -> None:
    assert [path for path in tracked if path.name == "__init__.py" and path.stat().st_size] == []


@pytest.mark.parametrize("folder", ["models", "metrics"])
def test_each_table_has_its_test_under_its_own_name(folder: str) -> None:
    tables = {
        path.stem for path in (HOUSE / "warehouse" / folder).rglob("*.*") if path.suffix in (".sql", ".py")
    }
    tests = {
        path.stem.removeprefix("test_") for path in (HOUSE / "tests/warehouse" / folder).rglob("test_*.py")
    }
    assert tables - {"__init__"} - tests == set()


def test_no_table_is_made_by_two_files() -> None:
    files = [path for path in (HOUSE / "warehouse").glob("m*/**/*") if path.suffix in (".sql", ".py")]
    names = [path.stem for path in files if path.stem != "__init__"]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_each_file_that_a_lock_admits_is_known_by_its_hash(lock: str) -> None:
    lines = (HOUSE / lock).read_text("utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if line[:1].isalnum()]
    assert packages
    assert [lines[number] for number in packages if "--hash=sha256:" not in lines[number + 1]] == []


def test_the_lock_for_development_holds_the_other_at_the_same_versions() -> None:
    def versions(lock: str) -> set[str]:
        names = re.findall(
            r"^([\w.\-]+(?:\[[\w,\-]+\])?==[^ ]+)", (HOUSE / lock).read_text("utf-8"), re.MULTILINE
        )
        return set(names)

    assert versions("requirements.txt") - versions("requirements-dev.txt") == set()
