"""Compares what a report repeats with the portfolio, the catalog and what is allowed. Pure.

Every function yields (JSON Pointer into the report, what is wrong there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from .adding_up import Row, below_floor
from .allowed import Allowed, Lot
from .catalog import Catalog
from .gates import field_record
from .messages import CODES
from .model import Activity, Item, Points, Record, number, points
from .reading import Loaded
from .rules import Edition
from .value import UNBOUNDED

Misquote: TypeAlias = tuple[str, str]

RANK = ("not-met", "depends", "met")

PRESENTATION = {
    "/mcheck": "the version that wrote the report",
    "/portfolio/name": "the name that the file had",
    "/primary/why": "words",
    "/licenses/*/why": "words",
    "/licenses/*/tight_sets/*/text": "words; the numbers stand beside them",
    "/licenses/*/tight_sets/*/others/*/why": "words",
    "/licenses/*/once_done/why": "words",
    "/facts/*/about": "words",
    "/facts/*/takes": "words",
    "/next_steps/*/text": "words",
    "/messages/*/text": "words; the thing they are about is looked for in them",
    "/activities/*/reasons/*/text": "words, except where the value of the activity gives them",
}
"""What is told in words or comes from outside, so that nothing in the portfolio or the catalog can contradict it."""

BEYOND_PROOF = {
    "/licenses/*/once_done/verdict": "no ledger stands beside it; only that it is no worse than the verdict",
    "/licenses/*/all_listed": "whether there are further sets takes the whole search",
    "/licenses/*/requirements/*/state": "in a `depends`, whether the part is met already without the named points",
}
"""What a report claims without giving a proof of it."""


def same(place: str, have: Any, want: Any) -> Iterator[Misquote]:
    """A difference; of two objects only the keys that are wanted are compared."""
    if isinstance(want, Mapping) and isinstance(have, Mapping):
        for key, value in want.items():
            if have.get(key) != value:
                yield f"{place}/{key}", f"{have.get(key)!r:.60} should be {value!r:.60}."
    elif have != want:
        yield place, f"{have!r:.80} should be {want!r:.80}."


def quote(catalog: Catalog, citations: Iterable[Record], edition: Edition | None = None) -> list[dict[str, Any]]:
    """Citations as a report gives them, each once."""
    made = []
    for citation in citations:
        whole = catalog.cite(citation)
        if edition is not None:
            whole |= {"edition": edition.id, "effective_from": edition.start.isoformat()}
        if whole not in made:
            made.append(whole)
    return made


def license_misquotes(place: str, x: Mapping[str, Any], allowed: Allowed) -> Iterator[Misquote]:
    """What the report says about a judged license: its dates, conditions, requirements and sums."""
    true, catalog = allowed.by_pointer[x["pointer"]], allowed.catalog
    edition = true.edition
    told: dict[str, Any] = {
        "renewed_as": true.renewed_as,
        "edition": edition.id,
        "state": true.state,
        "expires": true.expires and true.expires.isoformat(),
        "window": None,
        "can_apply_from": true.opens and true.opens.isoformat(),
        "citations": quote(catalog, true.target.citations, edition),
    }
    if true.first <= true.last:
        told["window"] = {"from": true.first.isoformat(), "to": true.last.isoformat()}
    yield from same(place, x, told)
    keys = ("id", "label", "state", "fact", "text", "ask", "citations")
    gates = [(g.id, g.label, g.state, g.fact, g.text, g.ask, quote(catalog, g.citations, edition)) for g in true.gates]
    yield from same(f"{place}/gates", [tuple(g.get(key, "") for key in keys) for g in x["gates"]], gates)
    rows = x["requirements"][-1]["ledger"]
    wanted = [(r.id, r.label, r.minimum, r.categories, r.citations) for r in true.target.requirements]
    every = [*wanted, ("total", "PDPs in all", true.target.total, None, true.target.citations)]
    yield from same(f"{place}/requirements", [r["id"] for r in x["requirements"]], [r[0] for r in every])
    for r, (name, label, need, categories, citations) in zip(x["requirements"], every, strict=False):
        mine = [row for row in rows if categories is None or row["category"] in categories]
        have = sum(points(row["points"]) for row in mine)
        told = {"label": label, "need": number(need), "have": number(have), "short": number(max(0, need - have))}
        told |= {"ledger": mine, "citations": quote(catalog, citations, edition)}
        yield from same(f"{place}/requirements/{name}", r, told)
        states = ["short"] if have < need else ["met", "depends"] if x["verdict"] == "depends" else ["met"]
        if r["state"] not in states:
            yield f"{place}/requirements/{name}/state", f"{r['state']} should be {' or '.join(states)}."


def placed_rows(report: Mapping[str, Any]) -> list[Row]:
    """Where all points went, as rows of one ledger; the halves of a pair of badges are put together again."""
    placed = {a["pointer"]: a["placed"] for a in report["activities"]}
    rows = []
    for pair in report["pairs"]:
        for a, b in zip(*(placed.pop(pointer) for pointer in pair["badges"]), strict=True):
            whole = points(a["points"]) + points(b["points"])
            if (a["license"], a["category"]) != (b["license"], b["category"]) or points(b["points"]) != whole // 2:
                raise ValueError("the halves of a pair differ")
            rows.append(Row(a["license"], tuple(pair["badges"]), a["category"], whole))
    for pointer, parts in placed.items():
        rows += [Row(part["license"], (pointer,), part["category"], points(part["points"])) for part in parts]
    return rows


def activity_misquotes(report: Mapping[str, Any], allowed: Allowed) -> Iterator[Misquote]:
    """What the report says about activities, badges and pairs of badges."""
    portfolio, catalog = allowed.portfolio, allowed.catalog
    names = catalog.terms("areas")
    halves: dict[str, Points] = {}
    for i, pair in enumerate(report["pairs"]):
        lots = allowed.badge_lots(*pair["badges"])
        if not lots or len(set(pair["badges"])) < 2 or set(pair["badges"]) & set(halves):
            yield f"/pairs/{i}", "These two badges make no pair."
            continue
        halves |= dict.fromkeys(pair["badges"], lots[0].amount // 2)
        titles = [allowed.badges[pointer].title for pointer in pair["badges"]]
        yield from same(f"/pairs/{i}", pair, {"titles": titles, "points": number(lots[0].amount)})
        topics = [topic.removeprefix("badges: ") for topic in lots[0].topics]
        related = [
            f"the same stack: {catalog.get('stacks', topic)['name']}"
            if ("stacks", topic) in catalog
            else f"a shared area: {names[topic]['label']}"
            for topic in topics
        ]
        if pair["related_by"] not in related:
            yield f"/pairs/{i}/related_by", f"It should be {' or '.join(related)}."
    yield from same("/activities", [a["pointer"] for a in report["activities"]], [x.pointer for x in portfolio.items])
    for a, item in zip(report["activities"], portfolio.items, strict=False):
        yield from _activity(a, item, allowed, halves)


def _activity(a: Mapping[str, Any], item: Item, allowed: Allowed, halves: Mapping[str, Points]) -> Iterator[Misquote]:
    kinds = allowed.world.rules.kinds
    lots = [lot for lot in allowed.lots if item.pointer in lot.items] or [
        lot for lot in allowed.shares if item.pointer in lot.items
    ]
    plain = [lot for lot in lots if not lot.copy]
    first = [p for p in a["placed"] if any((p["license"], p["category"]) in lot.options for lot in plain)]
    counted = sum(points(p["points"]) for p in (a["placed"] if not lots else first))
    worth = allowed.worths.get(item.pointer)
    how, kind, citations = "not done yet", kinds["nea-micro-credential"], None
    value: Points = 0
    reasons: list[tuple[str, str]] = []
    if worth is not None:
        value, how, kind, citations = worth.points % UNBOUNDED, worth.how, worth.kind, worth.citations
        reasons = list(worth.reasons)
    elif isinstance(item, Activity):
        kind = kinds[item.kind]
    else:
        value = halves.get(item.pointer, counted)
        how = "odd badge, counted as half a pair" if value else "not paired"
        how = "half of a pair" if item.pointer in halves else how
    low = isinstance(item, Activity) and [x for x in plain if _is_low(allowed, x, any)]
    in_play = [lot for lot in lots if lot.copy or not isinstance(item, Activity) or not _is_low(allowed, lot, all)]
    state = "partly" if counted else "left-over" if value and in_play else "not-counted"
    state = "planned" if item.planned else "counted" if counted and counted >= value else state
    told: dict[str, Any] = {
        "title": item.title,
        "kind": kind.id,
        "kind_name": kind.name,
        "worth": number(value),
        "how": how,
    }
    told |= {"counted": number(counted), "state": state, "completed": item.done and str(item.done)}
    told["citations"] = quote(allowed.catalog, kind.record["citations"] if citations is None else citations)
    yield from same(f"/activities{item.pointer}", a, told)
    have = [(r["code"], r["text"]) for r in a["reasons"]]
    yield from same(f"/activities{item.pointer}/reasons", have[: len(reasons)], list(dict.fromkeys(reasons)))
    codes = {code for code, _ in have[len(reasons) :]}
    wanted, may = _reasons(item, allowed, bool(low), paired=item.pointer in halves, counted=bool(counted))
    if not wanted <= codes <= wanted | may:
        yield f"/activities{item.pointer}/reasons", f"The codes are {sorted(codes)} and should be {sorted(wanted)}."
    for r in a["reasons"]:
        edition = allowed.judged[0].edition
        rule = {"R202": edition.window_citations, "R203": edition.floor_citations}.get(r["code"], ())
        yield from same(f"/activities{item.pointer}/reasons", r["citations"], quote(allowed.catalog, rule, edition))


def _is_low(allowed: Allowed, lot: Lot, how: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether the floor denies the lot any or all of the licenses it may serve."""
    reading = allowed.world.switch("topic-floor", "every-topic")
    exempt = how is all and reading == "electives-exempt"
    licenses = {license for license, _ in lot.options}
    return not exempt and how(below_floor(allowed, lot, Row(x, lot.items, "", 1), ()) for x in licenses)


