"""The line on which a JSON Pointer's value stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from ..core.pointers import build
from .json_text import decoded, tokens


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
    """Places by their pointer and their lines, as they come; a value of an object also comes after its key."""
    stack: list[list[Any]] = []  # [pointer, is object, next index or pending key]
    line, last = 1, 0
    for word, position in tokens(text):
        line += text.count("\n", last, position)
        last = position
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
            key = stack[-1][2] = json.loads(word)
            yield stack[-1][0] + build([key]), line
            continue
        pointer = stack[-1][0] + build([stack[-1][2]]) if stack else ""
        yield pointer, line
        if word in "[{":
            stack.append([pointer, word == "{", None if word == "{" else 0])
