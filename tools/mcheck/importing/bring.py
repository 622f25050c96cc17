"""What files bring to a portfolio, each by its kind, which its first bytes tell; the answer of `mcheck import`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.messages import InputError
from ..loading.file_kinds import PORTFOLIO, kind_of_bytes
from ..loading.json_text import parse_json
from .badges.carriers import PNG, in_png, in_svg
from .badges.read import badge_from, badge_of, read_badge
from .merge import merged, read_portfolio, refused_portfolio
from .result import Answers, CannotImport, Data, FileResult, shown
from .tables.doubles import Seen
from .tables.mapping import Mapping
from .tables.read import read_table
from .tables.text import read_text_table
from .tables.workbook import read_workbook

MOST_TEXT, MOST_WORKBOOK = 5_000_000, 16_000_000
MOST_BYTES = 20_000_000
"""More of no file is read."""
STATUS = {"imported": 0, "ask": 1, "refused": 2}


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of the files, and the portfolio that results."""

    files: tuple[FileResult, ...]
    portfolio: Data
    unused: tuple[str, ...] = ()
    """Pointers that were answered and that no question has."""
    learned: Data = field(default_factory=dict)

    @property
    def status(self) -> int:
        """0 imported, 1 something is asked, 2 refused; of several files the highest."""
        return max(STATUS[each.outcome] for each in self.files)

    def data(self) -> Data:
        """The answer in JSON."""
        return {"schema_version": 1, "files": [each.data() for each in self.files], "portfolio": self.portfolio}


def bring(
    files: Sequence[tuple[str, bytes]],
    catalog: Catalog,
    today: date,
    *,
    into: Data | None = None,
    mapping: Mapping | None = None,
    answers: dict[str, str] | None = None,
) -> Brought:
    """Reads files, given as (name, bytes), and merges what they hold into the data of a portfolio, if there is one."""
    given = Answers(answers or {})
    portfolio = dict(into or {"schema_version": 1})
    seen = Seen(portfolio.get("activities", ()))
    results = []
    for number, (name, raw) in enumerate(files):
        told = FileResult(name)
        base = ("files", number) if len(files) > 1 else ()
        try:
            _read(raw, told, catalog, today, mapping or Mapping(), given, seen, base)
        except CannotImport as why:
            told.fail(str(why), why.code)
        except InputError as why:
            refused_portfolio(told, why)
        portfolio = merged(portfolio, told)
        results.append(told)
    learned: Data = {}
    for told in results:
        for key, value in told.learned.items():
            learned[key] = {**learned.get(key, {}), **value} if isinstance(value, dict) else value
    return Brought(tuple(results), portfolio, tuple(given.unused()), learned)


def _read(
    raw: bytes,
    told: FileResult,
    catalog: Catalog,
    today: date,
    mapping: Mapping,
    answers: Answers,
    seen: Seen,
    base: tuple[str | int, ...],
) -> None:
    if not raw.strip():
        raise CannotImport("The file is empty.", Code.EMPTY_FILE)
    carried = _carried(raw)
    kind = kind_of_bytes(raw)
    if carried is not None:
        told.kind = "badge"
        read_badge(badge_of(*carried), told, catalog, today, answers, base)
    elif raw.startswith(b"PK\x03\x04") and kind is not None and "(XLSX)" in kind.what:
        told.kind = "table"
        _limit(raw, MOST_WORKBOOK)
        read_table(read_workbook(raw), told, catalog, today, mapping, answers, seen, base)
    elif kind is not None:
        raise CannotImport(f"This is {kind.what}, which is not read. {kind.todo}", Code.OTHER_KIND_OF_FILE)
    elif re.match(rb"(?:\xef\xbb\xbf)?\s*[{\[]", raw):
        _read_json(raw, told, catalog, today, answers, seen, base)
    else:
        told.kind = "table"
        _limit(raw, MOST_TEXT)
        read_table(read_text_table(raw), told, catalog, today, mapping, answers, seen, base)


def _carried(raw: bytes) -> tuple[str, str] | None:
    """(the text of a badge, what carries it) for a picture or a token; None for anything else.

    Raises CannotImport for a picture without a badge in it, or a damaged one.
    """
    if raw.startswith(PNG):
        text, carrier = in_png(raw), "png-itxt"
    elif re.match(rb"(?:\xef\xbb\xbf)?\s*<", raw[:1000]) and re.search(rb"(?i)<(?:\w+:)?svg[\s>]", raw[:20_000]):
        _limit(raw, MOST_TEXT)
        text, carrier = in_svg(raw), "svg"
    elif len(raw) < MOST_TEXT and re.fullmatch(rb"\s*\"?[\w-]{2,}\.[\w-]+\.[\w-]*\"?\s*", raw):
        return raw.decode("ascii").strip(), "jwt"
    else:
        return None
    if not text:
        raise CannotImport(
            "This is a picture without a badge in it. It may be your proof: keep it as it is.", Code.OTHER_KIND_OF_FILE
        )
    return text, carrier


def _read_json(
    raw: bytes,
    told: FileResult,
    catalog: Catalog,
    today: date,
    answers: Answers,
    seen: Seen,
    base: tuple[str | int, ...],
) -> None:
    _limit(raw, MOST_TEXT)
    data: Any = parse_json(raw)
    if isinstance(data, dict) and not PORTFOLIO.isdisjoint(data):
        read_portfolio(data, told, catalog, seen)
    else:
        read_badge(badge_from(data, "json"), told, catalog, today, answers, base)


def _limit(raw: bytes, most: int) -> None:
    if len(raw) > most:
        raise CannotImport(f"The file has {len(raw):,} bytes; at most {most:,} are read.", Code.TOO_LARGE)


def name_of(path: str) -> str:
    """The name of a file for a message."""
    return shown(path.replace("\\", "/").rpartition("/")[2])
