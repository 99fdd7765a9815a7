"""Data files that travel with the program: catalogue, texts, fonts, icons, style. No code but the way to find them."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the file or folder `name` (slash-separated, relative to this folder); works from source and packaged.

    Raises FileNotFoundError with advice when it is missing, which means that set-up was not run.
    """
    found = _ROOT / name
    if not found.exists():
        raise FileNotFoundError(f"resources/{name} is missing; run `make setup`, which fetches and compiles resources")
    return found
