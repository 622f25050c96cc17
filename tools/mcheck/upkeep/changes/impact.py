"""Two catalogs compared, and whose verdict the change turns: portfolios judged under the old one and the new one."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from ...allocation.minimal_sets import NONE
from ...catalog.store import Catalog, UnknownRecord
from ...core.codes import Code
from ...core.dates import add_years
from ...core.messages import InputError, refusal
from ...loading.load import load_portfolio, read_bytes
from ...reporting.build import check
from ..workspace import CatalogSnapshot, for_engine, own_folder, read
from .causes import Causes
from .diff import Difference, Outcome, VerdictChange, changes, new_starts
from .people import people

REFUSED = "cannot be checked"


def compare(old: str, new: str, portfolios: Sequence[str], today: date) -> Difference:
    """The difference between two catalogs, each a folder or a git revision; raises InputError when one cannot be read.

    Judged are the examples, if they are there (an installed package has none), and the portfolio files given; nobody
    where the old catalog is from before the present schemas.
    """
    snapshots = {name: CatalogSnapshot(read(name, Path.cwd()), today) for name in dict.fromkeys((old, new))}
    for name, snapshot in snapshots.items():
        shapeless = not all(isinstance(data, dict) for data in snapshot.data.values())
        if snapshot.syntax_errors or shapeless or (name == new and snapshot.first_error):
            hint = "Run `mcheck catalog lint` on it. What is from before the present schemas can only be OLD."
            raise refusal(Code.BAD_CATALOG, f"In {name}, {snapshot.first_error}", hint)
    catalogs = {name: Catalog(for_engine(snapshot.files)) for name, snapshot in snapshots.items()}
    before, after = snapshots[old].data, snapshots[new].data
    changed = changes(before, after)
    named = [
        (name, str(snapshots[name].data["catalog.json"].get("edition", "")), catalogs[name].sha256)
        for name in (old, new)
    ]
    if why := snapshots[old].first_error or _lacking(catalogs[old]):
        return Difference(named[0], named[1], changed, (), 0, today, why)
    days = new_starts(before, after)
    causes = Causes(for_engine(snapshots[old].files), for_engine(snapshots[new].files), changed)
    sides = Sides(catalogs[old], catalogs[new], causes)
    known = list(people(catalogs[old]))
    given = in_folders(portfolios)
    own = [*_examples().items(), *((person.name, person.raw) for person in known if person.today)]
    earlier = [(person.name, person.raw) for person in known if not person.today]
    effects = [
        *portfolio_impact(sides, chain(own, ((name, read_bytes(name)) for name in given)), days, today),
        *portfolio_impact(sides, earlier, (), today),
    ]
    effects.sort(key=lambda effect: not effect.flips)
    return Difference(named[0], named[1], changed, effects, len(own) + len(given) + len(earlier), today)


def in_folders(names: Sequence[str]) -> list[str]:
    """Files as they are named, and of folders the portfolios in them and below, by name."""
    files: list[str] = []
    for name in names:
        below = Path(name).rglob("*.json") if Path(name).is_dir() else ()
        files += sorted(map(str, below)) or [name]
    return files


def _lacking(catalog: Catalog) -> str:
    """The record that judging needs and a catalog of before lacks; "" where nothing is lacking."""
    try:
        for _ in people(catalog):
            pass
    except UnknownRecord as problem:
        return str(problem.args[0])
    return ""


def _examples() -> dict[str, bytes]:
    folder = own_folder(None).parent / "examples"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def next_edition(d: Difference, today: date) -> str:
    """The edition that a release of the new catalog has: its own if it is new already, else the next of this month."""
    if d.new[1] != d.old[1]:
        return d.new[1]
    month = f"{today.year}.{today.month}."
    return month + (str(int(d.old[1].rpartition(".")[2]) + 1) if d.old[1].startswith(month) else "1")


class Sides(NamedTuple):
    """The catalogs that are compared, and what lies between them."""

    before: Catalog
    after: Catalog
    causes: Causes


def portfolio_impact(
    sides: Sides, portfolios: Iterable[tuple[str, bytes]], days: Sequence[str], today: date
) -> Iterator[VerdictChange]:
    """Every portfolio whose outcome differs; of those that change verdict, by which record. One is held at a time.

    A portfolio is judged for its own application date (or today). For each of `days`, from which something new holds,
    it is also judged as if all in it had happened whole years later, so that the person applies on that day or soon
    after: a rule of the future is tried on the people of today.
    """
    for name, raw in portfolios:
        own = _own_day(raw, sides.after, name) or today
        for years in sorted({0, *(_years_until(own, date.fromisoformat(day)) for day in days)}):
            then, on = later(raw, years), add_years(own, years)
            one, two = _judged(then, sides.before, name, on), _judged(then, sides.after, name, on)
            if one == two:
                continue
            change = VerdictChange(name, years, on.isoformat(), one, two)
            if change.flips:
                cause = sides.causes.of(partial(_verdict, then, name, on), two.verdict)
                change = replace(change, by=str(cause))
            yield change


def _years_until(own: date, day: date) -> int:
    """Whole years to add to a day so that it is not before another one."""
    years = max(0, day.year - own.year)
    return years + (1 if add_years(own, years) < day else 0)


_DATE = re.compile(rb'"(\d{4})((?:-\d{2}){0,2})"')


def later(raw: bytes, years: int) -> bytes:
    """A portfolio with every date in it so many years later; February 29 becomes the 28th where there is none."""

    def move(match: re.Match[bytes]) -> bytes:
        year = int(match[1]) + years
        rest = b"-02-28" if match[2] == b"-02-29" and not isleap(year) else match[2]
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
        report = check(load_portfolio(raw, catalog, name), catalog, on=day, sets=NONE)
    except InputError as refused:
        return Outcome(REFUSED, {}, refused.messages[0].text)
    except UnknownRecord as problem:
        return Outcome(REFUSED, {}, f"In the catalog {problem.args[0]}, which it refers to.")
    except KeyError as problem:
        return Outcome(REFUSED, {}, f'The catalog has nothing called "{problem.args[0]}", which it refers to.')
    return Outcome(report["verdict"], {license_["label"]: _held(license_) for license_ in report["licenses"]})


def _verdict(raw: bytes, name: str, day: date, catalog: Catalog) -> str:
    return _judged(raw, catalog, name, day).verdict


def _held(license_: Any) -> dict[str, str]:
    needs = {r["label"]: f"{r['have']} of {r['need']}" for r in license_["requirements"]}
    return {"verdict": license_.get("verdict") or license_["status"], **needs}
