"""Findings for people, for programs (JSON), for code scanning (SARIF) and as annotations of GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from ..core import __version__
from ..core.escaping import escape_terminal
from ..core.wording import count
from ..upkeep.registry import CHECKS
from ..upkeep.workspace import Finding
from .backends import json_text

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(findings: Sequence[Finding], prefix: str) -> str:
    """One block a finding; `prefix` is put before each path, so that an editor can open it."""
    lines = []
    for f in findings:
        place = f"{escape_terminal(prefix + f.path)}:{f.line}"
        lines.append(f"{place} {f.code} {f.name} {escape_terminal(f.pointer)}".rstrip())
        lines += [f"    {escape_terminal(f.text)}", f"    {escape_terminal(f.hint)}"]
    if findings:
        fixable = sum(f.fix is not None for f in findings)
        lines += ["", f"{count(len(findings), 'finding')}; `mcheck catalog fix` fixes {fixable}."]
        lines.append(f"What a code means: mcheck explain {min(f.code for f in findings)}")
    return "".join(line + "\n" for line in lines)


def as_json(findings: Sequence[Finding], prefix: str) -> str:
    """A list of objects: code, name, file, line, pointer, text, hint, fixable."""
    rows = [
        {
            "code": f.code,
            "name": f.name,
            "file": prefix + f.path,
            "line": f.line,
            "pointer": f.pointer,
            "text": f.text,
            "hint": f.hint,
            "fixable": f.fix is not None,
        }
        for f in findings
    ]
    return json_text.render(rows)


def sarif(findings: Sequence[Finding], prefix: str) -> str:
    """SARIF 2.1.0 with every check as a rule."""
    rules = [
        {
            "id": code,
            "name": check.name,
            "shortDescription": {"text": check.what},
            "fullDescription": {"text": check.why},
            "help": {"text": check.todo},
        }
        for code, check in sorted(CHECKS.items())
    ]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        {
            "ruleId": f.code,
            "ruleIndex": index[f.code],
            "level": "error",
            "message": {"text": f"{f.text} {f.hint}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": prefix + f.path},
                        "region": {"startLine": f.line},
                    },
                    "logicalLocations": [{"fullyQualifiedName": f.pointer or "/"}],
                }
            ],
        }
        for f in findings
    ]
    driver = {"name": "mcheck catalog lint", "version": __version__, "rules": rules}
    return json_text.render(
        {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    )


def github(findings: Sequence[Finding], prefix: str) -> str:
    """Workflow commands: each becomes a note at its line of the pull request."""
    return "".join(
        f"::error file={_property(prefix + f.path)},line={f.line},title={_property(f'{f.code} {f.name}')}"
        f"::{_data(f'{f.text} {f.hint}')}\n"
        for f in findings
    )


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "json": as_json, "sarif": sarif, "github": github}
