"""The whole check: a portfolio and a catalog in, a report out (schemas/report.schema.json). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from . import __version__
from .allocate import Lot, Solver
from .catalog import Catalog
from .gates import field_record
from .judge import OUTSIDE, Case, Entry, Outcome, pointers_of
from .messages import CODES, Refused, message
from .model import Item, License, Message, Points, Portfolio, Record, number, show
from .readings import DEPENDS, MET, NOT_MET, NOTHING, Readings, Verdict, blocking_gates
from .rules import Edition, Rules, load_rules, pinned
from .traps import Scene, run_traps
from .value import UNBOUNDED
from .why_not import tight_sets

FACT_TAKES = {
    "content_of": "It has to count as content for the license that still needs content.",
    "completed": "It has to be completed on a day that counts: give the full date.",
    "from": "The day it began has to fall on the side of the change that helps you.",
    "hours": "The hours have to be enough.",
    "credits": "The credits have to be enough.",
    "ceus": "The CEUs have to be enough.",
    "awarded": "The points on the certificate have to be enough.",
    "degree_eligible": "The credit has to count toward a degree.",
    "expires": "The license has to expire on a day that allows it.",
}
"""What a missing fact has to be, by the last part of its pointer."""

RANK = {MET: 2, DEPENDS: 1, NOT_MET: 0}


def check(
    portfolio: Portfolio,
    catalog: Catalog,
    as_of: date,
    *,
    as_of_from: str,
    name: str,
    sha256: str,
    edition: str | None = None,
    pins: Sequence[str] = (),
    messages: Sequence[Message] = (),
) -> dict[str, Any]:
    """The report on a portfolio for an application on `as_of`.

    `as_of_from` says where that date came from (option, portfolio, today); `name` and `sha256` identify the file;
    `pins` fix readings of open questions (see `rules.pinned`); `messages` are what the readers had to say. Raises
    Refused for a date before the first edition of the rules, an unknown `edition` or a pin that is none.
    """
    rules = pinned(load_rules(catalog), pins)
    forced = _forced(rules, edition)
    if forced is None and rules.edition_on(as_of) is None:
        first = rules.editions[0].start
        raise Refused(
            [
                message(
                    "P120",
                    "/application_date",
                    f"The application date {as_of} is before {first}, when the first known rules began.",
                    f"Give a date from {first} on.",
                )
            ]
        )
    return _Report(portfolio, rules, as_of, forced).build(as_of_from, name, sha256, messages)


def _forced(rules: Rules, edition: str | None) -> Edition | None:
    if edition is None:
        return None
    for candidate in rules.editions:
        if candidate.id == edition:
            return candidate
    known = ", ".join(e.id for e in rules.editions)
    raise Refused([message("K130", "", f'There is no edition "{edition}".', f"Known editions: {known}.")])


class _Report:
    """Collects the parts of one report."""

    def __init__(self, portfolio: Portfolio, rules: Rules, as_of: date, forced: Edition | None) -> None:
        self.portfolio = portfolio
        self.rules = rules
        self.catalog = rules.catalog
        self.as_of = as_of
        self.forced = forced
        self.solver = Solver()
        self.readings, self.chosen_by, self.why_primary = self._choose_primary()
        case = self.readings.case
        self.case = case
        entries = self.readings.cautious().entries
        self.verdicts = [self.readings.verdict(entry.index) for entry in entries]
        self.entries = entries
        depends = sorted({key for v in self.verdicts for chosen in v.depends_on[:1] for key in chosen})
        if depends:
            last = next(v for v in self.verdicts if v.depends_on)
            self.base = (
                last.outcome if len(self.verdicts) == 1 else self.readings.outcome(frozenset(depends), points=True)
            )
        elif self.verdicts:
            self.base = self.verdicts[0].outcome
        else:
            self.base = self.readings.cautious()

    # -- the choice of Primary

    def _case(self, primary: int | None, planned: bool = False) -> Case:
        until = self.as_of
        if planned:
            items = self.portfolio.items
            until = max([self.as_of, *(x.done.last for x in items if x.planned and x.done is not None)])
        return Case(self.portfolio, self.rules, self.as_of, until, self.forced, planned, primary)

    def _choose_primary(self) -> tuple[Readings, str | None, str]:
        licenses = self.portfolio.licenses
        nobody = self._case(None)
        judged = [i for i, x in enumerate(licenses) if x.renew and nobody.status(x) == "judged"]
        named = [i for i, x in enumerate(licenses) if x.primary]
        if named and named[0] in judged:
            return Readings(self._case(named[0]), self.solver), "educator", "You named it as Primary."
        if named or not judged:
            return Readings(nobody, self.solver), None, ""
        if len(judged) == 1:
            return Readings(self._case(judged[0]), self.solver), "only-one", "It is the only license to be renewed."
        best: tuple[tuple[int, ...], Readings, int] | None = None
        tried = 0
        for candidate in judged:
            if best is not None and self.solver.left <= 0:
                break
            tried += 1
            readings = Readings(self._case(candidate), self.solver)
            cautious = readings.outcome(NOTHING)
            entries = cautious.entries
            words = sorted((RANK[readings.word(e.index)] for e in entries), reverse=True)
            rank = (sum(w == 2 for w in words), sum(words), sum(cautious.placement.placed))
            if best is None or rank > best[0]:
                best = (rank, readings, candidate)
        assert best is not None
        label = licenses[best[2]].field
        why = f"You did not name one; with {label} as Primary the points go furthest."
        if tried < len(judged):
            why += f" Only {tried} of {len(judged)} choices could be tried; name one to be sure."
        return best[1], "mcheck", why

    # -- the report

    def build(self, as_of_from: str, name: str, sha256: str, given: Sequence[Message]) -> dict[str, Any]:
        licenses = self._licenses()
        report: dict[str, Any] = {
            "schema_version": 1,
            "mcheck": __version__,
            "catalog": {"edition": self.catalog.edition, "sha256": self.catalog.sha256},
            "portfolio": {"name": name, "sha256": sha256},
            "as_of": self.as_of.isoformat(),
            "as_of_from": as_of_from,
        }
        if self.portfolio.label:
            report["portfolio"]["label"] = self.portfolio.label
        if self.entries:
            report["edition"] = self._edition()
        pins = self._pins()
        if pins:
            report["readings"] = pins
        report["verdict"] = self._overall(licenses)
        if self.chosen_by is not None and self.case.primary is not None:
            report["primary"] = {
                "pointer": self.portfolio.licenses[self.case.primary].pointer,
                "chosen_by": self.chosen_by,
                "why": self.why_primary,
            }
        report["licenses"] = licenses
        report["activities"] = self._activities()
        report["pairs"] = [
            {
                "badges": [pair.first.pointer, pair.second.pointer],
                "titles": [pair.first.title, pair.second.title],
                "points": number(pair.points),
                "related_by": self._related(pair.related_by),
            }
            for pair in self.base.pairs
        ]
        report["questions"] = self._questions()
        report["facts"] = self._facts()
        report["pathways"] = self._pathways()
        report["messages"] = self._messages(given)
        report["next_steps"] = self._next_steps(licenses, report["questions"])
        report["notice"] = self.catalog.meta["notice"]
        return report

    def _cite(self, citations: Iterable[Record], edition: Edition | None = None) -> list[dict[str, Any]]:
        whole = []
        for citation in citations:
            made = self.catalog.cite(citation)
            if edition is not None:
                made |= {"edition": edition.id, "effective_from": edition.start.isoformat()}
            if made not in whole:
                whole.append(made)
        return whole

    def _edition(self) -> dict[str, Any]:
        edition = self.entries[0].edition
        if self.forced is not None:
            why = "You asked for it with --edition."
        elif edition is self.rules.edition_on(self.as_of):
            why = f"It was in force on the application date, {self.as_of}."
        else:
            why = "Under this reading the expiry date of the license selects it."
        return {
            "id": edition.id,
            "name": edition.name,
            "effective_from": edition.start.isoformat(),
            "chosen_because": why,
            "citations": self._cite(edition.record["citations"], edition),
        }

    def _overall(self, licenses: Sequence[Mapping[str, Any]]) -> str:
        words = [x["verdict"] for x in licenses if "verdict" in x]
        if words:
            return str(min(words, key=RANK.__getitem__))
        states = {x["status"] for x in licenses}
        for state in ("not-covered", "not-now"):
            if state in states:
                return state
        return "not-required"

    # -- licenses

    def _licenses(self) -> list[dict[str, Any]]:
        judged = {entry.pointer: entry for entry in self.entries}
        found = [
            self._judged(judged[x.pointer]) if x.pointer in judged else self._unjudged(x)
            for x in self.portfolio.licenses
        ]
        found += [self._judged(e) for e in self.entries if e.kind_is_endorsement]
        return found

    def _unjudged(self, license: License) -> dict[str, Any]:
        result: dict[str, Any] = {
            "pointer": license.pointer,
            "id": license.id,
            "label": license.field,
            "kind": "license",
            "type": license.type,
        }
        status = self.case.status(license)
        citations: list[dict[str, Any]] = []
        records = [r for r in self.catalog.all("licenses") if r["kind"] in ("type", "group")]
        record = next((r for r in records if r["id"] == license.type), None)
        if status == "not-covered":
            special = field_record(self.catalog, license.field)
            if special is not None and special["renewal"] == "other-regulation":
                record = special
            why = "Another regulation governs this license; mcheck does not judge it."
            if record is not None and "other_regulation" in record:
                other = record["other_regulation"]
                source = self.catalog.get("sources", other["source"])
                result["other_regulation"] = {"name": other["name"], "says": other["says"], "url": source["url"]}
        elif status == "not-required":
            label = self.catalog.terms("license-types")[license.type]["label"]
            why = f"A license of type {label} is not renewed with PDPs."
        else:
            status, why = "not-now", "You do not mean to renew it now."
        if record is not None:
            citations = self._cite(record["citations"])
        result |= {"status": status, "why": why, "citations": citations}
        return result | {"requirements": [], "gates": [], "depends_on": []}

    def _judged(self, entry: Entry) -> dict[str, Any]:
        verdict = self.verdicts[entry.index]
        shown = verdict.outcome.entries[entry.index]
        edition, days = shown.edition, shown.window
        requirements = self._requirements(shown, verdict)
        result: dict[str, Any] = {
            "pointer": entry.pointer,
            "id": entry.name,
            "label": entry.label,
            "kind": "endorsement" if entry.kind_is_endorsement else "license",
        }
        if not entry.kind_is_endorsement:
            result["type"] = entry.license.type
        result |= {
            "status": "judged",
            "renewed_as": shown.renewed_as,
            "verdict": verdict.verdict,
            "why": self._why(shown, verdict, requirements),
            "citations": self._cite(shown.target.citations, edition),
            "edition": edition.id,
            "state": days.state,
        }
        if days.expires is not None:
            result["expires"] = days.expires.isoformat()
        if days.first <= days.last:
            result["window"] = {"from": days.first.isoformat(), "to": days.last.isoformat()}
        if days.can_apply_from is not None:
            result["can_apply_from"] = days.can_apply_from.isoformat()
        result["requirements"] = requirements
        result["gates"] = [
            {
                "id": gate.id,
                "label": gate.label,
                "state": gate.state,
                "fact": gate.fact,
                "text": gate.text,
                **({"ask": gate.ask} if gate.ask else {}),
                "citations": self._cite(gate.citations, edition),
            }
            for gate in shown.gates
        ]
        result["depends_on"] = [list(chosen) for chosen in verdict.depends_on]
        result["all_listed"] = verdict.all_sets
        proof = verdict.proof
        if proof == "points":
            tight = tight_sets(self.readings, entry)
            proof = "cut" if tight is not None else "searched"
            result |= {"tight_sets": tight} if tight is not None else {}
            if tight is None:
                result["why"] += " No single count shows it: it was found by trying every way to place the points."
        result["proof"] = proof
        if verdict.points_alone is not None and verdict.primary_blocks:
            result["points_alone"] = verdict.points_alone
        done = self._once_done(entry)
        if done is not None:
            result["once_done"] = done
        return result

    def _why(self, entry: Entry, verdict: Verdict, requirements: Sequence[Mapping[str, Any]]) -> str:
        if verdict.verdict == MET:
            return "Every requirement is met, and every special condition that applies."
        if verdict.verdict == DEPENDS:
            if not verdict.depends_on:
                return "The search was cut off before it could decide; see the messages."
            return "It hangs on points that are not settled or not stated; see below."
        failed = blocking_gates(entry)
        if failed:
            return f"A special condition is not met: {'; '.join(failed)}."
        if verdict.primary_blocks:
            return "It cannot be renewed alone, and the Primary license is not renewed with it."
        short = [r for r in requirements if r["short"]]
        if short:
            lacking = ", ".join(f"{r['short']} more in {'all' if r['id'] == 'total' else r['label']}" for r in short)
            return f"PDPs are missing: {lacking}."
        return "The points cannot be placed so that every requirement is met."

    def _ledger(self, entry: Entry, outcome: Outcome) -> list[tuple[str, str, str, Points]]:
        """(pointer, title, category, points) for everything placed for an entry."""
        return [(*self._name(lot), category, amount) for lot, category, amount in outcome.placed(entry.index)]

    def _name(self, lot: Lot) -> tuple[str, str]:
        pointers = pointers_of(lot.id)
        titles = [self._item(pointer).title for pointer in pointers]
        return pointers[0], " + ".join(titles)

    def _item(self, pointer: str) -> Item:
        _, folder, index = pointer.split("/")
        items: tuple[Item, ...] = self.portfolio.activities if folder == "activities" else self.portfolio.badges
        return items[int(index)]

    def _requirements(self, entry: Entry, verdict: Verdict) -> list[dict[str, Any]]:
        ledger = self._ledger(entry, verdict.outcome)
        cautious = self._ledger(entry, self.readings.cautious()) if verdict.verdict == DEPENDS else ledger
        rows = [(r.id, r.label, r.categories, r.minimum, r.citations) for r in entry.target.requirements]
        rows.append(("total", "PDPs in all", None, entry.target.total, entry.target.citations))  # type: ignore[arg-type]
        found = []
        for row_id, label, categories, need, citations in rows:
            mine = [item for item in ledger if categories is None or item[2] in categories]
            have = sum(item[3] for item in mine)
            sure = sum(item[3] for item in cautious if categories is None or item[2] in categories)
            state = "short" if have < need else "depends" if sure < need else "met"
            found.append(
                {
                    "id": row_id,
                    "label": label,
                    "need": number(need),
                    "have": number(have),
                    "short": number(max(0, need - have)),
                    "state": state,
                    "ledger": [
                        {"pointer": pointer, "title": title, "category": category, "points": number(amount)}
                        for pointer, title, category, amount in mine
                    ],
                    "citations": self._cite(citations, entry.edition),
                }
            )
        return found

    @cached_property
    def _planned(self) -> Readings:
        return Readings(self._case(self.case.primary, planned=True), self.solver)

    def _once_done(self, entry: Entry) -> dict[str, Any] | None:
        if not any(x.planned for x in self.portfolio.items):
            return None
        word = self._planned.word(entry.index)
        why = {
            MET: "With the planned activities done, every requirement is met.",
            DEPENDS: "With the planned activities done, it still hangs on open points.",
            NOT_MET: "The planned activities are not enough.",
        }[word]
        return {"verdict": word, "why": why}

    # -- activities, questions, pathways

    def _activities(self) -> list[dict[str, Any]]:
        placed: dict[str, list[dict[str, Any]]] = {}
        counted: dict[str, Points] = {}
        for entry in self.base.entries:
            for lot, category, amount in self.base.placed(entry.index):
                pointers = pointers_of(lot.id)
                for position, pointer in enumerate(pointers):
                    share = amount // len(pointers) + (amount % len(pointers) if position == 0 else 0)
                    rows = placed.setdefault(pointer, [])
                    for row in rows:
                        if (row["license"], row["category"]) == (entry.pointer, category):
                            row["points"] += share
                            break
                    else:
                        rows.append({"license": entry.pointer, "category": category, "points": share})
                    if "@" not in lot.id:
                        counted[pointer] = counted.get(pointer, 0) + share
        found = []
        halves = {b.pointer: p.points // 2 for p in self.base.pairs for b in (p.first, p.second)}
        for activity in self.portfolio.activities:
            worth = self.base.worths.get(activity.pointer)
            kind = self.rules.kinds[activity.kind] if worth is None else worth.kind
            citations = kind.record["citations"] if worth is None else worth.citations
            points = 0 if worth is None or worth.points == UNBOUNDED else worth.points
            how = "not done yet" if worth is None else worth.how
            found.append(self._activity(activity, kind.id, kind.name, points, how, citations, placed, counted))
        for badge in self.portfolio.badges:
            kind = self.rules.kinds["nea-micro-credential"]
            points = halves.get(badge.pointer, 0)
            how = "half of a pair" if points else "not paired"
            if not points and counted.get(badge.pointer):
                points, how = counted[badge.pointer], "odd badge, counted as half a pair"
            found.append(
                self._activity(badge, kind.id, kind.name, points, how, kind.record["citations"], placed, counted)
            )
        return found

    def _activity(
        self,
        item: Item,
        kind: str,
        kind_name: str,
        points: Points,
        how: str,
        citations: Iterable[Record],
        placed: Mapping[str, list[dict[str, Any]]],
        counted: Mapping[str, Points],
    ) -> dict[str, Any]:
        got = counted.get(item.pointer, 0)
        reasons = self.base.reasons.get(item.pointer, ())
        if item.planned:
            state = "planned"
        elif got and got >= points:
            state = "counted"
        elif got:
            state = "partly"
        else:
            state = "left-over" if points and item.pointer in self._in_play else "not-counted"
        result = {"pointer": item.pointer, "title": item.title, "kind": kind, "kind_name": kind_name}
        if item.done is not None:
            result["completed"] = str(item.done)
        return result | {
            "worth": number(points),
            "how": how,
            "counted": number(got),
            "state": state,
            "placed": [row | {"points": number(row["points"])} for row in placed.get(item.pointer, ())],
            "reasons": [
                {"code": code, "text": text, "citations": self._reason_citations(code)}
                for code, text in dict.fromkeys(reasons)
            ],
            "citations": self._cite(citations),
        }

    @cached_property
    def _in_play(self) -> set[str]:
        """Pointers of everything that could have been placed."""
        return {pointer for lot in self.base.lots for pointer in pointers_of(lot.id)}

    def _reason_citations(self, code: str) -> list[dict[str, Any]]:
        if not self.entries:
            return []
        edition = self.entries[0].edition
        if code == OUTSIDE:
            return self._cite(edition.window_citations, edition)
        if code == "R203":
            return self._cite(edition.floor_citations, edition)
        return []

    def _related(self, by: str) -> str:
        if ("stacks", by) in self.catalog:
            return f"the same stack: {self.catalog.get('stacks', by)['name']}"
        term = self.catalog.terms("areas").get(by)
        return f"a shared area: {term['label'] if term else by}"

    @cached_property
    def _hanging(self) -> list[str]:
        """Every key that some verdict hangs on."""
        return sorted({key for verdict in self.verdicts for chosen in verdict.depends_on for key in chosen})

    def _questions(self) -> list[dict[str, Any]]:
        people = self.catalog.terms("authorities-to-ask")
        found = []
        for i in [key.removeprefix("question:") for key in self._hanging if key.startswith("question:")]:
            record = self.rules.questions[i].record
            found.append(
                {
                    "id": i,
                    "title": record["title"],
                    "asks": record["asks"],
                    "ask": record["ask"],
                    "who_can_settle": [people[w]["label"] if w in people else w for w in record["who_can_settle"]],
                    "takes": self._takes(i),
                    "readings": [{key: r[key] for key in ("id", "label", "stance")} for r in record["readings"]],
                    "citations": self._cite(record["citations"]),
                }
            )
        return found

    def _pins(self) -> list[dict[str, str]]:
        """The readings that were fixed for this report, though the catalog leaves them open."""
        return [
            {"question": q.id, "reading": q.readings[0]["id"]}
            for q in sorted(self.rules.questions.values(), key=lambda q: q.id)
            if len(q.readings) == 1 and len(q.record["readings"]) > 1 and "settled" not in q.record
        ]

    def _takes(self, question: str) -> list[dict[str, Any]]:
        """The readings under which the answer is met: the generous one, or the picks that were found to do it."""
        asked = self.rules.questions[question]
        if asked.ordered:
            chosen = [len(asked.readings) - 1]
        else:
            chosen = sorted({v.picks.get(question, 0) for v in self.verdicts if v.verdict == DEPENDS})
        return [{key: asked.readings[pick][key] for key in ("id", "label")} for pick in chosen]

    def _facts(self) -> list[dict[str, Any]]:
        found = []
        for pointer in [key.removeprefix("fact:") for key in self._hanging if key.startswith("fact:")]:
            leaf = pointer.rsplit("/", 1)[-1]
            takes = FACT_TAKES.get(leaf, "The fact has to be in your favor.")
            found.append({"pointer": pointer, "about": self._where(pointer), "name": leaf, "takes": takes})
        return found

    def _pathways(self) -> list[dict[str, Any]]:
        """Guides for people whose license or role is not judged by points."""
        types = {x.type for x in self.portfolio.licenses if self.case.status(x) == "not-required"}
        role = self.portfolio.role
        found = []
        for record in self.catalog.all("pathways"):
            by_role = not self.entries and role in record.get("roles", ())
            if types & set(record.get("license_types", ())) or by_role:
                rows = [
                    *record["requirements"],
                    *record.get("routes", ()),
                    *record["badges_can"],
                    *record["badges_cannot"],
                ]
                found.append(
                    {
                        "id": record["id"],
                        "name": record["name"],
                        "summary": record["summary"],
                        "points": [{"text": r["says"], "citations": self._cite(r["citations"])} for r in rows],
                        "citations": self._cite(record["citations"]),
                    }
                )
        return found

    # -- messages and next steps

    def _messages(self, given: Sequence[Message]) -> list[dict[str, Any]]:
        cautious = self.readings.cautious()
        found = [*given, *run_traps(Scene(self.case, cautious)), *self._own_messages()]
        site = str(self.catalog.meta["site"]).rstrip("/")
        names = {record["number"]: record["id"][4:] for record in self.catalog.all("checks")}
        order = {p: i for i, p in enumerate(["", "/role", "/employer", "/licenses", "/endorsements"])}

        def key(m: Message) -> tuple[Any, ...]:
            parts = m.pointer.split("/")
            place = order.get("/".join(parts[:2]), 9)
            return place, [(int(p) if p.isdigit() else -1, p) for p in parts], m.code

        return [
            {
                "code": m.code,
                "name": names.get(m.code) or CODES[m.code].name,
                "severity": m.severity,
                "pointer": m.pointer,
                "text": m.text,
                "hint": m.hint,
                "citations": self._cite(m.citations),
                "url": f"{site}/reference/messages/#{m.code.lower()}",
            }
            for m in sorted({(m.code, m.pointer, m.text): m for m in found}.values(), key=key)
        ]

    def _own_messages(self) -> list[Message]:
        found = []
        for entry in self.entries:
            if entry.window.state == "unknown":
                found.append(
                    message(
                        "P121",
                        entry.pointer,
                        f"{entry.label} has no expiry date; the last {entry.edition.oldest_years} years count.",
                        "Add `expires`.",
                    )
                )
            if entry.renewed_as == "primary" and entry.window.state == "invalid":
                found.append(
                    message(
                        "P122",
                        entry.pointer,
                        f"{entry.label} expired on {entry.window.expires} and is invalid; no source read says what "
                        "renewing an invalid Primary license takes. It is judged like an active one.",
                        "Ask the department's licensure office.",
                    )
                )
            opens = entry.window.can_apply_from
            later = self.rules.edition_after(entry.edition)
            if opens is not None:
                extra = ""
                if later is not None and later.start <= opens and self.forced is None:
                    extra = f" {later.name} will hold by then."
                found.append(
                    message(
                        "P123",
                        entry.pointer,
                        f"{entry.label} cannot be renewed before {opens}; the points held today are judged.{extra}",
                        f"Apply from {opens} on.",
                        entry.edition.window_citations,
                    )
                )
        for activity in self.portfolio.activities:
            if activity.categories is None and self.entries and not self.rules.kinds[activity.kind].parts:
                suggested = self.rules.kinds[activity.kind].suggested
                taken = f"it is taken as {', '.join(suggested)}" if suggested else "it counts toward the total only"
                found.append(
                    message(
                        "P124",
                        activity.pointer,
                        f'"{activity.title}" does not say which categories it may count as; {taken}.',
                        "Add `categories`.",
                    )
                )
        for badge in self.portfolio.badges:
            credential = self.catalog.get("credentials", badge.credential)
            plausible = credential["our_reading"]["categories"]
            odd = [c for c in badge.categories or () if c not in plausible]
            if odd:
                found.append(
                    message(
                        "P125",
                        f"{badge.pointer}/categories",
                        f'"{badge.title}" does not look like {", ".join(odd)} to us; you and your supervisor decide.',
                        "Make sure your records show why it fits.",
                    )
                )
            if badge.done is not None and badge.started is not None and badge.done.first < badge.started:
                found.append(
                    message(
                        "P126", f"{badge.pointer}/started", f'"{badge.title}" was earned before it was started.', ""
                    )
                )
        for verdict, entry in zip(self.verdicts, self.entries, strict=True):
            placement = verdict.outcome.placement
            if verdict.verdict == DEPENDS and not placement.decided:
                text = (
                    f"{entry.label}: the search for the best placement was cut off at its limit. The best found places "
                    f"{show(placement.placed[entry.index])} PDPs here; none can place more than "
                    f"{show(placement.bound[1][entry.index])}."
                )
                found.append(message("P127", entry.pointer, text))
        return found

    def _next_steps(
        self, licenses: Sequence[Mapping[str, Any]], questions: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = []

        def step(text: str, pointer: str | None = None, citations: Sequence[Any] = ()) -> None:
            made: dict[str, Any] = {"text": text}
            if pointer is not None:
                made["pointer"] = pointer
            made["citations"] = list(citations)
            if made not in steps:
                steps.append(made)

        for fact in self._facts():
            step(f"Add {fact['name']} to the file ({fact['about']}). {fact['takes']}", fact["pointer"])
        for question in questions:
            step(f"Ask {' or '.join(question['who_can_settle'])}: {question['asks']}", None, question["citations"])
        for license in licenses:
            for gate in license["gates"]:
                if gate["state"] == "failed":
                    step(f"{license['label']}: {gate['text']}", gate["fact"], gate["citations"])
            if license.get("verdict") == NOT_MET:
                for r in license["requirements"]:
                    if r["short"] and r["id"] != "total":
                        step(
                            f"{license['label']}: earn at least {r['short']} more PDPs in {r['label']}.",
                            license["pointer"],
                            r["citations"],
                        )
                total = license["requirements"][-1]
                if total["short"]:
                    step(
                        f"{license['label']}: {total['short']} more PDPs in all, these included.",
                        license["pointer"],
                        total["citations"],
                    )
            if license.get("verdict") == MET:
                when = f"from {license['can_apply_from']} on" if "can_apply_from" in license else "now"
                entry = next(e for e in self.entries if e.pointer == license["pointer"])
                keep = entry.edition.record["records"]
                step(
                    f"{license['label']}: you can apply {when}. Keep the records for {keep['years']} years after.",
                    license["pointer"],
                    self._cite(keep["citations"], entry.edition),
                )
        return steps

    def _where(self, pointer: str) -> str:
        parts = pointer.strip("/").split("/")
        if parts[0] in ("activities", "badges") and len(parts) > 1:
            return f'"{self._item("/".join(["", *parts[:2]])).title}"'
        if parts[0] == "licenses" and len(parts) > 1:
            return self.portfolio.licenses[int(parts[1])].field
        return pointer
