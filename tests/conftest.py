"""Options of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="write expected.json of the cases anew")


settings.register_profile("same-cases", derandomize=True)
if os.environ.get("CI"):
    # the same random cases each time: a change is never blamed for what it did not break; new ones are tried elsewhere
    settings.load_profile("same-cases")
