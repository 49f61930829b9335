"""Debian's packages for the real systems in the tests: installed once by whoever may, else named in a skip."""

import os
import shutil
import subprocess

import pytest

from tools.find_browser import apt_get

# What administrators call lies where other users' PATH doesn't look.
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


def find(command: str) -> str | None:
    """Path of a program, an administrator's too."""
    return shutil.which(command, path=PLACES)


def need(packages: list[str], commands: list[str], answers: str = "") -> None:
    """Have these programs, or skip the test that asked and say what to install.

    `answers` are what a package would ask for, as debconf-set-selections reads it.
    """
    missing = [command for command in commands if not find(command)]
    if not missing:
        return
    said = install(packages, answers)
    missing = [command for command in commands if not find(command)]
    if missing:
        pytest.skip(f"no {', '.join(missing)}; on Debian: apt install {' '.join(packages)}{said}")


def install(packages: list[str], answers: str) -> str:
    """Install them where this user may without a password; what apt said where it failed."""
    command = apt_get()
    if not command:
        return ""
    sudo = command[:-1]
    # Run level 1: a package that brings a service doesn't start it.
    apt = [
        *sudo,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "RUNLEVEL=1",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]
    if answers:
        subprocess.run([*sudo, "debconf-set-selections"], input=answers, text=True, capture_output=True)
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([*apt, *step], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            return f" (apt-get {step[0]}: {(done.stderr or done.stdout)[-300:].strip()})"
    return ""
