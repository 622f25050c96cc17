"""What one file must look like."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout import file_of
from ..registry import Problem, check, record_check
from ..workspace import FOLDERS, PLAIN, CatalogSnapshot, Entry, schema_of, set_at, texts

PLACEHOLDERS = frozenset({"tbd", "tba", "todo", "n/a", "na", "none", "unknown", "not known", "?", "??", "-", "xxx"})
WORDS_OF_A_LIST = frozenset({"status", "renewal", "confidence", "id", "is"})
"""Keys whose value comes from a closed list, where `unknown` and `none` are words like others."""


@check("C101")
def unreadable_file(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Every file is UTF-8 and sound JSON: no key twice, no number without end.

    Why: A file that cannot be read hides all it says from the checker and the site.
    What to do: Fix the line that is named.
    """
    for path, messages in snapshot.syntax_errors.items():
        for m in messages:
            yield Problem("", m.text, m.hint, line=m.line or 1, path=path)


@check("C102")
def schema(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Every file fits the schema of its kind of record.

    Why: The engine and the site read records without asking twice whether a key is there.
    What to do: Correct the value, the spelling of the key, or add what is missing.
    """
    for path, messages in snapshot.schema_errors.items():
        for m in messages:
            yield Problem(m.pointer, m.text, m.hint.replace("portfolio", "record"), path=path)


@check("C103")
def misplaced_file(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Records lie in the folder of their kind, flat, and nothing else lies there.

    Why: A file in the wrong place is never read, and nobody is told.
    What to do: Move it to the folder of its kind, or take it away.
    """
    for path in snapshot.files:
        if schema_of(path) is None and path not in PLAIN:
            hint = f"Folders are {', '.join(FOLDERS)}; all are flat."
            yield Problem("", f"{path} does not belong here.", hint, path=path)


@record_check("C104", moved=True)
def name_is_id(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """The name of a file is the id of its record.

    Why: References and web addresses are built from ids; files are found by them.
    What to do: Give the file the name of the id, or the record the id of the file.
    """
    stem = entry.path.rpartition("/")[2].removesuffix(".json")
    if entry.id != stem:
        yield Problem("/id", f'The file is called {stem}, its id is "{entry.id}".')


@check("C105", fixable=True)
def schema_line(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """`$schema` names the schema of the record's folder.

    Why: Editors show what each field means only if they find the schema.
    What to do: Name the schema of this folder.
    """
    for path, data in snapshot.data.items():
        right = f"{'../../' if '/' in path else '../'}schemas/{schema_of(path)}.schema.json"
        if path not in snapshot.schema_errors and data["$schema"] != right:
            yield Problem("/$schema", f"It should be {right}.", fix=set_at("/$schema", right), path=path)


@check("C106", fixable=True)
def layout(snapshot: CatalogSnapshot) -> Iterator[Problem]:
    """Keys are in the order of the schema, with two spaces, LF and a final newline.

    Why: One layout makes a difference show the change and nothing else.
    What to do: Rewrite the file (`mcheck catalog format`).
    """
    for path, data in snapshot.data.items():
        right = file_of(path, data)
        if path not in snapshot.schema_errors and snapshot.files[path] != right:
            line = _first_difference(snapshot.files[path], right)
            text = "From this line on, the layout is not the standard one."
            yield Problem("", text, fix=lambda same: same, line=line, path=path)


def _first_difference(raw: bytes, right: bytes) -> int:
    ours, theirs = raw.split(b"\n"), right.split(b"\n")
    return next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False), 1) if a != b), len(theirs))


@record_check("C107", moved=True)
def placeholder(entry: Entry, _: CatalogSnapshot) -> Iterator[Problem]:
    """What is not known is absent: no null, no empty text, no TBD.

    Why: A placeholder looks like a fact to every program, and is never replaced.
    What to do: Leave the key out until a source says it.
    """
    for pointer, text in texts(entry.record):
        if pointer.rpartition("/")[2] not in WORDS_OF_A_LIST and text.strip().casefold() in PLACEHOLDERS:
            yield Problem(pointer, f'"{text}" is only a placeholder.')
