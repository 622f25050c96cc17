"""Records of the catalog as text for `mcheck explain`: what a record says, each fact with its source."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..catalog.fields import KINDS, Field, fold, other_regulation
from ..catalog.store import Catalog
from ..core.records import Record
from ..core.wording import count
from ..upkeep.workspace import FOLDERS
from .labels import EXTENT, PERIODS, RENEWAL, STATUS, UNITS
from .labels import field as field_of

Lines = Iterator[str]


class Shown(NamedTuple):
    """What records of a folder are called, and their fields that can be shown under their titles, in this order."""

    noun: str
    fields: str


SHOWN: Mapping[str, Shown] = {
    "activities": Shown(
        "a way to earn PDPs",
        "minimum_hours_each minimum_hours_topic allowed_categories suggested_categories demonstration "
        "provider_must_be where_to_look",
    ),
    "credentials": Shown("a micro-credential", "hours audience evidence needs_students_note last_seen portal_code"),
    "stacks": Shown("a stack of micro-credentials", "audience partner issuer status_note issuer_count portal_code"),
    "licenses": Shown("a license or endorsement", "aliases validity competency_review adding"),
    "pathways": Shown("a pathway", "who requirements routes badges_can badges_cannot stacks not_known"),
    "programs": Shown("a program", "body conversion per_badge facts conflicts url dated date_note"),
    "sources": Shown("a source", "publisher copy_of published date_note read_on url former_urls watch"),
}
"""Folders whose records can be explained this way, in the order in which a name is looked up."""


def explain(catalog: Catalog, folder: str, word: str) -> list[str]:
    """Everything that the record of that id says; an id that has moved leads to its new one."""
    record = catalog.get(folder, word)
    lines = [] if record["id"] == word else [f"{word} is now called {record['id']}."]
    lines.append(f"{record.get('name') or record['title']} ({SHOWN[folder].noun})")
    lines += [record["summary"]] if "summary" in record else []
    lines += OWN[folder](catalog, record) if folder in OWN else ()
    for key in SHOWN[folder].fields.split():
        known = field_of(FOLDERS[folder], key)
        words = known.get("items", {}).get("x-ref", "")
        lines += _field(catalog, known["title"], record.get(key), "" if words in FOLDERS else words)
    lines += listed("Notes", record.get("notes", ()))
    known = {line.strip() for line in lines}
    return [*lines, *sources(catalog, record.get("citations", ()), known)]


def cited(catalog: Catalog, citations: Iterable[Record], indent: str = "  ") -> list[str]:
    """A line for each source, with the place in it."""
    lines = []
    for citation in citations:
        source = catalog.source(citation["source"])
        at = f", {citation['at']}" if "at" in citation else ""
        lines.append(f"{indent}- {source['title']}{at} ({source['authority']}) {source['url']}")
    return list(dict.fromkeys(lines))


def sources(catalog: Catalog, citations: Iterable[Record], known: Container[str] = ()) -> list[str]:
    """The sources of a record, without those that are known already from the fact they are for."""
    lines = [line for line in cited(catalog, citations) if line.strip() not in known]
    return ["Sources:", *lines] if lines else []


def told(catalog: Catalog, sentence: str, citations: Iterable[Record]) -> list[str]:
    """A sentence and the sources of what it says."""
    return [sentence, *cited(catalog, citations)]


def listed(label: str, items: Iterable[str]) -> list[str]:
    """A list under its label; nothing when it is empty."""
    lines = [f"  - {item}" for item in items]
    return [f"{label}:", *lines] if lines else []


def _field(catalog: Catalog, label: str, value: Any, vocabulary: str = "") -> list[str]:
    """A field under its label: a value, words of a vocabulary, texts, or sentences with their sources."""
    if value is None or value == []:
        return []
    if vocabulary:
        value = ", ".join(labels(catalog, vocabulary, value))
    if not isinstance(value, list):
        return [f"{label}: {value}"]
    if isinstance(value[0], str):
        return listed(label, value)
    lines = [f"{label}:"]
    for part in value:
        when = f" (from {part['from']})" if "from" in part else f" ({part['dated']})" if "dated" in part else ""
        lines.append(f"  - {part['says']}{when}")
        lines += cited(catalog, part.get("citations", ()), "    ")
    return lines


def labels(catalog: Catalog, vocabulary: str, ids: Iterable[str]) -> list[str]:
    """The words of a vocabulary as people read them."""
    terms = catalog.terms(vocabulary)
    return [terms[key]["label"] for key in ids]


def is_shared(catalog: Catalog, cap: str) -> bool:
    """Whether several ways to earn PDPs are under one ceiling, by its id."""
    named: list[str] = [each["id"] for record in catalog.all("activities") for each in record.get("caps", ())]
    return named.count(cap) > 1


def _activity(catalog: Catalog, record: Record) -> Lines:
    if "values" not in record:
        yield "None of our sources says what it is worth: the points printed on the certificate are used."
    for value in record.get("values", ()):
        start = "" if "from" in value else "No source gives the day from which it applies."
        yield " ".join(filter(None, (f"{_worth(value)}.", start, value.get("note"))))
        if "disputed_start" in value:
            yield f"  Which activities this change affects is open: mcheck explain {value['disputed_start']}"
        yield from cited(catalog, value["citations"])
    open_to = question_of(catalog, "activity", record["id"], "serves")
    if open_to:
        yield f"What its points may serve is an open question: mcheck explain {open_to}"
    for part in record.get("parts", ()):
        (label,) = labels(catalog, "categories", [part["category"]])
        yield f"{'If you list no categories' if open_to else 'Of that'}, in {label}: {count(part['points'], 'PDP')}"
    for cap in record.get("caps", ()):
        related = ", together with related activities" if is_shared(catalog, cap["id"]) else ""
        most = f"At most {count(cap['points'], 'PDP')} {PERIODS[cap['period']]}{related}"
        yield from told(catalog, most, cap["citations"])
    for variant in record.get("variants", ()):
        unless = f" and `{variant['unless']}` is not true" if "unless" in variant else ""
        yield f"If `{variant['fact']}` is {str(variant['is']).lower()}{unless}, it is judged as {variant['use']}."
        if "switch" in variant:
            claim = variant.get("unless", variant["fact"])
            question = question_of(catalog, "switch", variant["switch"])
            yield f"  Whether `{claim}` counts is an open question: mcheck explain {question}"


def question_of(catalog: Catalog, key: str, value: str, also: str = "") -> str:
    """The id of the question that sets this; "" where none does. `also` is a key that the change must have, too."""
    for question in catalog.all("questions"):
        changes = [change for reading in question["readings"] for change in reading["changes"]]
        if any(change.get(key) == value and (not also or also in change) for change in changes):
            return str(question["id"])
    return ""


def _worth(value: Record) -> str:
    """A dated value in words."""
    worth = f"{'up to ' if value.get('up_to') else ''}{count(value['points'], 'PDP')} {UNITS[value['per']]}"
    since = f"From {value['from']}: " if "from" in value else "Worth: "
    only = ", only where the certificate says so" if value.get("only_if_certificate_says") else ""
    return f"{since}{worth}{only}"


def _credential(catalog: Catalog, record: Record) -> Lines:
    yield f"{STATUS[record['status']]}."
    if "stack" in record:
        number = f", number {record['number_in_stack']}" if "number_in_stack" in record else ""
        yield f"Stack: {catalog.get('stacks', record['stack'])['name']}{number} (mcheck explain {record['stack']})"
    for kind in catalog.all("activities"):
        if "badges" in kind["takes"]:
            for value in kind["values"]:
                yield from told(catalog, f"{_worth(value)}. More: mcheck explain {kind['id']}", value["citations"])
    ours = record["our_reading"]
    yield f"It could count as (our reading): {', '.join(labels(catalog, 'categories', ours['categories']))}"
    yield f"  {ours['why']}"
    yield f"Areas (our reading): {', '.join(labels(catalog, 'areas', ours['areas']))}"


def _stack(catalog: Catalog, record: Record) -> Lines:
    yield f"{STATUS[record['status']]}."
    inside = [r for r in catalog.all("credentials") if r.get("stack") == record["id"]]
    inside.sort(key=lambda r: (r.get("number_in_stack", 1000), r["title"]))
    yield from listed("Its micro-credentials that we know", (f"{r['title']} ({r['id']})" for r in inside))


def conditions(catalog: Catalog, special: Iterable[Record]) -> list[str]:
    """Special conditions of a renewal, each with its sources."""
    return [line for c in special for line in told(catalog, f"To be renewed: {c['label']}", c["citations"])]


def _license(catalog: Catalog, record: Record) -> Lines:
    yield RENEWAL[record["renewal"]]
    if "requirements" in record:
        rule = record["requirements"]
        categories = " or ".join(labels(catalog, "categories", rule["categories"]))
        yield f"Its renewal takes {count(rule['total'], 'PDP')} in {categories}."
        if rule.get("also_counts_for_primary"):
            yield "The same points may also count for the Primary license."
        if "valid_years" in rule:
            yield f"It lasts {count(rule['valid_years'], 'year')}."
        if "needs" in rule:
            yield f"It needs: {rule['needs']}"
        yield from cited(catalog, rule["citations"])
    yield from conditions(catalog, record.get("conditions", ()))
    if "blocks_renewal" in record:
        yield from told(catalog, record["blocks_renewal"]["says"], record["blocks_renewal"]["citations"])
    if "other_regulation" in record:
        other = record["other_regulation"]
        yield from told(catalog, f"{other['name']}: {other['says']}", [{"source": other["source"]}])
    if record.get("badges_can_serve") is False:
        yield "Micro-credentials may not be used toward it."


def _source(catalog: Catalog, record: Record) -> Lines:
    weight = catalog.terms("authority")[record["authority"]]
    yield f"{weight['label']}{EXTENT.get(record.get('extent', ''), '')}: {weight['sentence']}"
    if "published" not in record and "date_note" not in record:
        yield "No date of its own is known."


OWN: dict[str, Callable[[Catalog, Record], Lines]] = {
    "activities": _activity,
    "credentials": _credential,
    "stacks": _stack,
    "licenses": _license,
    "sources": _source,
}
"""What records of a folder say beyond fields that can be shown as they stand."""


def field(catalog: Catalog, named: Field, word: str) -> Lines:
    """What the table says of a license field, and where there is more about just this one."""
    kind = catalog.terms(KINDS)[named.kind]
    yield f"{named.name} (license field; {kind['label'].lower()})"
    if kind["status"] == "not-covered":
        group = other_regulation(catalog)
        more = "" if group is None else f" More: mcheck explain {group['id']}"
        yield f"{RENEWAL['other-regulation']}{more}"
    else:
        yield from conditions(catalog, named.conditions) or ["Its renewal has no special conditions of its own."]
    for levels in named.row.get("levels", ()):
        since = f" from {levels['from']}" if "from" in levels else ""
        yield f"Grades{since}: {', '.join(levels['grades'])}"
    if named.other_grades:
        yield "The grades you gave are not among them."
    for label, key in (("Regulation", "regulation"), ("Also called", "aliases"), ("Notes", "notes")):
        yield from _field(catalog, label, named.row.get(key))
    ids = [r["id"] for r in (named.every if not named.given else named.records)]
    yield from [f"More: mcheck explain {name}" for name in ids if name != fold(word).replace(" ", "-")]
    yield from sources(catalog, named.row["citations"])


def vocabulary(catalog: Catalog, name: str) -> list[str]:
    """The words of a vocabulary; of the table of license fields by kind of license."""
    record = catalog.raw("vocabulary", name)
    lines = [f"{record['name']} (allowed words)"]
    groups: dict[str, list[str]] = {}
    for word in record["terms"]:
        kind = catalog.terms(KINDS)[word["kind"]]["label"] if "kind" in word else ""
        grades = ", ".join(word["levels"][-1]["grades"]) if "levels" in word else ""
        beside = grades or ("" if kind else word["id"])
        groups.setdefault(kind, []).append(f"{word['label']} ({beside})" if beside else word["label"])
    for kind, words in groups.items():
        lines += listed(kind or "Words", words)
    return [*lines, *listed("Notes", record.get("notes", ()))]


def term(catalog: Catalog, vocabulary: str, word: str) -> list[str]:
    """What a word of a vocabulary means."""
    record = catalog.terms(vocabulary)[word]
    name = catalog.raw("vocabulary", vocabulary)["name"]
    said = [record["sentence"]] if "sentence" in record else []
    return [f"{record['label']} ({name})", *said, *sources(catalog, record.get("citations", ()))]
