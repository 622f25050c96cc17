"""Every name that `mcheck explain` knows, and what it says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from ..catalog.fields import TABLE, field_named, fold
from ..catalog.fields import names as field_names
from ..catalog.rules import load_rules
from ..catalog.settlements import Ending, endings, is_open
from ..catalog.store import Catalog
from ..core.codes import code_table
from ..core.records import Record
from . import catalog_checks as manual
from . import editions as texts
from . import records
from .labels import NO_SOURCE, VERDICTS

Explains = Callable[[], list[str]]


def names(catalog: Catalog) -> list[str]:
    """Everything that can be explained: what people read in reports, on pages and in the files of the catalog."""
    fields = (fold(name).replace(" ", "-") for name in field_names(catalog))
    return list(dict.fromkeys([*(name for name, _ in _register(catalog)), *fields]))


def explain(catalog: Catalog, word: str) -> list[str]:
    """Lines about whatever has that name, however capitalized, hyphens or not; empty when nothing has.

    A license field goes by any of its names, with grades or without. A license and a pathway, say, may have the same
    name: then about each.
    """
    lines: list[str] = []
    field = field_named(catalog, word)
    if field is not None:
        lines += records.field(catalog, field, word)
    for name, explains in _register(catalog):
        if name.casefold() == word.casefold().replace(" ", "-"):
            lines += [*([""] if lines else ()), *explains()]
    return lines


def _register(catalog: Catalog) -> Iterator[tuple[str, Explains]]:
    for verdict, lines in VERDICTS.items():
        yield verdict, partial(list, lines)
    for code in code_table():
        yield code, partial(_code, catalog, code)
    for code in manual.codes():
        yield code, partial(manual.explain, code)
    for folder, explains in (("checks", _check), ("questions", _question)):
        for record in catalog.all(folder):
            for key in ("number", "id"):
                if key in record:
                    yield record[key], partial(explains, catalog, record)
            if folder == "checks":
                yield record["id"][4:], partial(explains, catalog, record)  # as messages call it beside its number
    yield "rules", partial(texts.rules, catalog)
    for edition in catalog.ids("renewal"):
        yield edition, partial(texts.rule, catalog, edition)
    for folder in records.SHOWN:
        for name in catalog.ids(folder):
            yield name, partial(records.explain, catalog, folder, name)
    for record in catalog.all("pathways"):
        for alias in record.get("aliases", ()):
            yield alias, partial(records.explain, catalog, "pathways", record["id"])
    for vocabulary in catalog.ids("vocabulary"):
        yield vocabulary, partial(records.vocabulary, catalog, vocabulary)
        # the words of the one are told with their codes, those of the other by the name of the field
        for name in catalog.terms(vocabulary) if vocabulary not in ("messages", TABLE) else ():
            yield name, partial(records.term, catalog, vocabulary, name)
    for code, row in code_table().items():  # after records: a message may be called like the question that it is about
        yield row.name, partial(_code, catalog, code)


def _code(catalog: Catalog, name: str) -> list[str]:
    code = code_table()[name]
    lines = [f"{name} {code.name} ({code.severity})", code.meaning, code.advice]
    ground = catalog.terms("messages").get(code.name)
    if ground is not None:
        lines += [f"What it is based on: {ground['sentence']}", *records.sources(catalog, ground.get("citations", ()))]
    return lines


def _check(catalog: Catalog, record: Record) -> list[str]:
    return [
        f"{record['number']} {record['name']} ({record['severity']})",
        record["what"],
        f"Why: {record['why']}",
        f"What to do: {record['mend']}",
        *records.sources(catalog, record["citations"]),
    ]


def _question(catalog: Catalog, record: Record) -> list[str]:
    readings = [line for r in record["readings"] for line in _reading(catalog, r)]
    rules = load_rules(catalog)
    question = rules.questions[record["id"]]
    ended = endings(rules, question)
    asked = records.labels(catalog, "authorities-to-ask", record["who_can_settle"])
    open_still = [f"Who can settle it: {', '.join(asked)}", f"Ready to send: {record['ask']}"]
    return [
        f"{record.get('number', '')} {record['title']}".strip(),
        record["asks"],
        f"Why it matters: {record['why']}",
        *readings,
        *_settled(catalog, ended),
        *(open_still if is_open(rules, question, date.fromisoformat(catalog.meta["verified_on"])) else ()),
        *records.listed("Notes", record.get("notes", ())),
        *records.sources(catalog, record["citations"], {line.strip() for line in readings}),
    ]


def _settled(catalog: Catalog, ended: Iterable[Ending]) -> Iterator[str]:
    """What holds, and for what."""
    for ending in ended:
        yield f"Settled for {ending.reach}: {ending.reading['label']}. Only this reading is used there."
        yield from records.cited(catalog, ending.settlement.citations, "  ")


def _reading(catalog: Catalog, reading: Record) -> Iterator[str]:
    yield f"  {reading['stance']}: {reading['label']}. {reading['says']}"
    yield from records.cited(catalog, reading.get("citations", ()), "    ") or [f"    {NO_SOURCE}"]
