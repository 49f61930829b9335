#!/bin/sh
# Runs every check, names those that failed at the end, and fails with them.
set -u
cd "$(dirname "$0")/.."
PATH="$(pwd)/.venv/bin:$PATH"
failed=""

check() { # name, command...
    name=$1
    shift
    printf '%-18s' "$name"
    if output=$("$@" 2>&1); then
        echo "ok"
    else
        echo "FAILED"
        printf '%s\n' "$output"
        failed="$failed $name"
    fi
}

check "ruff check" ruff check .
check "ruff format" ruff format --check .
check "mypy" mypy
check "sqlfluff" sqlfluff lint warehouse/models warehouse/metrics --disable-progress-bar
check "import contracts" lint-imports
check "documents" python -m tools.write_docs --check
check "house rules" python -m pytest -q tests/test_house.py

[ -z "$failed" ] && echo "All checks passed." && exit 0
echo "Failed:$failed"
exit 1
