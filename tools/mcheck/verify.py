"""Confirms the verdicts of a report from portfolio and catalog alone, without the code that placed points. Pure.

`statement` says what each activity and badge may count as under given readings; `adding_up` holds ledgers against it,
`falling_short` tight sets. This module says which of them each verdict needs. What else there is, `again` compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from .adding_up import display_problems, fills, ledger_problems
from .catalog import Catalog
from .entries import ASKED_FOR, Case, Entry, held_lasts, unknown_facts
from .falling_short import holding
from .gates import FAILED
from .reading import Loaded
from .rules import World, load_rules, pinned
from .statement import Statement, state

CONFIRMED, WRONG, OPEN = "confirmed", "wrong", "not independently confirmed"
Report = Mapping[str, Any]
Way = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is confirmed, wrong, or not independently confirmed; `place` is a JSON Pointer into the report."""

    state: str
    place: str
    text: str


def verify(report: Report, loaded: Loaded, catalog: Catalog) -> list[Finding]:
    """One finding for each judged license of a report that fits its schema (numbers exact) about this portfolio."""
    for name, true in (("portfolio", loaded.sha256), ("catalog", catalog.sha256)):
        if report[name]["sha256"] != true:
            return [Finding(WRONG, f"/{name}/sha256", f"The report was made from another {name}.")]
    try:
        return list(_Verifier(report, loaded, catalog).findings())
    except (ValueError, LookupError) as problem:  # a date, number, place or id that cannot be
        return [Finding(WRONG, "", f"Something in it cannot be: {type(problem).__name__} {problem}.")]


def options_of(report: Report) -> tuple[str | None, list[str]]:
    """The edition that was asked for, if one was, and the readings that were fixed."""
    told = report.get("edition", {})
    edition = told["id"] if told.get("chosen_because") == ASKED_FOR else None
    return edition, [f"{r['question']}={r['reading']}" for r in report.get("readings", ())]


