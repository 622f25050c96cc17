"""What was taken, put into a portfolio: nothing twice, and everything the file had stays."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.messages import InputError, Message
from ..core.records import Data
from ..core.wording import count
from ..loading.json_text import parse_json
from ..loading.recover import mistakes
from .reading import Reading
from .result import MOST_ACTIVITIES, MOST_BADGES, FileResult, Place, Taken

LISTS = (("activities", MOST_ACTIVITIES), ("badges", MOST_BADGES))


def merged(portfolio: Data, told: FileResult) -> Data:
    """The portfolio with what one file brings; what is in it already, or is too much, is noted in `told`."""
    _leave_badges_that_are_there(portfolio, told)
    made = dict(portfolio)
    for key, most in LISTS:
        new = [each.item for each in told.taken if each.is_badge == (key == "badges")]
        there = list(portfolio.get(key, ()))
        if len(there) + len(new) > most:
            total = f"{len(there) + len(new):,} {key}, and a portfolio holds at most {most}"
            told.ask(f"With {len(new):,} more there would be {total}: none comes in.")
            told.taken = [each for each in told.taken if each.is_badge != (key == "badges")]
            new = []
        if new:
            made[key] = [*there, *new]
    return made


def _leave_badges_that_are_there(portfolio: Data, told: FileResult) -> None:
    """A micro-credential counts once, so one that is there stays as it is."""
    there = {badge.get("credential"): badge for badge in portfolio.get("badges", ())}
    kept: list[Taken] = []
    for one in told.taken:
        known = there.setdefault(one.item["credential"], one.item) if one.is_badge else one.item
        if known is one.item:
            kept.append(one)
            continue
        told.refuse(f"{one.item['credential']} is in the portfolio already; a micro-credential counts once.", one.place)
        told.say(Code.ALREADY_IN_THE_FILE, f"{one.item['credential']} is in the portfolio already.")
        if known.get("completed") not in (None, one.item.get("completed")):
            days = f"{known['completed']}, and here with {one.item.get('completed')}"
            text = f"{one.item['credential']} is in the portfolio with {days}. Which day is right?"
            told.ask(f"{text} The one in the portfolio stays.", place=one.place)
    told.taken[:] = kept


def read_portfolio(data: Data, reading: Reading) -> None:
    """Takes the activities and badges of another portfolio; what else it holds is left out."""
    told, seen = reading.told, reading.seen
    told.kind = "portfolio"
    refuse_mistakes(data, reading.catalog)
    for item in map(_without_licenses, data.get("activities", ())):
        if seen.same(item, ("kind", "categories", "topic", "content_of")) is None:
            told.taken.append(Taken(item, Place()))
            seen.add(item, "another of that file")
        else:
            told.refuse("An activity that is in the portfolio already counts once.")
    told.taken += [Taken(item, Place()) for item in map(_without_licenses, data.get("badges", ()))]
    left = [key for key in data if key not in ("activities", "badges", "schema_version", "$schema")]
    if left:
        rest = f"{count(len(left), 'other part')} of the file {'is' if len(left) == 1 else 'are'} not"
        told.say(Code.COLUMNS_NOT_READ, f"Activities and badges are taken, without `content_of`; {rest}.")


def _without_licenses(item: Data) -> Data:
    """An activity or badge that refers to no license, as another portfolio may have others."""
    return {key: value for key, value in item.items() if key != "content_of"}


def real_mistakes(data: Data, catalog: Catalog) -> Sequence[Message]:
    """What is wrong with the data of a portfolio, beside that it may not name a license yet."""
    if not (data.get("licenses") or data.get("role")):
        data = {**data, "licenses": [{"field": "Mathematics 8-12"}]}
    return [m for m in mistakes(data, catalog) if m.severity == "error"]


def refuse_mistakes(data: Data, catalog: Catalog) -> None:
    """Raises InputError for what `real_mistakes` finds."""
    if problems := real_mistakes(data, catalog):
        raise InputError(problems)


def portfolio_to_extend(source: bytes, catalog: Catalog) -> Data:
    """The data of a portfolio to merge into, exact; raises InputError for what is wrong with it."""
    data = parse_json(source)
    if not isinstance(data, dict):
        data = {"": data}
    refuse_mistakes(data, catalog)
    return data


def refused_portfolio(told: FileResult, why: InputError) -> None:
    """Refuses a file for what is wrong with it as JSON or as a portfolio."""
    told.failed = True
    told.taken.clear()
    for each in why.messages:
        where = f" (line {each.line})" if each.line else f" ({each.pointer})" if each.pointer else ""
        told.messages.append(each._replace(text=f"{each.text}{where} {each.hint}"))
