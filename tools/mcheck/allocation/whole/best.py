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
    known = _bits(before)
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


class MostPoints(NamedTuple):
    """The question whose uses place the most points, and what can be placed for each target at most."""

    question: Question | None
    """None where no more than is known already can be placed."""
    bound: tuple[int, ...]


def tells_points(whole: WholeLots) -> bool:
    """Whether the points that can be placed are a matter of whole lots: all are, and each target takes any points."""
    totals = {need.target for need in whole.uses.needs if need.categories is None}
    return whole.any and whole.exact and len(totals) == whole.relaxation.problem.targets


def most_points(
    whole: WholeLots, met: Sequence[bool], least: Sequence[int], most: Sequence[int] | None, work: int
) -> MostPoints:
    """How many points can be placed beside the targets met, for the earlier ones before others.

    Of a target that is not met any points count as much as any others. `least` is what each target is known to get.
    `most` is what a bound places, which holds for a target as long as those before it get as much: if they get less,
    more may be left for it.
    """
    needs = whole.uses.needs
    totals = {need.target: n for n, need in enumerate(needs) if need.categories is None}
    every = [sum([need.demand for need in needs if need.target == target]) for target in range(len(met))]
    bound, bounded = (every, False) if most is None else ([*most], True)
    full = _bits(met)
    demands, found = _demands(whole, full), None
    for target in [target for target, one in enumerate(met) if not one]:
        need, low = totals[target], 0 if found else least[target]
        high = bound[target] if bounded else every[target]
        proved = low >= high
        if not proved:
            demands[need] = high
            question = Question(whole, demands, work, together=True)
            reached = question.most(need, low + 1)
            if reached is not None:
                low, found = reached, question
            proved = low == high or (question.finished and not (whole.mixed and _more(whole, demands, need, low, work)))
        demands[need] = low
        bound[target] = low if proved else min(high, whole.beside(full, target))
        bounded = bounded and low == high
    return MostPoints(found, tuple(bound))


def _more(whole: WholeLots, demands: Sequence[int], need: int, least: int, work: int) -> bool:
    """Whether more than so much may be placed if points of a lot need not count again alike."""
    question = Question(whole, demands, work)
    return question.most(need, least + 1) is not None or not question.finished


def placing(whole: WholeLots, met: Sequence[bool], work: int) -> Question:
    """The question whose uses meet some targets, as far as they are found."""
    question = Question(whole, _demands(whole, _bits(met)), work, together=True)
    question.ask()
    return question


def _bits(met: Sequence[bool]) -> int:
    return sum([1 << target for target, full in enumerate(met) if full])


def _demands(whole: WholeLots, targets: int) -> list[int]:
    """What needs demand of some targets, which are bits."""
    return [need.demand if targets >> need.target & 1 else 0 for need in whole.uses.needs]
