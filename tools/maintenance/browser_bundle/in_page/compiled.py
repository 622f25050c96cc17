"""What modules compile while they are imported is compiled when the bundle is built, as they are themselves.

It is what dataclasses and named tuples write as text, and regular expressions: in the browser they took half of the
time of all imports. What is not known here is compiled as ever, so a check comes out the same, only later.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import collections
import dataclasses
import marshal
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]
from types import CodeType
from typing import Any

FILE = Path(__file__).with_name("compiled.marshal")
CODE: dict[str, CodeType] = {}
"""Text of a function or of several -> its code."""
PATTERNS: dict[tuple[Any, int], tuple[Any, ...] | None] = {}
"""(pattern, flags) -> what `_sre.compile` takes, or None for one that came up and is in no table."""
if FILE.exists():
    CODE, PATTERNS = marshal.loads(FILE.read_bytes())
_compile_pattern = _compiler.compile


def code_of(text: str, mode: str) -> CodeType:
    if text not in CODE:
        CODE[text] = compile(text, "", mode)
    return CODE[text]


def compile_pattern(pattern: Any, flags: int = 0) -> Any:
    """`re._compiler.compile`, which is asked after the cache of `re`."""
    known = PATTERNS.setdefault((pattern, int(flags)), None) if isinstance(pattern, str | bytes) else None
    return _sre.compile(*known) if known else _compile_pattern(pattern, flags)


# what they call finds these before what is built in
dataclasses.exec = lambda text, *spaces: exec(code_of(text, "exec"), *spaces)  # type: ignore[attr-defined]
collections.eval = lambda text, *spaces: eval(code_of(text, "eval"), *spaces)  # type: ignore[attr-defined]
_compiler.compile = compile_pattern
