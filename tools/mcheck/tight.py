"""Why a target cannot be met: requirements that together need more than everything that may serve them can give."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .bounds import partners, relaxed_root
from .copies import families, times
from .flow import Flow, Supply, place
from .matching import hubs
from .problem import Problem


@dataclass(frozen=True, slots=True)
class TightSet:
    """These needs (indices) demand `need` together, but only these lots can serve them, and they give only `give`.

    `tokens` are those whose undecided share of a choice is among what can serve them; `hubs` show how many pairs can be
    made of them (see `matching.hubs`).
    """

    needs: tuple[int, ...]
    need: int
    lots: tuple[str, ...]
    tokens: tuple[str, ...]
    give: int
    hubs: tuple[str, ...]


def tight_set(problem: Problem, target: int, firm: frozenset[int]) -> TightSet | None:
    """The proof that a target fails beside the `firm` ones before it; None when dividing everything would do.

    Points that may count again do so as often as they could at once for these needs, if no ceiling is above them.
    Minimal: each smaller set of these needs can be served. Then every lot that may serve one of them is used up, so
    that what they give is the sum of those lots under their ceilings.
    """
    relaxed = relaxed_root(problem)
    there = {lot.id: i for i, lot in enumerate(relaxed.lots)}
    akin = [[there[lot.id] for lot in family.lots] for family in families(relaxed.lots).values()]

    def given(chosen: list[int]) -> tuple[list[Supply], Flow]:
        """What is left of the supplies for these needs alone, and the most they can take of it."""
        index = {n: i for i, n in enumerate(chosen)}
        few = [(a, tuple(index[n] for n in serves if n in index), caps) for a, serves, caps in relaxed.supplies]
        for family in akin:
            mine = [i for i in family if few[i][1]]
            if len(mine) > 1 and not any(few[i][2] for i in mine):
                often = times([relaxed.lots[i] for i in mine], [problem.needs[n] for n in chosen])
                if often < len(mine):
                    every = tuple(sorted({n for i in mine for n in few[i][1]}))
                    amount = often * max(few[i][0] for i in mine)
                    for i in mine:
                        few[i] = 0, (), ()
                    few[mine[0]] = amount, every, ()
        return few, place(few, [replace(problem.needs[n], target=0) for n in chosen], 1, relaxed.caps)

    own = [n for n, need in enumerate(problem.needs) if need.target == target]
    every = [n for n, need in enumerate(problem.needs) if need.target == target or need.target in firm]
    left = next((some for some in (own, every) if not given(some)[1].met[0]), None)
    if left is None:
        return None
    for n in sorted(left, key=lambda n: (problem.needs[n].target == target, -n)):
        fewer = [m for m in left if m != n]
        if not given(fewer)[1].met[0]:
            left = fewer
    few, flow = given(left)
    tokens = list(dict.fromkeys(token for choice in problem.choices for token in choice.uses))
    around = sorted(hubs(partners(tokens, problem.choices)))
    used = [i for i, (_, serves, _) in enumerate(few) if serves]
    return TightSet(
        tuple(left),
        sum(problem.needs[n].demand for n in left),
        tuple(relaxed.lots[i].id for i in used if not relaxed.tokens[i]),
        tuple(dict.fromkeys(relaxed.tokens[i] for i in used if relaxed.tokens[i])),
        flow.placed[0],
        tuple(tokens[i] for i in around),
    )
