"""Compares what a report repeats with the portfolio, the catalog and what is allowed. Pure.

Every function yields (JSON Pointer into the report, what is wrong there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from .adding_up import Row, below_floor, ledger_problems
from .allowed import Allowed, Lot
from .catalog import Catalog
from .model import Activity, Item, Points, Portfolio, Record, number, points
from .rules import Edition
from .value import UNBOUNDED

Misquote: TypeAlias = tuple[str, str]

ASKED_FOR = "You asked for it with --edition."
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
    "/as_of_from": "a date may be given as an option whatever the file says; that it is in the file is compared",
    "/messages/*/text": "words; the thing they are about is looked for in them",
    "/messages/*/hint": "words; those of the named checks are compared",
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
    for i, tight in enumerate(x.get("tight_sets", ())):
        others = [(item.pointer, item.title) for item in allowed.portfolio.items]
        others = [other for other in others if other[0] not in tight["activities"]]
        have_others = [(other["pointer"], other["title"]) for other in tight["others"]]
        yield from same(f"{place}/tight_sets/{i}/others", have_others, others)
    for problem in ledger_problems(allowed, ledger_rows(x, allowed.portfolio)):
        yield f"{place}/requirements", f"Not allowed: {problem}."


def ledger_rows(x: Mapping[str, Any], portfolio: Portfolio) -> list[Row]:
    """The ledger of a license; the title of a pair of badges says which badge is the second."""
    titles = {item.pointer: item.title for item in portfolio.items}
    found = []
    for row in x["requirements"][-1]["ledger"]:
        items: tuple[str, ...] = (row["pointer"],)
        first = titles[row["pointer"]]
        if row["title"] != first:
            partners = [b.pointer for b in portfolio.badges if f"{first} + {b.title}" == row["title"]]
            items += (next(p for p in (*partners, "another title") if p != row["pointer"]),)
        found.append(Row(x["pointer"], items, row["category"], points(row["points"])))
    return found


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
    for problem in ledger_problems(allowed, placed_rows(report)):
        yield "/activities", f"Not allowed: {problem}."


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
    low = isinstance(item, Activity) and [x for x in lots if _is_low(allowed, x, any)]
    in_play = [lot for lot in lots if not isinstance(item, Activity) or not _is_low(allowed, lot, all)]
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
    yield from same(f"/activities{item.pointer}/reasons", len(have), len(set(have)))
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
        unsaid = {"R216"} if kind.allowed is not None and item.categories is None else set()
        return ({"R216"} if barred else set()) | ({"R203"} if low else set()), unsaid
    if item.pointer not in allowed.badges:
        void = allowed.world.switch("badge-rate", "void") == "void"
        return ({"R213"}, set()) if void else (set(), {"R212", "R213", "R214"})
    return (set(), {"R203"}) if paired or counted else (set(), {"R212", "R203"})
