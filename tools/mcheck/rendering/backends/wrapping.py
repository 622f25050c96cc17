"""Text broken into lines for a terminal: never inside a word, an address or a command, so that each can be copied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

UNBROKEN = re.compile(r"`mcheck [^`]+`|\bmcheck explain \S+")
"""What is to be typed as it stands."""
TIE = "\0"
"""Stands for a space that no line ends at; no text holds it."""
JOINTS = re.compile(r"(?P<indent> *)(?P<head>- |\S+ {2,})?(?P<text>.*?)(?P<address> https?://\S+)?")
"""A line in parts: its indent, the mark of a list or a first column, the text, an address that ends it."""
LABEL = re.compile(r"[^.:?!]+:(?!\S)")
"""What begins a line that is no plain sentence, as in "Why: "."""
SPACES = re.compile("( +)")
NARROW = len("2018-07-13  ")
"""Up to this wide, a first column keeps its place beside the text."""


def columns(text: str) -> int:
    """How wide it is in a terminal: a Chinese, Japanese or Korean sign fills two columns, an accent none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, width: int) -> str:
    """The text if it fits, else as many of its signs as do, and dots."""
    if columns(text) <= width:
        return text
    while columns(text) > width - 3:
        text = text[:-1]
    return text + "..."


def shorten(text: str, width: int) -> str:
    """The text if it fits, else as many of its words as do, and dots."""
    if columns(text) <= width:
        return text
    first, *_ = wrap(text, width - 3)
    return (first if columns(first) <= width - 3 else "") + "..."


def wrap(text: str, width: int, first: str = "", after: str = "") -> list[str]:
    """Lines of a text; `first` precedes the first one, `after` the others."""
    whole = UNBROKEN.sub(lambda found: found[0].replace(" ", TIE), text)
    lines: list[str] = []
    line, used, gap = "", columns(first), ""
    for piece in _pieces(whole):
        if piece.isspace():
            gap = piece
            continue
        if used + len(gap) + columns(piece) > width:
            gap = ""
            if line:
                lines.append(line)
                line, used = "", columns(after)
        line += gap + piece
        used += len(gap) + columns(piece)
        gap = ""
    lines += [line] if line else []
    return [(after if n else first) + line.replace(TIE, " ") for n, line in enumerate(lines)]


def _pieces(text: str) -> Iterator[str]:
    """What no line ends inside of, and the spaces between; Chinese, Japanese and Korean may end at any letter."""
    for word in SPACES.split(text):
        start = 0
        for at in range(1, len(word)) if not word.isascii() else ():
            if _is_wide_letter(word[at - 1]) and _is_wide_letter(word[at]):
                yield word[start:at]
                start = at
        if word:
            yield word[start:]


def _is_wide_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L" and _columns(sign) == 2


def wrap_with_hanging_indent(line: str, width: int) -> list[str]:
    """A line as it is if it fits; else broken at its joints first, and all but its beginning indented further.

    Only a plain sentence that is not indented goes on at the margin.
    """
    match = JOINTS.fullmatch(line)
    if columns(line) <= width or match is None:
        return [line]
    indent, head, text, address = match.group("indent", "head", "text", "address")
    if head is None:
        # deeper than a list, so that what a list below begins with stays apart
        after = indent + "    " if indent or LABEL.match(text) else ""
        lines = wrap(text, width, indent, after)
    elif columns(head) <= NARROW:
        after = indent + " " * columns(head)
        lines = wrap(text, width, indent + head, after)
    else:
        after = indent + "  "
        lines = [indent + head.rstrip(), *wrap(text, width, after, after)]
    return [*lines, after + address.strip()] if address else lines
