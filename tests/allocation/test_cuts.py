"""A cut holds by adding up, whatever its weights: what it refutes no placement meets."""

from __future__ import annotations

import pytest
from allocation.problems import Case, all_that_can_be_met, cases
from helpers import MORE
from hypothesis import given, settings
from hypothesis import strategies as st
from mcheck.allocation.flows.cuts import CutValues, beyond
from mcheck.allocation.flows.max_flow import Cut
from mcheck.allocation.flows.relaxation import Relaxation


def refuted(relaxation: Relaxation, cut: Cut) -> bool:
    return CutValues(relaxation).refutes(cut, relaxation.root)


@pytest.mark.slow
@settings(max_examples=1500 * MORE)
@given(cases(twice=True, pairs_twice=True), st.data())
def test_what_a_cut_refutes_cannot_be_met(case: Case, data: st.DataObject) -> None:
    needs = case.problem.needs
    weights = tuple(data.draw(st.integers(0, 3)) for _ in needs)
    demand = sum(weight * need.demand for weight, need in zip(weights, needs, strict=True))
    targets = {need.target for weight, need in zip(weights, needs, strict=True) if weight}
    cut = Cut(weights, demand, sum(1 << target for target in targets))
    if refuted(Relaxation(case.problem, points=False), cut):
        assert not any(all(met[target] for target in targets) for met in all_that_can_be_met(case))


@pytest.mark.slow
@settings(max_examples=500 * MORE)
@given(cases(most_tokens=0))
def test_a_flow_that_falls_short_leaves_a_cut(case: Case) -> None:
    relaxation = Relaxation(case.problem, points=False)
    met = relaxation.relax(relaxation.root).flow.met
    for targets in beyond(met):
        assert any(not cut.targets & ~targets and refuted(relaxation, cut) for cut in relaxation.cuts)
