"""What the points of an allocation count as: the amounts that needs took, as categories of targets."""

from __future__ import annotations

from collections.abc import Callable

from .flows.double_counting import as_options, double_counted_lots
from .problem import Option, Posting, Problem
from .search import Allocation


def postings(
    problem: Problem, allocation: Allocation, ranked: Callable[[str, list[str]], list[str]] | None = None
) -> tuple[Posting, ...]:
    """All that was placed, in the order of the lots; one category for a lot and a target where one will do.

    Where several categories of a lot would do the first one is taken; `ranked` puts the categories of a lot, which is
    given by its id, in the order to try them.
    """
    needs, lots = problem.needs, allocation.lots
    doubled = double_counted_lots((*problem.lots, *(lot for choice in allocation.chosen for lot in choice.lots)))
    taken: dict[tuple[int, int], dict[int, int]] = {}
    for (place, n), amount in sorted(allocation.flow.items()):
        taken.setdefault((place, needs[n].target), {})[n] = amount
    postings: list[Posting] = []
    for (place, target), amounts in taken.items():
        lot = lots[place]
        categories = [option.category for option in lot.options if option.target == target]
        if len(categories) == 1:
            postings.append(Posting(lot, target, categories[0], sum(amounts.values())))
            continue
        options = [Option(target, c) for c in (ranked(lot.id, categories) if ranked is not None else categories)]
        repeats = doubled[lot.origin].repeats if lot.origin in doubled else ()
        for option, amount in as_options(lot, options, amounts, needs, repeats).items():
            postings.append(Posting(lot, *option, amount))
    return tuple(postings)
