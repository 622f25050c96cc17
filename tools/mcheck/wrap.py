"""Text broken into lines for a terminal: never inside a word, an address or a command, so that each can be copied."""

from __future__ import annotations

import re
import textwrap

WHOLE = re.compile(r"`mcheck [^`]+`|\bmcheck explain \S+")
"""What is to be typed as it stands."""
TIE = "\0"
"""Stands for a space that no line ends at; no text holds it."""
JOINTS = re.compile(r"(?P<indent> *)(?P<head>- |\S+ {2,})?(?P<text>.*?)(?P<address> https?://\S+)?")
"""A line in parts: its indent, the mark of a list or a first column, the text, an address that ends it."""
LABEL = re.compile(r"[^.:?!]+:(?!\S)")
"""What begins a line that is no plain sentence, as in "Why: "."""
NARROW = len("2018-07-13  ")
"""Up to this wide, a first column keeps its place beside the text."""


def wrap(text: str, width: int, first: str = "", after: str = "") -> list[str]:
    """Lines of a text; `first` stands before the first one, `after` before the others."""
    whole = WHOLE.sub(lambda found: found[0].replace(" ", TIE), text)
    lines = textwrap.wrap(
        whole, width, initial_indent=first, subsequent_indent=after, break_on_hyphens=False, break_long_words=False
    )
    return [line.replace(TIE, " ") for line in lines]


def hang(line: str, width: int) -> list[str]:
    """A line as it is if it fits; else broken at its joints first, and all but its beginning indented further.

    Only a plain sentence that is not indented goes on at the margin.
    """
    found = JOINTS.fullmatch(line)
    if len(line) <= width or found is None:
        return [line]
    indent, head, text, address = found.group("indent", "head", "text", "address")
    if head is None:
        # deeper than a list, so that what a list below begins with stays apart
        after = indent + "    " if indent or LABEL.match(text) else ""
        lines = wrap(text, width, indent, after)
    elif len(head) <= NARROW:
        after = indent + " " * len(head)
        lines = wrap(text, width, indent + head, after)
    else:
        after = indent + "  "
        lines = [indent + head.rstrip(), *wrap(text, width, after, after)]
    return [*lines, after + address.strip()] if address else lines
