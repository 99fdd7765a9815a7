#!/bin/sh
# Pins every dependency with its hashes. Needs uv; run it when pyproject.toml changes.
set -eu
cd "$(dirname "$0")/.."
lock() {
    out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header --no-annotate --custom-compile-command "sh build/lock.sh" "$@" -o "requirements/$out.txt" pyproject.toml
}
lock dev --extra station --extra hub --extra assets --extra package --extra dev
lock hub -c requirements/dev.txt --extra hub --extra assets
lock package -c requirements/dev.txt --extra station --extra assets --extra package
