"""What a change of the catalog does to people: portfolios judged under the old and the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..catalog import Catalog
from ..check import check
from ..messages import Refused
from ..reading import load_portfolio
from .tree import for_engine

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
class Effect:
    """A portfolio, judged for an application on a day, before and after the change."""

    portfolio: str
    on: str
    before: Outcome
    after: Outcome

    @property
    def flips(self) -> bool:
        return self.before.verdict != self.after.verdict


def effects(
    old: Mapping[str, bytes],
    new: Mapping[str, bytes],
    portfolios: Mapping[str, bytes],
    days: Sequence[str],
    today: date,
) -> list[Effect]:
    """Every portfolio whose outcome differs, those that change verdict first.

    A portfolio is judged for its own application date (or today). It is also judged for each of `days` after it, the
    days from which something new holds; then only a change of verdict is told.
    """
    before, after = Catalog(for_engine(old)), Catalog(for_engine(new))
    found = []
    for name, raw in portfolios.items():
        own = _own_day(raw, after, name) or today
        for day in [own, *(later for later in map(date.fromisoformat, days) if later > own)]:
            effect = Effect(name, day.isoformat(), _judged(raw, before, name, day), _judged(raw, after, name, day))
            if effect.flips or (day == own and effect.before != effect.after):
                found.append(effect)
    return sorted(found, key=lambda effect: not effect.flips)


def _own_day(raw: bytes, catalog: Catalog, name: str) -> date | None:
    try:
        return load_portfolio(raw, catalog, name).portfolio.application_date
    except (Refused, KeyError):
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
    except Refused as refused:
        return Outcome(REFUSED, {}, refused.messages[0].text)
    except KeyError as problem:
        return Outcome(REFUSED, {}, f"The catalog lacks {problem.args[0]}.")
    return Outcome(report["verdict"], {license_["label"]: _held(license_) for license_ in report["licenses"]})


def _held(license_: Any) -> dict[str, str]:
    needs = {r["label"]: f"{r['have']} of {r['need']}" for r in license_["requirements"]}
    return {"verdict": license_.get("verdict") or license_["status"], **needs}