class _Verifier:
    def __init__(self, report: Report, loaded: Loaded, catalog: Catalog) -> None:
        self.report, licenses = report, [x.pointer for x in loaded.portfolio.licenses]
        edition, pins = options_of(report)
        rules = pinned(load_rules(catalog), pins)
        forced = None if edition is None else next(e for e in rules.editions if e.id == edition)
        primary = licenses.index(report["primary"]["pointer"]) if "primary" in report else None
        as_of = date.fromisoformat(report["as_of"])
        self.case = Case(loaded.portfolio, rules, as_of, as_of, forced, False, primary)
        self.unordered = [q for q in rules.questions.values() if not q.ordered]
        self.licenses = {x["pointer"]: (i, x) for i, x in enumerate(report["licenses"]) if x["status"] == "judged"}
        self.stated: dict[tuple[frozenset[str] | None, tuple[int, ...]], Statement] = {}
        self.taken = set[str]()  # labels of what a proof takes to hang on nothing but what the report lists

    def statement(self, favored: frozenset[str] | None, way: Way) -> Statement:
        key = favored, tuple(way.get(q.id, 0) for q in self.unordered)
        if key not in self.stated:
            self.stated[key] = state(self.case, World(self.case.rules, favored, way))
        return self.stated[key]

    def ways(self, keep: Way | None = None) -> Iterator[dict[str, int]]:
        """Every way the unordered questions may turn out, but for the picks to keep."""
        for picks in product(*(range(len(q.readings)) for q in self.unordered)):
            yield {q.id: pick for q, pick in zip(self.unordered, picks, strict=True)} | dict(keep or {})

    def findings(self) -> Iterator[Finding]:
        entries = self.statement(frozenset(), {}).entries
        if {e.pointer for e in entries} != set(self.licenses):
            yield Finding(WRONG, "/licenses", "Others are to be judged.")
        for entry in entries:
            place, x = self.licenses[entry.pointer]
            state, text = next(self.license(entry, x))
            yield Finding(state, f"/licenses/{place}", f"{x['label']}: {text}.")

    def license(self, entry: Entry, x: Report) -> Iterator[tuple[str, str]]:
        """What is wrong with a verdict or its proof, or not confirmed; last that it is confirmed, and by what."""
        self.taken.clear()
        first = self.ledgers(x)[0]
        yield from ((WRONG, text) for text in min((self.shown(entry, x, first, way) for way in self.ways()), key=len))
        if x["proof"] == "searched":
            yield OPEN, "found by trying every way (searched), which nothing here proves"
            return
        favored = frozenset[str](*x["depends_on"][:1])
        if frozenset(first["favored"]) != favored or (x["verdict"] == "depends") != bool(favored):
            yield WRONG, "it hangs on other points than its ledger"
        if x["verdict"] == "not-met":
            yield from ((WRONG, text) for text in self.not_met(entry, x))
        elif not any(
            all(self.lasts(entry, x, favored, way) for way in self.ways(keep))
            for keep in ({q: i for q, i in way.items() if f"question:{q}" in favored} for way in self.ways())
        ):
            yield WRONG, "its ledgers and conditions do not make it met"
        taken = f", taking from the report what {' and '.join(sorted(self.taken))} may hang on" if self.taken else ""
        yield CONFIRMED, f"{x['verdict']}, by {x['proof']}{taken}"

    def ledgers(self, x: Report) -> list[Report]:
        return [self.report["ledgers"][place] for place in x["ledgers"]]

    def shown(self, entry: Entry, x: Report, first: Report, way: Way) -> list[str]:
        statement = self.statement(frozenset(first["favored"]), way)
        true = statement.entries[entry.index]
        return [*ledger_problems(statement, first), *display_problems(true, first, x)]

    def lasts(self, entry: Entry, x: Report, favored: frozenset[str], way: Way) -> bool:
        """Whether ledgers show it renewed with these points favored, and with any that come on top of them.

        With more points more can be placed, so a ledger in which everything before it is full stays good. What is not
        full there must never be, or only with further points for which there is such a ledger, too.
        """
        statement = self.statement(favored, way)
        for ledger in self.ledgers(x):
            if frozenset(ledger["favored"]) == favored and not any(ledger_problems(statement, ledger)):
                full = [e for e in statement.entries if fills(ledger, e)]
                left = [e for e in statement.entries[: entry.index] if e not in full and not self.never(e, full)]
                sets = self.further(x, favored, way) if left else []
                if sets is not None and self.renewed(statement.entries[entry.index], favored, full):
                    self.taken |= {e.label for e in left}
                    return all(self.lasts(entry, x, favored | one, way) for one in sets)
        return False

    def renewed(self, entry: Entry, favored: frozenset[str], full: Sequence[Entry]) -> bool:
        """Whether an entry is renewed with these points favored when just these entries are full."""
        failed = any(g.state == FAILED for g in entry.gates) or not favored.issuperset(unknown_facts(entry))
        if entry not in full or failed:
            return False
        if "additional" not in entry.renewed_as:
            return True
        if self.case.primary is None:
            return held_lasts(self.case, entry.edition, favored)
        return any(self.renewed(e, favored, full) for e in full if e.renewed_as == "primary")

    def further(self, x: Report, favored: frozenset[str], way: Way) -> list[frozenset[str]] | None:
        """The sets of points with which more of what goes before comes to be full; None where the report names none."""
        is_so = {(q.id, q.readings[way[q.id]]["id"]) for q in self.unordered}
        for told in x.get("further", ()):
            here = is_so.issuperset((r["question"], r["reading"]) for r in told["readings"])
            sets = [frozenset[str](one) for one in told["sets"]]
            if here and frozenset(told["favored"]) == favored and not any(one <= favored for one in sets):
                return sets
        return None

    def never(self, entry: Entry, full: Sequence[Entry]) -> bool:
        """Whether tight sets show that it is not full in any event in which the Primary is full as it is here."""
        tight_sets = self.licenses[entry.pointer][1].get("tight_sets", ())
        primary = self.report.get("primary", {}).get("pointer")
        asked = {row["license"] for tight in tight_sets for row in tight["requirements"]}
        beside = "additional" in entry.renewed_as and primary in asked
        return bool(tight_sets) and (not beside or any(e.renewed_as == "primary" for e in full))

    def not_met(self, entry: Entry, x: Report) -> Iterator[str]:
        """What is wrong with the proof that it cannot be met: a condition that fails, or tight sets for each way.

        Beside a condition there may be tight sets, which then hold without the Primary, too.
        """
        primary = [other for _, other in self.licenses.values() if other["renewed_as"] == "primary"]
        lasts = primary[0]["verdict"] != "not-met" if primary else held_lasts(self.case, entry.edition, None)
        additional, tight_sets = "additional" in entry.renewed_as, x.get("tight_sets", ())
        fails = (additional and not lasts) or any(g.state == FAILED for g in entry.gates)
        if x["proof"] != ("gate" if fails else "cut") or not (fails or tight_sets):
            yield "neither a condition that fails nor tight sets show it"
        needed = frozenset([0] if primary and additional and not fails else [])
        held = set[int]()
        for way in self.ways() if tight_sets else ():
            best, firm = self.statement(None, way), self.firm(entry, x, way) | needed
            these, problem = holding(best, tight_sets, entry.index, firm)
            held.update(these)
            yield from [problem] if problem else []
        if len(held) < len(tight_sets):
            yield "a tight set holds under no reading"

    def firm(self, entry: Entry, x: Report, way: Way) -> frozenset[int]:
        """Places of the entries before it that a ledger shows to be full with nothing in the educator's favor."""
        statement, most = self.statement(frozenset(), way), list[int]()
        for ledger in self.ledgers(x):
            if not ledger["favored"] and not any(ledger_problems(statement, ledger)):
                full = list[Entry]()
                for before in statement.entries[: entry.index]:
                    if fills(ledger, before):
                        full.append(before)
                    elif not self.never(before, full):
                        break
                most = max(most, [e.index for e in full], key=len)
        return frozenset(most)
