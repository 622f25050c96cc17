"""Reading: portfolios, the catalog and the schemas, with limits, so that bad input is refused quickly and clearly."""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from .catalog import Catalog
from .kinds_of_file import Kind, kind_of_bytes, kind_of_text
from .messages import Refused, message
from .persons import is_number_of_person

MOST_BYTES = 1_000_000
MOST_REPORT_BYTES = 16_000_000
"""A report says several things about each activity, so it is many times as long as its portfolio."""
MOST_DEPTH = 64
MOST_DIGITS = 40

_HERE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds catalog/ and schemas/: inside the wheel, else the checkout."""
    inside = _HERE / "_data"
    return inside if inside.is_dir() else _HERE.parents[1]


def load_catalog(chosen: Path | None = None) -> Catalog:
    """The catalog of a folder, by default our own; raises Refused when it is not one."""
    root = chosen if chosen is not None else data_root() / "catalog"
    if not (root / "catalog.json").is_file():
        raise Refused([message("J120", "", f"{root} holds no catalog.json.")])
    try:
        files = {}
        for folder in os.scandir(root):  # much faster than pathlib for some hundred small files
            if folder.is_dir():
                for entry in os.scandir(folder.path):
                    if entry.name.endswith(".json") and entry.is_file():
                        with open(entry.path, "rb") as stream:
                            files[f"{folder.name}/{entry.name}"] = stream.read()
        files["catalog.json"] = (root / "catalog.json").read_bytes()
        catalog = Catalog(files)
        catalog.meta["edition"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Refused([message("J120", "", f"The catalog in {root} cannot be read: {problem}.")]) from None
    return catalog


def load_schema(name: str) -> Any:
    """A schema as data, numbers exact."""
    return json.loads((data_root() / "schemas" / f"{name}.schema.json").read_bytes(), parse_float=Decimal)


def whole_schema(name: str) -> Any:
    """A schema that stands by itself: what it takes from others is among its own definitions."""
    taken: dict[str, Any] = {}

    def by_itself(value: Any, home: str) -> Any:
        """A part of the schema `home` with each reference pointing into this one."""
        if isinstance(value, list):
            return [by_itself(part, home) for part in value]
        if not isinstance(value, dict):
            return value
        made = {key: by_itself(part, home) for key, part in value.items()}
        if "$ref" in value:
            file, _, word = value["$ref"].partition("#/$defs/")
            file = file.removesuffix(".schema.json") or home
            if file != name:
                known = word if file == "common" else f"{file}-{word}".strip("-")
                made["$ref"] = f"#/$defs/{known}"
                if known not in taken:
                    taken[known] = by_itself(_part(load_schema(file), word), file)
        return made

    schema = by_itself(load_schema(name), name)
    return {**schema, "$defs": {**schema.get("$defs", {}), **taken}}


def _part(schema: Any, word: str) -> Any:
    """A definition of a schema, or with no word all of it but what only a file of its own needs."""
    return schema["$defs"][word] if word else {k: v for k, v in schema.items() if k not in ("$schema", "$id", "$defs")}


def read_bytes(name: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, or of standard input for "-", at most so many; raises Refused."""
    if name == "-":
        raw = sys.stdin.buffer.read(most + 1)
    else:
        path = Path(name)
        try:
            if not name:  # an empty path would be the folder one is in
                raise Refused([message("J110", "", "The name of the file is empty.")])
            if path.is_dir():
                raise Refused([message("J109", "", f"{name} is a folder, not a file.")])
            if path.is_fifo() and path.parts[:2] not in _OPEN_ALREADY:
                hint = f"If something does write to it: mcheck check - < {name}"
                raise Refused([message("J111", "", f"{name} is a named pipe: reading it could wait for ever.", hint)])
            with path.open("rb") as stream:
                raw = stream.read(most + 1)
        except FileNotFoundError:
            raise Refused([message("J110", "", f"There is no file {name}.", _near_file(path))]) from None
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise Refused([message("J111", "", f"{name} cannot be read: {reason}.")]) from None
    if len(raw) > most:
        refuse_kind(kind_of_bytes(raw))
        raise Refused([message("J108", "", f"The file is larger than {most // 1_000_000} MB, the most that is read.")])
    return raw


_OPEN_ALREADY = (("/", "dev"), ("/", "proc"))
"""Where a shell shows what it has opened itself: the pipe of `<(...)` has somebody who writes to it, and it ends."""


