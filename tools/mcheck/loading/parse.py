"""From portfolio data that fits its schema to a Portfolio, with everything a schema cannot see checked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..catalog.fields import (
    CAREER_TECHNICAL,
    KINDS,
    Field,
    field_named,
    kind_answers,
    kind_named,
    offers,
    other_regulation,
)
from ..catalog.store import Catalog
from ..catalog.suggestions import endorsements, record_meant, suggest
from ..core.codes import Code, code_table
from ..core.dates import FIRST_YEAR, LAST_YEAR, Span, span
from ..core.messages import Message, message
from ..core.pointers import index_of
from ..core.points import points
from ..core.portfolio import (
    Activity,
    Badge,
    Endorsement,
    EvidenceFile,
    License,
    PlanFacts,
    Portfolio,
    Stated,
    StatedSum,
)
from ..core.records import Record
from ..core.wording import count, slug
from .duplicates import told_apart
from .privacy import find_ssns

FACTS = ("degree_eligible", "accepted_elsewhere", "upper_level_new_content", "audited", "letter_of_equal_work")
MANY = 500
"""After so many mistakes, what each wrong word was meant to be is not looked for: few of them are told."""


def parse(data: Mapping[str, Any], catalog: Catalog) -> tuple[Portfolio, list[Message]]:
    """The portfolio and what there is to say about it; messages of severity "error" mean that it cannot be checked."""
    reader = _Reader(catalog)
    reader.messages += find_ssns(data)
    portfolio = reader.portfolio(data)
    return portfolio, reader.messages


class _Reader:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.messages: list[Message] = []

    def say(self, code: str, pointer: str, text: str, hint: str = "") -> None:
        self.messages.append(message(code, pointer, text, hint))

    def portfolio(self, data: Mapping[str, Any]) -> Portfolio:
        role = self.word(data, "", "role", "roles", Code.UNKNOWN_ROLE, "role")
        employer = self.word(data, "", "employer", "employers", Code.UNKNOWN_EMPLOYER, "kind of employer")
        licenses = self.licenses(data.get("licenses", ()))
        names = {x.id for x in licenses}
        endorsements = data.get("endorsements")
        plan = data.get("plan", {})
        listed = data.get("activities", ())
        activities, repeated = told_apart(
            [self.activity(x, f"/activities/{i}", names) for i, x in enumerate(listed)],
            [x.get("title") for x in listed],
        )
        self.messages += repeated
        badges = tuple(self.badge(x, f"/badges/{i}", names) for i, x in enumerate(data.get("badges", ())))
        self.warn_of_doubles(badges)
        assigned = data.get("english_learner_assigned")
        if assigned is not None and assigned != "never":
            assigned = self.day(data, "", "english_learner_assigned")
        final = plan.get("final_endorsement")
        if isinstance(final, str):
            final = self.day(plan, "/plan", "final_endorsement")
        return Portfolio(
            licenses,
            None
            if endorsements is None
            else tuple(self.endorsement(x, f"/endorsements/{i}") for i, x in enumerate(endorsements)),
            tuple(activities),
            badges,
            PlanFacts(
                self.day(plan, "/plan", "ipdp_approved"),
                self.day(plan, "/plan", "ipdp_submitted"),
                final,
                plan.get("educator_plan"),
                _files(plan),
            ),
            role,
            employer,
            assigned,
            self.day(data, "", "audit_notice"),
            self.day(data, "", "application_date"),
            data.get("label"),
            self.stated(data["stated"], licenses, badges) if "stated" in data else None,
        )

    # -- parts

    def licenses(self, items: Iterable[Mapping[str, Any]]) -> tuple[License, ...]:
        found: list[License] = []
        taken: set[str] = set()
        primaries = 0
        conditions = {c["id"] for r in self.catalog.all("licenses") if "fields" in r for c in r.get("conditions", ())}
        for i, item in enumerate(items):
            pointer = f"/licenses/{i}"
            name = item.get("id") or slug(item.get("field", "")) or "license"
            if name in taken:
                if "id" in item:
                    self.say(Code.LICENSE_ID_TWICE, f"{pointer}/id", f'Two licenses have the id "{name}".')
                name = next(f"{name}-{n}" for n in range(2, 99) if f"{name}-{n}" not in taken)
            taken.add(name)
            if item.get("primary"):
                primaries += 1
                if primaries > 1:
                    self.say(Code.TWO_PRIMARIES, f"{pointer}/primary", "More than one license is marked as Primary.")
            self.known_conditions(item, conditions, pointer)
            issued, expires = self.term(item, pointer)
            cycle_start = self.day(item, pointer, "cycle_start")
            if cycle_start is not None and expires is not None and expires.last <= cycle_start:
                text = f"It expires on {expires}, before its cycle begins, on the day after {cycle_start}."
                self.say(
                    Code.END_BEFORE_START,
                    f"{pointer}/cycle_start",
                    text,
                    code_table()[Code.EXPIRES_BEFORE_ISSUE].advice,
                )
            field = item.get("field", "")
            kind = self.word(
                item, pointer, "type", "license-types", Code.UNKNOWN_LICENSE_TYPE, "license type"
            ) or self.type_of(item)
            alike = (x for x in found if x.renew and x.field and slug(x.field) == slug(field) and x.type == kind)
            twin = next(alike, None)
            if twin is not None and item.get("renew", True):
                text = f"{field} stands in the file as entry {index_of(twin.pointer) + 1} already; both are judged."
                self.say(Code.LICENSE_TWICE, pointer, text)
            renewed = item.get("renew", True) and kind == "professional"
            found.append(
                License(
                    pointer,
                    name,
                    field,
                    kind,
                    issued,
                    None if expires is None else expires.first,
                    cycle_start,
                    self.day(item, pointer, "renewed_on"),
                    item.get("primary"),
                    item.get("renew", True),
                    item.get("conditions", {}),
                    _files(item),
                    self.license_kind(item, renewed, pointer),
                    None if expires is None or expires.exact else expires.last,
                )
            )
        return tuple(found)

    def term(self, item: Mapping[str, Any], pointer: str) -> tuple[date | None, Span | None]:
        """When a license or an endorsement was issued, and when it expires."""
        issued, expires = self.day(item, pointer, "issued"), self.span(item, pointer, "expires")
        if issued is not None and expires is not None and expires.last < issued:
            self.say(
                Code.EXPIRES_BEFORE_ISSUE,
                f"{pointer}/expires",
                f"It expires on {expires}, before it was issued on {issued}.",
            )
        return issued, expires

    def type_of(self, item: Mapping[str, Any]) -> str:
        """Professional, unless the field, or the kind that answers for it, belongs to another regulation."""
        name = item.get("field", "")
        kind = kind_named(self.catalog, name)
        if kind is None and kind_answers(self.catalog, name):
            kind = item.get("license_kind")
        if kind != CAREER_TECHNICAL:
            return "professional"
        record = other_regulation(self.catalog)
        return "professional" if record is None else str(record["id"])

    def license_kind(self, item: Mapping[str, Any], renewed: bool, pointer: str) -> str | None:
        """The kind that the file says, where it answers for the field; what there is to say about that and the grades.

        `renewed`: only of a license that is renewed with PDPs anything hangs on it.
        """
        name, stated = (
            item.get("field", ""),
            self.word(item, pointer, "license_kind", KINDS, Code.UNKNOWN_LICENSE_KIND, "kind of license"),
        )
        field = field_named(self.catalog, name)
        kind = kind_named(self.catalog, name)
        if kind is not None and stated is not None and stated != kind:
            label = self.catalog.terms(KINDS)[kind]["label"].lower()
            self.say(
                Code.OTHER_KIND_THAN_THE_FIELD,
                f"{pointer}/license_kind",
                f'"{name}" is in the table as {label}, not as {stated}.',
            )
        if field is not None and field.other_grades and renewed:
            self.other_grades(name, field, pointer)
        if kind is not None or stated is None or kind_answers(self.catalog, name):
            return stated
        if renewed:
            near = next(offer for offer in offers(self.catalog, name) if offer.field.special)
            text = f'"{name}" is in no list, and near to {near.field.name}, which has conditions of its own. So '
            text += "`license_kind` does not answer for it."
            cites = [c for record in near.field.every for c in record["citations"]]
            hint = f'If it is that, write "{near.name}".'
            self.messages.append(message(Code.FIELD_LIKE_A_SPECIAL_ONE, f"{pointer}/field", text, hint, cites))
        return None

    def other_grades(self, name: str, field: Field, pointer: str) -> None:
        levels = list(field.levels.values())
        text = f'"{name}": the table has {field.name} for {" and ".join(levels)} only. It is judged by its name'
        text += ", with the conditions of all its grades." if field.special else "."
        self.messages.append(
            message(Code.OTHER_GRADES_THAN_THE_FIELD, f"{pointer}/field", text, citations=field.row["citations"])
        )

    def endorsement(self, item: Mapping[str, Any], pointer: str) -> Endorsement:
        self.known_endorsement(item, "id", pointer)
        issued, expires = self.term(item, pointer)
        rules = [r["requirements"] for r in self.catalog.all("licenses") if "requirements" in r]
        self.known_conditions(item, {r["prerequisite"]["id"] for r in rules if "prerequisite" in r}, pointer)
        until = None if expires is None else expires.first
        return Endorsement(pointer, item["id"], issued, until, item.get("renew", False), item.get("conditions", {}))

    def activity(self, item: Mapping[str, Any], pointer: str, names: set[str]) -> Activity:
        kind = self.record(
            item["kind"], "activities", f"{pointer}/kind", Code.UNKNOWN_ACTIVITY_KIND, "kind of activity"
        )
        if kind is not None and any(value["per"] == "pair" for value in kind.get("values", ())):
            self.say(
                Code.BADGE_AS_ACTIVITY,
                f"{pointer}/kind",
                f'"{item["kind"]}" counts in pairs; it cannot be an activity.',
            )
        done = self.span(item, pointer, "completed")
        to = self.span(item, pointer, "to")
        if done is not None and to is not None and done != to:
            self.say(Code.COMPLETED_AND_TO, f"{pointer}/to", f"`completed` says {done} and `to` says {to}.")
        done = done or to
        started = self.span(item, pointer, "from")
        if done is not None and started is not None and done.last < started.first:
            self.say(Code.END_BEFORE_START, f"{pointer}/from", f"It ends on {done}, before it begins on {started}.")
        self.known_endorsement(item, "toward_endorsement", pointer)
        return Activity(
            pointer,
            kind["id"] if kind is not None else item["kind"],
            item.get("title") or (kind["name"] if kind is not None else item["kind"]),
            done,
            started,
            *_quantities(item),
            {key: item[key] for key in FACTS if key in item},
            item.get("topic"),
            self.word(item, pointer, "provider", "provider-kinds", Code.UNKNOWN_PROVIDER, "kind of provider"),
            self.words(item, pointer, "categories", "categories", Code.UNKNOWN_CATEGORY, "category"),
            self.content_of(item, pointer, names),
            item.get("toward_endorsement"),
            self.words(item, pointer, "evidence", "evidence-kinds", Code.UNKNOWN_EVIDENCE, "kind of evidence"),
            item.get("demonstration"),
            item.get("used_in_earlier_cycle", False),
            item.get("sei_course", False),
            item.get("planned", False),
            _files(item),
        )

    def badge(self, item: Mapping[str, Any], pointer: str, names: set[str]) -> Badge:
        credential = self.record(
            item["credential"],
            "credentials",
            f"{pointer}/credential",
            Code.UNKNOWN_CREDENTIAL,
            "micro-credential",
            "title",
        )
        self.known_endorsement(item, "toward_endorsement", pointer)
        return Badge(
            pointer,
            credential["id"] if credential is not None else item["credential"],
            credential["title"] if credential is not None else item["credential"],
            self.span(item, pointer, "completed"),
            self.day(item, pointer, "started"),
            self.words(item, pointer, "categories", "categories", Code.UNKNOWN_CATEGORY, "category"),
            self.content_of(item, pointer, names),
            item.get("toward_endorsement"),
            item.get("approved"),
            self.words(item, pointer, "evidence", "evidence-kinds", Code.UNKNOWN_EVIDENCE, "kind of evidence"),
            item.get("used_in_earlier_cycle", False),
            item.get("planned", False),
            _files(item),
        )

    def stated(self, item: Mapping[str, Any], licenses: Sequence[License], badges: Sequence[Badge]) -> Stated:
        """The sums that stand in place of a list, each with the license it is for."""
        given = item.get("badges", {})
        number = int(given.get("count", 0))
        if number and badges:
            text = f"{count(number, 'badge')} only counted and {len(badges)} listed: no pair is made of one of each."
            self.say(Code.BADGES_COUNTED_AND_LISTED, "/stated/badges", text)
        return Stated(
            tuple(x for i, row in enumerate(item.get("points", ())) for x in self.sums(row, i, licenses)),
            number,
            given.get("same_stack"),
            item.get("topics_of_ten", False),
        )

    def sums(self, row: Mapping[str, Any], place: int, licenses: Sequence[License]) -> Iterator[StatedSum]:
        pointer = f"/stated/points/{place}"
        names = {x.id: x for x in licenses}
        if "license" in row:
            name = row["license"]
            what = "license in this file with the id"
            self.known(name, sorted(names), f"{pointer}/license", Code.UNKNOWN_LICENSE, what)
        elif len(licenses) == 1:
            name = licenses[0].id
        else:
            listed = f"{len(licenses)} licenses ({', '.join(names)})" if licenses else "no license"
            self.say(
                Code.STATED_WITHOUT_LICENSE,
                pointer,
                f"These sums do not say which license they are for, and the file has {listed}.",
            )
            return
        meant = names.get(name)
        if meant is not None and not meant.renew:
            text = f"These sums are for {meant.label}, which you do not mean to renew now, so they count for nothing."
            self.say(Code.STATED_FOR_NO_RENEWAL, pointer, text)
        for category in self.catalog.terms("categories"):
            if row.get(category):
                yield StatedSum(f"{pointer}/{category}", name, category, points(row[category]))

    def warn_of_doubles(self, badges: Iterable[Badge]) -> None:
        seen: set[str] = set()
        for badge in badges:
            if badge.credential in seen:
                self.say(
                    Code.BADGE_TWICE,
                    badge.pointer,
                    f'"{badge.title}" stands in the file twice. By our reading it counts once.',
                )
            seen.add(badge.credential)

    # -- values

    def record(self, value: str, folder: str, pointer: str, code: str, what: str, name: str = "name") -> Record | None:
        if (folder, value) not in self.catalog:
            hint = record_meant(value, self.catalog.all(folder), name)
            self.say(code, pointer, f'There is no {what} "{value}" in the catalog.', hint)
            return None
        found = self.catalog.get(folder, value)
        if found["id"] != value:
            self.say(Code.MOVED_ID, pointer, f'"{value}" is now called "{found["id"]}".')
        return found

    def known(self, value: str, known: Collection[str], pointer: str, code: str, what: str, hint: str = "") -> None:
        if value not in known:
            if len(self.messages) < MANY:
                hint = hint or suggest(value, known)
            self.say(code, pointer, f'There is no {what} "{value}".', hint)

    def known_endorsement(self, item: Mapping[str, Any], key: str, pointer: str) -> None:
        if key in item:
            self.known(
                item[key], endorsements(self.catalog), f"{pointer}/{key}", Code.UNKNOWN_ENDORSEMENT, "endorsement"
            )

    def known_conditions(self, item: Mapping[str, Any], known: set[str], pointer: str) -> None:
        for key in item.get("conditions", {}):
            self.known(key, sorted(known), f"{pointer}/conditions/{key}", Code.UNKNOWN_CONDITION, "special condition")

    def word(
        self, item: Mapping[str, Any], pointer: str, key: str, vocabulary: str, code: str, what: str
    ) -> str | None:
        if key not in item:
            return None
        self.known(item[key], self.catalog.terms(vocabulary), f"{pointer}/{key}", code, what)
        return str(item[key])

    def words(
        self, item: Mapping[str, Any], pointer: str, key: str, vocabulary: str, code: str, what: str
    ) -> tuple[str, ...] | None:
        if key not in item:
            return None
        for i, value in enumerate(item[key]):
            self.known(value, self.catalog.terms(vocabulary), f"{pointer}/{key}/{i}", code, what)
        return tuple(item[key])

    def content_of(self, item: Mapping[str, Any], pointer: str, names: set[str]) -> tuple[str, ...] | None:
        if "content_of" not in item:
            return None
        for i, value in enumerate(item["content_of"]):
            hint = ""
            if value in endorsements(self.catalog):
                hint = f'That is an endorsement: write `"toward_endorsement": "{value}"` in place of `content_of`.'
            place = f"{pointer}/content_of/{i}"
            self.known(value, sorted(names), place, Code.UNKNOWN_LICENSE, "license in this file with the id", hint)
        return tuple(item["content_of"])

    def span(self, item: Mapping[str, Any], pointer: str, key: str) -> Span | None:
        if key not in item:
            return None
        try:
            found = span(item[key])
        except ValueError:
            self.say(Code.IMPOSSIBLE_DATE, f"{pointer}/{key}", f"{item[key]} is not a day of the calendar.")
            return None
        if not FIRST_YEAR <= found.first.year <= LAST_YEAR:
            self.say(
                Code.DATE_OUT_OF_RANGE, f"{pointer}/{key}", f"{item[key]} is before {FIRST_YEAR} or after {LAST_YEAR}."
            )
            return None
        return found

    def day(self, item: Mapping[str, Any], pointer: str, key: str) -> date | None:
        found = self.span(item, pointer, key)
        return None if found is None else found.first


def _quantities(item: Mapping[str, Any]) -> tuple[int | None, int | None, int | None, int | None]:
    """Hours, credits, CEUs and awarded points in hundredths."""
    hours, credits, ceus, awarded = (
        None if item.get(key) is None else points(item[key]) for key in ("hours", "credits", "ceus", "awarded")
    )
    return hours, credits, ceus, awarded


def _files(item: Mapping[str, Any]) -> tuple[EvidenceFile, ...]:
    return tuple(EvidenceFile(x["path"], x["sha256"].lower() if "sha256" in x else None) for x in item.get("files", ()))
