"""The allocation problem that was handed to the solver, as text: targets with their needs, ceilings, lots, choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..allocation.problem import Choice, Lot, Problem
from ..core.points import show


def render(problem: Problem, targets: Sequence[str], title_of: Callable[[str], str]) -> str:
    """One line for each need, ceiling, lot and choice; `targets` are their labels, `title_of` names a lot by its id."""
    return "\n".join([*_targets(problem, targets), *_lots(problem, targets, title_of), *_choices(problem, targets)])


def _targets(problem: Problem, targets: Sequence[str]) -> Iterator[str]:
    yield "Targets, the first one first; each is met when all of its needs are full:"
    for index, label in enumerate(targets):
        yield f"  {index} {label}"
        for need in problem.needs:
            if need.target == index:
                words = "any category" if need.categories is None else ", ".join(sorted(need.categories))
                yield f"      need {need.id}: {show(need.demand)} of {words}"
        if index < len(problem.floors) and problem.floors[index]:
            below = " toward more than the total" if problem.floor_keeps_total else ""
            yield f"      a group below {show(problem.floors[index])} does not count{below}"


def _lots(problem: Problem, targets: Sequence[str], title_of: Callable[[str], str]) -> Iterator[str]:
    if problem.caps:
        yield "Ceilings, over all lots that name them:"
    yield from (f"  {name}: at most {show(cap)}" for name, cap in problem.caps.items())
    yield "Lots, each with the points that may be placed and what they may count as:"
    for lot in problem.lots:
        yield f"  {lot.id}: {title_of(lot.origin)}"
        yield from _lot(lot, targets)


def _lot(lot: Lot, targets: Sequence[str]) -> Iterator[str]:
    yield f"      {show(lot.amount)} as {_options(lot, targets)}"
    if lot.caps:
        yield f"      under {', '.join(lot.caps)}"
    rules = ["one category for each target"] * lot.one_category + ["one target only"] * lot.one_target
    if lot.group:
        rules.append(f"in the group {lot.group}")
    if lot.same_points_as:
        rules.append(f"{'the same points once more' if lot.counts_again_as else 'instead of'} {lot.same_points_as}")
    if rules:
        yield f"      {', '.join(rules)}"


def _options(lot: Lot, targets: Sequence[str]) -> str:
    """Categories by target; what counts toward totals only is called that."""
    by_target: dict[int, list[str]] = {}
    for target, category in lot.options:
        by_target.setdefault(target, []).append(category or "total only")
    return "; ".join(f"{', '.join(words)} of {targets[target]}" for target, words in by_target.items()) or "nothing"


def _choices(problem: Problem, targets: Sequence[str]) -> Iterator[str]:
    if problem.choices:
        yield "Choices, each of which uses up what it is made of:"
    for choice in problem.choices:
        yield from _choice(choice, targets)


def _choice(choice: Choice, targets: Sequence[str]) -> Iterator[str]:
    yield f"  {' + '.join(choice.uses)}"
    for lot in choice.lots:
        yield from _lot(lot, targets)
