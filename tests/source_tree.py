"""The project's own sources as the guards look at them: files, syntax trees, and where people are refused something."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("domain", "wire", "station_app", "ui", "hub", "resources")
AROUND = ("build", "bench", "tests")


def sources(*folders: str) -> list[Path]:
    """Python files below these folders, without what a program wrote (Django's migrations)."""
    found = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return [file for file in found if "migrations" not in file.parts]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name_of(file: Path) -> str:
    """The path below the repository, as messages show it."""
    return file.relative_to(ROOT).as_posix()


def strings(file: Path) -> set[str]:
    """Every string literal of a file."""
    return {
        node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def files_of_the_repository() -> list[Path]:
    """What is committed or would be with the next commit."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@dataclass(frozen=True)
class Refusal:
    """One place at which a person is refused something, with the facts that it gives for the sentence."""

    code: str
    facts: frozenset[str]
    place: str


def refusals(file: Path) -> Iterator[Refusal]:
    """Every `Refused("code", fact=…)` of a file. Fails for a code that cannot be told by reading."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Refused":
            place = f"{name_of(file)}:{node.lineno}"
            facts = frozenset(keyword.arg or "**" for keyword in node.keywords)
            for code in _codes(node.args[0], tree(file), place):
                yield Refusal(code, facts, place)


def _codes(code: ast.expr, module: ast.Module, place: str) -> Iterator[str]:
    match code:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _codes(one, module, place)
            yield from _codes(other, module, place)
        case ast.Name(id=name):
            yield from _codes(_assigned(name, module, place), module, place)
        case ast.Subscript(value=ast.Name(id=name)):
            table = _assigned(name, module, place)
            assert isinstance(table, ast.Dict), place
            for value in table.values:
                yield from _codes(value, module, place)
        case _:
            pytest.fail(f"{place}: the code of this refusal cannot be read from the source")


def _assigned(name: str, module: ast.Module, place: str) -> ast.expr:
    found = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]
    ]
    assert len(found) == 1, f"{place}: {name} is not assigned exactly once"
    return found[0]


def function(file: str, name: str) -> ast.FunctionDef:
    """A function of this name in a file."""
    nodes = [node for node in ast.walk(tree(ROOT / file)) if isinstance(node, ast.FunctionDef) and node.name == name]
    assert len(nodes) == 1, f"{file} has {len(nodes)} functions called {name}"
    return nodes[0]
