"""What a named check finds, and the register of checks: mistakes that cost renewals, looked for even when totals pass.

Each check is a function of one `CheckContext` that yields what it finds in this portfolio; what it is about, why, and
how to fix it is told by the record of its number in catalog/checks/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...core.codes import QUESTION
from ...core.messages import Message
from ...core.registry import Registry
from ..answers import asked
from .context import CheckContext


class Finding(NamedTuple):
    """Where something is wrong, and the words about it.

    `case` names the one of the record's `cases` that says how to fix it here, where the check can tell; `ask` is the
    question to put where the finding is only that the file leaves something out.
    """

    pointer: str
    text: str
    case: str = ""
    ask: str = ""


CHECKS: Registry[Callable[[CheckContext], Iterator[Finding]]] = Registry()
"""Every check by its number, filled by importing this package."""


def run_checks(context: CheckContext) -> Iterator[Message]:
    """Every finding of every check that the catalog describes, by number."""
    for record in context.case.catalog.all("checks"):
        number = record["number"]
        for finding in dict.fromkeys(CHECKS[number](context)) if number in CHECKS else ():
            fixes: dict[str, str] = {case["id"]: case["mend"] for case in record.get("cases", ())}
            severity: str = QUESTION if finding.ask else record["severity"]
            usual: str = record["mend"]
            hint = finding.ask or fixes.get(finding.case, usual)
            yield Message(number, severity, finding.pointer, finding.text, hint, tuple(record["citations"]))


def question_about(context: CheckContext, pointer: str, question: str) -> str:
    """A question about a fact that the file leaves out, with the form of its answer."""
    return asked(question, pointer, context.case.portfolio, context.case.catalog)
