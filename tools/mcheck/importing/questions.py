"""What a portfolio does not say yet, as questions of `mcheck init`: which of the table, in which order, and where to.

Only what is still open is asked, in the order license, expiry, points, badges, role; sums are enough to start. Then
come the facts on which a report depends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from ..catalog.rules import load_rules
from ..catalog.store import Catalog
from ..core.pointers import keys_of
from ..core.points import number
from ..core.records import Data
from ..loading.parsing.portfolio import parse
from .answers.amounts import quantity
from .answers.days import one_day
from .answers.replies import day_or_never, one_of, several_of, yes_or_no
from .asked import TABLE

if TYPE_CHECKING:
    from ..core.reports.report import FactRow, Report


Enter: TypeAlias = Callable[[Data, Any], None]


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `read` makes a value of an answer, or raises ValueError, which says what would do.

    `choices` are shown with numbers: key -> words. `key` is where the value goes, as a pointer, unless `enter` puts it
    in otherwise.
    """

    key: str
    text: str
    read: Callable[[str], Any]
    choices: Mapping[str, str] = field(default_factory=dict)
    enter: Enter | None = None

    def put(self, data: Data, value: Any) -> None:
        """Puts a value into the data of a portfolio."""
        (self.enter or partial(_put, self.key))(data, value)


def _choice(key: str, text: str, choices: Mapping[str, str], enter: Enter | None = None) -> Question:
    return Question(key, text, partial(one_of, choices), choices, enter)


# -- what is open


def labels(catalog: Catalog, vocabulary: str) -> dict[str, str]:
    """Key -> words of a vocabulary."""
    return {key: str(term["label"]) for key, term in catalog.terms(vocabulary).items()}


def open_questions(data: Data, catalog: Catalog) -> Iterator[Question]:
    """What the file does not say yet and a first answer needs; in the order in which it is asked.

    A file that lists activities or badges, as an import makes it, needs a license and its expiry; all else is asked
    where a verdict depends on it.
    """
    listed = bool(data.get("activities") or data.get("badges"))
    licenses: Sequence[Data] = data.get("licenses", ())
    for at, license in enumerate(licenses):
        yield from _of_license(at, license, catalog, listed)
    if not (listed and licenses):
        field = TABLE["field"]
        text = f"Another license? {field.text}" if licenses else field.line
        add = partial(_add_license, catalog)
        yield Question(f"/licenses/{len(licenses)}/field", text, field.read, enter=add)
    if len(licenses) > 1 and not any(license.get("primary") for license in licenses):
        names = {str(at): license["field"] for at, license in enumerate(licenses)}
        text = f"{TABLE['primary'].text} {TABLE['primary'].hint}"
        yield _choice("/licenses/primary", text, names, _put_primary)
    if not listed and any(license.get("type", "professional") == "professional" for license in licenses):
        yield from _of_sums(data, licenses, catalog)
    if not listed and "role" not in data:
        yield _role(catalog)


def _role(catalog: Catalog) -> Question:
    return _choice("/role", TABLE["role"].text, labels(catalog, "roles"))


def _of_license(at: int, license: Data, catalog: Catalog, listed: bool) -> Iterator[Question]:
    base = f"/licenses/{at}"
    if "type" not in license and not listed:
        text = f"{license['field']}: {TABLE['license_type'].text}"
        yield _choice(f"{base}/type", text, labels(catalog, "license-types"))
    if "expires" not in license and license.get("type", "professional") == "professional":
        asked = TABLE["expires"]
        yield Question(f"{base}/expires", f"{license['field']}: {asked.line}", asked.read)


def _of_sums(data: Data, licenses: Sequence[Data], catalog: Catalog) -> Iterator[Question]:
    """Sums in place of a list of certificates."""
    stated = data.get("stated", {})
    for at, license in enumerate(licenses):
        told = _sums_of(stated, license, len(licenses))
        of = f" for {license['field']}" if len(licenses) > 1 else ""
        for key, label in labels(catalog, "categories").items():
            if key not in told:
                text, enter = f"{TABLE['points'].text} {label}{of}", partial(_put_sum, at, key)
                yield Question(f"/stated/points/{at}/{key}", text, TABLE["points"].read, enter=enter)
    badges = stated.get("badges", {})
    if "count" not in badges:
        yield Question("/stated/badges/count", TABLE["badges"].text, TABLE["badges"].read)
    if badges.get("count", 0) > 1 and "same_stack" not in badges:
        yield Question("/stated/badges/same_stack", f"{TABLE['same_stack'].text} (yes or no)", yes_or_no)
    if stated.get("points") and "topics_of_ten" not in stated:
        floor = number(load_rules(catalog).editions[-1].floor)
        text = f"{TABLE['topics_of_ten'].text.format(floor=floor)} (yes or no)"
        yield Question("/stated/topics_of_ten", text, yes_or_no)


