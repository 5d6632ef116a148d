# Read by ./run and ./check: makes the Python environment from a lock file, or finds it ready.
# shellcheck shell=sh

# prepare FOLDER LOCK…: after it, FOLDER holds what the first LOCK names, and Waymark itself from this checkout.
# Nothing is done when the same locks were installed before; an interrupted set-up goes on where it stopped.
prepare() {
    venv=$1 lock=$2
    here=$(pwd -P)
    stamp=$venv/installed-${lock%.lock}
    wanted="$here $(cksum "$lock" pyproject.toml | tr '\n' ' ')"
    if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    alone "$venv.making"
    if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        python=$(find_python) || exit 2
        echo "Setting up (once): making $venv …"
        "$python" -m venv --clear "$venv" || fail "Python could not make $venv; the lines above say why."
    fi
    echo "Setting up (once): installing the packages of $lock …"
    rm -f "$stamp"
    install_packages "$venv" --require-hashes -r "$lock"
    install_packages "$venv" --no-build-isolation --no-deps -e .
    printf '%s\n' "$wanted" > "$stamp"
    not_alone
}

# uv is three to five times quicker where it is there; pip knows mirrors that only pip was told of.
install_packages() {
    venv=$1
    shift
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python "$venv/bin/python" "$@" && return 0
        echo "uv could not install them; trying pip." >&2
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" ||
        fail "The packages could not be installed; the lines above say why. Run this again to go on from here."
}

# Prints the first Python that will do, or says what is missing and how to get it.
find_python() {
    found=
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        command -v "$python" >/dev/null 2>&1 || continue
        found=$python
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            fail "$python has no venv module. On Debian and Ubuntu: apt install python3-venv"
        fi
        if ! "$python" -c 'import zoneinfo; zoneinfo.ZoneInfo("UTC")' 2>/dev/null; then
            fail "There are no time zones here for $python to read. On Debian and Ubuntu: apt install tzdata"
        fi
        echo "$python"
        return 0
    done
    if [ -z "$found" ]; then
        fail "Waymark needs Python 3.11 or newer, and there is no python3 here." \
            "Debian and Ubuntu: apt install python3 python3-venv. macOS: install Python from python.org or by Homebrew."
    fi
    fail "Waymark needs Python 3.11 or newer; $found is $("$found" -c 'import platform; print(platform.python_version())')." \
        "Where a newer one is under another name: PYTHON=/path/to/python3 ./run"
}

# Two set-ups of one folder would spoil each other. A lock left by a killed one is taken over.
alone() {
    making=$1
    if ! mkdir "$making" 2>/dev/null; then
        other=$(cat "$making/pid" 2>/dev/null || echo 0)
        if [ "$other" -gt 0 ] 2>/dev/null && kill -0 "$other" 2>/dev/null; then
            fail "Another set-up is at work here (process $other). Wait for it, then run this again."
        fi
    fi
    echo $$ > "$making/pid"
    trap not_alone EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

not_alone() {
    rm -rf "$making"
    trap - EXIT INT TERM HUP
}

fail() {
    for sentence in "$@"; do
        echo "$sentence" >&2
    done
    exit 2
}
