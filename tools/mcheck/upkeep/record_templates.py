"""The kinds of record that can be begun: what is asked for each, and how the answers become a record.

What is asked, whether it is needed and what it may be is read in the schema of the kind of record.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..catalog.store import MENTION
from ..core import pointers
from ..core.records import with_texts
from ..core.wording import count, slug
from ..loading.catalog_folder import load_schema
from .checks.ids import target_of
from .workspace import FOLDERS, CatalogSnapshot, texts

LONGEST_ID = 100
NO_DATE = "No date was noted when it was read"
DEFAULTS = {"status": "offered", "confidence": "medium"}
MAY_BE_EMPTY = ("/evidence",)
"""Lists that are required, but may hold nothing."""

Answers = Mapping[str, Any]
"""Name of a prompt -> text, Decimal or int, or a list of texts; what was not answered is absent."""
Record = dict[str, Any]


class Refusal(ValueError):
    """The answers make no record; each argument is a line that says which of them and why."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to ask. `kind` is text, number or date; `many` means that it may be given several times.

    `at` is where the answer goes in the record, as a JSON Pointer without the positions in lists; it is empty for what
    only `finish` uses. `of` is the folder or vocabulary that the answer must be an id of.
    """

    name: str
    ask: str
    needed: bool = False
    many: bool = False
    kind: str = "text"
    choices: tuple[str, ...] = ()
    default: str | None = None
    of: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class RecordTemplate:
    """A kind of record that can be begun.

    `fields` names what is asked, in order, and the field that each answer fills: "title number=number_in_stack". Of
    `cited` those that are answered are what the source vouches for. `finish` makes of the fields that were answered
    the record with its id; it raises Refusal.
    """

    folder: str
    fields: str
    cited: tuple[str, ...]
    finish: Callable[[Record, Answers, CatalogSnapshot], Record]

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """In the order in which they are asked."""
        pairs = (word.partition("=") for word in self.fields.split())
        return tuple(
            FURTHER.get(name) or _from_schema(name, f"/{field or name.replace('-', '_')}", self.folder)
            for name, _, field in pairs
        )


@cache
def _from_schema(name: str, at: str, folder: str) -> Prompt:
    """The prompt of a field: it is needed where the field and all around it are required and nothing replaces it."""
    node = load_schema(FOLDERS[folder])
    required, many, place = True, False, ""
    for key in pointers.keys_of(at):
        required &= key in node.get("required", ()) or key in node.get("else", {}).get("required", ())
        field = node = _resolved(node["properties"][key])
        place = f"{place}/{key}"
        many = node.get("type") == "array"
        if many:
            node, place = _resolved(node["items"]), f"{place}/*"
    is_date = node.get("format") == "date"
    return Prompt(
        name,
        field["title"] + (" (YYYY-MM-DD)" if is_date else ""),
        needed=required and name not in DEFAULTS and at not in MAY_BE_EMPTY,
        many=many,
        kind="date" if is_date else "number" if node.get("type") in ("number", "integer") else "text",
        choices=tuple(node.get("enum", ())),
        default=DEFAULTS.get(name),
        of=target_of(folder, place) or "",
        at=at,
    )


def _resolved(node: Any) -> Any:
    """A node of a schema with what it refers to in common.schema.json under what it says itself."""
    if "$ref" not in node:
        return node
    return {**load_schema("common")["$defs"][node["$ref"].rpartition("/")[2]], **node}


def id_from(*texts: str) -> str:
    """The id that these texts suggest: a slug without accents and apostrophes, no longer than an id may be."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).encode("ascii", "ignore").decode()
    return slug(plain.replace("'", ""))[:LONGEST_ID].strip("-")


