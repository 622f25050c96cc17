"""The lists of docs/developers/extending.md are complete: what they add is there, and a piece left out is an error."""

from __future__ import annotations

import inspect
import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import mcheck.cli.commands
import mcheck.judging.checks
import pytest
from clone import Clone, make_clone
from helpers import EXAMPLES, judge
from mcheck.cli import main_group
from mcheck.cli.editors.catalog import catalog as catalog_group
from mcheck.rendering import catalog_diff, findings
from mcheck.rendering.formats import FORMATS, printed, render

RECORD: dict[str, Any] = {
    "$schema": "../../schemas/check.schema.json",
    "id": "t99-chess",
    "kind": "check",
    "number": "T99",
    "name": "Chess",
    "severity": "warning",
    "what": "An activity is about chess.",
    "why": "Nobody renews a license by playing.",
    "mend": "Take it out.",
    "fires_when": "The title of an activity has the word chess in it.",
    "citations": [{"source": "pdfaq", "at": "question on credit", "supports": ["what", "why", "mend"]}],
    "verified_on": "2026-11-29",
}
CHECK = '''"""Games that are no professional development."""

from __future__ import annotations

from collections.abc import Iterator

from .context import CheckContext
from .registry import CHECKS, Finding


@CHECKS.register("T99")
def chess(context: CheckContext) -> Iterator[Finding]:
    """Activities about chess."""
    for activity in context.activities:
        if "chess" in activity.title.casefold():
            yield Finding(activity.pointer, f"{activity.title} is a game.")
'''
COMMAND = '''"""`mcheck greet`."""

from __future__ import annotations

import click

from ..options import epilog
from ..output import say


@click.command(epilog=epilog("mcheck greet"))
def greet() -> None:
    """Greets."""
    say("Good morning.")
'''
BACKEND = '''"""Documents as one shouted line for each block."""

from __future__ import annotations


def as_loud(report: object) -> str:
    """The report, loud."""
    return "LOUD\\n"
'''


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return make_clone(tmp_path)


def replace(clone: Clone, name: str, old: str, new: str) -> None:
    path = clone.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def write(clone: Clone, name: str, content: str) -> None:
    path = clone.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


# -- a named check


def test_every_module_of_checks_is_loaded() -> None:
    package = mcheck.judging.checks
    there = {module.name for module in pkgutil.iter_modules(package.__path__)} - {"context", "registry"}
    assert there == {name for name in package.__all__ if inspect.ismodule(getattr(package, name))}


@pytest.mark.slow
def test_a_check_is_added_by_its_list(clone: Clone) -> None:
    write(clone, "catalog/checks/t99-chess.json", json.dumps(RECORD))
    clone.run("mcheck", "catalog", "fix")
    refused = clone.run("mcheck", "catalog", "lint")
    assert (refused.status, "mcheck has no check T99." in refused.out) == (1, True), refused
    write(clone, "tools/mcheck/judging/checks/games.py", CHECK)
    replace(clone, "tools/mcheck/judging/checks/__init__.py", "import dates,", "import dates, games,")
    replace(clone, "tools/mcheck/judging/checks/__init__.py", '"dates",', '"dates", "games",')
    assert clone.run("mcheck", "catalog", "lint").status == 0
    portfolio = json.loads((EXAMPLES / "met.json").read_text(encoding="utf-8"))
    for name, title in (("fires", "Chess for all"), ("just-does-not", "Checkers"), ("not-applicable", None)):
        first, *others = portfolio["activities"]
        activities = [first | ({"title": title} if title else {}), *others]
        write(clone, f"tests/traps/T99/{name}/portfolio.json", json.dumps(portfolio | {"activities": activities}))
        write(clone, f"tests/traps/T99/{name}/why.md", "About chess, or not.\n")
    assert clone.run("python", "tools/maintenance/freeze_catalog.py").status == 0
    tests = ("python", "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", "tests/traps", "-k", "T99 or every")
    clone.run(*tests, "--update-expected")
    done = clone.run(*tests)
    assert done.status == 0, done
    fired = json.loads((clone.folder / "tests/traps/T99/fires/expected.json").read_text(encoding="utf-8"))
    assert [each["text"] for each in fired if each["code"] == "T99"] == ["Chess for all is a game."]


# -- a gate


