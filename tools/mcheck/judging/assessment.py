"""What the engine found out about a portfolio: the parts of a report are read from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ..allocation.minimal_sets import ALL, FIRST, NONE
from ..allocation.solver import Solver
from ..catalog.editions import Edition
from ..catalog.rules import Rules
from ..catalog.scenario import Scenario
from ..catalog.store import Catalog
from ..core.pointers import item_of, keys_of
from ..core.portfolio import Item, Portfolio
from ..core.records import Record
from ..core.wording import series
from ..regulation.application import Application
from ..regulation.lots import pointers_of
from ..regulation.stated_totals import BADGES, HALF, STATED
from ..regulation.targets import RenewalTarget, application_once_done
from .certificates import Certificate, prove
from .primary import choose_primary
from .shortfall import Shortfall, Shortfalls
from .verdicts import DEPENDS, MET, MOST_SETS, NOT_MET, Judge, Verdict

if TYPE_CHECKING:
    from ..core.reports.report import CitationRow

PARTS = 12
"""One problem of a report may use that part of the work that is left."""
ONCE_OPEN = 50_000
"""The work that may be left once a search was cut off: then no set can be said to be the smallest any more."""

COUNTED_BADGES = "the badges that you only count"


def item_at(portfolio: Portfolio, pointer: str) -> Item:
    """The activity or badge at a pointer."""
    folder, index = keys_of(pointer)
    items: tuple[Item, ...] = portfolio.activities if folder == "activities" else portfolio.badges
    return items[int(index)]


def title_of(portfolio: Portfolio, catalog: Catalog, lot_id: str) -> str:
    """What a lot was made from, by name: activities, badges, or a sum that the educator states."""
    pointers = pointers_of(lot_id)
    if pointers[0] == BADGES:
        which = "half a pair" if lot_id.startswith(HALF) else "a pair"
        return f"{which[0].upper()}{which[1:]} of {COUNTED_BADGES}"
    if pointers[0].startswith(STATED):
        return f"{catalog.terms('categories')[pointers[0].rpartition('/')[2]]['label']}, a sum you state"
    return " + ".join(item_at(portfolio, pointer).title for pointer in pointers)


def not_decided(keys: Iterable[str]) -> str:
    """Of what kind the points are that something depends on, in words."""
    kinds = {key.split(":")[0] for key in keys}
    facts = ["facts that the file does not state in full"] * ("fact" in kinds)
    words = [*["questions that are not settled"] * ("question" in kinds), *facts]
    return series(words or ["what could not be decided"])


def whereabouts(portfolio: Portfolio, catalog: Catalog, pointer: str) -> str:
    """What a pointer is about, in words; "" for the file as a whole."""
    parts = keys_of(pointer) or [""]
    if parts[0] in ("activities", "badges") and len(parts) > 1:
        return f'"{item_at(portfolio, item_of(pointer)).title}"'
    if parts[0] == "licenses" and len(parts) > 1:
        return portfolio.licenses[int(parts[1])].label
    if parts[0] == "stated":
        return COUNTED_BADGES if parts[1:2] == ["badges"] else ""
    if parts[0] == "endorsements" and len(parts) > 1:
        endorsement = (portfolio.endorsements or ())[int(parts[1])]
        return str(catalog.get("licenses", endorsement.id)["name"])
    return ""


class Assessment:
    """One choice of Primary, its readings, a verdict for each entry, and the outcome that `base` shows for all.

    `base` is the outcome under everything that the first smallest sets name, or the cautious one. `sets` is which
    smallest sets are looked for: NONE, which takes the least time, the FIRST ones or ALL. `brief` says that only rows
    of a list are made of it, which cite nothing and show no ledgers.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        rules: Rules,
        as_of: date,
        forced: Edition | None,
        sets: str = FIRST,
        *,
        brief: bool = False,
    ) -> None:
        self.brief = brief
        self.portfolio = portfolio
        self.rules = rules
        self.catalog = rules.catalog
        self.as_of = as_of
        self.forced = forced
        self.solver = Solver()
        self.solver.parts = PARTS
        choice = choose_primary(Application(portfolio, rules, as_of, as_of, forced, False, None), self.solver)
        self.solver.once_open = ONCE_OPEN
        self.judge, self.chosen_by, self.why_primary = choice.judge, choice.chosen_by, choice.reason
        self.case, self.evaluations = self.judge.case, self.judge.evaluations
        entries = self.evaluations.cautious().entries
        self.entries = entries
        self.sets = sets
        self.verdicts = [self.judge.verdict(entry.index, MOST_SETS[sets]) for entry in entries]
        self.shortfalls = self._find_shortfalls()
        if sets != NONE:
            _ = self.certificates  # what an evaluation is first made for decides how its points are placed
        depends = sorted({key for v in self.verdicts for chosen in v.depends_on[:1] for key in chosen})
        if depends:
            alone = len(self.verdicts) == 1
            every = Scenario(frozenset(depends))
            self.base = self.verdicts[0].outcome if alone else self.evaluations.evaluation(every, points=True)
        elif self.verdicts:
            self.base = self.verdicts[0].outcome
        else:
            self.base = self.evaluations.cautious()

    def _find_shortfalls(self) -> list[Shortfall | None]:
        """What each entry lacks; and what is shown of those not met is placed so that the least is missing."""
        words = {v.word for v in self.verdicts}
        if words <= {MET}:
            return [None] * len(self.verdicts)
        shortfalls = Shortfalls(self.evaluations)
        if any(v.fails for v in self.verdicts):
            shown, alike = shortfalls.cautious(), words == {MET, NOT_MET} and self.case.as_stated == Scenario.CAUTIOUS
            self.verdicts = [v._replace(outcome=shown) if v.fails or alike else v for v in self.verdicts]
        return shortfalls.of(self.verdicts, search=self.sets != NONE)

    @cached_property
    def certificates(self) -> list[Certificate]:
        """What shows that each verdict holds."""
        return prove(self.judge, self.verdicts)

    def may_matter(self, verdict: Verdict) -> list[str]:
        """What else was asked about that is open, where not every set on which a verdict depends is known."""
        if verdict.word != DEPENDS or verdict.sets == ALL:
            return []
        in_sets = frozenset[str]().union(*verdict.depends_on, *verdict.alike)
        return self.evaluations.sort_points(self.evaluations.open_points() - in_sets)

    def edition_by(self, day: date, entry: RenewalTarget) -> Edition | None:
        """The edition that will follow the one an entry is judged by, if it holds by that day."""
        later = self.rules.edition_after(entry.edition)
        return later if later is not None and later.start <= day and self.forced is None else None

    def cite(self, citations: Iterable[Record]) -> list[CitationRow]:
        """Citations for a report, each once."""
        if self.brief:
            return []
        different = {(citation["source"], citation.get("at")): citation for citation in citations}
        return [self.catalog.cite(citation) for citation in different.values()]

    def last_day(self, item: Item) -> date:
        """The last day on which something may have been completed; what has no date is done on that of applying."""
        return self.as_of if item.done is None else item.done.last

    def item(self, pointer: str) -> Item:
        """The activity or badge at a pointer."""
        return item_at(self.portfolio, pointer)

    def items_of(self, lot_id: str) -> list[Item]:
        """The activities and badges that a lot was made from: none for a sum that the educator states."""
        return [self.item(pointer) for pointer in pointers_of(lot_id) if not pointer.startswith(STATED)]

    def where(self, pointer: str) -> str:
        """What a pointer is about, in words; "" for the file as a whole."""
        return whereabouts(self.portfolio, self.catalog, pointer)

    def related(self, by: str) -> str:
        """What relates two badges, in words."""
        if ("stacks", by) in self.catalog:
            return f"the same stack: {self.catalog.get('stacks', by)['name']}"
        term = self.catalog.terms("areas").get(by)
        return f"a shared area: {term['label'] if term else by}"

    @cached_property
    def category_labels(self) -> dict[str, str]:
        """What the categories are called under the edition that holds; nothing where no license is judged."""
        return self.rules.category_labels(self.entries[0].edition) if self.entries else {}

    @cached_property
    def planned(self) -> Judge:
        """The judge with planned activities counted as done, for an application when all of them are."""
        days = [item.done.last for item in self.portfolio.items if item.planned and item.done is not None]
        until = max([self.as_of, *days])
        as_of = application_once_done(self.case, self.entries, until)
        return Judge(self.case._replace(as_of=as_of, until=until, planned=True), self.solver)

    @cached_property
    def in_play(self) -> set[str]:
        """Pointers of everything that could have been placed."""
        return {pointer for lot in self.base.placement.lots for pointer in pointers_of(lot.id)}

    @cached_property
    def may_count(self) -> set[str]:
        """Pointers of what could count for something, badges if with others, today or once what is planned is done."""
        judges = [self.judge, self.planned] if self.portfolio.has_planned else [self.judge]
        best = [outcome.formulation for judge in judges for _, outcome in judge.evaluations.best_case_outcomes()]
        activities = {p for formulation in best for lot in formulation.problem.lots for p in pointers_of(lot.id)}
        return activities | {token.badge.pointer for formulation in best for token in formulation.tokens}
