"""Whether targets can be met where lots must stay whole: one lot after another is tried in each of its uses.

A flow may divide lots, so it bounds that badly where several targets need large ones. Here a state is what each need
still lacks. Where the lots that are left cannot bring that to some needs, all together, it is given up, and so is one
that has failed before. Lots that may be divided and undecided tokens count for as much as they can be worth. So it is
proved that targets cannot be met; whether a placement found is one is seen by a flow where anything was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from ..flows.cuts import CutValues
from ..flows.max_flow import Cut, Flow
from ..flows.relaxation import LotSums, Node, Placed, Relaxation, RelaxedNode
from ..problem import Lot
from .uses import LotUses, State, Unit, Use

STEP, SETUP = 10, 4
"""The work of a state, and of each lot where targets are asked about."""
LEAST = 5_000
"""The work that there always is for a question."""


class WholeLots:
    """The lots of a node of which none is narrowed."""

    def __init__(self, relaxation: Relaxation, node: Node, values: CutValues, uses: LotUses) -> None:
        self.relaxation, self.node, self.values, self.uses = relaxation, node, values, uses
        self.units: list[Unit] = []
        loose: list[Lot] = []
        families: dict[str, list[Lot]] = {}
        lots, tokens = relaxation.lots_of(node)
        for lot, token in zip(lots, tokens, strict=True):
            (loose if token else families.setdefault(lot.origin, [])).append(lot)
        for family in families.values():
            unit = uses.unit(family, relaxation)
            if unit is not None:
                self.units.append(unit)
            elif any(lot.options for lot in family):
                loose += family
        self.exact = not loose
        self._divisible = loose
        self._loose = uses.worth(loose, relaxation)
        self._brought: dict[int, int] = {}

    @property
    def any(self) -> bool:
        """Whether any lot has a choice of uses."""
        return any(len(unit.uses) > 1 for unit in self.units)

    @property
    def mixed(self) -> bool:
        """Whether any lot has uses that give more than it can."""
        return any(unit.mixed for unit in self.units)

    @cached_property
    def _sums(self) -> LotSums:
        """The lots that may be divided, summed up; mostly what they are worth is known from other problems."""
        return self.relaxation.sums_of_lots(self.node, self._divisible)

    def loose(self, some: int) -> int:
        """What lots that may be divided and shares are worth at most for some needs, which are bits."""
        if self.exact:
            return 0
        if some not in self._loose:
            weights = tuple([some >> n & 1 for n in range(len(self.uses.needs))])
            self._loose[some] = self.values.of_lots(Cut(weights, 0, 0), self.node, self._sums)
        return self._loose[some]

    def falls_short(self, targets: int) -> bool:
        """Whether all lots together are too little for some targets, which are bits."""
        cuts = self.uses.cuts(targets)
        for place, cut in enumerate(cuts):
            if self.uses.demand(cut) > self.brings(cut):
                cuts.insert(0, cuts.pop(place))
                return True
        return False

    def brings(self, some: int) -> int:
        """What all lots bring at most to some needs, which are bits."""
        if some not in self._brought:
            self._brought[some] = self.loose(some) + sum([unit.values[some] for unit in self.units])
        return self._brought[some]

    def beside(self, targets: int, target: int) -> int:
        """What all lots bring at most to a target beside others that get what they demand, which are bits."""
        some = sum([1 << n for n, need in enumerate(self.uses.needs) if targets >> need.target & 1])
        more = sum([1 << n for n, need in enumerate(self.uses.needs) if need.target == target])
        return self.brings(some | more) - self.uses.demand(some)


class Question:
    """Whether needs can get what is demanded for them.

    Where that is not found out either `stopped` is set, as the work allowed is used up, or `open`, as only branching
    can tell. There always is some work left for a question. If they are not `divided`, lots that may be count as enough
    where the sums do not show that they are not. Where lots are `mixed`, what is found may be more than they can give,
    unless all points of each are to count again alike, `together`; then that nothing is found proves nothing.
    """

    def __init__(
        self, whole: WholeLots, demands: Sequence[int], work: int, *, divided: bool = True, together: bool = False
    ) -> None:
        self.whole, self.uses, self.relaxation = whole, whole.uses, whole.relaxation
        self.demands, self.divided, self.together = [*demands], divided, together
        self.targets = sum({1 << need.target for need, demand in zip(self.uses.needs, demands, strict=True) if demand})
        self.work = max(work, self.relaxation.spent + LEAST)
        self.open = self.stopped = False
        self.taken: list[Use] = []
        self._need, self._slack = -1, 0
        """The need that may lack something, and how much: none, by the zero at the end of a state."""
        self._best: tuple[int, list[Use]] | None = None
        """How little that need lacks by what was found, and the uses then."""
        self._cuts: list[tuple[itemgetter[State], list[int], int]] = []
        self._units: list[tuple[Sequence[Use], int, Unit]] = []
        self._failed: list[set[State]] = []

    @property
    def finished(self) -> bool:
        """Whether what was asked was found out, as far as the uses tell."""
        return not (self.open or self.stopped)

    def ask(self) -> bool:
        """Whether they can be met, as far as is known; `taken` are uses then with which they are, or may be."""
        state = self._begin()
        return state is not None and self._fill(0, state)

    def most(self, need: int, least: int) -> int | None:
        """The most of what is demanded for a need that it can get, if that is so much; `taken` are the uses then.

        All others get what is demanded for them. Only where there are no lots that may be divided.
        """
        self._need, self._slack = need, self.demands[need] - least
        state = self._begin()
        if state is None or not self._fill(0, state):
            if self._best is None:
                return None
            lacking, self.taken = self._best
            self.demands[need] -= lacking
        return self.demands[need]

    def _begin(self) -> State | None:
        """What is lacking once each lot with one use only has it; None if the sums show that it cannot be filled."""
        state: State = (*self.demands, *[0] * (len(self.uses.shared) + 1))
        for unit in self.whole.units:
            uses, most = unit.best(self.targets, together=self.together)
            if len(uses) == 1:
                self.taken.append(uses[0])
                state = self.uses.after(state, uses[0])
            elif uses:
                self._units.append((uses, most, unit))
        self.relaxation.spent += SETUP * len(self.whole.units)
        self._units.sort(key=lambda one: -one[1])
        cuts = self.uses.cuts(self.targets)
        for place, cut in enumerate(cuts):
            self._keep(cut)
            lacking, left, _ = self._cuts[-1]
            if sum(lacking(state)) > left[0]:
                cuts.insert(0, cuts.pop(place))
                return None
        self._failed = [set() for _ in self._units]
        return state

    def _keep(self, cut: int) -> None:
        """Keeps what gives of a state how much some needs lack, and the most that the lots from each on bring them.

        What may be lacking counts as brought.
        """
        values = [unit.values[cut] for _, _, unit in reversed(self._units)]
        initial = self.whole.loose(cut) + (self._slack if self._need >= 0 and cut >> self._need & 1 else 0)
        self._cuts.append((self.uses.lacking(cut), [*accumulate(values, initial=initial)][::-1], cut))

    def _fill(self, i: int, state: State) -> bool:
        """Whether what is lacking may be filled by the lots from one on."""
        if max(state) <= self._slack and self._is_filled(state):
            return True
        self.relaxation.spent += STEP
        if self.relaxation.spent > self.work:
            self.stopped = True
            return False
        for place, (lacking, most, _) in enumerate(self._cuts):
            if sum(lacking(state)) > most[i]:
                self._cuts.insert(0, self._cuts.pop(place))
                return False
        if i == len(self._units):
            if self.whole.exact:
                return self._is_filled(state)
            return self._divided(state) if self.divided else True
        if state in self._failed[i]:
            return False
        ways = {self.uses.after(state, use): use for use in self._units[i][0]}
        if len(ways) > 1:
            ways.pop(state, None)
        for after in sorted(ways, key=sum):
            self.taken.append(ways[after])
            if self._fill(i + 1, after):
                return True
            self.taken.pop()
            if self.open or self.stopped:
                return False
        self._failed[i].add(state)
        return False

    def _is_filled(self, state: State) -> bool:
        """Whether nothing is lacking; where only the one need lacks something, it has to lack less from now on."""
        lacking = self._lacking(state)
        if lacking is None or lacking > self._slack:
            return False
        if lacking:
            self._best = lacking, [*self.taken]
            less, self._slack = self._slack - lacking + 1, lacking - 1
            for _, most, cut in self._cuts:
                if cut >> self._need & 1:
                    most[:] = [amount - less for amount in most]
        return not lacking

    def _lacking(self, state: State) -> int | None:
        """How little the one need lacks if what needs share is divided well over them; None if others lack anything.

        Of what they share they can get what is lacking if that holds for each set of them (Hall).
        """
        if max(state) <= 0:
            return 0
        if not self.uses.shared:
            return state[self._need] if all(one <= 0 for n, one in enumerate(state) if n != self._need) else None
        most = 0
        for some, lacking in self.uses.subsets(self.targets):
            short = sum(lacking(state))
            if short > 0 and (self._need < 0 or not some >> self._need & 1):
                return None
            most = max(most, short)
        return most

    def _divided(self, state: State) -> bool:
        """Whether lots that may be divided fill what is lacking: by a flow, and cuts that it leaves are kept."""
        if any(demand < need.demand for demand, need in zip(self.demands, self.uses.needs, strict=True) if demand):
            self.open = True
            return False
        if self.is_met(self.relaxation.relax(self.node, ceilings_only=True).flow.met):
            return True
        for cut in self.relaxation.cuts:
            if not cut.targets & ~self.targets:
                self._keep(sum([1 << n for n, weight in enumerate(cut.weights) if weight]))
                lacking, most, _ = self._cuts[-1]
                if sum(lacking(state)) > most[-1]:
                    return False
        self.open = True
        return False

    def is_met(self, met: Sequence[bool]) -> bool:
        """Whether the targets asked about are among those met."""
        return all(full for target, full in enumerate(met) if self.targets >> target & 1)

    def is_placed(self, placed: Sequence[int]) -> bool:
        """Whether targets get all the points that were asked for; ceilings that lots share may stand in the way."""
        pairs = zip(self.uses.needs, self.demands, strict=True)
        return all(placed[need.target] >= demand for need, demand in pairs if need.categories is None)

    @property
    def node(self) -> Node:
        """The lots narrowed to what they are taken for."""
        narrowed = {name: options for use in self.taken for name, options in use.narrowed.items()}
        return self.whole.node._replace(narrowed=tuple(sorted(narrowed.items())))

    @property
    def whole_node(self) -> Node:
        """The same with what is taken for nothing narrowed as well."""
        narrowed = {name: options for unit in self.whole.units for name, options in unit.uses[0].narrowed.items()}
        return self.node._replace(narrowed=tuple(sorted((narrowed | dict(self.node.narrowed)).items())))

    def placed(self) -> Placed | None:
        """The placement by the uses taken; None where a flow has to tell whether it is one."""
        if self.whole.mixed and not self.together:
            return None
        node, needs = self.node, self.uses.needs
        left = [*self.demands]
        under: dict[str, int] = {}
        taken: dict[str, dict[int, int]] = {}
        lots, tokens = self.relaxation.narrowed(node)
        caps = {lot.id: lot.caps for lot in lots}
        for use in self.taken:
            for name, places, amount in use.gives:
                row = taken.setdefault(name, {})
                for n in places:
                    if n >= len(needs):
                        return None
                    part = min(left[n], amount)
                    if part:
                        row[n] = part
                        left[n] -= part
                        amount -= part
                for cap in caps[name]:
                    under[cap] = under.get(cap, 0) + sum(row.values())
        if any(left) or any(amount > self.relaxation.caps[cap] for cap, amount in under.items()):
            return None
        rows = [taken.get(lot.id, {}) for lot in lots]
        met = tuple([bool(self.targets >> t & 1) for t in range(self.relaxation.problem.targets)])
        demands = [sum([need.demand for need in needs if need.target == target]) for target in range(len(met))]
        placed = tuple([demand if full else 0 for demand, full in zip(demands, met, strict=True)])
        return node, RelaxedNode(lots, tokens, [], self.relaxation.caps, Flow(met, placed, lambda: rows))