@pytest.mark.slow
def test_a_gate_is_added_as_a_record_and_blocks_until_it_is_met(clone: Clone) -> None:
    path = clone.folder / "catalog" / "renewal" / "2018-07-13.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    gate = {
        "id": "first-aid",
        "label": "First aid",
        "ask": "Do you hold a certificate in first aid?",
        "citations": [{"source": "pdfaq", "supports": ["label"]}],
    }
    record["conditions"] = [gate]
    path.write_text(json.dumps(record), encoding="utf-8")
    clone.run("mcheck", "catalog", "format")
    linted = clone.run("mcheck", "catalog", "lint")
    assert linted.status == 0, linted
    portfolio = json.loads((EXAMPLES / "met.json").read_text(encoding="utf-8"))
    for answer, verdict in ((None, "depends"), (False, "not-met"), (True, "met")):
        license = dict(portfolio["licenses"][0])
        if answer is not None:
            license["conditions"] = {"first-aid": answer}
        write(clone, "my.json", json.dumps(portfolio | {"licenses": [license]}))
        done = clone.run("mcheck", "my.json", "--format", "json")
        report = json.loads(done.out)
        assert report["licenses"][0]["verdict"] == verdict, (answer, done)
        write(clone, "report.json", done.out)
        confirmed = clone.run("mcheck", "verify", "report.json", "my.json")
        assert confirmed.status == 0, confirmed


# -- a command


def given(group: click.Group) -> Iterator[click.Command]:
    """Every command that a person can type, those below others too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield command
        if isinstance(command, click.Group):
            yield from given(command)


def test_every_command_that_is_written_can_be_given_and_the_other_way_round() -> None:
    package = mcheck.cli.commands
    modules = [import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    written = [value for module in modules for value in vars(module).values() if isinstance(value, click.Command)]
    can_be_given = {id(command) for command in given(main_group)}
    assert [command.name for command in written if id(command) not in can_be_given] == []


@pytest.mark.slow
def test_a_command_is_added_by_its_list(clone: Clone) -> None:
    replace(clone, "tools/mcheck/cli/__init__.py", '"For you": {', '"For you": {\n        "greet": "commands.greet",')
    missing = clone.run("mcheck", "greet")
    assert (missing.status == 0, "ModuleNotFoundError" in missing.err) == (False, True), missing
    write(clone, "tools/mcheck/cli/commands/greet.py", COMMAND)
    done = clone.run("mcheck", "greet")
    assert (done.status, done.out) == (0, "Good morning.\n"), done
    assert "greet" in clone.run("mcheck", "--help").out


# -- an output format


def test_every_document_has_the_formats_that_are_named_and_no_others() -> None:
    for kind, formats in FORMATS.items():
        if kind == "deadlines":
            continue
        module = import_module(f"mcheck.rendering.{kind}")
        written = {name.removeprefix("as_") for name in vars(module) if name.startswith("as_")}
        assert written == {*formats} - {"json"}, kind


def test_format_offers_what_there_is() -> None:
    def offered(group: click.Group, command: str) -> list[str]:
        found = group.get_command(click.Context(group), command)
        assert found is not None
        (option,) = (each for each in found.params if each.name == "form")
        return list(option.type.choices)

    for command, kind in (("check", "report"), ("plan", "plan"), ("what-if", "comparison")):
        assert offered(main_group, command) == printed(kind)
    assert offered(catalog_group, "lint") == list(findings.FORMATS)
    assert offered(catalog_group, "diff") == list(catalog_diff.FORMATS)


def test_a_format_that_is_not_there_is_never_text() -> None:
    report = judge(EXAMPLES / "met.json")
    for form in ("ics", "loud"):
        with pytest.raises(ValueError, match="cannot be shown"):
            render(report, form)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_format_is_added_by_its_list(clone: Clone) -> None:
    replace(clone, "tools/mcheck/rendering/formats.py", '"report": ("text",', '"report": ("text", "loud",')
    missing = clone.run("mcheck", "examples/met.json", "--format", "loud")
    assert (missing.status in (0, 1) and missing.out != "", "AttributeError" in missing.err) == (False, True), missing
    write(clone, "tools/mcheck/rendering/backends/loud.py", BACKEND)
    replace(
        clone,
        "tools/mcheck/rendering/report.py",
        "\nif TYPE_CHECKING:",
        "\nfrom .backends.loud import as_loud\n\nif TYPE_CHECKING:",
    )
    done = clone.run("mcheck", "examples/met.json", "--format", "loud")
    assert (done.status, done.out) == (0, "LOUD\n"), done
