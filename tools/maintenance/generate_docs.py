"""The generated parts of the documents: what the schemas, the catalog and the code say already, not written twice.

`python tools/maintenance/generate_docs.py` writes them between their markers; with `--check` it only says whether they
are out of date.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mcheck.upkeep.workspace import FOLDERS as SCHEMAS

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"
EXAMPLE = ROOT / "tests" / "schemas" / "credential" / "valid" / "from-the-catalog.json"
"""Not the record itself: whoever corrects a record need not touch the manual."""
IN_ORDER = "credentials stacks sources activities renewal licenses pathways questions checks programs vocabulary"
"""The folders of the catalog in the order in which an editor meets them."""
FOLDERS = {folder: SCHEMAS[folder] for folder in IN_ORDER.split()}
PART = re.compile(
    r"(<!-- begin (?P<name>[a-z]+): made by tools/maintenance/generate_docs\.py -->\n).*?(<!-- end (?P=name) -->)",
    re.DOTALL,
)

Record = dict[str, Any]


def read(path: Path) -> Record:
    loaded: Record = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def schema(kind: str) -> Record:
    return read(ROOT / "schemas" / f"{kind}.schema.json")


def cell(text: str) -> str:
    """Text as one cell of a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def kinds() -> str:
    """One line a folder: what a file in it is, and the schema that says its shape."""
    rows = []
    for folder, kind in FOLDERS.items():
        shape = schema(kind)
        link = f"[{shape['title']}](../schemas/{kind}.schema.json)"
        rows.append((f"`{folder}/`", link, cell(shape["description"])))
    return table(("Folder", "One file is a", "What it says"), rows)


def example() -> str:
    """A record, each field under the sentence with which its schema explains it."""
    described = schema("credential")["properties"]
    fields = []
    for key, value in read(EXAMPLE).items():
        shown = json.dumps({key: value}, indent=2, ensure_ascii=False).splitlines()[1:-1]
        fields.append("\n".join([f"  // {described[key]['description']}", *shown]))
    return "```jsonc\n{\n" + ",\n".join(fields) + "\n}\n```"


def words() -> str:
    """The closed lists, with the fields that take a word of them; the words are in the file, which changes alone."""
    used: dict[str, list[str]] = {}
    for folder, kind in FOLDERS.items():
        for name, path in references(schema(kind)):
            used.setdefault(name, []).append(f"`{path}` in `{folder}/`")
    rows = []
    for path in sorted((ROOT / "catalog" / "vocabulary").glob("*.json")):
        rows.append((f"[{read(path)['name']}](vocabulary/{path.name})", ", ".join(used.get(path.stem, ()))))
    return table(("List", "Fields that take a word of it"), rows)


def references(shape: Record, path: str = "") -> Iterator[tuple[str, str]]:
    """(list or folder, path of the field) of every field that holds one of its ids."""
    if "x-ref" in shape:
        yield shape["x-ref"], path
    for key, field in shape.get("properties", {}).items():
        yield from references(field, f"{path}.{key}".removeprefix("."))
    yield from references(shape["items"], f"{path}[]") if "items" in shape else ()


def rows(shape: Record, path: str = "") -> Iterator[tuple[str, ...]]:
    """The fields of an object and of the objects inside it; the citations of a part are like those of the record."""
    needed = {*shape.get("required", []), *shape.get("else", {}).get("required", [])}
    for key, field in shape.get("properties", {}).items():
        if path and key == "citations":
            continue
        shown = json.dumps(field["examples"][0], ensure_ascii=False)
        example = f"`{cell(shown)}`" if len(shown) < 60 and field.get("type") != "object" else ""
        yield f"`{path}{key}`", "yes" if key in needed else "", cell(field["description"]), example
        yield from rows(field, f"{path}{key}.")
        yield from rows(field.get("items", {}), f"{path}{key}[].")


def fields() -> str:
    """Every field of every kind of record: whether it must be there, what it is, and an example."""
    parts = []
    for folder, kind in FOLDERS.items():
        shape = schema(kind)
        made = table(("Field", "Must", "What it is", "Example"), list(rows(shape)))
        title = f"{shape['title']}: <code>{folder}/</code>"
        parts.append(f"<details>\n<summary>{title}</summary>\n\n{made}\n\n</details>")
    return "\n".join(parts)


def modules() -> str:
    """Every module with the first sentence of its own docstring."""
    parts = []
    for folder in sorted({path.parent for path in TOOLS.rglob("*.py")}):
        paths = [p for p in sorted(folder.glob("*.py")) if not p.stem.startswith("__")]
        lines = [(f"`{path.stem}`", cell(first_sentence(path))) for path in paths]
        if lines:
            parts.append(f"**`{folder.relative_to(ROOT).as_posix()}/`**\n\n" + table(("Module", "What it does"), lines))
    return "\n\n".join(parts)


def first_sentence(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.sub(r" \([^)]*\)", "", re.split(r"(?<=\.)\s", paragraph, maxsplit=1)[0])


DOCUMENTS: dict[str, tuple[Callable[[], str], ...]] = {
    "catalog/README.md": (kinds, example, words, fields),
    "docs/developers/index.md": (modules,),
}
"""Document and the functions that make its parts; a part has the function's name."""


def renew(text: str, makers: Sequence[Callable[[], str]]) -> str:
    """A document with every generated part made anew. Raises ValueError when its markers are not those of `makers`."""
    parts = {maker.__name__: maker for maker in makers}
    found = [match["name"] for match in PART.finditer(text)]
    if sorted(found) != sorted(parts):
        raise ValueError(f"it has the parts {found}; it needs each of {list(parts)} once")
    return PART.sub(lambda match: f"{match[1]}{parts[match['name']]()}\n{match[3]}", text)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the generated parts of the documents.")
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 when one is out of date")
    only_check = parser.parse_args().check
    for name, makers in DOCUMENTS.items():
        before = (ROOT / name).read_text(encoding="utf-8")
        try:
            after = renew(before, makers)
        except ValueError as error:
            sys.exit(f"{name}: {error}")
        if after == before:
            continue
        if only_check:
            sys.exit(f"{name} is out of date: run `python tools/maintenance/generate_docs.py` and commit the result")
        (ROOT / name).write_text(after, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
