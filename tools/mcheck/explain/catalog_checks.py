"""The checks of the catalog explained: for `mcheck explain` and for catalog/CHECKS.md."""

from __future__ import annotations

from collections.abc import Mapping

from ..upkeep.registry import CHECKS, Check


def _register() -> Mapping[str, Check]:
    from ..upkeep import checks  # noqa: F401  (fills the register; only needed when a check is asked for)

    return CHECKS


def codes() -> list[str]:
    """Every code, sorted."""
    return sorted(_register())


def explain(code: str) -> list[str]:
    """Lines about a check of the catalog."""
    check = _register()[code]
    called = f"{code} {check.name} (check of the catalog)"
    return [called, check.what, f"Why: {check.why}", f"What to do: {check.advice}"]


PREFACE = """# Checks of the catalog

What `mcheck catalog lint` looks at. Generated from the checks themselves and from their tests: do not edit.
To silence a finding that was looked at and is right as it is, name it with its reason in `exceptions.json`.
"""


def page(examples: Mapping[str, str]) -> str:
    """CHECKS.md: a section for each check; `examples` holds what lint prints, by code."""
    parts = [PREFACE]
    for code, check in sorted(_register().items()):
        said = f"```text\n{examples[code]}```"
        parts.append("\n\n".join([f"## {code} {check.name}", check.what, check.why, check.advice, said]) + "\n")
    return "\n".join(parts)
