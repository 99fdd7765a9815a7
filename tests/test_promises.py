"""What is promised in words is there: commands and settings in the docs, sentences for every refusal, files, texts."""

import ast
import importlib.util
import json
import re
import shlex
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest
from source_tree import PACKAGES, ROOT, Refusal, function, name_of, refusals, sources, strings, tree

import resources
from domain.numbers import Kind
from domain.reservation import FOR_ANOTHER
from hub.cli import cli as hub
from station_app.actions.verdicts import ITEM_TWICE
from station_app.causes import CODES
from station_app.cli.console import Console
from station_app.cli.main import cli as station
from station_app.config import Config
from station_app.sentences import FIELDS, NUMBERED_THINGS, SENTENCES, VERDICTS
from station_app.sentences.causes import CAUSES
from station_app.sync.exchange import Turned, in_words
from wire import contact
from wire.messages import KINDS

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
PROGRAMS: dict[str, click.Group] = {"ombruk-station": station, "ombruk-hub": hub}
COMMANDS_OF = {
    program: {name: group.get_command(click.Context(group), name) for name in group.list_commands(click.Context(group))}
    for program, group in PROGRAMS.items()
}
VERBS = [(program, verb) for program, verbs in COMMANDS_OF.items() for verb in verbs]
EXAMPLES = re.findall(r"`(ombruk-(?:station|hub) [^`]+)`", COMMANDS)


@pytest.mark.parametrize(("program", "verb"), VERBS)
def test_every_verb_is_in_the_docs_with_an_example(program: str, verb: str) -> None:
    rows = [line for line in COMMANDS.splitlines() if line.startswith(f"| `{verb}` |") and f"`{program} " in line]
    assert len(rows) == 1
    assert re.search(rf"`{program} [^`]*\b{verb}\b", rows[0])


def test_every_test_that_the_counters_promises_name_is_there() -> None:
    """A line of docs/counter.md names files, and behind each the tests in it that are meant."""
    named = 0
    for line in (ROOT / "docs" / "counter.md").read_text(encoding="utf-8").splitlines():
        file = ""
        for word in re.findall(r"`(tests/[a-z0-9_/]+\.py|test_[a-z0-9_]+)`", line):
            if word.endswith(".py"):
                file = (ROOT / word).read_text(encoding="utf-8")
            elif file:
                assert f"def {word}(" in file, word
                named += 1
    assert named > 20


@pytest.mark.parametrize("document", ["faults.md", "sync.md"])
def test_every_test_that_stands_beside_a_fault_is_there(document: str) -> None:
    """`file.py::name`, or `…::name` for one more in the same file; without a folder it lies in tests/faults."""
    named, place = 0, ROOT
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    for file, name in re.findall(r"`((?:tests/[\w/]+/)?test_\w+\.py|…)(?:::(\w+))?`", text):
        if file != "…":
            place = ROOT / file if "/" in file else ROOT / "tests" / "faults" / file
        assert place.is_file(), file
        assert not name or f"def {name}(" in place.read_text(encoding="utf-8"), name
        named += 1
    assert named >= 20


def test_the_docs_name_no_verb_that_is_gone() -> None:
    named = set(re.findall(r"^\| `([a-z-]+)` \|", COMMANDS, re.MULTILINE))
    assert named == {verb for _, verb in VERBS}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_call_that_the_program_takes(example: str) -> None:
    """Every option is known, every needed one is there, every value is of its kind; nothing is run."""
    program, *words = shlex.split(example)
    group = PROGRAMS[program]
    place = next(place for place, word in enumerate(words) if word in COMMANDS_OF[program])
    with group.make_context(program, words[: place + 1], obj=Console(as_json=False)) as context:
        COMMANDS_OF[program][words[place]].make_context(words[place], words[place + 1 :], parent=context)


@pytest.mark.parametrize("setting", Config.__struct_fields__)
def test_every_setting_of_the_station_is_in_the_docs_with_what_is_built_in(setting: str) -> None:
    built_in = getattr(Config(), setting)
    shown = "none" if built_in == "" else f"`{json.dumps(built_in)}`".replace('"', "")
    assert f"| `{setting}` | `OMBRUK_{setting.upper()}` | {shown} |" in SETTINGS


def asked_of_the_environment(file: Path) -> Iterator[str]:
    """Names of variables that a file reads."""
    yield from (text for text in strings(file) if re.fullmatch(r"OMBRUK(_[A-Z]+)+", text))
    for node in ast.walk(tree(file)):
        named: ast.expr | None = None
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv"):
            named = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            named = node.slice
        if isinstance(named, ast.Constant):
            yield str(named.value)


VARIABLES = sorted({name for file in sources(*PACKAGES) for name in asked_of_the_environment(file)})


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_of_the_environment_is_in_the_docs(variable: str) -> None:
    assert f"`{variable}`" in SETTINGS


def test_the_docs_name_no_variable_that_is_gone() -> None:
    of_settings = {f"OMBRUK_{setting.upper()}" for setting in Config.__struct_fields__}
    assert set(re.findall(r"`(OMBRUK_[A-Z_]+)`", SETTINGS)) <= {*VARIABLES, *of_settings}


def resource_names(file: Path) -> Iterator[str]:
    """What a file asks `resources.path` for; of a name that is put together, the folder."""
    imports = [ast.unparse(node) for node in ast.walk(tree(file)) if isinstance(node, ast.Import | ast.ImportFrom)]
    callers = {"resources.path"} | ({"path"} if "from resources import path" in imports else set())
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in callers:
            match node.args[0]:
                case ast.Constant(value=str(name)):
                    yield name
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
                    yield start.rpartition("/")[0]


