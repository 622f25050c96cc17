"""What can be met at most where lots must stay whole, and how many points can be placed then: question by question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .search import Question, WholeLots


class MostMet(NamedTuple):
    """The question whose uses meet the most; None where what was known before does, or nothing can be met."""

    question: Question | None
    bound: tuple[bool, ...]


def most_met(whole: WholeLots, decided: list[WholeLots], before: Sequence[bool], work: int) -> MostMet | None:
    """What can be met, the earlier targets before others, of which `before` is known; None where it stays open.

    `decided` are the ways to decide the tokens of a node, if any is free; then the node itself is asked first.
    """
    known = sum([1 << target for target, full in enumerate(before) if full])
    count = whole.relaxation.problem.targets
    targets, most, found = 0, 0, None
    for target in range(count):
        more = targets | 1 << target
        if more & ~known:
            questions = _asked(whole, decided, more, work)
            if questions is None:
                return None
            if questions.stopped:
                most = targets | (1 << count) - (1 << target)
                break
            if not questions.met:
                continue
            found = questions.met
        targets = most = more
    return MostMet(found, tuple([bool(most >> target & 1) for target in range(count)]))


class _Asked(NamedTuple):
    met: Question | None
    stopped: bool


def _asked(whole: WholeLots, decided: list[WholeLots], targets: int, work: int) -> _Asked | None:
    """Whether targets are met in one of the ways to decide tokens, which comes first from now on."""
    demands, stopped = _demands(whole, targets), False
    if decided:
        question = Question(whole, demands, work, divided=False)
        if not question.ask() and not question.stopped:
            return _Asked(None, False)
    for way in decided or [whole]:
        question = Question(way, demands, work)
        if question.ask():
            if decided:
                decided.remove(way)
                decided.insert(0, way)
            return _Asked(question, False)
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
            question = Question(whole, demands, work)
            reached = question.most(need, low + 1)
            if reached is not None:
                low, found = reached, question
            proved = proved and not question.stopped
        demands[need] = low
        bounded = bounded and low == most[target]
    return found, proved


def _demands(whole: WholeLots, targets: int) -> list[int]:
    """What needs demand of some targets, which are bits."""
    return [need.demand if targets >> need.target & 1 else 0 for need in whole.uses.needs]
