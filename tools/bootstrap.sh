#!/bin/sh
# Makes .venv hold exactly what a lock names:  sh tools/bootstrap.sh requirements.txt|requirements-dev.txt
#
# Needs Python 3.11 to 3.13 with its venv module, and nothing else. Where nothing has changed since the last time it
# ends at once. PYTHON=/path/to/python chooses the interpreter. pip keeps the user's own configuration (index, proxy,
# certificates): nothing is set here.
set -eu
cd "$(dirname "$0")/.."
lock=${1:-requirements.txt}
venv=.venv
stamps=$venv/installed # copies of what was installed, to compare with
here=$(pwd -P)

say() { printf 'leitstand: %s\n' "$*" >&2; }
same() { [ -f "$1" ] && [ -f "$2" ] && cmp -s "$1" "$2"; }
runs() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

# .venv is whole: its Python runs, no installation was cut short, and the folder has not been moved.
is_whole() {
    [ ! -e $venv/installing ] && [ "$(cat $stamps/folder 2>/dev/null)" = "$here" ] && runs $venv/bin/python
}

# Prints the first interpreter that can make the environment; where there is none, says in one line what to install.
find_python() {
    reason="no Python 3.11, 3.12 or 3.13 was found"
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        case $found in
        3.11 | 3.12 | 3.13)
            if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
                echo "$candidate"
                return
            fi
            say "Python $found lacks its venv module; install it (Debian, Ubuntu: apt install python$found-venv)"
            return 1
            ;;
        *) reason="$candidate is Python $found" ;;
        esac
    done
    say "$reason; install Python 3.11, 3.12 or 3.13 with venv (Debian, Ubuntu: apt install python3 python3-venv)," \
        "or name one: make demo PYTHON=/path/to/python3.12"
    return 1
}

if ! is_whole; then
    python=$(find_python)
    [ -e $venv ] && say "$venv is of another folder or was left half made; making it anew"
    say "creating $venv with $("$python" --version)"
    "$python" -m venv --clear $venv || {
        say "$python could not create $venv (its own words are above)"
        exit 1
    }
    mkdir -p $stamps
    echo "$here" >$stamps/folder
fi

# The lock for development holds all of the other, so either one satisfies `make demo`.
install() { # lock
    same "$1" "$stamps/$1" && return
    : >$venv/installing
    rm -f $stamps/requirements*.txt
    $venv/bin/python tools/install_lock.py "$1"
    cp requirements.txt $stamps/
    [ "$1" = requirements.txt ] || cp "$1" $stamps/
    rm $venv/installing
}
install requirements.txt
[ "$lock" = requirements.txt ] || install "$lock"

# The project itself: setuptools comes from the lock, so nothing is downloaded here.
if ! same pyproject.toml $stamps/pyproject.toml || [ ! -x $venv/bin/leitstand ]; then
    $venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
    cp pyproject.toml $stamps/
fi
