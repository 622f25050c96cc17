"""What every room stands on: registries and budgets."""

from __future__ import annotations

import pytest
from mcheck.core.budget import Budget
from mcheck.core.registry import Registry


def test_a_registry_lists_its_rules_by_code_and_takes_each_code_once() -> None:
    rules = Registry[str]()
    rules.add("X2", "second")
    assert rules.register("X1")("first") == "first"
    assert [*rules.items()] == [("X1", "first"), ("X2", "second")]
    with pytest.raises(ValueError, match="X1 is registered twice"):
        rules.add("X1", "another")


def test_a_budget_is_shared_and_can_be_overdrawn_but_never_shared_then() -> None:
    budget = Budget(10)
    keep = budget.left - budget.share(4)
    budget.spend(1)
    assert not budget.exhausted(keep)
    budget.spend(1)
    assert budget.exhausted(keep)
    with budget.limited_to(3):
        budget.spend(4)
        assert budget.exhausted()
    assert budget.left == 4
    budget.spend(5)
    assert (budget.left, budget.share(2)) == (-1, 0)
