"""Pages and styles without what only their authors and the programs on the way need.

That is white space, and letters written as character references so that no program reads them as a mark.
"""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(?:pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)>)", re.DOTALL)
_INDENTED = re.compile(r"\n\s+")
_TRAILING = re.compile(r"[^\S\n]+\n")
_LETTER = re.compile(r"&#(\d+);")
_TEXT = re.compile(r"(?:^|>)[^<&]*&[^<]*")
"""Text with a reference in it."""
_MARKUP = frozenset("&<>")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def page(html: str) -> str:
    """The page with one line break where white space held one, and with each letter as itself.

    What shows its white space keeps it; scripts and styles, whose hashes are in the policy, stay as they are.
    """
    parts = _KEPT.split(html)  # what is kept is every other part
    for i, part in enumerate(parts):
        if i % 2 == 0:
            parts[i] = _TEXT.sub(_letters, _on_lines(part))
        elif part.startswith(("<pre", "<textarea")):
            parts[i] = _TEXT.sub(_letters, part)
    return "".join(parts)


def _on_lines(text: str) -> str:
    return _TRAILING.sub("\n", _INDENTED.sub("\n", text))


def _letters(text: re.Match[str]) -> str:
    """The text up to the next tag with its letters; in an attribute a quotation mark would end it."""
    return _LETTER.sub(_letter, text[0]) if "&#" in text[0] else text[0]


def _letter(reference: re.Match[str]) -> str:
    letter = chr(int(reference[1]))
    return reference[0] if letter in _MARKUP else letter


def styles(css: str) -> str:
    """A style sheet without comments and indentation."""
    return _on_lines(_COMMENT.sub("", css)).strip() + "\n"
