"""One evaluation: a portfolio under one set of readings, with one choice of Primary, and its points placed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import NamedTuple, Protocol

from ...allocation.counting import Unfilled, unfilled
from ...allocation.flows.max_flow import Rank
from ...allocation.postings import postings
from ...allocation.problem import Lot, Posting
from ...allocation.search import Allocation
from ...allocation.solver import Solver
from ...catalog.scenario import Scenario, ScenarioReader
from ...core.codes import Code
from ...core.points import Points, show
from ...core.portfolio import Badge
from ...core.wording import count
from ...regulation.application import Application, held_primary_allows_renewal
from ...regulation.formulation import Formulation, formulate
from ...regulation.lots import pointers_of
from ...regulation.pairing import Token, related_by
from ...regulation.targets import RenewalTarget, Role


class Third(NamedTuple):
    """A badge beside a pair, which is worth half of one."""

    badge: Badge
    points: Points
    related_by: str


class Pair(NamedTuple):
    first: Badge
    second: Badge
    points: Points
    related_by: str
    third: Third | None = None


class Evaluation:
    """What one evaluation found: what was stated, and where points went.

    `placement` may be given as a function, which is called once somebody asks for it, if `unfilled` says already
    whether the only target can be met.
    """

    def __init__(
        self,
        formulation: Formulation,
        placement: Allocation | Callable[[], Allocation],
        unfilled: Unfilled | None = None,
    ) -> None:
        self.formulation = formulation
        self._placement = placement
        self.unfilled = unfilled
        """What counting alone has shown, where it was tried."""
        counted = None if unfilled is None or not unfilled.decides else not unfilled.refutes
        self.counted: tuple[bool, ...] | None = None if counted is None else (counted,)
        """Which targets counting alone has shown to be met or not, where it could."""

    @cached_property
    def placement(self) -> Allocation:
        return self._placement if isinstance(self._placement, Allocation) else self._placement()

    @property
    def entries(self) -> tuple[RenewalTarget, ...]:
        return self.formulation.entries

    @property
    def met(self) -> tuple[bool, ...]:
        """Which targets the points suffice for."""
        return self.placement.met if self.counted is None else self.counted

    @property
    def lots(self) -> Sequence[Lot]:
        """The lots in play, those of the pairs that are made included."""
        return self.unfilled.lots if self.unfilled is not None else self.placement.lots

    @property
    def below(self) -> Mapping[tuple[str, int], Points]:
        """What the topics of lots add up to for a target where that is less than the floor."""
        return self.unfilled.below if self.unfilled is not None else self.placement.below

    @property
    def decided(self) -> bool:
        """Whether it is proved which targets can be met."""
        return self.met == self.bound[0]

    @property
    def bound(self) -> Rank:
        """No placement can rank higher than this; of what is counted only which targets are met."""
        return self.placement.bound if self.counted is None else (self.counted, (), ())

    def points_met(self, index: int) -> bool:
        return self.met[index]

    def points_reachable(self, index: int) -> bool:
        """Whether the search has left open that the points suffice; the same as met where it was finished."""
        return self.bound[0][index]

    def settled_before(self, index: int) -> bool:
        """Whether it is proved which of the targets before one can be met."""
        return self.met[:index] == self.bound[0][:index]

    def placed(self, target: int) -> list[tuple[Lot, str, Points]]:
        """(lot, category, points) for all that was placed for a target; one category for a lot where one will do."""
        return [(lot, category, amount) for lot, at, category, amount in self.postings if at == target]

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """All that was placed; what counts toward a total only, in the category for that."""
        sums: dict[tuple[str, int, str], Posting] = {}
        order = self._likely_first if self.formulation.tokens else None
        for one in postings(self.formulation.problem, self.placement, order):
            key = one.lot.id, one.target, one.category or self.formulation.total_only
            before = sums[key].points if key in sums else 0
            sums[key] = Posting(one.lot, one.target, key[2], before + one.points)
        return tuple(sums.values())

    def _likely_first(self, lot_id: str, categories: list[str]) -> list[str]:
        """The categories in which badges are expected before the others, so that no other is named without need."""
        badges = pointers_of(lot_id)
        readings = [t.likely for t in self.formulation.tokens if t.likely and t.badge.pointer in badges]
        return sorted(categories, key=lambda category: sum(category not in likely for likely in readings))

    @cached_property
    def under_ceilings(self) -> Mapping[str, Points]:
        """What was placed under each ceiling, by its name."""
        amounts: dict[str, Points] = {}
        for (place, _), amount in self.placement.flow.items():
            for cap in self.placement.lots[place].caps:
                amounts[cap] = amounts.get(cap, 0) + amount
        return amounts

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of badges that were made."""
        badges = {t.badge.pointer: t.badge for t in self.formulation.tokens}
        pairs = []
        for choice in self.placement.chosen:
            first, second, *rest = (badges[pointer] for pointer in choice.uses)
            (points, by), (half, by_third) = (
                (lot.amount, lot.group.removeprefix("badges: ")) for lot in (choice.lots[0], choice.lots[-1])
            )
            pairs.append(Pair(first, second, points, by, Third(rest[0], half, by_third) if rest else None))
        return tuple(pairs)

    @cached_property
    def reasons(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What took points away from an activity or badge, by its pointer."""
        reasons = {
            pointer: [(code, words if isinstance(words, str) else words()) for code, words in given]
            for pointer, given in self.formulation.reasons.items()
        }

        def note(pointer: str, code: str, text: str) -> None:
            if (code, text) not in reasons.setdefault(pointer, []):
                reasons[pointer].append((code, text))

        kin, alone = self.formulation.kin, {lot.id for lot in self.placement.lots}
        used = {pointer for choice in self.placement.chosen for pointer in choice.uses} | alone
        halves = any(len(choice.uses) > 2 for choice in self.formulation.problem.choices)
        beside = "Only one for each pair counts for half." if halves else "Beside a pair a third one adds nothing."
        for single in (t for t in self.formulation.tokens if t.badge.pointer not in used):
            rate = count(show(self.formulation.rates[single.badge.pointer]), "PDP")
            text = (
                f"It is related to no other badge that may count, so it is worth nothing; two related ones make {rate}."
            )
            if kin.get(single.badge.pointer):
                text = (
                    f"No related badge is left that may count where this one may; two such badges make {rate}. {beside}"
                )
            note(single.badge.pointer, Code.ODD_BADGE, text)
        for single in (t for t in self.formulation.void if not self._has_kin(t)):
            (code, why), *rest = reasons[single.badge.pointer]
            why += " Not even then, as it is related to no other badge that may count."
            reasons[single.badge.pointer] = [(code, why), *rest]
        for (lot_id, target), total in self.placement.below.items():
            floor = show(self.entries[target].edition.floor)
            text = f"Its topic adds up to {count(show(total), 'PDP')}; a topic needs at least {floor} to count."
            for pointer in pointers_of(lot_id):
                note(pointer, Code.TOPIC_UNDER_FLOOR, text)
        return reasons

    def _has_kin(self, single: Token) -> bool:
        """Whether a badge is related to another one that may count, by whatever reading."""
        others = (*self.formulation.tokens, *self.formulation.void)
        kin = (t for t in others if t.badge.credential != single.badge.credential)
        return any(related_by(single, t, reading) for t in kin for reading in ("stack", "area"))


def evaluate(
    case: Application, reader: ScenarioReader, solver: Solver, *, points: bool = True, counting: bool = True
) -> Evaluation:
    """The best placement under this scenario; without `points` only which targets can be met is worked out.

    Without `counting` points are placed also where counting them shows already whether they suffice.
    """
    statement = formulate(case, reader)
    if not statement.entries:
        return Evaluation(statement, Allocation((), (), {}))
    problem = statement.problem
    solver.budget.spend(10 * len(case.portfolio.items) * problem.targets + 5 * len(problem.choices))
    relaxed = unfilled(problem) if counting else None
    if relaxed is not None and relaxed.decides:
        return Evaluation(statement, partial(solver.solve, problem, points=points), relaxed)
    return Evaluation(statement, solver.solve(problem, points=points), relaxed)


class PointsFound(Protocol):
    """What is known of the points of targets under a scenario."""

    @property
    def entries(self) -> tuple[RenewalTarget, ...]: ...

    def points_met(self, index: int) -> bool: ...

    def points_reachable(self, index: int) -> bool: ...

    def settled_before(self, index: int) -> bool: ...


def is_renewed(
    case: Application,
    evaluation: PointsFound,
    index: int,
    scenario: Scenario,
    *,
    alone: bool = False,
    optimistic: bool = False,
) -> bool:
    """Whether a target is renewed: points, conditions, and for additional licenses (unless `alone`) the Primary.

    With `optimistic`, points that an unfinished search has not ruled out are enough; without it they are not, nor are
    points of which it does not know whether a target that has priority needs them.
    """
    entry = evaluation.entries[index]
    if optimistic:
        enough = evaluation.points_reachable(index)
    else:
        enough = evaluation.points_met(index) and evaluation.settled_before(index)
    if not enough or entry.failed_gates:
        return False
    if not all(scenario.favors(key) for key in entry.unknown_facts):
        return False
    return alone or not entry.is_additional or primary_is_renewed(case, evaluation, scenario, optimistic=optimistic)


def primary_is_renewed(
    case: Application, evaluation: PointsFound, scenario: Scenario, *, optimistic: bool = False
) -> bool:
    """Whether an additional license has the Primary it needs: renewed now, or active and over a year from its date."""
    first = evaluation.entries[0]
    if case.primary is None:
        return held_primary_allows_renewal(case, first.edition, scenario)
    return first.role == Role.PRIMARY and is_renewed(case, evaluation, 0, scenario, optimistic=optimistic)
