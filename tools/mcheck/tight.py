"""Why a target cannot be met: requirements that together need more than everything that may serve them can give."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .bounds import partners, relaxed_root
from .flow import Flow, place
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

    Minimal: each smaller set of these needs can be served. Then every lot that may serve one of them is used up, so
    that what they give is the sum of those lots under their ceilings.
    """
    relaxed = relaxed_root(problem)

    def given(chosen: list[int]) -> tuple[list[tuple[int, tuple[int, ...], tuple[str, ...]]], Flow]:
        """What is left of the supplies for these needs alone, and the most they can take of it."""
        index = {n: i for i, n in enumerate(chosen)}
        few = [(a, tuple(index[n] for n in serves if n in index), caps) for a, serves, caps in relaxed.supplies]
        return few, place(few, [replace(problem.needs[n], target=0) for n in chosen], 1, relaxed.caps)

    left = [n for n, need in enumerate(problem.needs) if need.target == target or need.target in firm]
    if given(left)[1].met[0]:
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