def _reasons(item: Item, allowed: Allowed, low: bool, *, paired: bool, counted: bool) -> tuple[set[str], set[str]]:
    """Codes of the reasons that must be given besides those of its value, and codes that may be."""
    if item.planned or not allowed.judged:
        return set(), set()
    if item.used_in_earlier_cycle and not (isinstance(item, Activity) and item.sei_course):
        return {"R201"}, set()
    if not allowed.options[item.pointer]:
        only_licenses = all(x.renewed_as != "endorsement" for x in allowed.judged)
        return {"R202"} if only_licenses else set(), set()
    if isinstance(item, Activity):
        kind = allowed.worths[item.pointer].kind
        listed = {c for _, c in allowed.options[item.pointer]}
        barred = allowed.worths[item.pointer].points and kind.allowed is not None and not listed & kind.allowed
        return {"R216"} if barred else {"R203"} if low else set(), set()
    if item.pointer not in allowed.badges:
        return set(), {"R213"} if allowed.world.switch("badge-rate", "void") == "void" else {"R213", "R214"}
    return (set(), {"R203"}) if paired or counted else (set(), {"R212", "R203"})


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
    yield from _licenses(report, allowed)
    yield from _questions_and_facts(report, loaded, allowed)
    yield from _pathways(report, allowed)
    yield from _messages(report, loaded, allowed)
    yield from _steps(report, allowed)


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
        assert license is not None
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
        unnamed = code in ("T01", "T03", "T06", "T08", "T11", "T14", "T16", "T18")
        if about not in may or (told_name not in m["text"] and not unnamed) or may[about] not in m["text"]:
            yield f"/messages/{i}/pointer", f"{code} cannot be about {about}."


