"""A small disk that can be filled and closed for writing: a tmpfs. Making one needs the rights of root."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(place: Path, size: str) -> Iterator[Path]:
    """A disk of so many bytes (as mount says it) at `place` until the block ends; skips where none can be made."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"a small disk cannot be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def remount(disk: Path, options: str) -> None:
    """Make it larger (`size=…`), or read-only (`ro`) as long as nobody writes, or not (`rw`)."""
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)
