#!/bin/sh
# Builds dist/ombruk (runs without Python) from a clean environment, then works with it in a folder of its own.
set -eu
cd "$(dirname "$0")/.."
work=$PWD/.work/package
rm -rf "$work" dist/ombruk
mkdir -p "$work"
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/package.txt
# An ordinary installation, not an editable one: what is packaged is what is installed.
.venv/bin/python -m hatchling build -t wheel -d "$work/wheel" >/dev/null
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$work"/wheel/*.whl
"$work/venv/bin/python" -m PyInstaller --log-level WARN --noconfirm \
    --workpath "$work/build" --distpath dist build/ombruk.spec
du -sh dist/ombruk
.venv/bin/python build/smoke.py dist/ombruk
