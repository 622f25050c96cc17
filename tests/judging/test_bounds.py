"""What evaluations say about other scenarios is what each of them says by itself, whichever came first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcheck.catalog.memory import Answers, Memory
from mcheck.catalog.questions import Question
from mcheck.catalog.scenario import Scenario
from mcheck.judging.scenarios import bounds as module
from mcheck.judging.scenarios.bounds import Bounds

UNORDERED = [Question(name, False, ({"id": "a"},) * readings, {}) for name, readings in (("one", 2), ("two", 3))]
FACTS = [f"fact:/activities/{n}/completed" for n in range(4)]
KEYS = st.frozensets(st.sampled_from([*FACTS, *(question.key for question in UNORDERED)]))
SCENARIOS = st.builds(
    Scenario,
    st.none() | KEYS,
    st.fixed_dictionaries({}, optional={question.id: st.integers(0, 2) for question in UNORDERED}),
)
MET = st.tuples(st.booleans(), st.booleans(), st.booleans())
NOTES = st.lists(st.tuples(SCENARIOS, KEYS, MET, MET), max_size=10)
"""Of each evaluation its scenario, what it consulted, and what is met at least and at most."""


def alike(noted: Scenario, asked: Scenario, consulted: frozenset[str], *, more: bool) -> bool:
    """Whether a scenario answers the same to what another one consulted, or (with `more`) no more favorably."""
    for key in consulted:
        question = next((one for one in UNORDERED if one.key == key), None)
        if question is not None:
            places = {one.chosen_readings.get(question.id, 0) % len(question.readings) for one in (noted, asked)}
            if len(places) > 1:
                return False
        elif asked.favors(key) != noted.favors(key) and (asked.favors(key) or not more):
            return False
    return True


@given(NOTES, SCENARIOS)
def test_the_first_of_what_holds_is_the_best_of_what_holds(notes: list[Any], scenario: Scenario) -> None:
    bounds, evaluations = Bounds(Memory(Answers(UNORDERED))), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", 0)
        for noted, consulted, least, most in notes:
            # as if counting had shown it, so that it rests on all that was consulted
            evaluation: Any = SimpleNamespace(met=least, bound=(most, (), ()), counted=least)
            evaluations.append(evaluation)
            bounds.note(noted, evaluation, consulted)
            assert bounds.best(noted) is not None
        same = [
            e
            for e, (noted, consulted, *_) in zip(evaluations, notes, strict=True)
            if alike(noted, scenario, consulted, more=False)
        ]
        most_of = [most for noted, consulted, _, most in notes if alike(noted, scenario, consulted, more=True)]
        best = max(same, key=lambda one: one.met, default=None)
        assert bounds.best(scenario) is best
        for count in range(4):
            both = None if best is None or not most_of else (best.met[:count], min(most_of)[:count])
            assert bounds.between(scenario, count) == both
