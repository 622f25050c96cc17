"""Counts the lines of code under tools/: no blank lines, comments, docstrings or import lines.

    python tools/maintenance/count_code.py [REVISION]

With a git revision the same count of that revision, so that two states can be compared. A line counts if a token of
the code stands on it; a string that stands alone as a statement is a docstring.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
BLANK = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(source: str) -> int:
    """How many lines of a module hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if docstring or isinstance(node, ast.Import | ast.ImportFrom):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def sources(revision: str | None) -> Iterator[tuple[PurePosixPath, str]]:
    """The Python files under tools/, of the working tree or of a revision."""
    listing = ["ls-files"] if revision is None else ["ls-tree", "-r", "--name-only", revision]
    for name in _git(*listing, "--", "tools").splitlines():
        if name.endswith(".py"):
            text = (ROOT / name).read_text("utf-8") if revision is None else _git("show", f"{revision}:{name}")
            yield PurePosixPath(name), text


def _git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, encoding="utf-8").stdout


def main() -> None:
    rooms: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for path, text in sources(sys.argv[1] if len(sys.argv) > 1 else None):
        room = "/".join(path.parts[1:3]) if len(path.parts) > 3 else "/".join(path.parts[1:-1]) or "(scripts)"
        rooms[room] += code_lines(text)
        modules[room] += 1
    for room in sorted(rooms):
        print(f"{rooms[room]:7,}  {modules[room]:3} modules  {room}")
    print(f"{rooms.total():7,}  {modules.total():3} modules  all")


if __name__ == "__main__":
    main()