RESOURCES = sorted({(name, name_of(file)) for file in sources(*PACKAGES) for name in resource_names(file)})


@pytest.mark.parametrize(("name", "file"), RESOURCES)
def test_every_resource_that_is_asked_for_is_there(name: str, file: str) -> None:
    assert resources.path(name).exists(), file


def test_resources_are_found_in_the_sources() -> None:
    assert {"catalogue", "style/station.qss"} <= {name for name, _ in RESOURCES}


REFUSALS = [refusal for file in sources("domain", "station_app") for refusal in refusals(file)]
OTHERWISE = "_and_none_like_it"
"""Behind a code: the sentence for when nothing similar can be named."""


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: f"{refusal.code}@{refusal.place}")
def test_every_refusal_has_sentences_and_gives_their_facts(refusal: Refusal) -> None:
    error, remedy = SENTENCES[refusal.code]
    assert error.endswith((".", ")")) or error.endswith("}")
    assert remedy.endswith((".", "}"))
    assert braces(error) | braces(remedy) <= refusal.facts


@pytest.mark.parametrize("code", [code for code in SENTENCES if code.endswith(OTHERWISE)])
def test_the_other_sentence_needs_no_other_facts(code: str) -> None:
    usual = " ".join(SENTENCES[code.removesuffix(OTHERWISE)])
    assert "{known}" in usual
    assert braces(" ".join(SENTENCES[code])) <= braces(usual) - {"known"}


def test_no_sentence_is_left_over() -> None:
    said = {
        text
        for file in sources("domain", "station_app", "ui")
        if "sentences" not in file.parts
        for text in strings(file)
    }
    assert {code.removesuffix(OTHERWISE) for code in SENTENCES} <= said


def causes(file: Path) -> Iterator[str]:
    """What is given as the fact `what` as it stands, and what is said of a hub that did not answer."""
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        given = [keyword.value for keyword in node.keywords if keyword.arg == "what" and called == "Refused"]
        for value in (*given, *(node.args if called == "Offline" else ())):
            said = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
            yield from (each for each in said if isinstance(each, str) and re.search(r"\w", each))


def test_every_cause_has_words_in_no_one_elses_language() -> None:
    given = {cause for file in sources("station_app", "ui") for cause in causes(file)}
    # A folder and a status are the same in every language.
    assert given - {"blobs", "HTTP "} <= set(CAUSES)
    assert set(CODES.values()) <= set(CAUSES)
    kinds = {value for name, value in vars(contact).items() if name.isupper() and not name.startswith("PROBLEM")}
    assert {"malformed", "busy"} <= kinds
    assert kinds - {value for value in kinds if in_words(turned(value)).code != "hub_refused"} <= set(CAUSES)


def turned(kind: str) -> Turned:
    return Turned(contact.Problem(type=contact.PROBLEM_BASE + kind, title="", status=400, detail=""))


def codes_in(file: str, name: str) -> set[str]:
    inside = function(file, name)
    lines = range(inside.lineno, (inside.end_lineno or inside.lineno) + 1)
    return {found.code for found in refusals(ROOT / file) if int(found.place.rpartition(":")[2]) in lines}


def test_every_reason_that_a_line_can_have_has_words() -> None:
    """A line is refused by the verdict itself, or while its number is looked up (actions.verdicts)."""
    rule = tree(ROOT / "domain" / "agreement.py")
    steps = next(
        node.value for node in rule.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_STEPS"
    )
    of_verdict = {"ok"} | {
        node.value for node in ast.walk(steps) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    of_number = (
        codes_in("domain/numbers.py", "parse")
        | codes_in("domain/item.py", "require_on_shelf")
        | codes_in("station_app/storage/items.py", "by_number")
    )
    assert len(of_verdict) >= 10
    assert len(of_number) >= 7
    assert set(VERDICTS) == of_verdict | of_number | {FOR_ANOTHER, ITEM_TWICE}


def test_every_field_and_every_numbered_thing_has_a_name() -> None:
    fields = {
        keyword.value.value
        for file in sources("station_app", "ui")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "field" and isinstance(keyword.value, ast.Constant)
    }
    assert fields == set(FIELDS)
    assert {kind.name.lower() for kind in Kind} == set(NUMBERED_THINGS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_has_golden_files(kind: str) -> None:
    assert (ROOT / "wire" / "golden" / f"{kind}.v1.json").is_file()


@pytest.mark.parametrize("document", sorted((ROOT / "docs").rglob("*.md")), ids=name_of)
def test_links_between_pages_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_every_page_that_the_sources_name_exists() -> None:
    pages = {page for file in sources(*PACKAGES) for page in re.findall(r"docs/[\w/-]+\.md", file.read_text("utf-8"))}
    assert [page for page in sorted(pages) if not (ROOT / page).is_file()] == []


def texts_script() -> ModuleType:
    """build/texts.py, which knows what a message is."""
    found = importlib.util.spec_from_file_location("texts", ROOT / "build" / "texts.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def single(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_of_the_station_is_translated(language: str) -> None:
    """Compilers of texts pass over unfinished ones silently, so they are counted here."""
    texts = texts_script()
    place = ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "ombruk.po"
    if not place.is_file():
        pytest.skip(f"no texts in {language} yet")
    translated = {
        single(message.id): message.string for message in texts.read(place) if message.id and not message.fuzzy
    }
    wanted = {
        single(message)
        for folder in ("station_app", "ui")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for message, _ in texts.messages(file)
    }
    assert len(wanted) > 100
    assert sorted(message for message in wanted if not translated.get(message)) == []
    for message, text in translated.items():
        for each in [text] if isinstance(text, str) else text:
            assert braces(each) == braces(message), message
