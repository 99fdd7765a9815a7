"""Fetches what only the tests need from npm at pinned versions: a drawer of label printers' commands that is not ours.

Run by `setup.sh test`: `python build/test_tools.py`. Fetches nothing when the lock file is unchanged.
"""

from pathlib import Path

from npm import install

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "build" / "test_tools"
WORK = ROOT / ".work" / "test_tools"


def main() -> None:
    """Bring .work/test_tools up to date."""
    locked = (PINS / "package-lock.json").read_bytes()
    stamp = WORK / "ready"
    if stamp.is_file() and stamp.read_bytes() == locked:
        print("test tools: up to date")
        return
    stamp.unlink(missing_ok=True)
    install(PINS, WORK)
    stamp.write_bytes(locked)
    print("test tools: installed")


if __name__ == "__main__":
    main()
