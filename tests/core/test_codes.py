"""What every room stands on: codes, registries and budgets."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import mcheck.core.codes
import pytest
from mcheck.core.budget import Budget
from mcheck.core.codes import Code, code_table
from mcheck.core.registry import Registry

TEXT = {"type": "string", "minLength": 1}
TABLE = {
    "type": "object",
    "propertyNames": {"pattern": "^[JSKMPR][0-9]{3}$"},
    "additionalProperties": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
            "severity": {"enum": ["error", "warning", "info", "question"]},
            "meaning": TEXT,
            "advice": TEXT,
        },
        "required": ["name", "severity", "meaning", "advice"],
        "additionalProperties": False,
    },
}


CODES = {name: code for name, code in vars(Code).items() if name.isupper()}


def test_the_table_of_codes_has_the_form_of_one() -> None:
    rows = json.loads(Path(mcheck.core.codes.__file__).with_suffix(".json").read_bytes())
    jsonschema.Draft202012Validator(TABLE).validate(rows)
    assert len({row["name"] for row in rows.values()}) == len(rows)


def test_every_code_has_a_row_and_is_called_as_its_row_says() -> None:
    of_the_catalog = {Code.NO_FINAL_ENDORSEMENT, Code.NO_EVIDENCE}
    assert [*code_table()] == [code for code in CODES.values() if code not in of_the_catalog]
    for code, row in code_table().items():
        assert CODES[row.name.upper().replace("-", "_")] == code


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
