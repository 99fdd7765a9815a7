"""Fetches what only the tests need from npm at pinned versions: a drawer of label printers' commands that is not ours.

Run by `setup.sh test`: `python build/test_tools.py`. Fetches nothing when the lock file is unchanged.
"""

from pathlib import Path

from npm import bring

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Bring .work/test_tools up to date."""
    fetched = bring(ROOT / "build" / "test_tools", ROOT / ".work" / "test_tools")
    print("test tools: installed" if fetched else "test tools: up to date")


if __name__ == "__main__":
    main()
