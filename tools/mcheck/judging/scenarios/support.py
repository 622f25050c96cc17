"""What the placement of an evaluation rests on: the open points that what it uses was asked about."""

from __future__ import annotations

from collections.abc import Callable

from ...regulation.lots import pointers_of
from .evaluation import Evaluation


def rests_on(evaluation: Evaluation, index: int) -> frozenset[str]:
    """The open points consulted for what a target got, for its conditions, and for what concerns all.

    Those without whose favor it would likely not be there: a guess where to look, and no proof, as what is not used may
    matter to what is, and to the targets before it.
    """
    pointers = _used(evaluation, lambda target: target <= index)
    asked_for = evaluation.formulation.asked_for()
    facts = (key for entry in evaluation.entries[: index + 1] for key in entry.unknown_facts)
    return frozenset(facts).union(*(asked_for.get(pointer, ()) for pointer in ("", *pointers)))


def rests_at_most_on(evaluation: Evaluation) -> frozenset[str]:
    """The open points that decide whether all is there that a placement uses for what it meets.

    Whatever pairs are used, all badges decide which there are.
    """
    statement = evaluation.formulation
    pointers = _used(evaluation, evaluation.placement.met.__getitem__)
    badges = {token.badge.pointer for token in (*statement.tokens, *statement.void)}
    return statement.consulted_for(pointers, badges=not pointers.isdisjoint(badges))


def _used(evaluation: Evaluation, for_target: Callable[[int], bool]) -> set[str]:
    """The pointers of what a placement uses for some targets.

    Where topics have a floor, what is not used may hold up what is.
    """
    problem, placement = evaluation.formulation.problem, evaluation.placement
    used = {placement.lots[i].id for i, need in placement.flow if for_target(problem.needs[need].target)}
    present = [*problem.lots, *(lot for choice in placement.chosen for lot in choice.lots)]
    topics = {lot.group for lot in present if lot.id in used and lot.group} if any(problem.floors) else set()
    held = (lot.id for lot in present if lot.id in used or lot.group in topics)
    return {pointer for lot in held for pointer in pointers_of(lot)}
