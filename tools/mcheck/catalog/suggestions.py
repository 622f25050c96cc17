"""What a word that the catalog does not know was probably meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from ..core.dates import FIRST_YEAR, LAST_YEAR, SERIAL_ZERO, SERIALS, SHORT_MONTHS
from ..core.records import Record
from ..core.wording import close_matches, slug
from .store import Catalog

MOST_MEANT = 6
"""There are six kinds of course, worth more and less: to offer some of them only would lead to the wrong one."""
MOST_LISTED = 40


def suggest(value: str, known: Iterable[str] | Mapping[str, Record]) -> str:
    """What may have been meant, of terms by their other names too, and every known word where they are few."""
    word = slug(value)
    other_names = {
        slug(alias): each
        for each, term in (known.items() if isinstance(known, Mapping) else ())
        for alias in term.get("aliases", ())
    }
    known = list(known)
    near = [k for k in known if word and (k.startswith(word) or word in k.split("-"))]
    alike = close_matches(word, known, 2, 0.7) or close_matches(word, known, 1, 0.5)
    if word in known or word in other_names:
        near = [other_names.get(word, word)]
    elif near:
        near = list(dict.fromkeys([*near, *alike]))[:MOST_MEANT]
    else:
        near = alike[:1]
    quoted = " or ".join(f'"{k}"' for k in near)
    said = [f"Did you mean {quoted}?"] if near else []
    return " ".join([*said, *([f"Known: {', '.join(known)}."] if len(known) <= 12 else [])])


def record_meant(value: str, records: Iterable[Record], name: str) -> str:
    """The id that may have been meant, if necessary by what its record is called."""
    records = list(records)
    by_name = next((r["id"] for r in records if slug(r[name]) == slug(value)), None)
    if by_name:
        return f'Did you mean "{by_name}"?'
    ids = [r["id"] for r in records]
    listed = f"Known: {', '.join(ids)}." if slug(value) and len(ids) <= MOST_LISTED else ""
    return suggest(value, ids) or listed


def endorsements(catalog: Catalog) -> list[str]:
    """Ids of the endorsements that the catalog knows."""
    return [r["id"] for r in catalog.all("licenses") if r["kind"] == "endorsement"]


_TIME = r"(?s)(?<=\d)(?:T|,?\s+)\d{1,2}:\d\d.*"
_NUMBERS = r"(\d{1,4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,4})"
_MONTH_FIRST = r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
_DAY_FIRST = r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d\d)"


def date_meant(value: str | int | Decimal) -> str:
    """How to write a day that is not written as YYYY-MM-DD; empty if it cannot be made out which one it is."""
    text = str(value).strip().casefold()
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if serial and int(serial[1]) in SERIALS:
        day = SERIAL_ZERO + timedelta(days=int(serial[1]))
        return f'That is how a spreadsheet counts days: if it came from one, write "{day}".'
    whole = re.sub(_TIME, "", text.upper()).casefold()
    days = list(dict.fromkeys(filter(None, (_day(*parts) for parts in _readings(whole)))))
    if len(days) == 2:
        return f'Write it as YYYY-MM-DD: "{days[0]}" if the month comes first, "{days[1]}" if the day does.'
    if not days:
        return ""
    return f'Leave out the time: write "{days[0]}".' if whole != text else f'Write it as YYYY-MM-DD: "{days[0]}"?'


def _readings(text: str) -> Iterator[tuple[str, str, str]]:
    """Year, month and day as a text may be meant."""
    if re.fullmatch(r"\d{8}", text):
        yield text[:4], text[4:6], text[6:]
    elif match := re.fullmatch(_NUMBERS, text):
        first, second, last = match.groups()
        if len(first) == 4 and len(last) <= 2:
            yield first, second, last
            if int(second) > len(SHORT_MONTHS):
                yield first, last, second
        elif len(last) in (2, 4) and len(first) <= 2:
            yield last, first, second
            yield last, second, first
    elif match := re.fullmatch(_MONTH_FIRST, text):
        yield match[3], match[1], match[2]
    elif match := re.fullmatch(_DAY_FIRST, text):
        yield match[3], match[2], match[1]


def _day(year: str, month: str, day: str) -> date | None:
    """The day if there is such a one."""
    number = str(SHORT_MONTHS.index(month) + 1) if month in SHORT_MONTHS else month
    try:
        meant = date(int(year) + (2000 if len(year) == 2 else 0), int(number), int(day))
    except ValueError:
        return None
    return meant if FIRST_YEAR <= meant.year <= LAST_YEAR else None