def _sums_of(stated: Data, license: Data, licenses: int) -> Data:
    mine = (x for x in stated.get("points", ()) if x.get("license") == license.get("id") or licenses == 1)
    return next(mine, {})


def deciding(report: Report, questions: Sequence[Question]) -> int:
    """How many answers decide: the number of the smallest set that holds only facts asked for; 0 if there is none."""
    keys = {f"fact:{question.key}" for question in questions}
    sets = [one for license in report["licenses"] for one in license.get("depends_on", ())]
    return min((len(one) for one in sets if keys.issuperset(one)), default=0)


def deciding_questions(report: Report, data: Data, catalog: Catalog) -> list[Question]:
    """The facts on which the verdicts of a report depend, those of its smallest sets first."""
    rows = {f"fact:{row['pointer']}": row for row in report["facts"]}
    sets = [one for license in report["licenses"] for one in license.get("depends_on", ())]
    wanted = [point for one in sorted(sets, key=len) for point in one if point in rows]
    asked = (_of_fact(rows[point], data, catalog) for point in dict.fromkeys([*wanted, *rows]))
    return [question for question in asked if question is not None]


def _of_fact(row: FactRow, data: Data, catalog: Catalog) -> Question | None:
    """The question for an open fact; None for one that more than one answer has to settle."""
    pointer, answer = str(row["pointer"]), str(row.get("answer", ""))
    text = re.sub(r" Add `[^`]*`\.", "", str(row["takes"])).strip()
    asked = TABLE.get(str(row["name"]))
    if asked is not None and pointer.strip("/") == row["name"]:
        text = asked.text
    text = f"{row['about']}: {text}" if row.get("about") else text
    if answer.startswith("true or false"):
        return Question(pointer, f"{text} (yes or no)", yes_or_no)
    if pointer == "/role":
        return _role(catalog)
    if pointer == "/endorsements":
        names = {r["id"]: str(r["name"]) for r in catalog.all("licenses") if r["kind"] == "endorsement"}
        text = f"{text} Give the numbers of all that you hold, or 0"
        return Question(pointer, text, partial(several_of, names), names, _put_endorsements)
    if "never" in answer:
        return Question(pointer, f"{text} Like 6/17/2027, or never", day_or_never)
    if answer.startswith("a day"):
        return Question(pointer, f"{text} Like 6/17/2027", one_day)
    if answer.startswith("a number"):
        return Question(pointer, text, lambda given: quantity(given)[1].number())
    return None


# -- putting answers in


def _put(pointer: str, data: Data, value: Any) -> None:
    *path, last = keys_of(pointer)
    place: Any = data
    for key in path:
        place = place[int(key)] if isinstance(place, list) else place.setdefault(key, {})
    place[last] = value


def _add_license(catalog: Catalog, data: Data, part: Data) -> None:
    """A further license; of several each has an id, so that points can name it."""
    licenses: list[Data] = [*data.get("licenses", ()), part]
    if len(licenses) > 1:
        ids = [license.id for license in parse({"licenses": licenses}, catalog)[0].licenses]
        licenses = [{"id": name, **license} for name, license in zip(ids, licenses, strict=True)]
    data["licenses"] = licenses
    for entry in data.get("stated", {}).get("points", ()):
        if len(licenses) > 1:
            entry.setdefault("license", licenses[0]["id"])


def _put_primary(data: Data, at: str) -> None:
    data["licenses"][int(at)]["primary"] = True


def _put_sum(at: int, category: str, data: Data, value: Any) -> None:
    license = data["licenses"][at]
    sums = data.setdefault("stated", {}).setdefault("points", [])
    for entry in sums:
        if entry.get("license") == license.get("id"):
            entry[category] = value
            return
    sums.append({**({"license": license["id"]} if "id" in license else {}), category: value})


def _put_endorsements(data: Data, held: Sequence[str]) -> None:
    data["endorsements"] = [{"id": name} for name in held]
