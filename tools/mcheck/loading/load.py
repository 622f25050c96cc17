"""A portfolio file, read whole: bytes, limits, schema, meaning. Raises InputError with every problem at once."""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO, S_ISREG

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.escaping import unicode_only
from ..core.messages import InputError, refusal
from ..core.portfolio_file import STANDARD_INPUT, PortfolioFile
from ..core.wording import close_matches
from .file_kinds import IMPORT, kind_of_bytes, kind_of_data
from .json_text import line_finder, parse_json, refuse_kind
from .recover import portfolio_or_mistakes


def load_portfolio(source: str | Path | bytes, catalog: Catalog, name: str = STANDARD_INPUT) -> PortfolioFile:
    """The portfolio in a file, on standard input for "-", or in these bytes, which a report then calls `name`.

    Raises InputError.
    """
    given = source
    try:
        if isinstance(source, str | Path):
            name = STANDARD_INPUT if str(source) == "-" else unicode_only(os.path.basename(source))
            source = read_bytes(str(source))
        data = parse_json(source)
        refuse_kind(kind_of_data(data))
    except InputError as refused:
        if isinstance(given, str | Path):
            refused.messages = [m._replace(hint=_naming(str(given), m.hint)) for m in refused.messages]
        raise
    line = line_finder(source)
    portfolio, messages = portfolio_or_mistakes(data, catalog)
    if portfolio is None:
        raise InputError([m._replace(line=line(m.pointer)) for m in messages])
    return PortfolioFile(portfolio, tuple(messages), name, hashlib.sha256(source).hexdigest(), data, line)


def _naming(name: str, hint: str) -> str:
    """Advice to import a file, with its name in the line to type, and that of the portfolio made from it."""
    if IMPORT not in hint:
        return hint
    import shlex  # only such advice needs it, and every command starts sooner without

    made = f"{Path(name).stem}.json"
    if name == "-" or made == Path(name).name:
        made = "my.json" if made != "my.json" else "my-portfolio.json"
    return hint.replace(IMPORT, f"mcheck import {shlex.quote(unicode_only(name))} -o {shlex.quote(unicode_only(made))}")


MOST_BYTES = 1_000_000
MOST_REPORT_BYTES = 16_000_000
"""A report says several things about each activity, so it is many times as long as its portfolio."""


def read_bytes(name: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, or of standard input for "-", at most so many; raises InputError."""
    if name == "-":
        raw = sys.stdin.buffer.read(most + 1)
    else:
        try:
            if not name:  # an empty path would be the folder one is in
                raise refusal(Code.NO_SUCH_FILE, "The name of the file is empty.")
            found = os.stat(name)
            kind = found.st_mode
            if S_ISDIR(kind):
                raise refusal(Code.IS_A_FOLDER, f"{name} is a folder, not a file.")
            if S_ISFIFO(kind) and Path(name).parts[:2] not in _OPEN_ALREADY:
                hint = f"If a program does write to it: mcheck check - < {name}"
                raise refusal(Code.CANNOT_READ, f"{name} is a named pipe: reading it could wait forever.", hint)
            # room for the most there may be takes longer than to read what most files hold
            room = min(found.st_size, most) if S_ISREG(kind) and found.st_size else most
            with open(name, "rb") as stream:
                raw = stream.read(room + 1)
        except FileNotFoundError:
            raise refusal(Code.NO_SUCH_FILE, f"There is no file {name}.", _near_file(Path(name))) from None
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise refusal(Code.CANNOT_READ, f"{name} cannot be read: {reason}.") from None
    refuse_too_large(raw, most)
    return raw


def refuse_too_large(raw: bytes, most: int = MOST_BYTES) -> None:
    """Raises InputError for more bytes than are read."""
    if len(raw) > most:
        refuse_kind(kind_of_bytes(raw))
        text = f"The file is larger than {most // 1_000_000} MB, the most that mcheck reads."
        raise refusal(Code.TOO_LARGE, text)


_OPEN_ALREADY = (("/", "dev"), ("/", "proc"))
"""Where a shell shows what it has opened itself: the pipe of `<(...)` has somebody who writes to it, and it ends."""


def last_saved(name: str) -> datetime | None:
    """When a file was last saved; for what comes through a pipe, when it came. None if the system does not say."""
    try:
        found = os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(name)
        return datetime.fromtimestamp(found.st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None


def _near_file(path: Path) -> str:
    try:
        stems = [p.stem for p in path.parent.iterdir() if p.suffix == ".json"]
    except OSError:
        return ""
    # without the ending, which all have in common
    near = close_matches(path.name.removesuffix(".json"), stems)
    return f"Did you mean {path.parent / near[0]}.json?" if near else ""
