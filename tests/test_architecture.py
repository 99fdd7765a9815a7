"""The shape of the house, guarded by machine: who may import whom, how long things may be, what they are called."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from source_tree import AROUND, PACKAGES, ROOT, files_of_the_repository, name_of, sources, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 70
"""Lines from `def` to the end. The aim is 40 (and ruff counts statements); this is where it stops."""
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "shared", "tools"}
EVERYTHING = (*PACKAGES, *AROUND)


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env={**os.environ, **environment}
    )


def test_the_import_rules_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([program, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


IMPORT_ALL = """
import importlib, pkgutil, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(name + " is not there")

sys.meta_path.insert(0, Missing())
{before}
for package in {packages!r}:
    importlib.import_module(package)
    for found in pkgutil.walk_packages([package], package + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
loaded = set(name.partition(".")[0] for name in sys.modules)
assert not loaded & set({blocked!r}), loaded
print(len([name for name in sys.modules if name.partition(".")[0] in {packages!r}]))
"""


@pytest.mark.parametrize(
    ("packages", "blocked", "before"),
    [
        (("domain", "wire"), ("PySide6", "django", "sqlite3", "sqlite_utils", "urllib3", "click", "PIL"), ""),
        (("domain", "wire", "station_app"), ("PySide6", "django", "hub", "ui"), ""),
        (
            ("hub",),
            ("PySide6", "station_app", "ui", "sqlite_utils", "reportlab"),
            "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'hub.settings'; import django; django.setup()",
        ),
    ],
    ids=["rules and wire", "station without a window", "hub without a station"],
)
def test_each_part_starts_where_the_others_are_not_installed(
    packages: tuple[str, ...], blocked: tuple[str, ...], before: str, tmp_path: Path
) -> None:
    code = IMPORT_ALL.format(packages=packages, blocked=blocked, before=before)
    ran = python(code, OMBRUK_HUB_DATA=str(tmp_path), OMBRUK_DATA_DIR=str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) >= len(packages)
    assert list(tmp_path.iterdir()) == [], "importing wrote something"


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)}: a relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("file", sources("domain", "wire"), ids=name_of)
def test_the_rules_and_the_wire_need_next_to_nothing(file: Path) -> None:
    allowed = (sys.stdlib_module_names - {"sqlite3"}) | {"msgspec", "stdnum", "domain"}
    if file.is_relative_to(ROOT / "wire"):
        allowed |= {"wire"}
    assert {name.partition(".")[0] for name in imported(file)} <= allowed


ONLY_THERE = {
    "PySide6": ("ui/",),
    "sqlite3": ("station_app/storage/", "hub/"),
    "sqlite_utils": ("station_app/storage/",),
    "http": ("station_app/sync/transport.py", "hub/"),
    "truststore": ("station_app/sync/transport.py",),
    "django": ("hub/",),
    "reportlab": ("station_app/documents/",),
    "keyring": ("station_app/sync/keys.py",),
    "serial": ("station_app/devices/scale_line.py",),
}


@pytest.mark.parametrize("library", ONLY_THERE)
def test_a_library_is_known_in_one_place(library: str) -> None:
    users = [
        name_of(file)
        for file in sources(*PACKAGES)
        if library in {name.partition(".")[0] for name in imported(file)}
        and not name_of(file).startswith(ONLY_THERE[library])
    ]
    assert users == []


@pytest.mark.parametrize("file", sources(*EVERYTHING), ids=name_of)
def test_a_file_can_be_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    long = [
        f"{node.name} ({length} lines)"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_name_says_nothing() -> None:
    named = [name_of(file) for file in sources(*EVERYTHING) if NO_NAMES & {file.stem.strip("_"), file.parent.name}]
    assert named == []


@pytest.mark.parametrize("file", sources(*PACKAGES, "build", "bench"), ids=name_of)
def test_a_module_says_what_belongs_in_it(file: Path) -> None:
    said = ast.get_docstring(tree(file))
    assert said, "no docstring"
    assert len(said.splitlines()) <= 8, "that is a page, not a sign on the door"


@pytest.mark.parametrize("file", sources(*EVERYTHING), ids=name_of)
def test_no_error_is_swallowed(file: Path) -> None:
    """`except Exception: pass` hides bugs; so does a bare `except`."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            nothing = all(isinstance(line, ast.Pass) for line in node.body)
            assert not (nothing and caught in ("Exception", "BaseException")), f"line {node.lineno}"


# Put together from pieces, so that this file is not found by its own rule.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "yarnpkg" + ".com",
    "crates" + ".io",
    "golang" + ".org",
    "rubygems" + ".org",
    "deb.debian" + ".org",
    "conda" + ".anaconda",
)
MACHINE_PATH = re.compile(
    r"(?<![\w./\-*$}~])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "home", "Use" + "rs", "mnt")) + r")/\w"
    r"|\b[A-Z]:\\+Use" + r"rs\\"
)


def texts_of_the_repository() -> list[tuple[str, str]]:
    found = []
    for file in files_of_the_repository():
        data = file.read_bytes()
        if b"\0" not in data[:8_000]:
            found.append((name_of(file), data.decode("utf-8")))
    return found


def test_no_registry_is_named_and_no_path_of_one_machine() -> None:
    texts = texts_of_the_repository()
    assert len(texts) > 100
    hosts = [(name, host) for name, text in texts for host in REGISTRY_HOSTS if host in text]
    assert hosts == []
    paths = [(name, found.group()) for name, text in texts for found in [MACHINE_PATH.search(text)] if found]
    assert paths == []


@pytest.mark.parametrize("text", ["see /wo" + "rk/main", '"/home' + '/kari/x"', "C:\\Use" + "rs\\kari"])
def test_the_rule_about_paths_finds_them(text: str) -> None:
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", [".wo" + "rk/x", "https://example.no/home/page", "a/home/b", "$HOME/.config"])
def test_the_rule_about_paths_leaves_others_alone(text: str) -> None:
    assert not MACHINE_PATH.search(text)
