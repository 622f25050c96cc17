"""Confirms a report from the portfolio and the catalog alone; shares nothing with what placed the points. Pure.

`allowed` works out what the rules allow under one set of readings, `adding_up` holds ledgers and tight sets against
it, and `quoted` compares all that a report repeats. This module says which readings each part was made under.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from .adding_up import cut_problem, fills, ledger_problems, sums
from .allowed import Allowed, Judged, expiry
from .catalog import Catalog
from .quoted import ASKED_FOR, activity_misquotes, ledger_rows, license_misquotes, placed_rows
from .reading import Loaded
from .retold import misquotes
from .rules import Edition, World, load_rules, years_before

CONFIRMED, WRONG, OPEN = "confirmed", "wrong", "not independently confirmed"
Found = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is confirmed, wrong, or not independently confirmed; `place` is a JSON Pointer into the report."""

    state: str
    place: str
    text: str


def verify(report: Mapping[str, Any], loaded: Loaded, catalog: Catalog) -> list[Finding]:
    """What is confirmed, wrong or open in a report that fits its schema (numbers exact) about this portfolio."""
    for name, true in (("portfolio", loaded.sha256), ("catalog", catalog.sha256)):
        if report[name]["sha256"] != true:
            return [Finding(WRONG, f"/{name}/sha256", f"The report was made from another {name}.")]
    try:
        return [Finding(*found) for found in _Verifier(report, loaded, catalog).findings()]
    except (ValueError, LookupError) as problem:  # a date, number or id that cannot be
        return [Finding(WRONG, "", f"Something in it cannot be: {type(problem).__name__} {problem}.")]


