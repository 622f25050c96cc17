"""Messages and docstrings are English that a native speaker would write: phrases that once came back are refused.

All texts of `tools/mcheck` are looked at: messages, help, docstrings, comments, the table of codes; not JSON keys.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "tools" / "mcheck"

REFUSED = {
    r"\bhangs? on\b": "depends on",
    r"\bmend(?:s|ed|ing)?\b(?! fires_when)": "fix",
    r"\bfor ever\b": "forever, permanent",
    r"\banew\b": "again",
    r"\bbut for\b": "except (for)",
    r"\bgoe?s? before\b": "has priority over",
    r"\bPure\.": "a rule of the room, held by test_layers; say it nowhere else",
    r"\bhand(?:s|ed|ing)? (?:it |them )?in\b": "submit",
    r"\bstands? (?:twice|beside|at|on|there|here|elsewhere|below)\b": "is, appears, is listed",
    r"\bstands? in (?!for\b|the way\b)": "is in",
    r"\bstands? in (?:its )?place of\b": "replaces, takes the place of",
    r"\b[Nn]o source (?:that was )?read\b": "none of our sources",
    r"\b(?:was|were) not found out\b": "we could not find out",
    r"\bwhich is no (?:date|number)\b": "which is not a ...",
    r"\b[Kk]nown are\b": "known: ...",
    r"\ballowed are\b": "the allowed values are",
    r"\bspoken of\b": "mentioned, explained",
    r"\bgo on collecting\b": "keep collecting",
    r"\bmakes no pair\b": "does not make a pair",
    r"\bof (?:its|this) sort\b": "of this kind",
    r"\bneed be\b": "needed",
    r"\bmore than points is needed\b": "points alone are not enough",
    r"\binvisible sign\b|\bby a sign\b": "character",
    r"\bsurely count": "certainly count",
    r"\b\d{1,2} (?:January|February|March|April|June|July|August|September|October|November|December)\b": "June 17",
}
"""What is refused, and what to write instead."""


ENGINE = {
    r"\b(?:[Ii]n|[Uu]nder) (?:this|one|another|every|any|the \w+(?: \w+)?) reading\b": "if the badge rate stands",
    r"\bthis reading\b": "if the badge rate stands",
    r"\b(?:cautious|generous|favorable) reading\b": "if it falls your way, if it does not",
    r"\bfavou?red\b": "falls your way",
    r"\b(?:is|was|were|been) cut\b": "the search stopped at its limit",
    r"\btight set\b|\bledgers?\b|\bthe solver\b": "words of the reader, not of the engine",
}
"""Words of the engine, which are refused in what reports, plans and packets say to people."""
ROOMS = ("audit", "judging", "planning", "regulation", "rendering", "reporting")


def told(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every literal of a module that is no docstring and no key."""
    tree = ast.parse(path.read_text())
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every literal and comment of a module; literals that Python joins are one text."""
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def refused(text: str, patterns: Mapping[str, str] = REFUSED) -> list[str]:
    """The phrases in a text, each with what to write instead; line ends count as blanks."""
    flat = " ".join(text.split())
    return [f'"{m[0]}": {better}' for pattern, better in patterns.items() for m in re.finditer(pattern, flat)]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_texts_and_docstrings_read_like_english(path: Path) -> None:
    # a text of one word is a key
    assert [(line, found) for line, text in texts(path) if " " in text for found in refused(text)] == []


@pytest.mark.parametrize(
    "path",
    sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_reports_do_without_words_of_the_engine(path: Path) -> None:
    assert [(line, found) for line, text in told(path) if " " in text for found in refused(text, ENGINE)] == []


TABLES = sorted(path for path in PACKAGE.rglob("*.json") if "contexts" not in path.parts)
"""Tables that are data; the contexts of badges are not ours."""


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_so_do_the_words_in_files(path: Path) -> None:
    texts = re.findall(r'"([^"]* [^"]*)"', json.dumps(json.loads(path.read_text())))
    assert [found for text in texts for found in refused(text, REFUSED | ENGINE)] == []


@pytest.mark.parametrize(
    "text", ["It hangs on the role.", "A key stands\n    twice in one object.", "Mend it.", "You may hand it in later."]
)
def test_a_relapse_is_noticed(text: str) -> None:
    assert refused(text.replace("Mend", "mend"))
