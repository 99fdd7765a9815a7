"""Fetches the peer that the sync is measured beside, PouchDB and express-pouchdb, from npm at pinned versions.

Run by `make bench`: `python build/bench_tools.py`. Fetches nothing when the lock file is unchanged.
"""

from pathlib import Path

from npm import bring

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Bring .work/bench_tools up to date."""
    fetched = bring(ROOT / "build" / "bench_tools", ROOT / ".work" / "bench_tools")
    print("bench tools: installed" if fetched else "bench tools: up to date")


if __name__ == "__main__":
    main()
