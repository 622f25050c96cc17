"""Blocks of HTML past Markdown's own parser, which reads them sign by sign: most of a page is made by templates."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension


class HtmlBlocks(Extension):  # type: ignore[misc]  # Markdown has no types
    """Puts each block that begins a line aside as it is, before Markdown looks for blocks itself."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Aside(md), "html_blocks", 24)  # after fenced code, before html_block


class _Aside:
    """A preprocessor of Markdown."""

    def __init__(self, md: Markdown) -> None:
        self.md = md
        self.begin = re.compile(rf"^<({'|'.join(sorted(md.block_level_elements))})\b([^>]*)>", re.MULTILINE)

    def run(self, lines: list[str]) -> list[str]:
        text, out, end = "\n".join(lines), [], 0
        while found := self.begin.search(text, end):
            stop = _end(text, found)
            block = text[found.start() : stop]
            out.append(text[end : found.start()])
            out.append(block if "markdown=" in found[2] else f"\n\n{self.md.htmlStash.store(block)}\n\n")
            end = stop
        return ("".join(out) + text[end:]).split("\n")


def _end(text: str, begin: re.Match[str]) -> int:
    """Where the element that begins there ends; the end of its first tag where it has no other."""
    depth = 0
    for tag in re.compile(rf"<(/?){begin[1]}\b[^>]*>").finditer(text, begin.start()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return begin.end()
