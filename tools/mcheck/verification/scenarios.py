"""What a report says it was made with, and the statement of the rules in each scenario its verdicts are about.

Day, edition, readings and Primary are taken from the report, as far as somebody could have asked for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from ..catalog.rules import load_rules
from ..catalog.scenario import Scenario, ScenarioReader, pinned, with_months
from ..catalog.store import Catalog
from ..core.messages import InputError
from ..core.portfolio_file import PortfolioFile
from ..core.reports.confirmation import options_of
from .ledgers import fills, ledger_problems
from .restated.licenses import licenses_to_judge, worst
from .restated.model import Case, Judged, Statement
from .restated.statement import state

if TYPE_CHECKING:
    from ..core.reports.report import FurtherRow, LedgerRow, LicenseRow, Report

Told = TypeVar("Told", "LedgerRow", "FurtherRow")
Way = Mapping[str, int]
"""The reading of each unordered question, by its id."""
MOST_SCENARIOS = 1000
"""More than that are too many to go through."""


def case_of(report: Report, loaded: PortfolioFile, catalog: Catalog) -> Case:
    """What a report is about; ValueError or LookupError where there is no such thing."""
    licenses = [x.pointer for x in loaded.portfolio.licenses]
    edition, pins = options_of(report)
    try:
        rules = with_months(pinned(load_rules(catalog), pins), loaded.portfolio.licenses)
    except InputError as refused:
        raise ValueError(str(refused)) from None
    forced = None if edition is None else {e.id: e for e in rules.editions}[edition]
    primary = licenses[licenses.index(report["primary"]["pointer"])] if "primary" in report else None
    as_of = date.fromisoformat(report["as_of"])
    if forced is None and rules.edition_on(as_of) is None:
        raise ValueError(f"no rules of {as_of} are known")
    return Case(loaded.portfolio, rules, as_of, forced, primary)


def frame_problems(case: Case, report: Report, judged: tuple[Judged, ...]) -> Iterator[tuple[str, str]]:
    """Where (JSON Pointer) and why it cannot be that these are judged, one of them as Primary, and come to that."""
    listed = [x["pointer"] for x in report["licenses"]]
    verdicts = {x["pointer"]: x["verdict"] for x in report["licenses"] if x["status"] == "judged"}
    if len(set(listed)) < len(listed) or {x.pointer for x in judged} != set(verdicts):
        yield "/licenses", "Other licenses should be judged, each of them once."
    named = next((x.pointer for x in case.portfolio.licenses if x.primary), None)
    may_be: list[str | None] = [x.pointer for x in licenses_to_judge(case) if named in (None, x.pointer)]
    if report.get("primary", {}).get("pointer") not in (may_be or [None]):
        yield "/primary", "Another license is renewed as Primary."
    for i, x in enumerate(report["licenses"]):
        for target in (j for j in judged if j.pointer == x["pointer"] and "verdict" in x):
            yield from ((f"/licenses/{i}", f"{target.label}: {text}.") for text in _field_problems(target, judged, x))
    over_all = worst(case, verdicts.values())
    if verdicts and report["verdict"] != over_all:
        yield "/verdict", f"The overall verdict should be {over_all}."


def never_met(x: LicenseRow) -> bool:
    """Whether a license is said not to be met in any event in which it is judged here."""
    return "not-met" in (x["verdict"], x.get("if_academic"))


def _field_problems(license: Judged, judged: tuple[Judged, ...], x: LicenseRow) -> Iterator[str]:
    """What is wrong with what is said of a license in a field that is in no list, or whose Primary is in one."""
    own_field, if_academic = license.open_field, x.get("if_academic")
    keys = {own_field, judged[0].open_field if license.is_additional else None} - {None}
    if own_field is not None and (if_academic is None or x["verdict"] != "depends"):
        yield "it depends on its field, which is in no list"
    elif if_academic == "not-met" and (x["verdict"] != "depends" or x["depends_on"] not in [[[key]] for key in keys]):
        yield "it depends on something other than a field that is in no list"
    elif if_academic in ("met", "depends") and (if_academic == "met") != (x["depends_on"][:1] == [[own_field]]):
        yield "the report says otherwise in case it is an academic license"


def by_favorable(rows: Sequence[Told]) -> dict[frozenset[str], list[Told]]:
    """Ledgers, or further points, by what falls in the educator's favor in them."""
    grouped: dict[frozenset[str], list[Told]] = {}
    for row in rows:
        grouped.setdefault(frozenset(row["favored"]), []).append(row)
    return grouped