class _Verifier:
    def __init__(self, report: Mapping[str, Any], loaded: Loaded, catalog: Catalog) -> None:
        self.report, self.loaded, self.catalog = report, loaded, catalog
        self.portfolio, self.rules = loaded.portfolio, load_rules(catalog)
        self.as_of = date.fromisoformat(report["as_of"])
        self.primary = report.get("primary", {}).get("pointer", "")
        self.forced: Edition | None = None
        if report.get("edition", {}).get("chosen_because") == ASKED_FOR:
            self.forced = next(e for e in self.rules.editions if e.id == report["edition"]["id"])
        self.unordered = [q for q in self.rules.questions.values() if not q.ordered]
        self.known: dict[tuple[frozenset[str] | None, tuple[int, ...]], Allowed] = {}
        self.cautious = self.allowed(frozenset(), {})
        self.judged = {x["pointer"]: x for x in report["licenses"] if x["status"] == "judged"}
        self.readings: dict[str, tuple[frozenset[str], Mapping[str, int]]] = {}
        self.order = [x.pointer for x in self.cautious.judged]

    def allowed(self, favored: frozenset[str] | None, picks: Mapping[str, int]) -> Allowed:
        key = favored, tuple(picks.get(q.id, 0) for q in self.unordered)
        if key not in self.known:
            world = World(self.rules, favored, picks)
            self.known[key] = Allowed(self.portfolio, world, self.as_of, self.forced, self.primary)
        return self.known[key]

    def ways(self, among: Sequence[str] | None = None) -> Iterator[dict[str, int]]:
        """Every way the unordered questions (or those `among`) may turn out; the others as listed first."""
        asked = [q for q in self.unordered if among is None or q.id in among]
        for picks in product(*(range(len(q.readings)) for q in asked)):
            yield {q.id: pick for q, pick in zip(asked, picks, strict=True)}

    def findings(self) -> Iterator[Found]:
        found = [(WRONG, place, text) for place, text in misquotes(self.report, self.loaded, self.cautious)]
        for place, x in enumerate(self.report["licenses"]):
            if x["status"] == "judged":
                mine = list(self.license(f"/licenses/{place}", x))
                found += mine or [(CONFIRMED, f"/licenses/{place}", f"{x['label']}: {x['verdict']}, by {x['proof']}.")]
        found += self.activities()
        return iter(found)

    # -- one license

    def license(self, place: str, x: Mapping[str, Any]) -> Iterator[Found]:
        """The verdict against its proof."""
        favored = frozenset(x["depends_on"][0] if x["depends_on"] else ())
        takes = {q["id"]: [r["id"] for r in q["takes"]] for q in self.report["questions"]}
        asked = [q for q in takes if f"question:{q}" in favored]
        readings = self.rules.questions
        options = [p for p in self.ways(asked) if all(readings[q].readings[i]["id"] in takes[q] for q, i in p.items())]
        if not options:
            yield WRONG, place, "No reading that it takes is one of its question."
            return
        tried = [(p, list(license_misquotes(place, x, self.allowed(favored, p)))) for p in options]
        picks, problems = min(tried, key=lambda one: len(one[1]))
        self.readings[x["pointer"]] = favored, picks
        yield from ((WRONG, *wrong) for wrong in problems)
        sets = [frozenset(one) for one in x["depends_on"]]
        if any(a <= b for i, a in enumerate(sets) for j, b in enumerate(sets) if i != j):
            yield WRONG, f"{place}/depends_on", "One set holds another."
        if (x["verdict"] == "depends") != bool(sets) and not self.cut_off(x):
            yield WRONG, f"{place}/depends_on", "Sets stand with `depends`, and with nothing else."
        alone = self.enough(x, favored, picks, alone=True)
        if x["verdict"] == "not-met":
            yield from self.not_met(place, x, alone)
            return
        if x["proof"] != "ledger" or x.get("points_alone", "met") != "met" or "tight_sets" in x:
            yield WRONG, f"{place}/proof", "Its proof is a ledger."
        if self.cut_off(x):
            yield OPEN, place, f"{x['label']}: the search was cut off."
        elif not self.enough(x, favored, picks):
            yield WRONG, place, "The ledger and the conditions do not make it met."
        elif x["pointer"] == self.order[0] and any(self.certain(x, favored - {key}, picks) for key in favored):
            state = WRONG if x["all_listed"] else OPEN  # a search that was cut off may leave more than it takes
            yield state, f"{place}/depends_on", "Fewer points than these decide it."
        elif not self.certain(x, favored, picks):
            yield OPEN, place, f"{x['label']}: the ledger does not stand under every reading of an unordered question."

    def enough(
        self, x: Mapping[str, Any], favored: frozenset[str], picks: Mapping[str, int], *, alone: bool = False
    ) -> bool:
        """Whether the ledger, the conditions and the Primary make it met if just these points fall favorably."""
        allowed = self.allowed(favored, picks)
        true, rows = allowed.by_pointer[x["pointer"]], ledger_rows(x, self.portfolio)
        passed = all(g.state == "passed" or (g.state == "unknown" and f"fact:{g.fact}" in favored) for g in true.gates)
        lasting = alone or "additional" not in true.renewed_as or self.primary_lasts(true, favored)
        return fills(true, rows) and passed and lasting and not any(ledger_problems(allowed, rows))

    def certain(self, x: Mapping[str, Any], favored: frozenset[str], picks: Mapping[str, int]) -> bool:
        """Whether the ledger does however the unordered questions turn out that are not among the `favored`."""
        kept = {q: pick for q, pick in picks.items() if f"question:{q}" in favored}
        return all(self.enough(x, favored, way | kept) for way in self.ways())

    def primary_lasts(self, additional: Judged, favored: frozenset[str] | None) -> bool:
        """Whether the Primary is renewed now, or active and far enough from its date. `favored` None: at the best."""
        first = self.judged.get(self.primary)
        if first is not None:
            sets = [frozenset(one) for one in first["depends_on"]]
            hangs = favored is None or not first["all_listed"] or any(one <= favored for one in sets)
            return first["verdict"] == "met" or (first["verdict"] == "depends" and hangs)
        held = next((x for x in self.portfolio.licenses if x.primary and not x.renew), None)
        expires = None if held is None else expiry(held, additional.edition)
        if held is None or expires is not None:
            return expires is not None and self.as_of < years_before(expires, additional.edition.opens_years)
        return favored is None or f"fact:{held.pointer}/expires" in favored

    def cut_off(self, x: Mapping[str, Any]) -> bool:
        return any(m["code"] == "P127" and m["pointer"] == x["pointer"] for m in self.report["messages"])

    def not_met(self, place: str, x: Mapping[str, Any], alone: bool) -> Iterator[Found]:
        true = self.cautious.by_pointer[x["pointer"]]
        failed = any(g.state == "failed" for g in true.gates)
        blocked = "additional" in true.renewed_as and not self.primary_lasts(true, None)
        if "points_alone" in x and (not blocked or (x["points_alone"] == "met") != alone):
            state = OPEN if blocked and alone else WRONG  # under another reading it may not be met
            yield state, f"{place}/points_alone", "Its own points and conditions say otherwise."
        tights = x.get("tight_sets", ())
        expected = "gate" if failed or "points_alone" in x else "cut" if tights else "searched"
        if x["proof"] != expected or (expected != "cut" and tights):
            yield WRONG, f"{place}/proof", f"What stands there is of the kind {expected}."
        elif expected == "searched":
            yield OPEN, place, f"{x['label']}: found by exhaustive search (searched), which nothing here proves."
        elif expected == "cut":
            yield from ((WRONG, f"{place}/tight_sets", text) for text in self.cuts(x["pointer"], tights))

    def cuts(self, pointer: str, tights: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """What is wrong with the tight sets: each must hold as labelled, and one whatever the readings."""
        before = self.order[: self.order.index(pointer)]
        before = [p for p in before if self.judged[p]["verdict"] != "not-met" or self.judged[p]["proof"] == "gate"]
        labels = [sorted((r["question"], r["reading"]) for r in tight.get("readings", ())) for tight in tights]
        if any(label in labels[:i] for i, label in enumerate(labels)):
            yield "Two are for the same readings."
        for tight, label in zip(tights, labels, strict=True):
            picks = {q: [r["id"] for r in self.rules.questions[q].readings].index(reading) for q, reading in label}
            problem = cut_problem(self.allowed(None, picks), tight, pointer, before)
            if problem or not set(picks) <= {q.id for q in self.unordered}:
                yield f"A tight set does not hold: {problem or 'it names an ordered question'}."
        for way in self.ways():
            if all(cut_problem(self.allowed(None, way), tight, pointer, before) for tight in tights):
                yield f"None holds under {way}."
                return

    def activities(self) -> Iterator[Found]:
        """What became of each activity and badge: a ledger over all licenses under the readings they share."""
        sets = [frozenset(x["depends_on"][0]) for x in self.judged.values() if x["depends_on"]]
        favored = frozenset[str]().union(*sets)
        picks = next(iter(self.readings.values()))[1] if len(self.readings) == 1 else {}
        allowed, rows = self.allowed(favored, picks), placed_rows(self.report)
        yield from ((WRONG, *wrong) for wrong in activity_misquotes(self.report, allowed))
        for pointer, readings in self.readings.items():
            x, mine = self.judged[pointer], [row for row in rows if row.license == pointer]
            if readings == (favored, picks) and sums(mine) != sums(ledger_rows(x, self.portfolio)):
                yield WRONG, "/activities", f"They were not placed as the ledger of {x['label']} says."
            if x["verdict"] != "not-met" and not fills(allowed.by_pointer[pointer], mine) and not self.cut_off(x):
                yield OPEN, "/activities", f"No ledger shows {x['label']} met together with those before it."
