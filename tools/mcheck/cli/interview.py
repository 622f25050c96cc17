"""The questions of `mcheck init`. Enter skips each of them; what was answered makes a portfolio that validates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import click

from ..catalog.fields import KINDS, field_named, kind_answers, kind_named, offers
from ..catalog.store import Catalog
from ..core.dates import FIRST_YEAR, LAST_YEAR, span
from ..core.escaping import escape_terminal
from ..core.records import Record
from ..loading.parse import parse
from ..loading.recover import mistakes
from .common import say

T = TypeVar("T")
Part = dict[str, Any]

UNITS = {
    "hours": "How many hours",
    "credits": "How many semester hours of credit",
    "ceus": "How many CEUs",
    "awarded": "PDPs printed on the certificate",
}
MOST_SHOWN = 15


class Interview:
    """Asks on the terminal. Raises click.Abort on Ctrl-C or at the end of input."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.kinds = {r["id"]: r for r in catalog.all("activities") if "badges" not in r["takes"]}
        self.credentials = {r["id"]: r for r in catalog.all("credentials")}
        self.fields: dict[str, str] = {}
        """Field by id of the licenses, once there are several."""
        self.endorsements = {r["id"]: r for r in catalog.all("licenses") if r["kind"] == "endorsement"}

    def portfolio(self) -> Part:
        """The data of a portfolio. Without a license and a role it is no portfolio: `mistakes` says so."""
        data: Part = {"schema_version": 1}
        _put(data, "role", _choose("Your role", self.labels("roles")))
        _put(data, "employer", _choose("Where you work", self.labels("employers")))
        licenses = self.several(self.license, "licenses")
        if licenses:
            self.several_licenses(licenses)
            names = {key: r["name"] for key, r in self.endorsements.items()}
            held = _choose_several("Endorsements you hold (0 for none)", names, none=True)
            endorsements = None if held is None else [self.endorsement(name, licenses) for name in held]
            _put(data, "english_learner_assigned", self.first_english_learner(data.get("role"), held))
            data["licenses"] = licenses
            _put(data, "endorsements", endorsements)
            data["activities"] = self.several(self.activity, "activities", licenses)
            data["badges"] = self.several(self.badge, "badges", licenses)
        return data

    def several(self, ask: Callable[[int], Part | None], key: str, licenses: Sequence[Part] = ()) -> list[Part]:
        """Asks for one part after the other until one is skipped; a part that cannot be right is asked for again."""
        found: list[Part] = []
        while (part := ask(len(found) + 1)) is not None:
            problems = self.problems({"licenses": list(licenses), key: [part]})
            for problem in problems:
                say(f"  {escape_terminal(problem)} Please give it again.")
            if not problems:
                found.append(part)
        return found

    def problems(self, data: Part) -> list[str]:
        """What is wrong with data."""
        return [m.text for m in mistakes(data, self.catalog)]

    def labels(self, vocabulary: str) -> dict[str, str]:
        return {key: term["label"] for key, term in self.catalog.terms(vocabulary).items()}

    # -- parts

    def license(self, number: int) -> Part | None:
        what = (
            "Field and grades of your license, like Mathematics 8-12" if number == 1 else "Another license: its field"
        )
        field = _ask(what, _text)
        if field is None:
            return None
        part = self.field(field)
        field = part["field"]
        _put(part, "type", _choose("  Its type", self.labels("license-types")))
        _put(part, "issued", _ask("  Issued or last renewed on (YYYY-MM-DD)", _day))
        _put(part, "expires", _ask("  Expires on (YYYY-MM-DD; a month, YYYY-MM, will do)", _day_or_month))
        named = field_named(self.catalog, field)
        facts: Part = {}
        for condition in named.conditions if named is not None else ():
            _put(facts, condition["id"], _ask(f"  {condition['ask']} (yes or no)", _yes))
        _put(part, "conditions", facts or None)
        return part

    def field(self, given: str) -> Part:
        """The field, as the table has it where it is near to one; of another, what kind of license it is."""
        if kind_named(self.catalog, given) is not None:
            return {"field": given}
        say(f"  {escape_terminal(given)} is in no list of license fields (mcheck explain license-fields has them).")
        kinds = self.labels(KINDS)
        near = {
            offer.name: f"{offer.name} ({kinds[offer.field.kind].lower()})" for offer in offers(self.catalog, given)
        }
        chosen = _choose("  Is it one of these? Skip if not", near) if near else None
        part: Part = {"field": chosen or given}
        if chosen is None and kind_answers(self.catalog, given):
            _put(part, "license_kind", _choose("  What kind of license is it", kinds))
        return part

    def several_licenses(self, licenses: list[Part]) -> None:
        """Of several licenses: gives each an id, so that activities can name it, and asks which one is Primary."""
        if len(licenses) < 2:
            return
        ids = [license.id for license in parse({"licenses": licenses}, self.catalog)[0].licenses]
        licenses[:] = [{"id": name, **license} for name, license in zip(ids, licenses, strict=True)]
        self.fields = {license["id"]: license["field"] for license in licenses}
        chosen = _choose("Which one is Primary? Skip this, and mcheck finds the best one", self.fields)
        if chosen is not None:
            next(license for license in licenses if license["id"] == chosen)["primary"] = True

    def categories(self, part: Part) -> None:
        _put(part, "categories", _choose_several("  It may count as", self.labels("categories")))
        if self.fields and "content" in part.get("categories", ()):
            _put(part, "content_of", _choose_several("  It is content of", self.fields))

    def endorsement(self, name: str, licenses: Sequence[Part]) -> Part:
        """One that is held; asks for the license that its renewal needs, unless a license of the file may be that."""
        part: Part = {"id": name}
        needed = self.endorsements[name].get("requirements", {}).get("prerequisite")
        if needed is not None:
            fields = [field_named(self.catalog, license["field"]) for license in licenses]
            if not any(field is not None and field.id in needed["fields"] for field in fields):
                met = _ask(f"  {needed['ask']} (yes or no)", _yes)
                _put(part, "conditions", None if met is None else {needed["id"]: met})
        return part

    def first_english_learner(self, role: str | None, held: Sequence[str] | None) -> str | None:
        """Asked only of those whose role may need an endorsement that they do not hold."""
        for record in self.catalog.all("licenses"):
            rule = record.get("blocks_renewal")
            if rule is not None and role in rule["roles"] and held is not None and record["id"] not in held:
                return _ask(
                    "When was an English learner first assigned to you (YYYY-MM-DD, or never)",
                    lambda answer: answer if answer == "never" else _day(answer),
                )
        return None

    def activity(self, number: int) -> Part | None:
        which = (
            "What did you do? A word, like workshop or graduate" if number == 1 else "Another activity: a word of it"
        )
        kind = _find(which, {key: r["name"] for key, r in self.kinds.items()}, self.kinds)
        if kind is None:
            return None
        part: Part = {"kind": kind}
        _put(part, "title", _ask("  Its title", _text))
        _put(part, "completed", _ask("  Completed on (YYYY-MM-DD; a month or year will do)", _partial_day))
        for unit in self.kinds[kind]["takes"]:
            amount = _ask(f"  {UNITS[unit]}", _number)
            if amount is not None:
                part[unit] = amount
                break
        _put(part, "topic", _ask("  Its topic (activities with the same topic add up)", _text))
        _put(part, "provider", _choose("  Who gave it", self.labels("provider-kinds")))
        self.categories(part)
        _put(part, "demonstration", _ask("  Did it end with an assessment or a product (yes or no)", _yes))
        return part

    def badge(self, number: int) -> Part | None:
        which = f"{'A' if number == 1 else 'Another'} micro-credential: words of its title"
        credential = _find(which, {key: r["title"] for key, r in self.credentials.items()}, self.credentials)
        if credential is None:
            return None
        part: Part = {"credential": credential}
        done = _ask(
            "  Awarded on (YYYY-MM-DD, or planned)",
            lambda answer: answer if answer == "planned" else _partial_day(answer),
        )
        _put(part, "completed", None if done == "planned" else done)
        self.categories(part)
        _put(part, "planned", True if done == "planned" else None)
        return part


