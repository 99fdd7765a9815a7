"""`ombruk-station sync` in a process of its own: what it may load. Loading was nine tenths of its time once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hub_process import Hub, Pc

VERB = """
import sys
from station_app.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
OURS = ("domain", "resources", "station_app", "ui", "wire")
MAY_BE_LOADED = frozenset(Path(__file__).with_name("modules_at_sync.txt").read_text(encoding="ascii").split())
"""Our modules that sending needs when there is no photo and no new register. Whoever adds one says why."""
NEVER = frozenset(
    (
        *("PIL", "PySide6", "asyncio", "click", "filelock", "importlib.metadata", "joserfc", "keyring", "platformdirs"),
        *("reportlab", "rich", "sqlite_utils", "stdnum", "urllib3", "concurrent.futures", "json", "tempfile"),
        *("cryptography.x509", "cryptography.hazmat.primitives.serialization"),
    )
)
"""What other modules bring that sending a few events has no use for."""


@pytest.fixture
def loaded(hub: Hub, tmp_path: Path) -> set[str]:
    pc = Pc(tmp_path / "pc").enrol(hub)
    pc("register", "--category", "chair", "--condition", "good", "--kg", "4,2")
    done = subprocess.run(
        [sys.executable, "-c", VERB, "--data-dir", pc.folder, "--json", "sync"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "OMBRUK_KEYSTORE": "file", "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["acknowledged"] == 1
    return set(done.stderr.split())


def test_sending_loads_these_modules_and_no_others(loaded: set[str]) -> None:
    ours = {name for name in loaded if name.partition(".")[0] in OURS}
    assert ours - MAY_BE_LOADED == set(), "more is loaded to send"
    assert MAY_BE_LOADED - ours == set(), "less is loaded now: take it out of the list, so that it stays so"
    assert loaded & NEVER == set()
