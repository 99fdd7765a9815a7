"""Run a command with DATABASE_URL set to a PostgreSQL of its own: `python tests/hub/postgresql.py pytest tests/hub`.

The cluster lives in a temporary folder, listens on loopback only and is gone afterwards. Needs Debian's postgresql
package (or initdb and postgres on the path). initdb refuses root, so root starts it as nobody.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def programs() -> Path:
    """The folder of the newest PostgreSQL programs on this machine."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    if installed:
        return installed[-1]
    found = shutil.which("initdb")
    if found is None:
        sys.exit("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    return Path(found).resolve().parent


def _owner() -> dict[str, Any]:
    """Who runs the cluster: nobody when this is root, else whoever this is."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; gives its DATABASE_URL."""
    bin_folder, owner = programs(), _owner()
    with tempfile.TemporaryDirectory(prefix="ombruk-pg-") as name:
        folder = Path(name)
        password = folder / "password"
        password.write_text(secrets.token_hex(16), encoding="ascii")
        if owner:
            for path in (folder, password):
                shutil.chown(path, owner["user"], owner["group"])
        data = folder / "data"
        subprocess.run(
            [
                bin_folder / "initdb",
                f"--pgdata={data}",
                "--username=hub",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **owner,
        )
        port = _free_port()
        yield from _running(bin_folder, data, port, password.read_text(encoding="ascii"), owner)


def _running(bin_folder: Path, data: Path, port: int, password: str, owner: dict[str, Any]) -> Iterator[str]:
    control = [bin_folder / "pg_ctl", "--pgdata", data, "--wait"]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data} -c fsync=off"
    start = [*control, "start", "--log", data / "log", "--options", options]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=data, **owner)
    try:
        yield f"postgresql://hub:{password}@127.0.0.1:{port}/postgres"
    finally:
        stop = [*control, "stop", "--mode=immediate"]
        subprocess.run(stop, check=True, stdout=subprocess.DEVNULL, cwd=data, **owner)


def new_database(url: str, like: str = "template1") -> str:
    """The address of a new database in the cluster at `url`, with what the database `like` holds."""
    import psycopg

    name = f"hub_{secrets.token_hex(16)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def main() -> int:
    """Run the command of the arguments and return its exit code."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with cluster() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
