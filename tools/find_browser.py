"""Print the path of a Chrome or Chromium; install Debian's where none is found and it may be.

Ends with code 1, and one line that says what to install, where there is none.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_browser() -> str | None:
    """Path of the browser that LEITSTAND_BROWSER names, else of the first one found; or None."""
    if named := os.environ.get("LEITSTAND_BROWSER"):
        return shutil.which(named)
    found = (shutil.which(command) for command in (*COMMANDS, *APPLICATIONS))
    return next((path for path in found if path), None)


def apt_get() -> list[str] | None:
    """`apt-get` as this user may call it without being asked for a password; None where that can't be."""
    if not Path("/etc/debian_version").exists() or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n", "apt-get"]
    return None


def install_chromium(command: list[str]) -> None:
    """Install Debian's Chromium; apt's own words are shown only where it fails."""
    sys.stderr.write("leitstand: installing Debian's chromium for the browser tests (once)\n")
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        run = subprocess.run([*command, *step], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if run.returncode:
            sys.stderr.write(run.stdout[-2000:] + run.stderr[-2000:])
            return


def main() -> int:
    """Find or install; the path goes to standard output."""
    path = find_browser()
    if not path and not os.environ.get("LEITSTAND_BROWSER") and (command := apt_get()):
        install_chromium(command)
        path = find_browser()
    if not path:
        sys.stderr.write(
            "leitstand: the browser tests need Chromium or Chrome; install one (Debian: apt install chromium)"
            " or name its path in LEITSTAND_BROWSER\n"
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
