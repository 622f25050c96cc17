"""What one file must look like."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog_files import FOLDERS, PLAIN, schema_of
from ..layout import layout
from ..registry import Check, Finding, check
from ..snapshot import CatalogSnapshot, set_at, walk

PLACEHOLDERS = frozenset({"tbd", "tba", "todo", "n/a", "na", "none", "unknown", "not known", "?", "??", "-", "xxx"})
WORDS_OF_A_LIST = frozenset({"status", "renewal", "confidence", "id", "is"})
"""Keys whose value comes from a closed list, where `unknown` and `none` are words like others."""


@check(
    "C101",
    "unreadable-file",
    "Every file is UTF-8 and sound JSON: no key twice, no number without end.",
    "A file that cannot be read hides all it says from the checker and the site.",
    "Mend the line that is named.",
)
def unreadable(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for path, messages in book.unreadable.items():
        for m in messages:
            yield me.found(path, "", m.text, m.hint, line=m.line or 1)


@check(
    "C102",
    "schema",
    "Every file fits the schema of its kind of record.",
    "The engine and the site read records without asking twice whether a key is there.",
    "Correct the value, the spelling of the key, or add what is missing.",
)
def shape(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for path, messages in book.misshapen.items():
        for m in messages:
            yield me.found(path, m.pointer, m.text, m.hint.replace("portfolio", "record"))


@check(
    "C103",
    "misplaced-file",
    "Records lie in the folder of their kind, flat, and nothing else lies there.",
    "A file in the wrong place is never read, and nobody is told.",
    "Move it to the folder of its kind, or take it away.",
)
def misplaced(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for path in book.files:
        if schema_of(path) is None and path not in PLAIN:
            yield me.found(path, "", f"{path} has no place here.", f"Folders are {', '.join(FOLDERS)}; all are flat.")


@check(
    "C104",
    "name-is-id",
    "The name of a file is the id of its record.",
    "References and web addresses are built from ids; files are found by them.",
    "Give the file the name of the id, or the record the id of the file.",
)
def name_is_id(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.everything():
        stem = entry.path.rpartition("/")[2].removesuffix(".json")
        if entry.id != stem:
            yield me.found(entry.path, "/id", f'The file is called {stem}, its id is "{entry.id}".')


@check(
    "C105",
    "schema-line",
    "`$schema` names the schema of the record's folder.",
    "Editors show what each field means only if they find the schema.",
    "Name the schema of this folder.",
    mends=True,
)
def schema_line(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for path, data in book.data.items():
        right = f"{'../../' if '/' in path else '../'}schemas/{schema_of(path)}.schema.json"
        if path not in book.misshapen and data["$schema"] != right:
            yield me.found(path, "/$schema", f"It should be {right}.", fix=set_at("/$schema", right))


@check(
    "C106",
    "layout",
    "Keys stand in the order of the schema, with two spaces, LF and a final newline.",
    "One layout makes a difference show the change and nothing else.",
    "Lay the file out anew (`mcheck catalog format`).",
    mends=True,
)
def laid_out(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for path, data in book.data.items():
        schema = schema_of(path)
        assert schema is not None
        right = layout(data, schema)
        if path not in book.misshapen and book.files[path] != right:
            line = _first_difference(book.files[path], right)
            text = "From this line on, the layout is not the usual one."
            yield me.found(path, "", text, fix=lambda same: same, line=line)


def _first_difference(raw: bytes, right: bytes) -> int:
    ours, theirs = raw.split(b"\n"), right.split(b"\n")
    return next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False), 1) if a != b), len(theirs))


@check(
    "C107",
    "placeholder",
    "What is not known is absent: no null, no empty text, no TBD.",
    "A placeholder looks like a fact to every program, and is never replaced.",
    "Leave the key out until a source says it.",
)
def placeholder(book: CatalogSnapshot, me: Check) -> Iterator[Finding]:
    for entry in book.everything():
        for pointer, value in walk(entry.record):
            key = pointer.rpartition("/")[2]
            if isinstance(value, str) and key not in WORDS_OF_A_LIST and value.strip().casefold() in PLACEHOLDERS:
                yield me.found(entry.path, pointer, f'"{value}" stands for nothing.')
