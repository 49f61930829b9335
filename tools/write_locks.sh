#!/bin/sh
# Writes requirements.txt and requirements-dev.txt from pyproject.toml: every file with its hash, for Python 3.11 to
# 3.13 and every system, and without any address in it (whoever installs uses the index that their pip knows).
# The second one holds all of the first at the same versions. ARGS="--upgrade" takes newer versions.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet uv

compile() {
    .venv/bin/python -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-strip-extras --quiet "$@"
}
compile --output-file requirements.txt "$@"
compile --group dev --constraint requirements.txt --output-file requirements-dev.txt "$@"
