"""What stays the same over all plans of a portfolio, and the work that is left for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from ..allocation.solver import Solver
from ..catalog.editions import Edition
from ..catalog.rules import Rules
from ..catalog.switches import BADGE_RATE
from ..core.budget import Budget
from ..core.dates import add_months
from ..core.portfolio import Portfolio
from ..regulation.application import Application
from ..regulation.valuation import pair_value, two_badges
from .badges import BadgeFacts
from .options import LevelLists

EACH = 40_000
"""Most work for one evaluation."""


class PlanningContext:
    """What stays the same over all plans of a portfolio, and the work that is left for them."""

    def __init__(
        self,
        rules: Rules,
        portfolio: Portfolio,
        as_of: date,
        deadline: tuple[date, str] | None,
        forced: Edition | None,
        objective: str,
        used: frozenset[str],
        work: int,
    ) -> None:
        self.rules = rules
        self.facts = BadgeFacts(rules)
        self.portfolio = portfolio
        self.as_of = as_of
        self.deadline = deadline
        """The last day to apply, and why; None where no date sets one."""
        self.last = as_of if deadline is None else deadline[0]
        """The day on which all is done, and the application is made."""
        self.window = self.facts.window()
        """The fact that says how many months a badge may take."""
        months = None if self.window is None else add_months(as_of, int(self.window["value"]))
        self.badges_by = self.last if months is None else min(self.last, months)
        self.forced = forced
        self.objective = objective
        self.used = used
        self.budget = Budget(work)
        self.levels = LevelLists()
        self.cut_off = False
        """Whether a search was given up before it found an answer."""
        self.topics = 0
        """How many topics below the floor there are, at most."""
        rate, value = rules.by_switch.get(BADGE_RATE.name), pair_value(rules, self.badges_by)
        self.badge_texts = (forced or rules.edition_for(self.last)).texts(self.badges_by, value)
        self.badge_points = frozenset({rate.key} if rate and rate.is_open(self.badge_texts) else ())
        self.pair = two_badges(rules, self.badges_by)
        plain = (k for k in rules.kinds.values() if not (k.values or k.caps or k.parts or k.providers or k.variants))
        self.plain_kind = next((k for k in plain if k.allowed is None and not k.course), None)
        """A kind whose certificate alone says its points, in any category: it can stand in for badges."""

    @property
    def spent(self) -> bool:
        """Whether too little is left to look for another plan."""
        return self.budget.left < EACH

    @contextmanager
    def lent(self, solver: Solver, most: int = EACH) -> Iterator[Solver]:
        """Lends a solver so much of what is left, but no more than a quarter; what it used is gone."""
        given = solver.budget.left = min(most, max(self.budget.left // 4, 0))
        try:
            yield solver
        finally:
            self.budget.left -= given - solver.budget.left

    def solver(self, most: int = EACH) -> AbstractContextManager[Solver]:
        """A solver that knows nothing yet."""
        return self.lent(Solver(), most)

    def case(self, portfolio: Portfolio, primary: int | None) -> Application:
        """Planned things are done on the last day, special conditions are met, and the application is made then."""
        return Application(portfolio, self.rules, self.last, self.last, self.forced, True, primary, conditions_met=True)
