"""What the placement of an evaluation rests on: open points without whose favor it would likely not be there."""

from __future__ import annotations

from ...regulation.lots import pointers_of
from .evaluation import Evaluation


def rests_on(evaluation: Evaluation, index: int) -> frozenset[str]:
    """The open points consulted for what a target got, for its conditions, and for what concerns all.

    A guess where to look, and no proof: what is not used may matter to what is, and to the targets before it.
    """
    statement, placement = evaluation.formulation, evaluation.placement
    problem = statement.problem
    used = {placement.lots[i].id for i, need in placement.flow if problem.needs[need].target <= index}
    present = [*problem.lots, *(lot for choice in placement.chosen for lot in choice.lots)]
    topics = {lot.group for lot in present if lot.id in used and lot.group} if any(problem.floors) else set()
    held = (lot.id for lot in present if lot.id in used or lot.group in topics)
    pointers = dict.fromkeys(pointer for lot in held for pointer in pointers_of(lot))
    asked_for = statement.asked_for()
    facts = (key for entry in evaluation.entries[: index + 1] for key in entry.unknown_facts)
    return frozenset(facts).union(*(asked_for.get(pointer, ()) for pointer in ("", *pointers)))
