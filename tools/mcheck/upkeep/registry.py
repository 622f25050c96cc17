"""What a check of the catalog finds, and the register of checks: lint, fix and CHECKS.md are three views of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .snapshot import CatalogSnapshot

Mend = Callable[[Any], Any]
"""From the data of a file to the data it should hold."""

FIX_HINT = "`mcheck catalog fix` does it."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a JSON Pointer of a file of the catalog. `fix` mends the data of that file."""

    code: str
    path: str
    pointer: str
    text: str
    hint: str
    fix: Mend | None = None
    line: int | None = None

    @property
    def name(self) -> str:
        return CHECKS[self.code].name


Looks = Callable[["CatalogSnapshot"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. Code and name are for ever. `what` must hold, `why` it must, `todo` when it does not.

    `mends` says whether `fix` may do it; each such promise has a test.
    """

    code: str
    name: str
    what: str
    why: str
    todo: str
    mends: bool
    look: Looks

    def found(
        self, path: str, pointer: str, text: str, hint: str = "", fix: Mend | None = None, line: int | None = None
    ) -> Finding:
        """A finding; without a hint of its own it gives the usual advice. One that can be mended says so.

        Without a line it stands where its pointer does.
        """
        assert self.mends or fix is None, self.code
        advice = hint or self.todo
        return Finding(self.code, path, pointer, text, f"{advice} {FIX_HINT}" if fix else advice, fix, line)


CHECKS: dict[str, Check] = {}
"""Every check by code, filled by importing `checks`."""

_Body = Callable[["CatalogSnapshot", Check], Iterator[Finding]]


def check(code: str, name: str, what: str, why: str, todo: str, *, mends: bool = False) -> Callable[[_Body], _Body]:
    """Registers a check. Its function is handed the book and the check itself, and yields findings."""

    def register(body: _Body) -> _Body:
        assert code not in CHECKS, code
        CHECKS[code] = made = Check(code, name, what, why, todo, mends, lambda book: body(book, made))
        return body

    return register
