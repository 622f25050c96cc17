"""The registry that named checks, notices and lint checks share: a decorator, and a table by code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

Rule = TypeVar("Rule")


class Registry(Mapping[str, Rule]):
    """Rules by their permanent code, in the order of the codes. A module's rules are there once it is imported."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def register(self, code: str) -> Callable[[Rule], Rule]:
        """Decorator of the function that is the rule `code`."""

        def add(rule: Rule) -> Rule:
            self.add(code, rule)
            return rule

        return add

    def add(self, code: str, rule: Rule) -> None:
        """Registers a rule; a code that is taken raises ValueError."""
        if code in self._rules:
            raise ValueError(f"{code} is registered twice")
        self._rules[code] = rule

    def __getitem__(self, code: str) -> Rule:
        return self._rules[code]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._rules))

    def __len__(self) -> int:
        return len(self._rules)
