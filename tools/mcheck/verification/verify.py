"""Confirms the verdicts of a report from portfolio and catalog alone, without any code that judged or placed points.

`restated` says what each activity and badge may count as under given readings; `ledgers` holds ledgers against it,
`shortfalls` tight sets. This module says which of them each verdict needs. The rest of a report, its words and what is
least in it, `reporting.replay` confirms by making it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..catalog.store import Catalog
from ..core.portfolio_file import STANDARD_INPUT, PortfolioFile
from ..core.reports.confirmation import CONFIRMED, OPEN, WRONG, Finding
from .ledgers import display_problems, fills, ledger_problems
from .restated.conditions import held_primary_allows_renewal
from .restated.model import Judged, Statement
from .scenarios import Scenarios, Way, by_favorable, case_of, frame_problems, never_met, takes_problems
from .shortfalls import holding

if TYPE_CHECKING:
    from ..core.reports.report import FurtherRow, LedgerRow, LicenseRow, Report

MOST = 400
"""Of ledgers, tight sets and further points for one license: more are not read."""


def verify(report: Report, loaded: PortfolioFile, catalog: Catalog) -> list[Finding]:
    """One finding for each judged license of a report that fits its schema (numbers exact) about this portfolio."""
    made_from = {"portfolio": (report["portfolio"], loaded.sha256), "catalog": (report["catalog"], catalog.sha256)}
    for name, (stamp, true) in made_from.items():
        if stamp["sha256"] != true:
            return [Finding(WRONG, f"/{name}/sha256", f"The report was made from another {name}.")]
    try:
        return [*_name_problems(report, loaded), *_Verifier(report, loaded, catalog).findings()]
    except (ValueError, LookupError, RecursionError) as problem:  # a date, number, place or id that cannot be
        return [Finding(WRONG, "", f"Something in it is impossible: {type(problem).__name__} {problem}.")]


def _name_problems(report: Report, loaded: PortfolioFile) -> Iterator[Finding]:
    """Another name of the file; what came on standard input had none."""
    name = report["portfolio"]["name"]
    if name != loaded.name and STANDARD_INPUT not in (name, loaded.name):
        yield Finding(WRONG, "/portfolio/name", f"The portfolio is called {loaded.name}.")


class _Verifier:
    def __init__(self, report: Report, loaded: PortfolioFile, catalog: Catalog) -> None:
        self.report, self.case = report, case_of(report, loaded, catalog)
        self.scenarios = Scenarios(self.case)
        self.statement, self.ways = self.scenarios.statement, self.scenarios.ways
        self.licenses = {x["pointer"]: (i, x) for i, x in enumerate(report["licenses"]) if x["status"] == "judged"}
        self.favoring: Mapping[frozenset[str], Sequence[LedgerRow]] = {}
        self.further_of: Mapping[frozenset[str], Sequence[FurtherRow]] = {}
        self.problems: dict[tuple[int, int], list[str]] = {}
        self.lasting: dict[tuple[int, frozenset[str], tuple[int, ...]], bool] = {}
        self.taken = set[str]()  # labels of what a proof takes to depend on nothing but what the report lists

    def findings(self) -> Iterator[Finding]:
        judged = self.statement(frozenset(), {}).judged
        for problem in (*frame_problems(self.case, self.report, judged), *takes_problems(self.case, self.report)):
            yield Finding(WRONG, *problem)
        for target in judged:
            place, x = self.licenses[target.pointer]
            state, text = next(self.license(target, x))
            yield Finding(state, f"/licenses/{place}", f"{target.label}: {text}.")

    def license(self, target: Judged, x: LicenseRow) -> Iterator[tuple[str, str]]:
        """What is wrong with a verdict or its proof, or not confirmed; last that it is confirmed, and by what."""
        self.taken.clear()
        if max(map(len, (x["ledgers"], x.get("further", ()), x.get("tight_sets", ())))) > MOST:
            yield OPEN, f"with {MOST} or more ledgers, tight sets or further points nothing is confirmed"
        first = self.ledgers(x)[0]
        self.favoring, self.further_of = by_favorable(self.ledgers(x)), by_favorable(x.get("further", ()))
        stated = [self.statement(frozenset(first["favored"]), way) for way in self.ways()]
        shown = (self.shown(target, x, first, one) for one in {id(one): one for one in stated}.values())
        yield from ((WRONG, text) for text in min(shown, key=len))
        if x["proof"] == "searched":
            yield OPEN, "found by trying every way (searched), which nothing here proves"
            return
        short = x.get("if_academic") == "not-met"
        favorable = frozenset[str](*x["depends_on"][:1] if not short else ())
        beside = self.case.given if never_met(x) else favorable
        if frozenset(first["favored"]) != beside or (x["verdict"] == "depends") != bool(favorable or short):
            yield WRONG, "it depends on other points than its ledger does"
        if never_met(x):
            yield from ((WRONG, text) for text in self.not_met(target, x))
        elif x["proof"] != "ledger" or not any(
            all(self.lasts(target, x, favorable, way) for way in self.ways(keep))
            for keep in (
                {q.id: way[q.id] for q in self.scenarios.unordered if q.key in favorable} for way in self.ways()
            )
        ):
            yield WRONG, "its ledgers and conditions do not make it met"
        taken = f", taking from the report what {' and '.join(sorted(self.taken))} may depend on" if self.taken else ""
        yield CONFIRMED, f"{x['verdict']}{', not-met if academic' * short}, by {x['proof']}{taken}"

    def ledgers(self, x: LicenseRow) -> list[LedgerRow]:
        return [self.report["ledgers"][place] for place in dict.fromkeys(x["ledgers"])]

    def shown(self, target: Judged, x: LicenseRow, first: LedgerRow, statement: Statement) -> list[str]:
        return [*self.ledger_problems(statement, first), *display_problems(statement.judged[target.index], first, x)]

    def ledger_problems(self, statement: Statement, ledger: LedgerRow) -> list[str]:
        """What in a ledger is not allowed, worked out once: the same is asked for each license and each way."""
        key = id(statement), id(ledger)
        if key not in self.problems:
            self.problems[key] = [*ledger_problems(statement, ledger)]
        return self.problems[key]

    def lasts(self, target: Judged, x: LicenseRow, favorable: frozenset[str], way: Way) -> bool:
        """Whether ledgers show it renewed with these points favored, and with any that come on top of them."""
        key = target.index, favorable, tuple(way[q.id] for q in self.scenarios.unordered)
        if key not in self.lasting:
            self.lasting[key] = self.lasts_by(target, x, favorable, way)
        return self.lasting[key]

    def lasts_by(self, target: Judged, x: LicenseRow, favorable: frozenset[str], way: Way) -> bool:
        """The same, worked out.

        With more points more can be placed, so a ledger in which everything before it is full stays good. What is not
        full there must never be, or only with further points for which there is such a ledger, too.
        """
        statement = self.statement(favorable, way)
        for ledger in self.favoring.get(favorable, ()):
            if not self.ledger_problems(statement, ledger):
                full = [e for e in statement.judged if fills(ledger, e)]
                left = [e for e in statement.judged[: target.index] if e not in full and not self.never(e, full)]
                sets = self.further(favorable, way) if left else []
                if any(self.always(e, favorable) for e in left) or sets is None:
                    continue
                if self.renewed(statement.judged[target.index], favorable, full):
                    self.taken |= {e.label for e in left}
                    return all(self.lasts(target, x, favorable | one, way) for one in sets)
        return False

    def always(self, target: Judged, favorable: frozenset[str]) -> bool:
        """Whether the report has it that a target is full with these points favored, under whatever readings."""
        x = self.licenses[target.pointer][1]
        ordered = favorable - {q.key for q in self.scenarios.unordered}
        return x["verdict"] == "met" or any(ordered.issuperset(one) for one in x["depends_on"][:1])

    def renewed(self, target: Judged, favorable: frozenset[str], full: Sequence[Judged]) -> bool:
        """Whether a target is renewed with these points favored when just these entries are full."""
        failed = target.failed or not favorable.issuperset(target.unknown_facts)
        if target not in full or failed:
            return False
        if not target.is_additional:
            return True
        if self.case.primary is None:
            return held_primary_allows_renewal(self.case, target.edition, favorable)
        return any(self.renewed(e, favorable, full) for e in full if e.renewed_as == "primary")

    def further(self, favorable: frozenset[str], way: Way) -> list[frozenset[str]] | None:
        """The sets of points with which more of what has priority is full; None where the report names none."""
        is_so = {(q.id, q.readings[way[q.id]]["id"]) for q in self.scenarios.unordered}
        for further in self.further_of.get(favorable, ()):
            here = is_so.issuperset((r["question"], r["reading"]) for r in further["readings"])
            sets = [frozenset[str](one) for one in further["sets"]]
            if here and not any(one <= favorable for one in sets):
                return sets
        return None

    def never(self, target: Judged, full: Sequence[Judged]) -> bool:
        """Whether tight sets show that it is not full in any event in which the Primary is full as it is here."""
        x = self.licenses[target.pointer][1]
        tight_sets = x.get("tight_sets", ())
        primary = self.report.get("primary", {}).get("pointer")
        asked = {row["license"] for tight in tight_sets for row in tight["requirements"]}
        beside = target.is_additional and primary in asked
        proved = never_met(x) and bool(tight_sets)
        return proved and (not beside or any(e.renewed_as == "primary" for e in full))

    def not_met(self, target: Judged, x: LicenseRow) -> Iterator[str]:
        """What is wrong with the proof that it cannot be met: a condition that fails, or tight sets for each way.

        Beside a condition there may be tight sets, which then hold without the Primary, too.
        """
        primary = [other for _, other in self.licenses.values() if other["renewed_as"] == "primary"]
        lasts = not never_met(primary[0]) if primary else held_primary_allows_renewal(self.case, target.edition, None)
        additional, tight_sets = target.is_additional, x.get("tight_sets", ())
        fails = (additional and not lasts) or target.failed
        if x["proof"] != ("gate" if fails else "cut") or not (fails or tight_sets):
            yield "neither a condition that fails nor tight sets show it"
        needed = frozenset([0] if primary and additional and not fails else [])
        held, seen = set[int](), set[tuple[int, frozenset[int]]]()
        for way in self.ways() if tight_sets else ():
            best, firm = self.statement(None, way), self.firm(target, x, way) | needed
            if (id(best), firm) in seen:
                continue
            seen.add((id(best), firm))
            these, problem = holding(best, tight_sets, target.index, firm)
            held.update(these)
            yield from [problem] if problem else []
        if len(held) < len(tight_sets):
            yield "a tight set holds under no reading"

    def firm(self, target: Judged, x: LicenseRow, way: Way) -> frozenset[int]:
        """Places of the targets before it that a ledger shows to be full with nothing in the educator's favor."""
        statement, most = self.statement(frozenset(), way), list[int]()
        for ledger in self.ledgers(x):
            if not ledger["favored"] and not any(ledger_problems(statement, ledger)):
                full = list[Judged]()
                for before in statement.judged[: target.index]:
                    if fills(ledger, before):
                        full.append(before)
                    elif not self.never(before, full):
                        break
                most = max(most, [e.index for e in full], key=len)
        return frozenset(most)
