"""The least that each job could cost here: the bare library doing the bare minimum. Each returns a thing to time."""

import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

Job = Callable[[], object]
BARE_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
print("usable", flush=True)
"""


def bare_commit(folder: Path) -> Job:
    """One row of a kilobyte, committed in WAL mode with synchronous FULL."""
    connection = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    body = bytes(1024)

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO thing (body) VALUES (?)", (body,))
        connection.execute("COMMIT")

    return commit


def bare_page(pages: int, lines: int) -> Job:
    """A PDF of A4 pages with lines of Helvetica, nothing embedded."""

    def draw() -> bytes:
        out = io.BytesIO()
        page = canvas.Canvas(out, pagesize=A4)
        for _ in range(pages):
            for line in range(lines):
                page.drawString(50, 800 - 18 * line, f"Line {line} of a bare page")
            page.showPage()
        page.save()
        return out.getvalue()

    return draw


def bare_search(folder: Path, rows: int) -> Callable[[str], object]:
    """A bare FTS5 table of as many rows, asked for the newest fifty."""
    connection = sqlite3.connect(folder / "floor-search.sqlite3", isolation_level=None)
    connection.execute("CREATE VIRTUAL TABLE thing USING fts5(words, prefix = '2 3')")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO thing (words) VALUES (?)", ((words_of(number),) for number in range(rows)))
    connection.execute("COMMIT")
    query = "SELECT rowid, words FROM thing WHERE thing MATCH ? ORDER BY rowid DESC LIMIT 50"
    return lambda typed: connection.execute(query, (f'"{typed}"*',)).fetchall()


def words_of(number: int) -> str:
    """A title that people could have typed; the same for a number in every run."""
    colours = ("rød", "blå", "grønn", "hvit", "svart", "grå", "brun", "gul")
    things = ("stol", "bord", "sofa", "lampe", "sykkel", "hylle", "kommode", "teppe", "bok", "gryte", "ski", "drill")
    makers = ("Klippan", "Stokke", "Ekornes", "DBS", "Bosch", "Höganäs", "Porsgrund", "Madshus")
    return f"{colours[number % 8]} {things[number % 12]} {makers[number // 12 % 8]} nr {number}"


def start_bare_window() -> None:
    """From nothing to a bare window that has handled its first events, as a process of its own."""
    start(BARE_WINDOW)


def start(source: str, *arguments: str) -> None:
    """Run a program in its own process until it says that it is usable; its end is not waited for.

    With Python's compiled modules kept, as they are where a program is installed, whatever is set here.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", source, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        usable = process.stdout is not None and process.stdout.readline() == "usable\n"
        process.kill()
    if not usable:
        raise RuntimeError("the program did not become usable")
