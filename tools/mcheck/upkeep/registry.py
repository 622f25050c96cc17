"""What a check of the catalog finds, and the register of checks: lint, fix and CHECKS.md are three views of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..core.registry import Registry
from .workspace import CatalogSnapshot, Entry, Finding, Fix

FIX_HINT = "`mcheck catalog fix` does it."


class Problem(NamedTuple):
    """What a check yields: something wrong at a JSON Pointer of the file at `path`, by default the record it was given.

    Without `hint` the advice of the check is given; without `line` it is the line of the pointer. `fix` corrects the
    data of that file.
    """

    pointer: str
    text: str
    hint: str = ""
    fix: Fix | None = None
    line: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. Code and name are permanent. `what` must hold, `why` it must, `todo` when it does not.

    `fixable` says whether `fix` may do it; each such promise has a test.
    """

    code: str
    name: str
    what: str
    why: str
    todo: str
    fixable: bool
    problems: Callable[[CatalogSnapshot], Iterator[Problem]]

    @property
    def advice(self) -> str:
        """What to do, and that a command may do it."""
        return f"{self.todo} {FIX_HINT}" if self.fixable else self.todo

    def run(self, snapshot: CatalogSnapshot) -> Iterator[Finding]:
        """The problems as findings; one that can be fixed says so."""
        for problem in self.problems(snapshot):
            assert self.fixable or problem.fix is None, self.code
            hint = problem.hint or self.todo
            hint = f"{hint} {FIX_HINT}" if problem.fix else hint
            yield Finding(
                self.code, self.name, problem.path, problem.pointer, problem.text, hint, problem.fix, problem.line
            )


CHECKS: Registry[Check] = Registry()
"""Every check by code, filled by importing `checks`."""

Body = Callable[[CatalogSnapshot], Iterator[Problem]]
RecordBody = Callable[[Entry, CatalogSnapshot], Iterator[Problem]]


def check(code: str, *, fixable: bool = False) -> Callable[[Body], Body]:
    """Registers a check of a whole catalog: its name is that of the function, its texts are the docstring."""

    def register(body: Body) -> Body:
        _add(code, body, body, fixable)
        return body

    return register


def record_check(
    code: str, *folders: str, moved: bool = False, fixable: bool = False
) -> Callable[[RecordBody], RecordBody]:
    """The same of a check of each record in these folders or in all; of `moved` ones, too, if it is about them."""

    def register(body: RecordBody) -> RecordBody:
        def problems(snapshot: CatalogSnapshot) -> Iterator[Problem]:
            for entry in (snapshot.everything if moved else snapshot.records)(*folders):
                for problem in body(entry, snapshot):
                    yield problem if problem.path else problem._replace(path=entry.path)

        _add(code, body, problems, fixable)
        return body

    return register


def _add(code: str, described: Callable[..., object], problems: Body, fixable: bool) -> None:
    """Adds a check; the docstring says what must hold, then "Why: ..." and "What to do: ..."."""
    texts = re.split(r" (?:Why|What to do): ", " ".join((described.__doc__ or "").split()))
    what, why, todo = texts if len(texts) == 3 else ("", "", "")  # python -OO keeps no docstrings
    CHECKS.add(code, Check(code, described.__name__.replace("_", "-"), what, why, todo, fixable, problems))
