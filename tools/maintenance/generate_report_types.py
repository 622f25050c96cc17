"""Writes modules of tools/mcheck/core/reports/: a TypedDict for each kind of row, from schemas.

    python tools/maintenance/generate_report_types.py [--check]

With --check nothing is written, and the status is 1 if a file is not what its schema makes.
"""

from __future__ import annotations

import json
import keyword
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill, indent
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "tools" / "mcheck" / "core" / "reports"
HEAD = '''"""{told} Made from schemas/{schema}: edit that, not this file.

By tools/maintenance/generate_report_types.py. Points are exact: whole numbers, or decimals of at most two places.
"""

from __future__ import annotations

{imports}
'''
IMPORTS = "from decimal import Decimal\nfrom typing import Literal, NotRequired, TypedDict\n\nNumber = int | Decimal"
PLURALS = {"categories": "category"}
NAMES: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("report_types.json").read_text("utf-8"))
"""The classes that their key alone would not name well, by the class that holds them and the key."""


class _Types:
    """The classes found so far, in the order in which they are needed."""

    def __init__(self, schema: Mapping[str, Any], known: Mapping[str, str]) -> None:
        self.schema = schema
        self.bodies: dict[str, str] = {}
        self.known = known
        """The classes of another report, by their shape."""
        self.taken: set[str] = set()
        """Those of them that are used here, too."""
        self.made: dict[str, str] = {}

    def of(self, part: Mapping[str, Any], name: str, parent: str) -> str:
        """The annotation of one part; `name` is its key, `parent` the class that it is in."""
        if "$ref" in part:
            pointer = part["$ref"].partition("#/$defs/")[2]
            if part["$ref"].startswith("#"):
                return self.of(self.schema["$defs"][pointer], pointer, "")
            return "str"
        if "enum" in part:
            return f"Literal[{', '.join(json.dumps(word) for word in part['enum'])}]"
        if "const" in part:
            return f"Literal[{part['const']!r}]"
        kind = part["type"]
        if kind == "array":
            return f"list[{self.of(part['items'], name, parent)}]"
        if kind == "object":
            return self._class(part, name, parent)
        return {"string": "str", "integer": "int", "number": "Number", "boolean": "bool"}[kind]

    def _class(self, part: Mapping[str, Any], name: str, parent: str) -> str:
        shape = json.dumps(_bare([part["properties"], sorted(part.get("required", ()))]), sort_keys=True)
        if shape in self.known:
            self.taken.add(self.known[shape])
            return self.known[shape]
        if shape in self.made:
            return self.made[shape]
        title = NAMES.get(parent, {}).get(name) or part.get("title") or f"{_camel(_singular(name))}Row"
        if title in self.made.values():
            title = parent.removesuffix("Row") + title
        self.made[shape] = title
        required = set(part.get("required", ()))
        rows = [(key, self.of(value, key, title), key in required, value) for key, value in part["properties"].items()]
        self.bodies[title] = "\n".join(_definition(title, part.get("description", ""), rows))
        return title


def _definition(title: str, told: str, rows: list[tuple[str, str, bool, Any]]) -> Iterator[str]:
    marked = [(key, note if needed else f"NotRequired[{note}]") for key, note, needed, _ in rows]
    if any(keyword.iskeyword(key) for key, _ in marked):
        yield f"{title} = TypedDict({title!r}, {{{', '.join(f'{key!r}: {note!r}' for key, note in marked)}}})"
        yield f'"""{fill(told, 110)}"""' if told else ""
        return
    yield f"class {title}(TypedDict):"
    if told:
        yield indent(f'"""{fill(told, 110)}"""\n', "    ")
    yield from (f"    {key}: {note}" for key, note in marked)


def _bare(part: Any) -> Any:
    """A part of a schema without what it says to people, so that alike rows share one class."""
    if isinstance(part, dict):
        told = ("description", "examples")
        return {
            key: _bare(value) for key, value in part.items() if key not in told or not isinstance(value, str | list)
        }
    return [_bare(value) for value in part] if isinstance(part, list) else part


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _singular(name: str) -> str:
    if name in PLURALS:
        return PLURALS[name]
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")


def texts() -> Iterator[tuple[Path, str]]:
    """Each file with what it should hold, before the formatter; rows that two reports share are in the first."""
    report = _types("report.schema.json", "Report", {})
    yield REPORTS / "report.py", _text(report, "The report and its rows as types.", "report.schema.json", IMPORTS)
    plan = _types("plan.schema.json", "PlanReport", report.made)
    shared = ", ".join(sorted([*plan.taken, "Number"]))
    imports = f"from typing import Literal, NotRequired, TypedDict\n\nfrom .report import {shared}"
    yield REPORTS / "plan_report.py", _text(plan, "Plans and their rows as types.", "plan.schema.json", imports)
    refused = _types("reports.schema.json", "Unreadable", {}, "unreadable")
    imports = "from typing import Literal, NotRequired, TypedDict"
    told = "What replaces a report, as types."
    yield REPORTS / "unreadable.py", _text(refused, told, "reports.schema.json", imports)


def _types(name: str, title: str, known: Mapping[str, str], part: str = "") -> _Types:
    """The types of a schema, or of one of its definitions."""
    schema = json.loads((ROOT / "schemas" / name).read_text("utf-8"))
    types = _Types(schema, known)
    types.of((schema["$defs"][part] if part else schema) | {"title": title}, title, "")
    return types


def _text(types: _Types, told: str, schema: str, imports: str) -> str:
    head = HEAD.format(told=told, schema=schema, imports=imports)
    return head + "\n\n" + "\n\n\n".join(types.bodies.values()) + "\n"


def main() -> None:
    for target, text in texts():
        made = subprocess.run(
            [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(target), "-"],
            input=text,
            check=True,
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
        ).stdout
        if "--check" not in sys.argv[1:]:
            target.write_text(made, "utf-8")
        elif not target.is_file() or target.read_text("utf-8") != made:
            sys.exit(f"{target.name} is not what the schema makes: run this script without --check.")


if __name__ == "__main__":
    main()
