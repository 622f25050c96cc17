"""The line on which a JSON Pointer's value stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from .json_text import decoded


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
