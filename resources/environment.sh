# Shell functions that find Python, system libraries and a virtual environment; read by start-from-source and tests/run.
# shellcheck shell=sh

# What the window needs of the system: the file that proves it is there, and the Debian package that brings it.
RUNTIME_LIBRARIES="
libEGL.so.1:libegl1
libGL.so.1:libgl1
libxkbcommon.so.0:libxkbcommon0
libfontconfig.so.1:libfontconfig1
libdbus-1.so.3:libdbus-1-3
libglib-2.0.so.0:libglib2.0-0
libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-shape.so.0:libxcb-shape0
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libwayland-cursor.so.0:libwayland-cursor0
libgssapi_krb5.so.2:libgssapi-krb5-2
"

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# find_python: print a Python that is 3.11 or newer.
find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail 'Python 3.11 or newer is needed. Install it, or name it in the variable PYTHON.'
}

# missing_libraries FILE:PACKAGE...: print the packages whose shared library is not installed.
missing_libraries() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
    for pair in "$@"; do
        case "$known" in
            *"${pair%%:*} "*) ;;
            *) printf '%s ' "${pair#*:}" ;;
        esac
    done
}

# missing_programs PROGRAM:PACKAGE...: print the packages whose program is not on the path.
missing_programs() {
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || printf '%s ' "${pair#*:}"
    done
}

# missing_venv PYTHON: print the package without which that Python makes no virtual environment.
missing_venv() {
    "$1" -c 'import ensurepip' 2>/dev/null ||
        "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2], end=" ")'
}

# install_packages PACKAGE...: install them with apt where that is allowed, else say how and exit.
install_packages() {
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null 2>&1 ||
        fail "These are missing, under the names that Debian gives them: $*. Install them and start again."
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        fail "System packages are missing. Install them and start again:
    sudo apt-get install --no-install-recommends $*"
    fi
    say "Installing with apt: $*"
    # shellcheck disable=SC2086 # as_root is empty or two words
    $as_root apt-get update -qq >&2 || say 'The package lists could not be renewed.'
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >&2 ||
        fail "apt could not install: $*"
}

# checksum FILE...: one word that changes with the files' content.
checksum() {
    cat "$@" | sha256sum | cut -d ' ' -f 1
}

# environment_is_fresh FOLDER STAMP: whether the virtual environment was completed for that stamp.
environment_is_fresh() {
    [ -x "$1/bin/python" ] && [ "$(cat "$1/stamp" 2>/dev/null)" = "$2" ]
}

# make_environment PYTHON FOLDER: an empty virtual environment in place of what is there.
make_environment() {
    rm -rf "$2"
    "$1" -m venv "$2" || fail "The virtual environment $2 could not be made."
}
