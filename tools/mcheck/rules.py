"""The rules of the catalog in typed form, and which of them holds on a date. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .catalog import Catalog
from .messages import Refused, message
from .model import License, Points, Record, add_years, points


@dataclass(frozen=True, slots=True)
class Requirement:
    """A minimum over a set of categories."""

    id: str
    label: str
    categories: frozenset[str]
    minimum: Points
    citations: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a renewal needs: a total with minimums inside it."""

    total: Points
    requirements: tuple[Requirement, ...]
    citations: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class MovedExpiry:
    """Licenses that expired after one day had their expiry moved to another."""

    after: date
    to: date
    renew_by: date | None
    citations: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the renewal requirements (a record of catalog/renewal/)."""

    id: str
    name: str
    start: date
    targets: Mapping[str, Target]
    floor: Points
    floor_citations: tuple[Record, ...]
    opens_years: int
    oldest_years: int
    cycle_years: int
    invalid_years: int
    moved: tuple[MovedExpiry, ...]
    window_citations: tuple[Record, ...]
    selected_by_question: str | None
    record: Record

    @property
    def invalid_unsure(self) -> bool:
        """Whether it is an open question that an invalid license took more than any additional one."""
        return "question" in self.record["targets"]["invalid_as_additional"]

    def years_kept(self, renewed: date, *, twice: bool) -> int:
        """Years to keep all records of a renewal on a day; `twice`: points of an SEI course serve two cycles."""
        records = self.record["records"]
        since = records.get("years_sei_from")
        longer = twice and (since is None or renewed >= date.fromisoformat(since))
        return int(records.get("years_sei", records["years"]) if longer else records["years"])


@dataclass(frozen=True, slots=True)
class Value:
    """PDPs per unit from a date on; `start` is None when the beginning is unknown."""

    start: date | None
    points: Points
    per: str
    up_to: bool
    only_if_certificate_says: bool
    disputed_start: str | None
    citations: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling shared by every kind that names the same id."""

    id: str
    points: Points
    period: str
    citations: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to earn PDPs (a record of catalog/activities/)."""

    id: str
    name: str
    values: tuple[Value, ...]
    takes: tuple[str, ...]
    minimum_hours_each: int | None
    caps: tuple[Cap, ...]
    parts: tuple[tuple[str, Points], ...]
    allowed: frozenset[str] | None
    suggested: tuple[str, ...]
    variants: tuple[Record, ...]
    course: bool
    providers: frozenset[str]
    record: Record

    def value_on(self, day: date) -> Value | None:
        """The value in force on a day, None when no source states one for it."""
        found = None
        for value in self.values:
            if value.start is None or value.start <= day:
                found = value
        return found


@dataclass(frozen=True, slots=True)
class Question:
    """An open question; `readings` go from cautious to generous unless it is unordered.

    A day that the file gives to the month only is one, too: its id is the pointer of the date, its readings are days.
    """

    id: str
    ordered: bool
    readings: tuple[Record, ...]
    record: Record

    @property
    def key(self) -> str:
        """What verdicts hang on: "question:<id>", or "fact:<pointer>" for what the educator can answer."""
        return f"fact:{self.id}" if self.id.startswith("/") else f"question:{self.id}"


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the engine reads from the catalog."""

    editions: tuple[Edition, ...]
    kinds: Mapping[str, Kind]
    questions: Mapping[str, Question]
    by_switch: Mapping[str, Question]
    by_activity: Mapping[str, Question]
    """By the kind of activity whose value, or what it may serve, is open."""
    catalog: Catalog

    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on a day, None before the first one."""
        found = None
        for edition in self.editions:
            if edition.start <= day:
                found = edition
        return found

    def edition_after(self, edition: Edition) -> Edition | None:
        position = self.editions.index(edition)
        return self.editions[position + 1] if position + 1 < len(self.editions) else None

    def edition_before(self, edition: Edition) -> Edition | None:
        position = self.editions.index(edition)
        return self.editions[position - 1] if position else None

    def category_labels(self, edition: Edition) -> dict[str, str]:
        """What the categories were called under an edition, in their order.

        A category of which the newest edition asks a minimum is called as that minimum was; where an edition asks none,
        as the next one that does.
        """
        labels = {term: str(record["label"]) for term, record in self.catalog.terms("categories").items()}
        found = dict(labels)
        for one in reversed(self.editions[self.editions.index(edition) :]):
            for requirement in one.targets["primary"].requirements:
                (term, *others) = requirement.categories
                newest = self.editions[-1].targets["primary"].requirements
                alike = any(r.id == requirement.id and r.label == labels[term] for r in newest)
                if not others and alike:
                    found[term] = requirement.label
        return found


def load_rules(catalog: Catalog) -> Rules:
    """The rules of a catalog; computed once for each catalog object."""
    rules = catalog.derived.get("rules")
    if not isinstance(rules, Rules):
        questions = {record["id"]: _question(record) for record in catalog.all("questions")}
        switches: dict[str, Question] = {}
        activities: dict[str, Question] = {}
        for question in questions.values():
            for reading in question.readings:
                for change in reading["changes"]:
                    if "switch" in change:
                        switches[change["switch"]] = question
                    if "activity" in change:
                        activities[change["activity"]] = question
        rules = Rules(
            tuple(sorted((_edition(r) for r in catalog.all("renewal")), key=lambda e: e.start)),
            {record["id"]: _kind(record) for record in catalog.all("activities")},
            questions,
            switches,
            activities,
            catalog,
        )
        catalog.derived["rules"] = rules
    return rules


def pinned(rules: Rules, pins: Sequence[str]) -> Rules:
    """The rules with some readings fixed; raises Refused for a pin that is none.

    A pin is "cautious" or "generous", for every question whose readings have an order, or QUESTION=READING, which goes
    before those two wherever it stands.
    """
    if not pins:
        return rules
    if {"cautious", "generous"} <= set(pins):
        raise Refused([message("K133", "", "Every question is fixed twice: cautious and generous.")])
    questions, fixed = dict(rules.questions), dict[str, str]()
    for pin in sorted(pins, key=lambda pin: "=" in pin):
        if pin in ("cautious", "generous"):
            place = 0 if pin == "cautious" else -1
            for question in rules.questions.values():
                if question.ordered:
                    questions[question.id] = replace(question, readings=(question.readings[place],))
            continue
        name, _, reading = pin.partition("=")
        known = {question.id: question for question in rules.questions.values()}
        known |= {q.record["number"]: q for q in rules.questions.values() if "number" in q.record}
        chosen = known.get(name)
        if chosen is None:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known questions: {', '.join(sorted(rules.questions))}."
            raise Refused([message("K131", "", f'There is no open question "{name}".', hint)])
        readings = tuple(r for r in chosen.record["readings"] if r["id"] == reading)
        if not readings:
            hint = f"Its readings: {', '.join(r['id'] for r in chosen.record['readings'])}."
            raise Refused([message("K132", "", f'The question "{chosen.id}" has no reading "{reading}".', hint)])
        before = fixed.setdefault(chosen.id, reading)
        if before != reading:
            raise Refused([message("K133", "", f'"{chosen.id}" is fixed twice: {before} and {reading}.')])
        questions[chosen.id] = replace(chosen, readings=readings)
    return replace(
        rules,
        questions=questions,
        by_switch={switch: questions[q.id] for switch, q in rules.by_switch.items()},
        by_activity={kind: questions[q.id] for kind, q in rules.by_activity.items()},
    )


def with_months(rules: Rules, licenses: Iterable[License]) -> Rules:
    """The rules with a question for each expiry that the file gives to the month only: is it the first or last day?"""
    found = {}
    for x in licenses:
        if x.renew and x.expires is not None and x.expires_last is not None:
            days = tuple({"id": str(day), "label": str(day)} for day in (x.expires, x.expires_last))
            name = f"{x.pointer}/expires"
            found[name] = Question(name, False, days, {"affects": "verdict", "readings": days})
    return replace(rules, questions={**rules.questions, **found}) if found else rules


def _question(record: Record) -> Question:
    readings = tuple(record["readings"])
    if "settled" in record:
        readings = tuple(r for r in readings if r["id"] == record["settled"]["reading"])
    return Question(record["id"], record["order"] == "ordered", readings, record)


def _target(record: Record) -> Target:
    return Target(
        points(record["total"]),
        tuple(
            Requirement(r["id"], r["label"], frozenset(r["categories"]), points(r["minimum"]), tuple(r["citations"]))
            for r in record["requirements"]
        ),
        tuple(record["citations"]),
    )


def _edition(record: Record) -> Edition:
    window = record["window"]
    return Edition(
        record["id"],
        record["name"],
        date.fromisoformat(record["effective_from"]),
        {name: _target(target) for name, target in record["targets"].items()},
        points(record["topic_floor"]["minimum"]),
        tuple(record["topic_floor"]["citations"]),
        window["opens_years_before_expiry"],
        window["points_not_older_than_years"],
        record["cycle_years"],
        record["invalid_after_years"],
        tuple(_moved(move) for move in record.get("moved_expiry", ())),
        tuple(window["citations"]),
        record.get("selected_by_question"),
        record,
    )


def _moved(record: Record) -> MovedExpiry:
    return MovedExpiry(
        date.fromisoformat(record["expired_after"]),
        date.fromisoformat(record["to"]),
        date.fromisoformat(record["renew_by"]) if "renew_by" in record else None,
        tuple(record["citations"]),
    )


def _kind(record: Record) -> Kind:
    minimum = record.get("minimum_hours_each")
    allowed = record.get("allowed_categories")
    return Kind(
        record["id"],
        record["name"],
        tuple(
            Value(
                date.fromisoformat(v["from"]) if "from" in v else None,
                points(v["points"]),
                v["per"],
                v.get("up_to", False),
                v.get("only_if_certificate_says", False),
                v.get("disputed_start"),
                tuple(v["citations"]),
            )
            for v in record.get("values", ())
        ),
        tuple(record["takes"]),
        None if minimum is None else points(minimum),
        tuple(Cap(c["id"], points(c["points"]), c["period"], tuple(c["citations"])) for c in record.get("caps", ())),
        tuple((part["category"], points(part["points"])) for part in record.get("parts", ())),
        None if allowed is None else frozenset(allowed),
        tuple(record.get("suggested_categories", ())),
        tuple(record.get("variants", ())),
        record.get("course", False),
        frozenset(record.get("provider_must_be", ())),
        record,
    )


class World:
    """One way the open points could turn out: which questions and missing facts fall in the educator's favor.

    `favored` is a set of keys ("question:<id>", "fact:<pointer>") or None for all of them. `picks` chooses a reading
    for each unordered question. What the evaluation really asked for is noted in `touched`, so that only points
    that matter are varied.
    """

    def __init__(self, rules: Rules, favored: frozenset[str] | None, picks: Mapping[str, int]) -> None:
        self.rules = rules
        self.favored = favored
        self.picks = picks
        self.touched: set[str] = set()
        self.settled: set[str] = set()
        """The questions it asked that are settled."""
        self._switches: dict[str, str] = {}

    def _is_favored(self, key: str) -> bool:
        return self.favored is None or key in self.favored

    def fact(self, pointer: str) -> bool:
        """Whether a missing fact is taken to be the favorable one."""
        key = f"fact:{pointer}"
        self.touched.add(key)
        return self._is_favored(key)

    def reading(self, question: Question) -> Record:
        """The reading of a question that holds here."""
        key = question.key
        if len(question.readings) > 1:
            self.touched.add(key)
        elif "settled" in question.record:
            self.settled.add(question.id)
        if not question.ordered:
            return question.readings[self.picks.get(question.id, 0) % len(question.readings)]
        return question.readings[-1 if self._is_favored(key) else 0]

    def switch(self, name: str, cautious: str) -> str:
        """The value of a switch; `cautious` when no question of the catalog sets it."""
        found = self._switches.get(name)
        if found is None:
            question = self.rules.by_switch.get(name)
            changes = () if question is None else self.reading(question)["changes"]
            found = next((str(change["is"]) for change in changes if change.get("switch") == name), cautious)
            self._switches[name] = found
        return found

    def activity_points(self, kind: str, stated: Points) -> Points:
        """The value of a kind per unit where sources disagree about it."""
        question = self.rules.by_activity.get(kind)
        if question is not None:
            for change in self.reading(question)["changes"]:
                if change.get("activity") == kind and "points" in change:
                    return points(change["points"])
        return stated

    def serves(self, kind: str) -> str:
        """What the points of a kind may serve where that is an open question: total-only or listed; else ""."""
        question = self.rules.by_activity.get(kind)
        if question is None or not any("serves" in change for change in question.record["readings"][0]["changes"]):
            return ""
        return next(str(c["serves"]) for c in self.reading(question)["changes"] if c.get("activity") == kind)


def unordered(rules: Rules, touched: Sequence[str]) -> list[Question]:
    """The unordered questions among touched keys, by id."""
    asked = (rules.questions.get(key.partition(":")[2]) for key in touched)
    return sorted((q for q in asked if q is not None and not q.ordered), key=lambda q: q.id)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier."""
    return add_years(day, -years)
