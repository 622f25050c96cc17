"""JSON in any Unicode, strictly: no double keys, no NaN, no depth without end; every refusal names its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from itertools import accumulate
from typing import Any

from ..core.codes import Code
from ..core.messages import InputError, message, refusal
from ..core.pointers import build
from .file_kinds import Kind, kind_of_bytes, kind_of_text
from .privacy import is_number_of_person

MOST_DEPTH = 64
MOST_DIGITS = 40


class _At(ValueError):
    """A problem at a place of the text."""

    def __init__(self, code: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.code, self.text, self.hint = code, text, hint


def parse_json(raw: bytes) -> Any:
    """JSON with exact numbers; raises InputError for whatever is not a sound JSON text."""
    refuse_kind(kind_of_bytes(raw))
    text = decoded(raw)
    if not text.strip():
        raise refusal(Code.EMPTY_FILE, "The file is empty.")
    refuse_kind(kind_of_text(text))
    if not _is_plain(text):
        _refuse_excess(text)
    try:
        return json.loads(
            text,
            parse_float=partial(_number, Decimal),
            parse_int=partial(_number, int),
            parse_constant=_refuse_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as problem:
        _refuse_excess(text)
        plain = PLAIN.get(problem.msg, problem.msg[:1].lower() + problem.msg[1:])
        text = f"It is not valid JSON at column {problem.colno}: {plain}."
        raise _refused(Code.NOT_JSON, text, problem.lineno) from None
    except _At as problem:
        _refuse_excess(text)
        raise _refused(problem.code, f"{problem.text}.", _line_of(text, problem.hint)) from None


def decoded(raw: bytes) -> str:
    """Bytes as text: UTF-8, with or without a byte order mark, or UTF-16 or UTF-32, which JSON begins plainly enough.

    Raises InputError.
    """
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as problem:
        if encoding.startswith("utf-8"):
            refuse_kind(kind_of_text(raw.decode("latin-1")))  # the letters that matter are the same in any encoding
        before = raw[: problem.start].decode(encoding, "ignore")
        line, name = _line(before, len(before)), encoding.upper().removesuffix("-SIG")
        raise _refused(Code.WRONG_ENCODING, f"Line {line} is not {name} text.", line) from None


def refuse_kind(kind: Kind | None) -> None:
    """Raises InputError for what is no portfolio but something else."""
    if kind is not None:
        raise refusal(Code.OTHER_KIND_OF_FILE, f"This is {kind.what}.", kind.todo)


def _refused(code: str, text: str, line: int | None) -> InputError:
    return InputError([message(code, "", text)._replace(line=line)])


PLAIN = {
    "Expecting property name enclosed in double quotes": "a name in quotes is missing, or there is an extra comma",
    "Illegal trailing comma before end of object": "there is a comma before the closing brace",
    "Illegal trailing comma before end of array": "there is a comma before the closing bracket",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting value": "a value is missing",
    "Extra data": "there is more text after the end",
    "Unterminated string starting at": "a closing quote is missing for the text that begins there",
    "Invalid control character at": "some text runs past the end of its line, or contains a tab or another control "
    "character",
    "Invalid \\escape": "a backslash comes before a character that needs none; write it twice, or take it out",
    "Invalid \\uXXXX escape": "four hexadecimal digits must follow \\u",
}
"""What the standard library says of a text that is no JSON, in plain words."""


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]|[^\s\[\]{}:,"]++', re.DOTALL)
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*+")
_TWO_DIGITS = re.compile(r"[eE][+-]?0*[1-9][0-9]")
"""An exponent of ten or more."""
_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """The tokens of a JSON text, each with its position; of a text that is no JSON, what looks like one."""
    return ((match.group(), match.start()) for match in _TOKEN.finditer(text))


_LEVELS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_DULL = bytes(sorted({*range(256)} - {*_LEVELS, *b'"\\'}))
"""All bytes that neither open nor close anything."""


def _is_plain(text: str) -> bool:
    """Whether nothing in it can be too deep or half a character: then no token needs to be looked at.

    So it is where no backslash is in it, and no bracket in a text between quotes.
    """
    signs = text.encode("utf-8", "surrogatepass").translate(None, _DULL).replace(b'""', b"")
    if b'"' in signs or b"\\" in signs:
        return False
    return max(accumulate(map(_LEVELS.__getitem__, signs)), default=0) <= MOST_DEPTH


def _refuse_excess(text: str) -> None:
    """Raises InputError for what is too deep, half a character, or a number that is too long."""
    depth = 0
    for token, position in tokens(text):
        first = token[0]
        if first in "[{":
            depth += 1
            if depth > MOST_DEPTH:
                told = f"Brackets are nested more than {MOST_DEPTH} deep."
                raise _refused(Code.TOO_DEEP, told, _line(text, position))
        elif first in "]}":
            depth -= 1
        elif first == '"':
            if "\\u" in token and _SURROGATE.search(token.replace("\\\\", "")):
                line = _line(text, position)
                told = f"Line {line} contains half a character (a lone surrogate escape)."
                raise _refused(Code.LONE_SURROGATE, told, line)
        elif (number := _NUMBER.match(token)) and _is_too_long(number[0]):
            line = _line(text, position)
            raise _refused(Code.NUMBER_TOO_LONG, f"Line {line} contains a number that is too long or too large.", line)


def _number(make: Callable[[str], Any], number: str) -> Any:
    if _is_too_long(number):
        raise _At(Code.NUMBER_TOO_LONG, "It contains a number that is too long or too large", number)
    return make(number)


def _is_too_long(number: str) -> bool:
    return len(number) > MOST_DIGITS or _TWO_DIGITS.search(number) is not None


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_constant(word: str) -> Any:
    raise _At(Code.NOT_A_NUMBER, f"{word} is not a JSON number", word)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _twice(key)
            seen.add(key)
    return made


def _twice(key: str) -> _At:
    written = json.dumps(key)
    if is_number_of_person(key):
        return _At(Code.LOOKS_LIKE_SSN, "A key that looks like a Social Security number appears twice", written)
    return _At(Code.DUPLICATE_KEY, f"The key {written[:60]} appears twice in one object", written)


def _line_of(text: str, needle: str) -> int | None:
    """Line of the last place a token is at; for a double key that is the second one or later."""
    position = text.rfind(needle)
    return None if position < 0 else _line(text, position)


def line_finder(raw: bytes) -> Callable[[str], int]:
    """From a JSON Pointer to its line in the text, for text that is valid JSON; read as far as it is asked for."""
    lines: dict[str, int] = {}
    further: Iterator[tuple[str, int]] | None = None

    def find(pointer: str) -> int:
        nonlocal further
        if further is None:
            further = _lines(decoded(raw))
        while pointer not in lines:
            place = next(further, None)
            if place is None:
                pointer = pointer.rpartition("/")[0]
            else:
                lines.setdefault(*place)
        return lines[pointer]

    return find


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Places by their pointer and their lines, as they come: a value of an object is where its key is."""
    stack: list[list[Any]] = []  # [pointer, is object, next index or pointer of the pending key]
    step = cache(lambda word: build([json.loads(word)]))
    line, last = 1, 0
    for word, position in tokens(text):
        if word == ",":
            stack[-1][2] = None if stack[-1][1] else stack[-1][2] + 1
            continue
        if word == ":":
            continue
        if word in "]}":
            stack.pop()
            continue
        holder, is_object, pending = stack[-1] if stack else ("", True, "")
        at_key = pending is None
        if at_key:
            pointer = stack[-1][2] = holder + step(word)
        else:
            pointer = pending if is_object else f"{holder}/{pending}"
        if at_key or not is_object or not stack:
            line += text.count("\n", last, position)
            last = position
            yield pointer, line
        if not at_key and word in "[{":
            stack.append([pointer, word == "{", None if word == "{" else 0])
