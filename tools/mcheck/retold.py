"""Compares what else a report takes from the portfolio or the catalog: verdicts' surroundings, messages, steps. Pure.

Every function yields (JSON Pointer into the report, what is wrong there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .allowed import Allowed
from .gates import field_record
from .messages import CODES
from .quoted import ASKED_FOR, RANK, Misquote, quote, same
from .reading import Loaded


def misquotes(report: Mapping[str, Any], loaded: Loaded, allowed: Allowed) -> Iterator[Misquote]:
    """Everything else that a report takes from the portfolio or the catalog; `allowed` is the cautious reading."""
    portfolio, catalog = loaded.portfolio, allowed.catalog
    yield from same("/schema_version", report["schema_version"], 1)
    yield from same("/catalog/edition", report["catalog"]["edition"], catalog.edition)
    yield from same("/portfolio", report["portfolio"], {"label": portfolio.label})
    yield from same("/notice", report["notice"], catalog.meta["notice"])
    day, source = portfolio.application_date, report["as_of_from"]
    if (source == "portfolio" and day != allowed.as_of) or (source == "today" and day is not None):
        yield "/as_of_from", f"The portfolio gives {day} as application date."
    yield from _whole(report, allowed)
    yield from _licenses(report, allowed)
    yield from _questions_and_facts(report, loaded, allowed)
    yield from _pathways(report, allowed)
    yield from _messages(report, loaded, allowed)
    yield from _steps(report, allowed)


def _whole(report: Mapping[str, Any], allowed: Allowed) -> Iterator[Misquote]:
    """The edition, the choice of Primary, who is judged, and the verdict over all."""
    judged, mine, rules = allowed.judged, allowed.portfolio.licenses, allowed.world.rules
    licenses = [(x.pointer, allowed.status(x)) for x in mine]
    held = [pointer for pointer, status in licenses if status == "judged"]
    licenses += [(x.pointer, "judged") for x in judged if x.renewed_as == "endorsement"]
    yield from same("/licenses", [(x["pointer"], x["status"]) for x in report["licenses"]], licenses)
    rank = [RANK.index(x["verdict"]) for x in report["licenses"] if x["status"] == "judged"]
    states = [status for _, status in licenses]
    other = next((s for s in ("not-covered", "not-now") if s in states), "not-required")
    yield from same("/verdict", report["verdict"], RANK[min(rank)] if rank else other)
    yield from same("/edition", "edition" in report, bool(judged))
    if judged:
        edition = judged[0].edition
        in_force = [e for e in rules.editions if e.start <= allowed.as_of][-1]
        why = "Under this reading the expiry date of the license selects it."
        if allowed.forced is not None:
            why = ASKED_FOR
        elif edition is in_force:
            why = f"It was in force on the application date, {allowed.as_of}."
        told: dict[str, Any] = {"id": edition.id, "name": edition.name, "effective_from": edition.start.isoformat()}
        told |= {"chosen_because": why, "citations": quote(allowed.catalog, edition.record["citations"], edition)}
        yield from same("/edition", report["edition"], told)
    named = [x.pointer for x in mine if x.primary]
    may, by = (named[:1], "educator") if named else (held, "only-one" if len(held) == 1 else "mcheck")
    if not held or not set(may) <= set(held):
        may, by = [""], ""
    chosen = report.get("primary", {"pointer": "", "chosen_by": ""})
    if chosen["pointer"] not in may or chosen["chosen_by"] != by:
        yield "/primary", "The portfolio leaves another choice of Primary."


def _licenses(report: Mapping[str, Any], allowed: Allowed) -> Iterator[Misquote]:
    catalog, everything = allowed.catalog, allowed.portfolio
    records = {r["id"]: r for r in catalog.all("licenses")}
    by_pointer = {x.pointer: x for x in everything.licenses}
    planned = any(x.planned for x in everything.items)
    for i, x in enumerate(report["licenses"]):
        place = f"/licenses/{i}"
        license = by_pointer.get(x["pointer"])
        if license is None:
            held = allowed.by_pointer[x["pointer"]].license
            yield from same(place, x, {"id": held.id, "label": held.field, "kind": "endorsement", "type": None})
        else:
            told = {"id": license.id, "label": license.field, "kind": "license", "type": license.type}
            yield from same(place, x, told)
        if x["status"] == "judged":
            yield from same(f"{place}/once_done", "once_done" in x, planned)
            if planned and RANK.index(x["once_done"]["verdict"]) < RANK.index(x["verdict"]):
                yield f"{place}/once_done/verdict", "More activities cannot make it worse."
            continue
        if license is None:
            yield f"{place}/status", "An endorsement that is to be renewed is judged."
            continue
        record = records.get(license.type)
        if record is not None and record["kind"] not in ("type", "group"):
            record = None
        if x["status"] == "not-covered":
            special = field_record(catalog, license.field)
            record = special if special is not None and special["renewal"] == "other-regulation" else record
            other = (record or {}).get("other_regulation")
            url = other and catalog.get("sources", other["source"])["url"]
            wanted = other and {"name": other["name"], "says": other["says"], "url": url}
            yield from same(f"{place}/other_regulation", x.get("other_regulation"), wanted)
        yield from same(f"{place}/citations", x["citations"], quote(catalog, (record or {}).get("citations", ())))


def _questions_and_facts(report: Mapping[str, Any], loaded: Loaded, allowed: Allowed) -> Iterator[Misquote]:
    keys = sorted({key for x in report["licenses"] for one in x["depends_on"] for key in one})
    people, known = allowed.catalog.terms("authorities-to-ask"), allowed.world.rules.questions
    for kind, field in (("question:", "id"), ("fact:", "pointer")):
        name = "questions" if field == "id" else "facts"
        wanted = [key.removeprefix(kind) for key in keys if key.startswith(kind)]
        yield from same(f"/{name}", [q[field] for q in report[name]], wanted)
    for i, q in enumerate(report["questions"]):
        question = known[q["id"]]
        record = question.record
        readings = [{key: r[key] for key in ("id", "label", "stance")} for r in record["readings"]]
        told = {key: record[key] for key in ("title", "asks", "ask")} | {"readings": readings}
        told["who_can_settle"] = [people[w]["label"] if w in people else w for w in record["who_can_settle"]]
        told["citations"] = quote(allowed.catalog, record["citations"])
        yield from same(f"/questions/{i}", q, told)
        may = [{key: r[key] for key in ("id", "label")} for r in question.readings]
        may = may[-1:] if question.ordered else may
        if len(question.readings) < 2 or q["takes"] != [r for r in may if r in q["takes"]] or not q["takes"]:
            yield f"/questions/{i}/takes", "The question is not open, or these are not the readings that help."
    for i, fact in enumerate(report["facts"]):
        yield from same(f"/facts/{i}/name", fact["name"], fact["pointer"].rpartition("/")[2])
        if not _exists(loaded.data, fact["pointer"].rpartition("/")[0], ("conditions",)):
            yield f"/facts/{i}/pointer", "It belongs nowhere in the portfolio."


def _exists(data: Any, pointer: str, optional: tuple[str, ...] = ()) -> bool:
    """Whether the portfolio has a value there; the last part may be one that is added with the fact."""
    parts = pointer.split("/")[1:]
    for i, part in enumerate(parts):
        if isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        elif isinstance(data, dict) and part in data:
            data = data[part]
        else:
            return i == len(parts) - 1 and part in optional
    return True


def _pathways(report: Mapping[str, Any], allowed: Allowed) -> Iterator[Misquote]:
    catalog, portfolio = allowed.catalog, allowed.portfolio
    types = {x.type for x in portfolio.licenses if allowed.status(x) == "not-required"}
    wanted = []
    for r in catalog.all("pathways"):
        by_role = not allowed.judged and portfolio.role in r.get("roles", ())
        if types & set(r.get("license_types", ())) or by_role:
            rows = [*r["requirements"], *r.get("routes", ()), *r["badges_can"], *r["badges_cannot"]]
            told = [{"text": row["says"], "citations": quote(catalog, row["citations"])} for row in rows]
            told_all = {key: r[key] for key in ("id", "name", "summary")} | {"points": told}
            wanted.append(told_all | {"citations": quote(catalog, r["citations"])})
    yield from same("/pathways", report["pathways"], wanted)


def _messages(report: Mapping[str, Any], loaded: Loaded, allowed: Allowed) -> Iterator[Misquote]:
    catalog, portfolio = allowed.catalog, loaded.portfolio
    site = str(catalog.meta["site"]).rstrip("/")
    checks = {r["number"]: r for r in catalog.all("checks")}
    found = report["messages"]
    read = [m for m in loaded.messages if m.severity != "error"]
    for m in read:
        if not any((x["code"], x["pointer"], x["text"]) == (m.code, m.pointer, m.text) for x in found):
            yield "/messages", f"{m.code} about {m.pointer} is missing."
    keys = [(m["code"], m["pointer"], m["text"]) for m in found]
    yield from same("/messages", len(keys), len(set(keys)))
    names = {x.pointer: x.title for x in portfolio.items} | {x.pointer: x.license.field for x in allowed.judged}
    for i, m in enumerate(found):
        code, record = m["code"], checks.get(m["code"])
        name = CODES[code].name if record is None else record["id"][4:]
        severity = CODES[code].severity if record is None else record["severity"]
        told = {"name": name, "severity": severity, "url": f"{site}/reference/messages/#{code.lower()}"}
        if "line" in m:
            told["line"] = loaded.line(m["pointer"])
        yield from same(f"/messages/{i}", m, told)
        if record is not None:
            told = {"hint": record["mend"], "citations": quote(catalog, record["citations"])}
            yield from same(f"/messages/{i}", m, told)
        elif code != "P123":
            yield from same(f"/messages/{i}/citations", m["citations"], [])
        else:
            rule = allowed.by_pointer[m["pointer"]].edition.window_citations
            yield from same(f"/messages/{i}/citations", m["citations"], quote(catalog, rule))
        if any((x.code, x.pointer, x.text) == keys[i] for x in read):
            continue
        about = m["pointer"]
        may = points_at(code, allowed)
        told_name = names.get("/".join(about.split("/")[:3]), "")
        unnamed = code in ("T08", "T11", "T14") or (code == "T16" and about.startswith("/english"))
        if about not in may or (told_name not in m["text"] and not unnamed) or may[about] not in m["text"]:
            yield f"/messages/{i}/pointer", f"{code} cannot be about {about}."


def points_at(code: str, allowed: Allowed) -> dict[str, str]:
    """Pointers that a message of this code may be about, and a word that its text has then."""
    portfolio, judged = allowed.portfolio, allowed.judged
    activities, badges, items = portfolio.activities, portfolio.badges, portfolio.items

    def of(things: Iterable[Any]) -> dict[str, str]:
        return {x.pointer: "" for x in things}

    gates = {gate.fact: gate.label for x in judged for gate in x.gates if gate.state != "passed"}
    table: dict[str, Callable[[], dict[str, str]]] = {
        "P121": lambda: of(x for x in judged if x.state == "unknown"),
        "P122": lambda: {x.pointer: f"{x.expires}" for x in judged if x.state == "invalid"},
        "P123": lambda: {x.pointer: f"before {x.opens};" for x in judged if x.opens},
        "P124": lambda: of(x for x in activities if x.categories is None),
        "P125": lambda: {f"{x.pointer}/categories": "" for x in badges if x.categories},
        "P126": lambda: {f"{x.pointer}/started": "" for x in badges if x.started},
        "P127": lambda: of(judged),
        "T01": lambda: of(items),
        "T02": lambda: of(x for x in activities if x.kind == "conference-attendance"),
        "T03": lambda: of([*items, *judged]),
        "T04": lambda: {x.pointer: str(x.done) for x in items},
        "T05": lambda: of(activities),
        "T06": lambda: of(badges),
        "T07": lambda: of(x for x in badges if x.toward_endorsement),
        "T08": lambda: of(judged),
        "T09": lambda: of(x for x in judged if "additional" in x.renewed_as),
        "T10": lambda: of(x for x in judged if x.renewed_as == "invalid-as-additional"),
        "T11": lambda: {"/plan/final_endorsement": ""},
        "T12": lambda: of(x for x in items if x.evidence == ()),
        "T13": lambda: (
            of(x for x in activities if x.sei_course)
            | {f"{x.pointer}/renewed_on": f"{x.renewed_on}" for x in portfolio.licenses if x.renewed_on}
        ),
        "T14": lambda: of(x for x in judged if x.renewed_as == "primary"),
        "T15": lambda: of(x for x in portfolio.licenses if allowed.status(x) == "not-required"),
        "T16": lambda: gates,
        "T17": lambda: of(x for x in activities if x.provider is not None),
        "T18": lambda: gates,
    }
    return table[code]() if code in table else {}


def _steps(report: Mapping[str, Any], allowed: Allowed) -> Iterator[Misquote]:
    """Steps name what they are about, and cite what the part of the report they come from cites."""
    wanted: list[tuple[str | None, list[Any]]] = [(fact["pointer"], []) for fact in report["facts"]]
    wanted += [(None, q["citations"]) for q in report["questions"]]
    for x in report["licenses"]:
        wanted += [(g["fact"], g["citations"]) for g in x["gates"] if g["state"] == "failed"]
        if x.get("verdict") == "not-met":
            wanted += [(x["pointer"], r["citations"]) for r in x["requirements"] if r["short"]]
        if x.get("verdict") == "met":
            edition = allowed.by_pointer[x["pointer"]].edition
            wanted.append((x["pointer"], quote(allowed.catalog, edition.record["records"]["citations"], edition)))
    have = [(step.get("pointer"), step["citations"]) for step in report["next_steps"]]
    if have != wanted and (len(have) == len(wanted) or any(step not in wanted for step in have)):
        yield "/next_steps", "They are about other things than the rest of the report."