def points_at(code: str, allowed: Allowed) -> dict[str, str]:
    """Pointers that a message of this code may be about, and a word that its text has then."""
    portfolio, judged = allowed.portfolio, allowed.judged
    activities, badges, items = portfolio.activities, portfolio.badges, portfolio.items

    def of(things: Iterable[Any]) -> dict[str, str]:
        return {x.pointer: "" for x in things}

    gates = {gate.fact: gate.text for x in judged for gate in x.gates if gate.state != "passed"}
    nowhere = [x for x in items if not x.planned and not allowed.options[x.pointer]]
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
        "T03": lambda: {x.pointer: str(x.done or "") for x in nowhere},
        "T04": lambda: {x.pointer: str(x.done) for x in items},
        "T05": lambda: of(x for x in activities if x.awarded is not None and x.credits is not None),
        "T06": lambda: of(x for x in badges if x.pointer in allowed.badges),
        "T07": lambda: of(x for x in badges if x.toward_endorsement),
        "T08": lambda: of(judged),
        "T09": lambda: of(x for x in judged if "additional" in x.renewed_as),
        "T10": lambda: of(x for x in judged if x.renewed_as == "invalid-as-additional"),
        "T11": lambda: {"/plan/final_endorsement": ""},
        "T12": lambda: of(x for x in items if x.evidence == ()),
        "T13": lambda: of(x for x in activities if x.sei_course),
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
