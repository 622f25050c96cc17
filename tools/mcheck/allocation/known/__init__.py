"""What solving problems has shown that holds for others with the same needs, and is checked there by adding up."""

from typing import NamedTuple

from ..flows.wiring import Wiring
from ..problem import Problem
from .refutation import Refutations
from .witnesses import Witnesses


class Known(NamedTuple):
    """What is kept of problems with the same needs."""

    refutations: Refutations
    witnesses: Witnesses
    wiring: Wiring

    @classmethod
    def nothing(cls, problem: Problem) -> "Known":
        return cls(Refutations(), Witnesses(), Wiring(problem.needs, problem.targets))
