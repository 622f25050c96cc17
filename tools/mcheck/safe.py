"""Text made harmless for a terminal, a page or a build log."""

from __future__ import annotations


def plain(value: object) -> str:
    """One line without control, direction or other invisible characters, which are shown as escapes."""
    text = str(value)
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)
    return "\\" + shown if shown.lstrip().startswith("::") else shown


def markdown(value: object) -> str:
    """The same, with the marks of Markdown and HTML escaped."""
    return "".join("\\" + c if c in "\\`*_{}[]()#+!|<>&~" else c for c in plain(value))


def html(value: object) -> str:
    """The same, for the text and the quoted attributes of a page."""
    from html import escape  # only pages need it, and every command starts sooner without

    return escape(plain(value), quote=True)