class Scenarios:
    """The statements of a case; one that would ask the same and get the same answers is not made again."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.unordered = [q for q in case.rules.questions.values() if not q.ordered]
        self.statements: dict[frozenset[str] | None, list[tuple[Way, Statement]]] = {}

    def statement(self, favorable: frozenset[str] | None, way: Way) -> Statement:
        """What may count when just these points (None: all) fall in the educator's favor."""
        statements = self.statements.setdefault(favorable, [])
        for answers, statement in statements:
            if all(way.get(q, 0) == pick for q, pick in answers.items()):
                return statement
        if sum(map(len, self.statements.values())) >= MOST_SCENARIOS:
            raise ValueError(f"more than {MOST_SCENARIOS} scenarios")
        reader = ScenarioReader(self.case.rules, Scenario(favorable, way))
        statement = state(self.case, reader)
        statements.append(({q.id: way.get(q.id, 0) for q in self.unordered if q.key in reader.consulted}, statement))
        return statement

    def ways(self, keep: Way | None = None) -> Iterator[dict[str, int]]:
        """Every way the unordered questions may turn out, except for the picks to keep."""
        for picks in product(*(range(len(q.readings)) for q in self.unordered)):
            yield {q.id: pick for q, pick in zip(self.unordered, picks, strict=True)} | dict(keep or {})


# -- the readings that a question would take


def takes_problems(case: Case, report: Report) -> Iterator[tuple[str, str]]:
    """Where (JSON Pointer) and why the readings that a question would take are not all, or not readings of it.

    Seen are those with which the Primary is met by the ledger that is shown for it; nothing with priority over it could
    want its points.
    """
    shown = _ledger_shown(report)
    for i, row in enumerate(report["questions"]):
        question = case.rules.questions[row["id"]]
        ids, taken = [reading["id"] for reading in question.readings], [reading["id"] for reading in row["takes"]]
        if not taken or not set(taken) <= set(ids):
            yield f"/questions/{i}/takes", "It has no such readings, or none is named."
        key = f"question:{question.id}"
        if shown is None or key not in shown["favored"]:
            continue
        for reading in (one for one in ids if one not in taken):
            if _good(case, shown, key, f"{question.id}={reading}"):
                yield f"/questions/{i}/takes", f"The ledger shown is as good under {reading}, which is missing."


def _ledger_shown(report: Report) -> LedgerRow | None:
    """The ledger shown for the first license that is judged, if its verdict depends on what is favored there."""
    first = next((x for x in report["licenses"] if x.get("renewed_as") == "primary" and x.get("depends_on")), None)
    if first is None:
        return None
    ledger = report["ledgers"][first["ledgers"][0]]
    return ledger if sorted(ledger["favored"]) == sorted(first["depends_on"][0]) else None


def _good(case: Case, ledger: LedgerRow, key: str, pin: str) -> bool:
    """Whether a ledger keeps to the rules with one question fixed, however those not favored turn out."""
    scenarios = Scenarios(replace(case, rules=pinned(case.rules, [pin])))
    favorable = frozenset(ledger["favored"]) - {key}
    kept_to: dict[int, bool] = {}

    def holds(way: Mapping[str, int]) -> bool:
        statement = scenarios.statement(favorable, way)
        if id(statement) not in kept_to:
            good = fills(ledger, statement.judged[0]) and not any(ledger_problems(statement, ledger))
            kept_to[id(statement)] = good
        return kept_to[id(statement)]

    kept = [{q.id: way[q.id] for q in scenarios.unordered if q.key in favorable} for way in scenarios.ways()]
    return any(all(holds(way) for way in scenarios.ways(keep)) for keep in kept)