def last_saved(name: str) -> datetime | None:
    """When a file was last saved; for what comes through a pipe, when it came. None if the system does not say."""
    try:
        found = os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(name)
        return datetime.fromtimestamp(found.st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None


def _near_file(path: Path) -> str:
    try:
        stems = [p.stem for p in path.parent.iterdir() if p.suffix == ".json"]
    except OSError:
        return ""
    # without the ending, which all have in common
    near = difflib.get_close_matches(path.name.removesuffix(".json"), stems, 1)
    return f"Did you mean {path.parent / near[0]}.json?" if near else ""


class _At(ValueError):
    """A problem at a place of the text."""

    def __init__(self, code: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.code, self.text, self.hint = code, text, hint


def parse_json(raw: bytes) -> Any:
    """JSON with exact numbers; raises Refused for whatever is not a sound JSON text."""
    refuse_kind(kind_of_bytes(raw))
    text = _text(raw)
    if not text.strip():
        raise Refused([message("J113", "", "The file is empty.")])
    refuse_kind(kind_of_text(text))
    _refuse_depth_and_digits(text)
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as problem:
        text = f"It is not valid JSON at column {problem.colno}: {_plain(problem.msg)}."
        raise _refused("J101", text, problem.lineno) from None
    except _At as problem:
        raise _refused(problem.code, f"{problem.text}.", _line_of(text, problem.hint)) from None


def _text(raw: bytes) -> str:
    """Bytes as text: UTF-8, with or without a byte order mark, or UTF-16 or UTF-32, which JSON begins plainly enough.

    Raises Refused.
    """
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as problem:
        if encoding.startswith("utf-8"):
            refuse_kind(kind_of_text(raw.decode("latin-1")))  # the letters that matter are the same in any encoding
        before = raw[: problem.start].decode(encoding, "ignore")
        line, name = _line(before, len(before)), encoding.upper().removesuffix("-SIG")
        raise _refused("J102", f"Line {line} is not {name} text.", line) from None


def refuse_kind(kind: Kind | None) -> None:
    """Raises Refused for what is no portfolio but something else."""
    if kind is not None:
        raise Refused([message("J114", "", f"This is {kind.what}.", kind.todo)])


def _refused(code: str, text: str, line: int | None) -> Refused:
    return Refused([replace(message(code, "", text), line=line)])


def _plain(text: str) -> str:
    return {
        "Expecting property name enclosed in double quotes": "a name in quotes is missing, or a comma is left over",
        "Illegal trailing comma before end of object": "there is a comma before the closing brace",
        "Illegal trailing comma before end of array": "there is a comma before the closing bracket",
        "Expecting ',' delimiter": "a comma is missing",
        "Expecting ':' delimiter": "a colon is missing",
        "Expecting value": "a value is missing",
        "Extra data": "there is more text after the end",
        "Unterminated string starting at": "a closing quote is missing for the text that begins there",
        "Invalid control character at": "a text runs over the end of its line, or holds a tab or another control code",
        "Invalid \\escape": "a backslash stands before a character that needs none; write it twice, or take it out",
        "Invalid \\uXXXX escape": "four hexadecimal digits have to follow \\u",
    }.get(text, text[:1].lower() + text[1:])


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]|-?[0-9][0-9.eE+-]*+', re.DOTALL)
_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def _refuse_depth_and_digits(text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        first = token[0]
        if first in "[{":
            depth += 1
            if depth > MOST_DEPTH:
                line = _line(text, match.start())
                raise _refused("J106", f"Brackets are nested more than {MOST_DEPTH} deep.", line)
        elif first in "]}":
            depth -= 1
        elif first == '"':
            if "\\u" in token and _SURROGATE.search(token.replace("\\\\", "")):
                line = _line(text, match.start())
                raise _refused("J112", f"Line {line} holds half a character (a lone surrogate escape).", line)
        elif len(token) > MOST_DIGITS or ((match_e := re.search(r"[eE][+-]?([0-9]+)", token)) and int(match_e[1]) > 9):
            line = _line(text, match.start())
            raise _refused("J107", f"Line {line} holds a number that is too long or too large.", line)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_constant(word: str) -> Any:
    raise _At("J105", f"{word} is not a number of JSON", word)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen and is_number_of_person(key):
                raise _At("P105", "A key that looks like a Social Security number stands twice", json.dumps(key))
            if key in seen:
                raise _At("J104", f"The key {json.dumps(key)[:60]} stands twice in one object", json.dumps(key))
            seen.add(key)
    return made


def _line_of(text: str, needle: str) -> int | None:
    """Line of the last place a token stands at; for a double key that is the second one or later."""
    position = text.rfind(needle)
    return None if position < 0 else _line(text, position)


def line_finder(raw: bytes) -> Callable[[str], int]:
    """From a JSON Pointer to its line in the text, for text that is valid JSON; read as far as it is asked for."""
    lines: dict[str, int] = {}
    further: Iterator[tuple[str, int]] | None = None

    def find(pointer: str) -> int:
        nonlocal further
        if further is None:
            further = _lines(_text(raw))
        while pointer not in lines:
            place = next(further, None)
            if place is None:
                pointer = pointer.rpartition("/")[0]
            else:
                lines.setdefault(*place)
        return lines[pointer]

    return find


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Places by their pointer and their lines, as they come; a value of an object also comes after its key."""
    token = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
    stack: list[list[Any]] = []  # [pointer, is object, next index or pending key]
    line, last = 1, 0
    for match in token.finditer(text):
        word = match.group()
        line += text.count("\n", last, match.start())
        last = match.start()
        if word == ",":
            if not stack[-1][1]:
                stack[-1][2] += 1
            else:
                stack[-1][2] = None
            continue
        if word == ":":
            continue
        if word in "]}":
            stack.pop()
            continue
        if stack and stack[-1][1] and stack[-1][2] is None:
            stack[-1][2] = json.loads(word).replace("~", "~0").replace("/", "~1")
            yield f"{stack[-1][0]}/{stack[-1][2]}", line
            continue
        pointer = f"{stack[-1][0]}/{stack[-1][2]}" if stack else ""
        yield pointer, line
        if word in "[{":
            stack.append([pointer, word == "{", None if word == "{" else 0])