def _put(part: Part, key: str, value: Any) -> None:
    """What was skipped stays absent."""
    if value is not None:
        part[key] = value


# -- asking


def _ask(text: str, read: Callable[[str], T]) -> T | None:
    """Asks until the answer can be read; None when it is skipped."""
    while True:
        answer = str(click.prompt(text, default="", show_default=False)).strip()
        if not answer:
            return None
        try:
            return read(answer)
        except ValueError as problem:
            say(f"  {escape_terminal(problem)}")


def _list(names: Iterable[str]) -> None:
    for number, name in enumerate(names, 1):
        say(f"  {number:>3}  {escape_terminal(name)}")


def _choose(text: str, names: Mapping[str, str]) -> str | None:
    """The key of one of several names, chosen by number or key."""
    _list(names.values())
    return _ask(f"{text} (number)", lambda answer: _key(answer, names))


def _choose_several(text: str, names: Mapping[str, str], *, none: bool = False) -> list[str] | None:
    """The keys of some names; an empty list for "0" where that is an answer."""
    _list(names.values())

    def read(answer: str) -> list[str]:
        if none and answer == "0":
            return []
        return list(dict.fromkeys(_key(word, names) for word in answer.replace(",", " ").split()))

    return _ask(f"{text} (numbers, like 1 3)", read)