def _credential(record: Record, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    stack = snapshot.by_id["stacks"].get(record.get("stack", ""), {})
    return {"id": id_from(stack.get("short_name", ""), record["title"]), "evidence": [], **record}


def _stack(record: Record, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    return {"id": id_from(record["name"]), **record}


def _source(record: Record, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    if "published" not in record:
        record.setdefault("date_note", NO_DATE)
    return {"id": id_from(record["publisher"], record["title"]), "verified_on": record["read_on"], **record}


def _activity(record: Record, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    if "points" in answers:
        if "per" not in answers:
            raise Refusal("--points needs --per: points for each hour, semester hour and so on.")
        record["values"][0]["citations"] = [{**record["citations"][0], "supports": ["points"]}]
    elif "values" in record:
        del record["values"]
        record["citations"][0]["supports"].remove("values")
    return {"id": id_from(record["name"]), **record}


COPIED = frozenset({"says", "note", "not_known", "keep", "label"})
"""Fields of an edition that are texts a new edition takes over."""


def to_confirm(record: Record) -> list[tuple[str, str]]:
    """(pointer, text) of what a new edition took over and may no longer say: texts with a number, and what is unknown.

    What a text mentions changes with the fact; sources are cited where they were read.
    """
    places = []
    for pointer, text in texts(record):
        keys = pointers.keys_of(pointer)
        name = next(key for key in reversed(keys) if not key.isdigit())
        numbers = name == "not_known" or any(sign.isdigit() for sign in MENTION.sub("", text))
        if name in COPIED and "citations" not in keys and numbers:
            places.append((pointer, text))
    return places


def _edition(record: Record, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    """A copy of the edition before, with its own name, first day and source; the numbers are edited afterwards."""
    editions = snapshot.by_id["renewal"]
    day = record["effective_from"]
    earlier = answers.get("based-on") or max((i for i in editions if i < day), default="")
    if earlier not in editions:
        raise Refusal(f"There is no edition {earlier or f'before {day}'} to begin with; name one with --based-on.")
    # where texts mention facts of the earlier edition, they now mention those of the new one
    old, new = f"{{renewal/{earlier}#/", f"{{renewal/{day}#/"
    kept: Record = with_texts(editions[earlier], lambda text: text.replace(old, new))
    ours = record["citations"][0]["supports"]
    citations = [{**c, "supports": [s for s in c["supports"] if s not in ours]} for c in kept["citations"]]
    note = f'What `changes` does not name was taken over from "{kept["name"]}"; compare it with the new text.'
    return kept | {
        **record,
        "id": day,
        "notes": [note, *kept.get("notes", ())],
        "citations": [*record["citations"], *(c for c in citations if c["supports"])],
    }


def _question(record: Record, answers: Answers, snapshot: CatalogSnapshot) -> Record:
    """A question about the value of an activity: two sources, or two ways to read one, give two numbers."""
    values = snapshot.by_id["activities"].get(answers["activity"], {}).get("values")
    if not values:
        raise Refusal(f"There is no activity {answers['activity']} with a dated value to ask about.")
    per = values[-1]["per"].replace("-", " ")
    low, high = answers["cautious-points"], answers["generous-points"]
    if not low < high:
        raise Refusal("--cautious-points must be the smaller number: it is the worst case for the educator.")
    numbers = [entry.record.get("number", "") for entry in snapshot.records("questions")]
    taken = [int(text[1:]) for text in numbers if text.startswith("Q")]
    readings = [
        {
            "id": id_from(stance, "points"),
            "label": f"{points} per {per}",
            "says": f"It is worth {count(points, 'PDP')} per {per}.",
            "stance": stance,
            "changes": [{"activity": answers["activity"], "points": points}],
        }
        for stance, points in (("cautious", low), ("generous", high))
    ]
    return {
        "id": id_from(record["title"]),
        "number": f"Q{max(taken, default=0) + 1}",
        "affects": "verdict",
        "order": "ordered",
        "readings": readings,
        **record,
    }


FURTHER = {
    prompt.name: prompt
    for prompt in (
        Prompt("id", "Id, if it should not be made from the title"),
        Prompt("based-on", "Edition to begin with; by default the one before", of="renewal"),
        Prompt("activity", "Id of the activity whose value is open", needed=True, of="activities"),
        Prompt("cautious-points", "PDPs in the worst case", needed=True, kind="number"),
        Prompt("generous-points", "PDPs in the best case", needed=True, kind="number"),
    )
}
"""What is asked and is no field of a record."""

READ = " source=citations/source at=citations/at verified-on"

TEMPLATES: Mapping[str, RecordTemplate] = {
    "credential": RecordTemplate(
        "credentials",
        "title stack number=number_in_stack code=portal_code summary evidence hours audience area=our_reading/areas "
        f"category=our_reading/categories why=our_reading/why status confidence{READ} id",
        ("title", "summary", "evidence", "number_in_stack", "portal_code", "hours", "audience"),
        _credential,
    ),
    "stack": RecordTemplate(
        "stacks",
        f"name short-name code=portal_code summary count=issuer_count audience issuer status{READ} id",
        ("name", "summary", "portal_code", "issuer_count", "audience"),
        _stack,
    ),
    "source": RecordTemplate(
        "sources", "title publisher url authority published date-note extent read-on id", (), _source
    ),
    "activity": RecordTemplate(
        "activities",
        f"name summary takes points=values/points per=values/per from=values/from where-to-look{READ} id",
        ("summary", "values", "where_to_look"),
        _activity,
    ),
    "edition": RecordTemplate(
        "renewal",
        f"from=effective_from name changes based-on{READ}",
        ("effective_from", "changes"),
        _edition,
    ),
    "question": RecordTemplate(
        "questions",
        f"title asks why activity cautious-points generous-points who=who_can_settle ask{READ} id",
        ("asks",),
        _question,
    ),
}
"""The kinds of record that can be begun, by the name of the command."""
