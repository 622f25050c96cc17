"""Writes tools/mcheck/core/report.py: a TypedDict for the report and each kind of row in it, from its schema.

    python tools/maintenance/generate_report_types.py [--check]

With --check nothing is written, and the status is 1 if the file is not what the schema makes.
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
SCHEMA = ROOT / "schemas" / "report.schema.json"
TARGET = ROOT / "tools" / "mcheck" / "core" / "report.py"
HEAD = '''"""The report and its rows as types. Made from schemas/report.schema.json: edit that, not this file.

By tools/maintenance/generate_report_types.py. Points are exact: whole numbers, or decimals of at most two places.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

Number = int | Decimal
'''
PLURALS = {"categories": "category"}
NAMES = {
    ("Report", "ledgers"): "LedgerRow",
    ("Report", "catalog"): "CatalogStamp",
    ("Report", "portfolio"): "PortfolioStamp",
    ("LedgerRow", "rows"): "PostingRow",
    ("LedgerRow", "choices"): "PairedLotsRow",
    ("FieldRow", "offered"): "OfferedFieldRow",
    ("LicenseRow", "window"): "DaysRow",
    ("LicenseRow", "windows"): "WindowRow",
    ("RequirementRow", "ledger"): "CountedRow",
    ("TightSetRow", "case"): "ChosenRow",
    ("TightSetRow", "requirements"): "TightRequirementRow",
    ("TightSetRow", "others"): "UnusedRow",
    ("LicenseRow", "records"): "RecordKeepingRow",
    ("LicenseRow", "alike"): "AlikeFactsRow",
    ("LicenseRow", "may_matter"): "OpenPointRow",
    ("ShortfallRow", "in_all"): "MissingRow",
    ("ShortfallRow", "requirements"): "MissingRequirementRow",
    ("StatedRow", "badges"): "StatedBadgesRow",
    ("StatedRow", "sums"): "StatedSumRow",
    ("QuestionRow", "takes"): "TakenReadingRow",
    ("QuestionRow", "readings"): "PossibleReadingRow",
    ("WindowRow", "counts"): "WindowCountRow",
    ("PathwayRow", "points"): "PathwayPointRow",
}
"""The classes that their key alone would not name well, by the class that holds them and the key."""


class _Types:
    """The classes found so far, in the order in which they are needed."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.bodies: dict[str, str] = {}
        self._made: dict[str, str] = {}

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
        if shape in self._made:
            return self._made[shape]
        title = NAMES.get((parent, name)) or part.get("title") or f"{_camel(_singular(name))}Row"
        if title in self._made.values():
            title = parent.removesuffix("Row") + title
        self._made[shape] = title
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


def text() -> str:
    """What the file should hold, before the formatter."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    types = _Types(schema)
    types.of({k: v for k, v in schema.items() if k != "title"} | {"title": "Report"}, "report", "")
    return HEAD + "\n\n" + "\n\n\n".join(types.bodies.values()) + "\n"


def main() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"],
        input=text(),
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    ).stdout
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(made, "utf-8")
    elif not TARGET.is_file() or TARGET.read_text("utf-8") != made:
        sys.exit("tools/mcheck/core/report.py is not what the schema makes: run this script without --check.")


if __name__ == "__main__":
    main()
