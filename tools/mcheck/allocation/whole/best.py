"""What can be met at most where lots must stay whole, and how many points can be placed then: question by question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..flows.relaxation import Node
from .search import Question, WholeLots


class Ways:
    """The ways to decide the tokens of a node; its own lots only, if none is free."""

    def __init__(self, undecided: WholeLots, decided: Sequence[Node], whole_lots: Callable[[Node], WholeLots]) -> None:
        self.undecided = undecided
        self.any = bool(decided)
        self._nodes = [*decided] or [undecided.node]
        self._whole_lots = whole_lots
        self._made = {undecided.node: undecided}

    def whole(self) -> Iterator[WholeLots]:
        """The lots of each way, those of the last one that was of use first."""
        for node in self._nodes:
            if node not in self._made:
                self._made[node] = self._whole_lots(node)
            yield self._made[node]

    def prefer(self, node: Node) -> None:
        """Has the lots of a node come first from now on."""
        self._nodes.remove(node)
        self._nodes.insert(0, node)


class MostMet(NamedTuple):
    """The question whose uses meet the most; None where what was known before does, or nothing can be met."""

    question: Question | None
    bound: tuple[bool, ...]


def most_met(ways: Ways, before: Sequence[bool], work: int) -> MostMet | None:
    """What can be met, the earlier targets before others, of which `before` is known; None where it stays open."""
    whole = ways.undecided
    known = sum([1 << target for target, full in enumerate(before) if full])
    count = whole.relaxation.problem.targets
    hoped = _hoped(whole, known)
    if not hoped & ~known:
        return MostMet(None, _as_met(hoped, count))
    asked = _asked(ways, hoped, work)
    if asked is not None and asked.met:
        return MostMet(asked.met, _as_met(hoped, count))
    refuted = hoped if asked is not None and not asked.stopped else 0
    targets, most, found = 0, 0, None
    for target in range(count):
        more = targets | 1 << target
        if more & ~known:
            if more == refuted or whole.falls_short(more):
                continue
            asked = _asked(ways, more, work)
            if asked is None:
                return None
            if asked.stopped:
                most = targets | (1 << count) - (1 << target)
                break
            if not asked.met:
                continue
            found = asked.met
        targets = most = more
    return MostMet(found, _as_met(most, count))


def _hoped(whole: WholeLots, known: int) -> int:
    """The targets that may be met as far as sums show, the earlier ones before others; those known together are."""
    targets = 0
    for target in range(whole.relaxation.problem.targets):
        more = targets | 1 << target
        if not more & ~known or not whole.falls_short(more):
            targets = more
    return targets


def _as_met(targets: int, count: int) -> tuple[bool, ...]:
    return tuple([bool(targets >> target & 1) for target in range(count)])


class _Asked(NamedTuple):
    met: Question | None
    stopped: bool


def _asked(ways: Ways, targets: int, work: int) -> _Asked | None:
    """Whether targets are met in one of the ways to decide tokens; that all of them fail is seen first."""
    demands, stopped = _demands(ways.undecided, targets), False
    if ways.any:
        question = Question(ways.undecided, demands, work, divided=False)
        if not question.ask() and not question.stopped:
            return _Asked(None, False)
    for whole in ways.whole():
        question = Question(whole, demands, work)
        if question.ask():
            ways.prefer(whole.node)
            sure = Question(whole, demands, work, together=True)
            return _Asked(sure if whole.mixed and sure.ask() else question, False)
        if question.open:
            return None
        stopped |= question.stopped
    return _Asked(None, stopped)


def most_points(
    whole: WholeLots, met: Sequence[bool], least: Sequence[int], most: Sequence[int], work: int
) -> tuple[Question | None, bool]:
    """The question whose uses place the most points beside the targets met, and whether none can place more.

    None where `least`, the points that each target is known to get, is not exceeded, or this is no matter of whole
    lots. Of a target that is not met any points count as much as any others. `most` is what a bound places, which
    holds for a target as long as those before it get as much: if they get less, more may be left for it.
    """
    needs = whole.uses.needs
    totals = {need.target: n for n, need in enumerate(needs) if need.categories is None}
    if not whole.any or not whole.exact or len(totals) < len(met):
        return None, False
    demands = _demands(whole, sum([1 << target for target, full in enumerate(met) if full]))
    found, proved, bounded = None, True, True
    for target, full in enumerate(met):
        if full:
            continue
        need = totals[target]
        low, high = 0 if found else least[target], most[target] if bounded else needs[need].demand
        if low < high:
            demands[need] = high
            question = beyond = Question(whole, demands, work, together=True)
            reached = question.most(need, low + 1)
            if reached is not None:
                low, found = reached, question
            if whole.mixed and low < high:
                beyond = Question(whole, demands, work)
                proved = proved and beyond.most(need, low + 1) is None
            proved = proved and not (beyond.open or beyond.stopped)
        demands[need] = low
        bounded = bounded and low == most[target]
    return found, proved


def _demands(whole: WholeLots, targets: int) -> list[int]:
    """What needs demand of some targets, which are bits."""
    return [need.demand if targets >> need.target & 1 else 0 for need in whole.uses.needs]
