"""What there is to place and where it may go, as data. Knows nothing of Massachusetts, nor of how it is placed.

A *lot* is an amount that may be placed; an *option* of a lot is a (target, category) it may be placed as. A *need*
belongs to a target, accepts some categories and takes points up to its demand. A target is met when all of its needs
are full.

A *choice* brings lots of its own but uses up tokens, and a token can be used once: which badges make a pair, and which
one may join a pair. A lot may be in a *group*, which counts for a target only when its lots together reach
the target's floor. A *copy* of a lot counts the same points for another target, either instead or again: each point
counts as one option of the lot, and where that is one of those the copy names, it may count there once more. Amounts
are integers.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple


class Option(NamedTuple):
    """What points may count as."""

    target: int
    """Index of the target."""
    category: str
    """"" for what counts toward totals only."""


class Posting(NamedTuple):
    """Points of a lot that count for a target in a category."""

    lot: "Lot"
    target: int
    category: str
    """"" for what counts toward totals only."""
    points: int


class Need(NamedTuple):
    """Demand for points of some categories by a target."""

    id: str
    target: int
    demand: int
    categories: frozenset[str] | None
    """None for a total: any counted point will do."""

    def takes(self, category: str) -> bool:
        return self.categories is None or category in self.categories


class Lot(NamedTuple):
    """`amount` that may be placed as any of `options`; `caps` are ceilings it shares, innermost first."""

    id: str
    amount: int
    options: tuple[Option, ...]
    caps: tuple[str, ...] = ()
    one_category: bool = False
    """It may count as one category only inside each target."""
    one_target: bool = False
    """It may serve one target only."""
    group: str = ""
    """What must reach the floor together; "" for a lot that no floor concerns."""
    same_points_as: str = ""
    """The lot whose points these are, where they are in several lots: together these give no more than one of them,
    and a group counts them once."""
    of: tuple[str, ...] = ()
    """Of a lot that a choice brings: the tokens used up for it, in equal parts."""
    counts_again_as: tuple[Option, ...] = ()
    """Of a copy: what the points may count as that it counts once more, all for one target; () where it counts them
    instead. Of two copies of a lot these are nested or disjoint."""

    @property
    def origin(self) -> str:
        """The lot whose points these are: itself, if it is no copy."""
        return self.same_points_as or self.id

    @property
    def copy(self) -> str:
        """What tells a copy from the lot it is of; "" for a lot that is none."""
        return self.id.removeprefix(self.same_points_as) if self.same_points_as else ""


class Choice(NamedTuple):
    """Lots that are there only if two tokens are used up for them, or a third one beside these.

    What three tokens bring is a lot of the first two, which could have been chosen without the third, and one of it.
    """

    uses: tuple[str, ...]
    lots: tuple[Lot, ...]

    @property
    def pair(self) -> tuple[str, ...]:
        return self.uses[:2]

    def shares(self, token: str) -> list[tuple[Lot, int]]:
        """The lots that a token is used up for, with the part of each that it stands for, rounded up."""
        return [(lot, -(-lot.amount // len(lot.of))) for lot in self.lots if token in lot.of]

    @property
    def amount(self) -> int:
        """What the lots give together, copies apart."""
        return sum(lot.amount for lot in self.lots if not lot.same_points_as)


class Problem(NamedTuple):
    """Lots, needs (targets are 0 .. targets-1), the ceilings by name, and what can be chosen.

    `floors` holds each target's least sum of a group, 0 for none; with `floor_keeps_total` what is below it still
    counts toward needs that take any category. Tokens with the same `kinds` are interchangeable: exchanging them in
    every choice gives the same choices except for ids.
    """

    lots: Sequence[Lot]
    needs: Sequence[Need]
    targets: int
    caps: Mapping[str, int] = {}
    choices: Sequence[Choice] = ()
    kinds: Mapping[str, Hashable] = {}
    floors: Sequence[int] = ()
    floor_keeps_total: bool = False


class NeedIndex:
    """Which needs options serve, each set of options looked up once."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = needs
        self._served: dict[tuple[Option, ...], tuple[int, ...]] = {}
        self._outside: dict[tuple[tuple[Option, ...], tuple[Option, ...]], frozenset[int]] = {}

    def needs_for(self, options: tuple[Option, ...]) -> tuple[int, ...]:
        """The needs that one of these options serves."""
        needs = self._served.get(options)
        if needs is None:
            may: dict[int, set[str]] = {}
            for target, category in options:
                may.setdefault(target, set()).add(category)
            needs = self._served[options] = tuple(
                n
                for n, need in enumerate(self.needs)
                if need.target in may and (need.categories is None or not need.categories.isdisjoint(may[need.target]))
            )
        return needs

    def needs_outside(self, options: tuple[Option, ...], others: tuple[Option, ...]) -> frozenset[int]:
        """The needs that options serve, but not as one of the others."""
        key = options, others
        if key not in self._outside:
            kept = self.needs_for(tuple(o for o in options if o in others))
            self._outside[key] = frozenset(self.needs_for(options)).difference(kept)
        return self._outside[key]


def needs_of(target: int, total: int, requirements: Sequence[tuple[str, int, frozenset[str]]]) -> list[Need]:
    """Needs for minimums over nested sets of categories inside a total.

    `requirements` are (id, minimum, categories); each pair of category sets is nested or disjoint, else ValueError.
    Points that a smaller set has beyond its minimum also serve the larger set, so a set demands only what its
    subsets do not demand already.
    """
    for i, (_, _, a) in enumerate(requirements):
        for _, _, b in requirements[i + 1 :]:
            if a & b and not (a <= b or b <= a):
                raise ValueError("sets of categories must be nested or disjoint")
    order = sorted(range(len(requirements)), key=lambda i: len(requirements[i][2]))
    owed = [0] * len(requirements)
    """What a set and all its subsets demand together."""
    needs: dict[int, Need] = {}
    for position, i in enumerate(order):
        name, minimum, categories = requirements[i]
        inner = [j for j in order[:position] if requirements[j][2] <= categories]
        outermost = [
            j for k, j in enumerate(inner) if not any(requirements[j][2] <= requirements[m][2] for m in inner[k + 1 :])
        ]
        below = sum(owed[j] for j in outermost)
        owed[i] = max(minimum, below)
        if minimum > below:
            needs[i] = Need(name, target, minimum - below, categories)
    tops = [
        i
        for i in range(len(requirements))
        if not any(i != j and requirements[i][2] < requirements[j][2] for j in range(len(requirements)))
    ]
    below = sum(owed[i] for i in tops)
    all_needs = [needs[i] for i in sorted(needs)]
    if total > below:
        all_needs.append(Need("total", target, total - below, None))
    return all_needs
