"""What solving problems has shown that holds for others with the same needs, and is checked there by adding up."""

from typing import NamedTuple

from ..flows.wiring import Wiring
from ..problem import Problem
from ..whole.uses import LotUses
from .refutation import Refutations
from .witnesses import Witnesses


class Known(NamedTuple):
    """What is kept of problems with the same needs."""

    refutations: Refutations
    witnesses: Witnesses
    wiring: Wiring
    lot_uses: LotUses

    @classmethod
    def nothing(cls, problem: Problem) -> "Known":
        wiring = Wiring(problem.needs, problem.targets)
        return cls(Refutations(), Witnesses(), wiring, LotUses(problem.needs))