def _find(text: str, names: Mapping[str, str], records: Mapping[str, Record]) -> str | None:
    """The key of a record in which every word of the answer stands; asks which one when there are several."""
    while True:
        words = _ask(text, _text)
        if words is None:
            return None
        found = {key: name for key, name in names.items() if _has(words, key, name, records[key])}
        if words in names:
            found = {words: names[words]}
        if len(found) > MOST_SHOWN:
            say(f"  {len(found)} fit; give one more word.")
        elif not found:
            say(f"  None has all these words: {escape_terminal(words)}. Try fewer.")
        else:
            chosen = next(iter(found)) if len(found) == 1 else _choose("  Which one", found)
            if chosen is not None:
                say(f"  {names[chosen]}")
                return chosen


def _has(words: str, key: str, name: str, record: Record) -> bool:
    hay = f"{key} {name} {record.get('stack', '')}".casefold()
    return all(word in hay for word in words.casefold().split())


# -- reading answers; ValueError says what would do


def _key(answer: str, names: Mapping[str, str]) -> str:
    if answer in names and not answer.isdigit():
        return answer
    if answer.isdecimal() and len(answer) < 4 and 1 <= int(answer) <= len(names):
        return list(names)[int(answer) - 1]
    raise ValueError(f"Give a number from 1 to {len(names)}.")


def _text(answer: str) -> str:
    if escape_terminal(answer) != answer:
        raise ValueError("It holds a character that does not show; type it by hand.")
    return answer


def _day(answer: str) -> str:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        raise ValueError("Write a date as YYYY-MM-DD.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return day.isoformat()


def _day_or_month(answer: str) -> str:
    return _partial_day(answer) if len(answer) == len("YYYY-MM") else _day(answer)


def _partial_day(answer: str) -> str:
    try:
        return str(span(answer))
    except (ValueError, OverflowError):
        raise ValueError("Write a date as YYYY-MM-DD, YYYY-MM or YYYY.") from None


def _number(answer: str) -> int | float:
    try:
        value = Decimal(answer)
        if 0 < value <= 10000 and value == round(value, 2):
            return int(value) if value == int(value) else float(value)
    except InvalidOperation:
        pass
    raise ValueError("Give a number above 0 with at most two decimals.")


def _yes(answer: str) -> bool:
    if answer.casefold() in ("y", "yes"):
        return True
    if answer.casefold() in ("n", "no"):
        return False
    raise ValueError("Answer yes or no.")
