"""Install a hashed lock with pip into the environment that runs this file, with a progress bar.

Run by tools/bootstrap.sh, before anything but Python's own library is there.
"""

import subprocess
import sys
import sysconfig
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

# Nothing outside the lock may come in: every file has its hash there, and what has to be built is built with
# the lock's own setuptools (an isolated build would download another one, unhashed).
PIP_INSTALL = "-m pip --disable-pip-version-check install --no-input --progress-bar off --require-hashes"
FROM_SOURCE = "--no-build-isolation --use-pep517"
FETCHING_SHARE = 0.6  # of the bar; the rest is unpacking
QUIET_SECONDS = 15  # between two lines where there is no terminal for a bar


def packages_in(lock: Path) -> int:
    """How many packages the lock names (a few are for other systems, so a bar may end short of its end)."""
    return sum("==" in line and line[0].isalnum() for line in lock.read_text("utf-8").splitlines())


def packages_installed() -> int:
    """How many packages stand in site-packages by now."""
    return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


@dataclass
class Progress:
    """How far pip has come, read from what it prints and from what it leaves in site-packages."""

    total: int
    before: int
    fetched: int = 0
    is_unpacking: bool = False
    doing: str = "asking the package index"
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=25))

    def follow(self, output: Iterable[str]) -> None:
        """Take in pip's output, line by line, until it ends."""
        for line in output:
            self.last_words.append(line)
            word, _, rest = line.strip().partition(" ")
            if word in ("Collecting", "Requirement"):
                self.fetched += 1
                self.doing = "fetching " + rest.removeprefix("already satisfied: ").split("==")[0]
            elif word == "Installing":
                self.is_unpacking, self.doing = True, "unpacking"

    def share(self) -> float:
        """Part of the work that is done, 0 to 1."""
        if not self.is_unpacking:
            return FETCHING_SHARE * min(self.fetched / self.total, 1)
        unpacked = (packages_installed() - self.before) / max(self.total - self.before, 1)
        return FETCHING_SHARE + (1 - FETCHING_SHARE) * min(unpacked, 1)


def show(progress: Progress, shown_at: float) -> float:
    """Draw the bar over itself on a terminal, elsewhere a line now and then; returns when it was shown."""
    share, now = progress.share(), time.monotonic()
    if sys.stderr.isatty():
        bar = "━" * round(share * 30)
        sys.stderr.write(f"\r\033[K{bar:─<30} {share:4.0%}  {progress.doing[:60]}")
    elif now - shown_at < QUIET_SECONDS:
        return shown_at
    else:
        sys.stderr.write(f"leitstand: {share:.0%} {progress.doing}\n")
    sys.stderr.flush()
    return now


def install(lock: Path) -> int:
    """Run pip on `lock` and return its exit code; its last words are shown where it failed."""
    progress = Progress(packages_in(lock), packages_installed())
    sys.stderr.write(f"leitstand: installing {lock}, {progress.total} packages (once; a minute or two)\n")
    command = [sys.executable, *PIP_INSTALL.split(), *FROM_SOURCE.split(), "-r", str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        reader = Thread(target=progress.follow, args=[pip.stdout])
        reader.start()
        shown_at = time.monotonic()
        while pip.poll() is None:
            shown_at = show(progress, shown_at)
            time.sleep(0.2)
        reader.join()
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    if pip.returncode:
        sys.stderr.writelines(progress.last_words)
        sys.stderr.write(f"leitstand: pip could not install {lock}; its last words are above\n")
    return pip.returncode


if __name__ == "__main__":
    try:
        sys.exit(install(Path(sys.argv[1])))
    except KeyboardInterrupt:
        sys.exit(130)
