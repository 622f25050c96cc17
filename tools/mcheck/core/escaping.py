"""Text made harmless for a terminal, a page or a build log."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*)(?=::)|##(?=\w*\[)", re.MULTILINE)
"""What a build log obeys: `::error::` at the start of a line, `##[error]` or `##vso[...]` anywhere in it."""


def harmless(text: str) -> str:
    """Text of any lines, none of which a build log takes for a command: a backslash is put into each that was one."""
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(lambda found: "#\\#" if found[1] is None else found[1] + "\\", text)


def escape_terminal(value: object) -> str:
    """One line without control, direction or other invisible characters, which are shown as escapes."""
    return harmless(show_invisible(str(value)))


def show_invisible(text: str) -> str:
    """Text with escapes in place of the characters that do not show."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def in_json(text: str) -> str:
    """A JSON text that means the same, in which nothing is a command to a build log: only strings hold such signs."""
    return text.replace("##", "#\\u0023")


def unicode_only(name: str) -> str:
    """The name of a file, which may hold bytes that are no text: those are shown as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a text begins with that a spreadsheet may run."""
GUARD = "'"


def guarded(text: str) -> str:
    """A text of a CSV file that no spreadsheet runs."""
    return GUARD + text if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(FORMULA) else text


_LINK = r"(?i)(?<=\w)(?=://)|(?<=\bwww)(?=\.)"
_MENTION = r"(?<=@)(?=\w)"


def markdown(value: object) -> str:
    """The same, with the marks of Markdown and HTML escaped; no web address becomes a link, no `@name` a mention."""
    text = "".join("\\" + c if c in "\\`*_{}[]()#+!|<>&~" else c for c in escape_terminal(value))
    return re.sub(_MENTION, "<!-- -->", re.sub(_LINK, r"\\", text))


def html(value: object) -> str:
    """One line as `escape_terminal` makes it, for the text and the quoted attributes of a page."""
    from html import escape  # only pages need it, and every command starts sooner without

    return escape(escape_terminal(value), quote=True)
