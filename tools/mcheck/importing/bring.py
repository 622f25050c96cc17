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
from ..core.records import Data
from ..loading.file_kinds import PORTFOLIO, kind_of_bytes
from ..loading.json_text import parse_json
from .badges.carriers import PNG, in_png, in_svg
from .badges.read import badge_from, badge_of, read_badge
from .badges.tokens import TOKEN
from .mapping import Mapping
from .merge import merged, read_portfolio, refused_portfolio
from .reading import Reading
from .result import Answers, CannotImport, FileResult
from .tables.doubles import Seen
from .tables.read import read_table
from .tables.text import read_text_table
from .tables.workbook import read_workbook

MOST_TEXT, MOST_WORKBOOK = 5_000_000, 16_000_000
MOST_BYTES = 20_000_000
"""More of no file is read."""
A_TOKEN = rb"\s*\"?[\w-]{2,}\.[\w-]+\.[\w-]*\"?\s*\Z"
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
    files: Sequence[tuple[str, bytes | InputError]],
    catalog: Catalog,
    today: date,
    *,
    into: Data | None = None,
    mapping: Mapping | None = None,
    answers: dict[str, str] | None = None,
) -> Brought:
    """Reads files, given as (name, bytes), and merges what they hold into the data of a portfolio, if there is one.

    What could not be opened is given with the error in place of its bytes: it is refused like the rest.
    """
    given = Answers(answers or {})
    portfolio = dict(into or {"schema_version": 1})
    seen = Seen(portfolio.get("activities", ()))
    results = []
    for number, (name, raw) in enumerate(files):
        told = FileResult(name)
        base = ("files", number) if len(files) > 1 else ()
        reading = Reading(told, catalog, today, mapping or Mapping(), given, seen, base)
        try:
            if isinstance(raw, InputError):
                raise raw
            _read(raw, reading)
        except CannotImport as why:
            told.fail(str(why), why.code)
        except InputError as why:
            refused_portfolio(told, why)
        portfolio = merged(portfolio, told)
        results.append(told)
    if not (portfolio.get("licenses") or portfolio.get("role")) and any(told.taken for told in results):
        text = "The portfolio names no license yet, so nothing can be checked. `mcheck init` asks for it."
        results[-1].say(Code.NO_LICENSE_YET, text)
    learned: Data = {}
    for told in results:
        for key, value in told.learned.items():
            learned[key] = {**learned.get(key, {}), **value} if isinstance(value, dict) else value
    return Brought(tuple(results), portfolio, tuple(given.unused()), learned)


def _read(raw: bytes, reading: Reading) -> None:
    if not raw.strip():
        raise CannotImport("The file is empty.", Code.EMPTY_FILE)
    kind = kind_of_bytes(raw)
    if carrier := _carrier(raw):
        _read_carried(raw, carrier, reading)
    elif raw.startswith(b"PK\x03\x04") and kind is not None and "(XLSX)" in kind.what:
        reading.told.kind = "table"
        _limit(raw, MOST_WORKBOOK)
        read_table(read_workbook(raw), reading)
    elif kind is not None:
        raise CannotImport(f"This is {kind.what}, which is not read. {kind.todo}", Code.OTHER_KIND_OF_FILE)
    elif re.match(rb"(?:\xef\xbb\xbf)?\s*[{\[]", raw):
        _read_json(raw, reading)
    else:
        reading.told.kind = "table"
        _limit(raw, MOST_TEXT)
        read_table(read_text_table(raw), reading)


def _carrier(raw: bytes) -> str:
    """The picture or token, in which a badge may be; "" for anything else."""
    if raw.startswith(PNG):
        return "png-itxt"
    if re.match(A_TOKEN, raw[:MOST_TEXT]):
        return "jwt"
    markup = re.match(rb"(?:\xef\xbb\xbf)?\s*<", raw[:1000]) and re.search(rb"(?i)<(?:\w+:)?svg[\s>]", raw[:20_000])
    return "svg" if markup else ""


def _read_carried(raw: bytes, carrier: str, reading: Reading) -> None:
    told = reading.told
    if carrier == "jwt" or re.search(rb"(?i)openbadge|imsglobal", raw):
        told.kind = "badge"
    if carrier != "png-itxt":
        _limit(raw, MOST_TEXT)
    text = in_png(raw) if carrier == "png-itxt" else in_svg(raw) if carrier == "svg" else raw.decode("ascii").strip()
    if not text:
        told.kind = "unknown"
        about = "This is a picture without a badge in it. It may be your proof: keep it as it is."
        raise CannotImport(about, Code.OTHER_KIND_OF_FILE)
    try:
        badge = badge_of(text, carrier)
    except CannotImport:
        told.facts = {"carrier": carrier, **({"signature": "bad"} if TOKEN.fullmatch(text.strip('"')) else {})}
        raise
    read_badge(badge, reading)


def _read_json(raw: bytes, reading: Reading) -> None:
    _limit(raw, MOST_TEXT)
    if re.search(rb"w3id\.org/openbadges|VerifiableCredential|OpenBadgeCredential", raw):
        reading.told.kind = "badge"
    data: Any = parse_json(raw)
    if isinstance(data, dict) and not PORTFOLIO.isdisjoint(data):
        read_portfolio(data, reading)
    else:
        read_badge(badge_from(data, "json"), reading)


def _limit(raw: bytes, most: int) -> None:
    if len(raw) > most:
        raise CannotImport(f"The file has {len(raw):,} bytes; at most {most:,} are read.", Code.TOO_LARGE)
