"""What is made under one scenario is used again under every scenario that answers alike, and asks the same there."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from mcheck import load_catalog
from mcheck.catalog.memory import Answers, Memory
from mcheck.catalog.questions import Texts
from mcheck.catalog.rules import load_rules
from mcheck.catalog.scenario import Scenario, ScenarioReader, unordered
from mcheck.catalog.switches import SWITCHES

RULES = load_rules(load_catalog())
FACTS = [f"/activities/{n}/completed" for n in range(4)]
NAMES = sorted(RULES.by_switch)[:4]
TODAY = Texts(date(2026, 11, 24))
CAUTIOUS = {name: ScenarioReader(RULES).switch(SWITCHES[name], TODAY) for name in NAMES}

scripts = st.recursive(
    st.integers(0, 3), lambda inner: st.tuples(st.sampled_from(FACTS + NAMES), inner, inner, st.booleans())
)
"""What to make: a number; or what to ask, what to make after either answer, and whether under a name of its own."""
scenarios = st.lists(
    st.frozensets(st.sampled_from([f"fact:{f}" for f in FACTS] + [RULES.by_switch[s].key for s in NAMES])),
    min_size=1,
    max_size=8,
)


def made(script: object, reader: ScenarioReader) -> list[int]:
    if not isinstance(script, tuple):
        assert isinstance(script, int)
        return [script]
    asked, one, other, named = script
    yes = reader.fact(asked) if asked in FACTS else reader.switch(SWITCHES[asked], TODAY) != CAUTIOUS[asked]
    after = one if yes else other
    return [len(asked), *(reader.remembered(after, lambda: made(after, reader)) if named else made(after, reader))]


@given(st.sets(scripts, min_size=1, max_size=4), scenarios)
def test_what_is_remembered_is_what_would_be_made(various: set[object], favorable: list[frozenset[str]]) -> None:
    memory = Memory(Answers(unordered(RULES)))
    for keys in favorable:
        fresh, again = ScenarioReader(RULES, Scenario(keys)), ScenarioReader(RULES, Scenario(keys), memory)
        expected = [made(script, fresh) for script in various]
        named = {script: script for script in various}
        assert again.remembered_each(named, lambda script, reader=again: made(script, reader)) == expected
        assert again.consulted == fresh.consulted
        for script in various:
            alone = ScenarioReader(RULES, Scenario(keys))
            made(script, alone)
            assert again.asked_for.get(script, frozenset()) == alone.consulted


def test_it_is_made_once_for_the_same_answers() -> None:
    memory, times = Memory(Answers(unordered(RULES))), []

    def make(reader: ScenarioReader) -> bool:
        times.append(1)
        return reader.fact(FACTS[0])

    for keys in ((), (f"fact:{FACTS[1]}",), (f"fact:{FACTS[0]}",), (f"fact:{FACTS[0]}", f"fact:{FACTS[1]}")):
        reader = ScenarioReader(RULES, Scenario(frozenset(keys)), memory)
        assert reader.remembered("one", lambda reader=reader: make(reader)) == (f"fact:{FACTS[0]}" in keys)
    assert len(times) == 2
