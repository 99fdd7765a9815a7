"""The least that sending could cost: the same rows and files over raw TCP to a server that stores them as durably.

`serve FOLDER` prints its port and serves until it is told to stop. `send STORE PORT CONNECTIONS` reads a counter's
store and sends everything in it, events first, then files over so many connections. Nothing is signed or checked but
hashes, nothing is applied, nobody is asked who they are.
"""

import hashlib
import os
import socket
import socketserver
import sqlite3
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

BATCH = 1_048_576
"""Bytes of bodies that are committed at once: a thousand of those that are sent here, as in the counter's own batch."""
_FRAME, _EVENT, _FILE = struct.Struct("!cI"), struct.Struct("!QI32s"), struct.Struct("!32sQ")
_DONE = b"k"


def serve(folder: Path) -> None:
    """Take connections until standard input closes."""
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL)")
    alone = threading.Lock()

    class Taker(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self.rfile.read(_FRAME.size):
                kind, count = _FRAME.unpack(head)
                if kind == b"E":
                    self._events(count)
                else:
                    self._file()
                self.wfile.write(_DONE)

        def _events(self, count: int) -> None:
            rows = []
            for _ in range(count):
                seq, size, digest = _EVENT.unpack(self.rfile.read(_EVENT.size))
                body = self.rfile.read(size)
                if hashlib.sha256(body).digest() != digest:
                    raise SystemExit("an event is not its hash")
                rows.append((seq, digest, body))
            with alone:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT INTO event VALUES (?, ?, ?)", rows)
                database.execute("COMMIT")

        def _file(self) -> None:
            digest, size = _FILE.unpack(self.rfile.read(_FILE.size))
            place = folder / digest.hex()[:2] / digest.hex()
            place.parent.mkdir(exist_ok=True)
            beside, found = place.with_suffix(".new"), hashlib.sha256()
            with beside.open("wb") as file:
                while size:
                    part = self.rfile.read(min(size, 262_144))
                    found.update(part)
                    file.write(part)
                    size -= len(part)
                file.flush()
                os.fsync(file.fileno())
            if found.digest() != digest:
                raise SystemExit("a file is not its hash")
            beside.replace(place)
            handle = os.open(place.parent, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)

    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taker) as server:
        print(server.server_address[1], flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()


def send(store: Path, port: int, connections: int) -> None:
    """Everything in the store, each part acknowledged before this returns."""
    database = sqlite3.connect(f"file:{store / 'station.sqlite3'}?mode=ro", uri=True)
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for batch in _batches(database):
            line.sendall(batch)
            _told(line)
    files = iter([str(name) for (name,) in database.execute("SELECT sha256 FROM blob ORDER BY sha256")])
    taking = threading.Lock()

    def lane() -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            while True:
                with taking:
                    name = next(files, None)
                if name is None:
                    return
                data = (store / "blobs" / name[:2] / name).read_bytes()
                line.sendall(_FRAME.pack(b"F", 1) + _FILE.pack(hashlib.sha256(data).digest(), len(data)) + data)
                _told(line)

    lanes = [threading.Thread(target=lane) for _ in range(connections)]
    for each in lanes:
        each.start()
    for each in lanes:
        each.join()


def _batches(database: sqlite3.Connection) -> Iterator[bytes]:
    parts: list[bytes] = []
    size = 0
    for seq, body in database.execute("SELECT seq, body FROM event ORDER BY seq"):
        parts.append(_EVENT.pack(seq, len(body), hashlib.sha256(body).digest()) + body)
        size += len(body)
        if size >= BATCH:
            yield _FRAME.pack(b"E", len(parts)) + b"".join(parts)
            parts, size = [], 0
    if parts:
        yield _FRAME.pack(b"E", len(parts)) + b"".join(parts)


def _told(line: socket.socket) -> None:
    if line.recv(1) != _DONE:
        raise SystemExit("the floor's server went away")


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]))
    else:
        send(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
