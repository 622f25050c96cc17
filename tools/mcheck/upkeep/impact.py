"""What a change of the catalog does to people: portfolios judged under the old and the new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..catalog.store import Catalog
from ..core.dates import add_years
from ..core.messages import InputError
from ..loading.load import load_portfolio
from ..reporting.build import check
from .catalog_files import for_engine

REFUSED = "cannot be checked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a report says in short: the verdict, and for each license its own, with what is held of what is needed.

    `why` is filled when the portfolio cannot be checked.
    """

    verdict: str
    licenses: Mapping[str, Mapping[str, str]]
    why: str = ""


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A portfolio judged before and after the change; so many years later than it says, for an application on a day."""

    portfolio: str
    years_later: int
    on: str
    before: Outcome
    after: Outcome

    @property
    def flips(self) -> bool:
        return self.before.verdict != self.after.verdict


def portfolio_impact(
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    portfolios: Mapping[str, bytes],
    days: Sequence[str],
    today: date,
) -> list[VerdictChange]:
    """Every portfolio whose outcome differs, those that change verdict first.

    A portfolio is judged for its own application date (or today). For each of `days`, from which something new holds,
    it is also judged as if all in it had happened whole years later, so that the person applies on that day or soon
    after: a rule of the future is tried on the people of today.
    """
    before, after = Catalog(for_engine(old)), Catalog(for_engine(new))
    found = []
    for name, raw in portfolios.items():
        own = _own_day(raw, after, name) or today
        for years in sorted({0, *(_years_until(own, date.fromisoformat(day)) for day in days)}):
            then, on = later(raw, years), add_years(own, years)
            one, two = _judged(then, before, name, on), _judged(then, after, name, on)
            if one != two:
                found.append(VerdictChange(name, years, on.isoformat(), one, two))
    return sorted(found, key=lambda effect: not effect.flips)


def _years_until(own: date, day: date) -> int:
    """Whole years to add to a day so that it is not before another one."""
    years = max(0, day.year - own.year)
    return years + (1 if add_years(own, years) < day else 0)


_DATE = re.compile(rb'"(\d{4})((?:-\d{2}){0,2})"')


def later(raw: bytes, years: int) -> bytes:
    """A portfolio with every date in it so many years later; 29 February becomes the 28th where there is none."""

    def move(match: re.Match[bytes]) -> bytes:
        year = int(match[1]) + years
        leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        rest = b"-02-28" if match[2] == b"-02-29" and not leaps else match[2]
        return b'"%04d%s"' % (year, rest)

    return _DATE.sub(move, raw)


def _own_day(raw: bytes, catalog: Catalog, name: str) -> date | None:
    try:
        return load_portfolio(raw, catalog, name).portfolio.application_date
    except (InputError, KeyError):
        return None


def _judged(raw: bytes, catalog: Catalog, name: str, day: date) -> Outcome:
    """A catalog under repair may lack what a portfolio or a rule refers to: that is an outcome too."""
    try:
        loaded = load_portfolio(raw, catalog, name)
        report = check(
            loaded.portfolio,
            catalog,
            day,
            as_of_from="option",
            name=name,
            sha256=loaded.sha256,
            messages=loaded.messages,
        )
    except InputError as refused:
        return Outcome(REFUSED, {}, refused.messages[0].text)
    except KeyError as problem:
        return Outcome(REFUSED, {}, f"The catalog lacks {problem.args[0]}.")
    return Outcome(report["verdict"], {license_["label"]: _held(license_) for license_ in report["licenses"]})


def _held(license_: Any) -> dict[str, str]:
    needs = {r["label"]: f"{r['have']} of {r['need']}" for r in license_["requirements"]}
    return {"verdict": license_.get("verdict") or license_["status"], **needs}
