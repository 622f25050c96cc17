"""The record that 603 CMR 44.09 asks for, as data: log, evidence index, what is missing, how long to keep it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from ..catalog.editions import Edition
from ..catalog.rules import Rules, load_rules
from ..catalog.store import Catalog
from ..core.codes import Code
from ..core.pointers import item_of
from ..core.points import number, points
from ..core.portfolio import Activity, EvidenceFile, Item, Portfolio
from ..core.portfolio_file import PortfolioFile
from ..core.records import Record
from ..core.wording import count
from ..regulation.deadlines import Deadline, derive
from ..regulation.stated_totals import ADD_CERTIFICATES, STATED

if TYPE_CHECKING:
    from ..core.report import Report

Number: TypeAlias = int | Decimal
"""Exact PDPs, as a report gives them."""

Cited: TypeAlias = Mapping[str, Any]
"""A citation made whole, as a report gives it: title, authority, url, at."""

MOST_SOURCES = 24
"""So many activities are drawn one by one; the smallest of a longer list are drawn together."""

MOST_LINES = 8
"""So many lines of the log are named where they lack something; of more, only the numbers are given."""

NOT_STATED = "not stated"
PROOFS = {
    "same": "matches the hash that was noted",
    "changed": "is not the file whose hash was noted",
    "noted": "hash noted now",
    "not-found": "not found",
    "unread": "not looked for",
}
"""What the state of a file means."""
STATES = {
    "counted": "counted",
    "partly": "counted in part",
    "left-over": "left over",
    "not-counted": "not counted",
    "planned": "not done yet",
}
"""What the state of an activity means."""
COVER_RULES = (
    "final-endorsement",
    "supervisor-approval",
    "who-approves",
    "approval-not-withheld",
    "no-approval-additional",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """One file of the evidence index. `belongs_to` says what it proves.

    `state`: same, changed (its hash is not the stated one), noted (no hash was stated; `sha256` is what was found),
    not-found, or unread (nobody looked; `sha256` is what was stated).
    """

    path: str
    belongs_to: str
    sha256: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the log. `placed`: (where the points went, points)."""

    number: int
    pointer: str
    title: str
    type: str
    topic: str
    dates: str
    how: str
    worth: Number
    counted: Number
    state: str
    placed: tuple[tuple[str, Number], ...]
    notes: tuple[str, ...]
    evidence: tuple[str, ...] | None
    """Kinds of proof; empty when the file says there is none, None when it does not say."""
    files: tuple[str, ...]

    @property
    def points(self) -> str:
        """What counted, and of how much."""
        return str(self.counted) if self.counted == self.worth else f"{self.counted} of {self.worth}"

    @property
    def places(self) -> list[str]:
        """Where the points went; with their numbers when they went to several places."""
        return [name if len(self.placed) == 1 else f"{amount} {name}" for name, amount in self.placed]

    @property
    def proof(self) -> str:
        """The kinds of proof in words."""
        return NOT_STATED if self.evidence is None else ", ".join(self.evidence) or "none"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the record lacks, and the lines it concerns. `needed`: a rule asks for it; else it is our advice."""

    what: str
    lines: tuple[str, ...]
    todo: str
    needed: bool
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Points from activities (left) into categories (right): names with sums, and (left, right, points)."""

    left: tuple[tuple[str, Number], ...]
    right: tuple[tuple[str, Number], ...]
    links: tuple[tuple[int, int, Number], ...]

    def in_words(self) -> list[str]:
        """The picture for those who do not see it, one line for each flow."""
        return [f"{self.left[a][0]}: {count(amount, 'PDP')} to {self.right[b][0]}" for a, b, amount in self.links]


@dataclass(frozen=True, slots=True)
class Keep:
    """Until when to keep what."""

    title: str
    until: date
    text: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything the renderers show. `report` is the report itself: verdicts, requirements, catalog, notice."""

    report: Mapping[str, Any]
    facts: tuple[tuple[str, str], ...]
    """(what, value) about the educator and the plan, for the cover sheet."""
    asks: tuple[tuple[str, tuple[Cited, ...]], ...]
    """What the rules say about the supervisor's approval."""
    keep: tuple[str, ...]
    keep_citations: tuple[Cited, ...]
    log: tuple[Row, ...]
    others: tuple[Row, ...]
    """Not counted or not done yet."""
    flow: Flow
    proofs: tuple[Proof, ...]
    gaps: tuple[Gap, ...]
    retention: tuple[Keep, ...]

    @property
    def counted(self) -> Number:
        """PDPs of the whole log."""
        return _sum(row.counted for row in self.log)

    @property
    def judged(self) -> list[Mapping[str, Any]]:
        """The licenses and endorsements of the report that are renewed with points."""
        return [x for x in self.report["licenses"] if x["status"] == "judged"]

    def apart(self, license: Mapping[str, Any]) -> str:
        """A word of warning where a license's own numbers are not those of the log; empty where they are.

        What decides one license may not decide another, so each verdict may rest on a placement of its own; the log can
        show only one placement for all.
        """
        rows = license["requirements"][-1]["ledger"]
        listed = [row for row in rows if not row["pointer"].startswith(STATED)]
        sums = "" if len(listed) == len(rows) else "The sums you state are in these numbers and not in the log."
        own = _by_category((row["category"], row["points"]) for row in listed)
        placed = [p for a in self.report["activities"] for p in a["placed"] if p["license"] == license["pointer"]]
        if own == _by_category((p["category"], p["points"]) for p in placed):
            return sums
        differs = (
            "These numbers belong to the readings that decide this license. The log and the picture show one placement "
            "for all licenses together, which differs."
        )
        return f"{differs} {sums}".rstrip()

    def hangs_on(self, license: Mapping[str, Any]) -> list[str]:
        """What a license's verdict depends on, in words; one line for each smallest set."""
        titles = {q["id"]: q["title"] for q in self.report["questions"]}
        owners = {a["pointer"]: a["title"] for a in self.report["activities"]}
        owners |= {x["pointer"]: x["label"] for x in self.report["licenses"]}
        given = {f"fact:{f['pointer']}": f["given"] for f in self.report["facts"] if "given" in f}

        def name(key: str) -> str:
            kind, _, rest = key.partition(":")
            if kind == "question":
                return f'the question "{titles.get(rest, rest)}"'
            if rest == STATED:
                return "what your certificates show"
            owner = owners.get(item_of(rest))
            of = f' of "{owner}"' if owner else ""
            lacks = f"gives only as {given[key]}" if key in given else "leaves out"
            return f"{rest.rpartition('/')[2]}{of}, which the file {lacks}"

        return [" and ".join(name(key) for key in chosen) for chosen in license["depends_on"]]


def packet(
    portfolio: PortfolioFile | Portfolio,
    catalog: Catalog,
    report: Report,
    *,
    files: Mapping[str, str | None] | None = None,
) -> Packet:
    """The packet of a portfolio and the report on it, in which a license must be judged.

    `files` maps the path of each evidence file to the SHA-256 of what stands there, None where nothing does; leave it
    out when nobody looked.
    """
    return _Maker(PortfolioFile.of(portfolio).portfolio, report, load_rules(catalog), files).packet()


def role(license: Mapping[str, Any]) -> str:
    """What a license of the report is renewed as, in words."""
    return str(license["renewed_as"]).replace("-", " ").replace("_", " ").capitalize()


def total(license: Mapping[str, Any]) -> str:
    """Points held and needed in all, in words."""
    row = license["requirements"][-1]
    return f"{row['have']} of {row['need']}"


def place(source: Cited) -> str:
    """Where in a source something stands, unless its title says so."""
    return f", {source['at']}" if "at" in source and source["at"] not in source["title"] else ""


def files_of(portfolio: Portfolio) -> list[EvidenceFile]:
    """Every file the portfolio names, in file order."""
    parts = [*portfolio.licenses, *portfolio.items, portfolio.plan]
    return [file for part in parts for file in part.files]


class _Maker:
    def __init__(
        self,
        portfolio: Portfolio,
        report: Report,
        rules: Rules,
        found: Mapping[str, str | None] | None,
    ) -> None:
        self.portfolio, self.report, self.found = portfolio, report, found
        self.rules = rules
        self.catalog: Catalog = rules.catalog
        self.edition: Edition = next(e for e in rules.editions if e.id == report["edition"]["id"])
        self.checks = {record["number"]: record for record in self.catalog.all("checks")}
        self.plan_rules = {rule["id"]: rule for rule in self.edition.record["plan"]["rules"]}
        self.categories = rules.category_labels(self.edition)
        judged = [x for x in report["licenses"] if x["status"] == "judged"]
        self.labels = {x["pointer"]: x["label"] for x in judged}

    def packet(self) -> Packet:
        rows = self.rows()
        log = tuple(r for r in rows if r.counted)
        records = self.edition.record["records"]
        return Packet(
            self.report,
            tuple(self.facts()),
            tuple(self.asks()),
            tuple(records["keep"]),
            self.cite(records["citations"]),
            log,
            tuple(r for r in rows if not r.counted),
            _flow(log, self.places()),
            tuple(self.proofs()),
            tuple(self.gaps(log)),
            tuple(self.retention()),
        )

    def cite(self, citations: Sequence[Record]) -> tuple[Cited, ...]:
        return tuple({(c["source"], c.get("at")): self.catalog.cite(c) for c in citations}.values())

    def label(self, vocabulary: str, term: str | None) -> str:
        return NOT_STATED if term is None else str(self.catalog.terms(vocabulary)[term]["label"])

    # -- cover sheet

    def facts(self) -> Iterator[tuple[str, str]]:
        plan = self.portfolio.plan
        yield "Role", self.label("roles", self.portfolio.role)
        yield "Employer", self.label("employers", self.portfolio.employer)
        yield "Application date", str(self.report["as_of"])
        yield "Plan (IPDP) handed in", _said(plan.ipdp_submitted)
        yield "Plan (IPDP) approved", _said(plan.ipdp_approved)
        yield "Educator plan in place of it", _said(plan.educator_plan)
        yield "Final approval of the supervisor", _said(plan.final_endorsement)

    def asks(self) -> Iterator[tuple[str, tuple[Cited, ...]]]:
        for name in COVER_RULES:
            if name in self.plan_rules:
                yield self.plan_rules[name]["says"], self.rule_citations(name)

    def rule_citations(self, name: str) -> tuple[Cited, ...]:
        return self.cite(self.plan_rules[name]["citations"]) if name in self.plan_rules else ()

    # -- log

    def rows(self) -> list[Row]:
        told = {a["pointer"]: a for a in self.report["activities"]}
        related = {
            pointer: pair["related_by"].partition(": ")[2]
            for pair in self.report["pairs"]
            for pointer in pair["badges"]
        } | {
            pair["third"]["badge"]: pair["third"]["related_by"].partition(": ")[2]
            for pair in self.report["pairs"]
            if "third" in pair
        }
        # what counts comes first, so that the log is numbered without holes
        items = sorted(self.portfolio.items, key=lambda item: not told[item.pointer]["counted"])
        return [
            self.row(n, item, told[item.pointer], related.get(item.pointer)) for n, item in enumerate(items, start=1)
        ]

    def row(self, n: int, item: Item, told: Mapping[str, Any], related: str | None) -> Row:
        kinds = self.catalog.terms("evidence-kinds")
        return Row(
            n,
            item.pointer,
            item.title,
            told["kind_name"],
            self.topic(item, related),
            _dates(item),
            told["how"],
            told["worth"],
            told["counted"],
            told["state"],
            tuple((self.place(p["license"], p["category"]), p["points"]) for p in told["placed"]),
            tuple(reason["text"] for reason in told["reasons"]),
            None if item.evidence is None else tuple(kinds[kind]["label"] for kind in item.evidence),
            tuple(file.path for file in item.files),
        )

    def topic(self, item: Item, related: str | None) -> str:
        if isinstance(item, Activity):
            return item.topic or NOT_STATED
        if related:
            return related
        stack = self.catalog.get("credentials", item.credential).get("stack")
        return str(self.catalog.get("stacks", stack)["name"]) if stack else item.title

    def place(self, license: str, category: str) -> str:
        label = self.categories[category]
        return label if len(self.labels) == 1 else f"{self.labels[license]}: {label}"

    def places(self) -> list[str]:
        """Everywhere points can go, licenses and categories in their order."""
        return [self.place(license, term) for license in self.labels for term in self.categories]

    # -- evidence

    def proofs(self) -> Iterator[Proof]:
        for owner, name in self.owners():
            for file in owner.files:
                there = None if self.found is None else self.found.get(file.path)
                if self.found is None:
                    state = "unread"
                elif there is None:
                    state = "not-found"
                elif file.sha256 is None:
                    state = "noted"
                else:
                    state = "same" if there == file.sha256 else "changed"
                yield Proof(file.path, name, there if state == "noted" else file.sha256, state)

    def owners(self) -> Iterator[tuple[Any, str]]:
        yield self.portfolio.plan, "The plan"
        for license in self.portfolio.licenses:
            yield license, license.label
        for item in self.portfolio.items:
            yield item, item.title

    # -- gaps

    def gaps(self, log: Sequence[Row]) -> Iterator[Gap]:
        keep = self.cite(self.edition.record["records"]["citations"])
        yield from self.plan_gaps(keep)
        yield from self.condition_gaps(keep)

        def rows(what: str, lacking: Sequence[Row], todo: str, needed: bool = True) -> Iterator[Gap]:
            if lacking:
                lines = [f"{r.number}. {r.title}" for r in lacking]
                if len(lines) > MOST_LINES:
                    lines = [f"Lines {', '.join(str(r.number) for r in lacking)} of the log"]
                yield Gap(what, tuple(lines), todo, needed, keep if needed else ())

        proof = (
            self.checks[Code.NO_EVIDENCE]["mend"]
            if Code.NO_EVIDENCE in self.checks
            else "Ask the provider for the certificate."
        )
        if "stated" in self.report:
            sums = [
                f"{self.place(x['license'], x['category'])}: {x['points']}"
                for x in self.report["stated"]["sums"]
                if x["license"] in self.labels
            ]
            badges = self.report["stated"].get("badges")
            sums += [f"Badges that are only counted: {badges['count']}"] if badges else []
            yield Gap("Points are stated as sums only", tuple(sums), ADD_CERTIFICATES, True, keep)
        yield from rows("No proof is named", [r for r in log if not r.evidence], proof)
        yield from rows("No topic is named", [r for r in log if r.topic == NOT_STATED], "Add `topic`.")
        inexact = [r for r in log if not self.exact(r.pointer)]
        yield from rows("The day it ended is not stated", inexact, "Add `completed` with year, month and day.")
        for state, what, todo in (
            ("not-found", "A file is not where the portfolio says", "Put it there, or mend its `path`."),
            ("changed", "A file is not the one whose hash was noted", "Find the original, or note the new hash."),
        ):
            now = self.found if state == "changed" and self.found is not None else {}
            bad = tuple(
                f"{p.path} ({p.belongs_to})" + (f": now {now[p.path]}" if p.path in now else "")
                for p in self.proofs()
                if p.state == state
            )
            if bad:
                yield Gap(what, bad, todo, True, keep)
        unnamed = [r for r in log if r.evidence and not r.files]
        yield from rows("No file is named", unnamed, "Add `files`, so that the index shows where the proof is.", False)

    def exact(self, pointer: str) -> bool:
        item = next(x for x in self.portfolio.items if x.pointer == pointer)
        return item.done is not None and item.done.exact

    def plan_gaps(self, keep: tuple[Cited, ...]) -> Iterator[Gap]:
        plan, employer = self.portfolio.plan, self.portfolio.employer
        if plan.ipdp_approved is None and not plan.educator_plan:
            todo = "Add `plan` with `ipdp_approved`, or `educator_plan` if educator plans stand in its place."
            yield Gap("No approved IPDP or educator plan is stated", (), todo, True, keep)
        elif not plan.files:
            yield Gap("No file of the plan is named", (), "Add `files` to `plan`.", False, ())
        if employer is None:
            todo = "Add `employer`: it decides whether the supervisor's approval is needed."
            yield Gap("The employer is not stated", (), todo, True, self.rule_citations("supervisor-approval"))
        check = self.checks.get(Code.NO_FINAL_ENDORSEMENT)
        final, applying = plan.final_endorsement, date.fromisoformat(self.report["as_of"])
        approved = final <= applying if isinstance(final, date) else final is True
        if employer == "public-school" and check is not None and not approved and not plan.educator_plan:
            yield Gap(check["name"], (), check["mend"], True, self.cite(check["citations"]))

    def condition_gaps(self, keep: tuple[Cited, ...]) -> Iterator[Gap]:
        papers = {license.pointer: license.files for license in self.portfolio.licenses}
        for license in self.report["licenses"]:
            for gate in license["gates"]:
                cited = tuple(gate["citations"])
                if gate["state"] != "passed":
                    todo = gate.get("ask") or gate["text"]
                    yield Gap(f"{license['label']}: {gate['label']}", (), todo, True, cited)
                elif "/conditions/" in gate["fact"] and papers.get(license["pointer"]) == ():  # endorsements name none
                    what = f"{license['label']}: no paper is named for this condition: {gate['label']}"
                    yield Gap(what, (), "Keep a copy, and add `files` to the license.", True, keep)

    # -- retention

    def retention(self) -> Iterator[Keep]:
        applying = date.fromisoformat(self.report["as_of"])
        for entry in derive(self.portfolio, self.rules, self.edition, applying):
            if _is_retention(entry):
                yield Keep(entry.title, entry.day, entry.text, self.cite(entry.citations))


def _is_retention(entry: Deadline) -> bool:
    return entry.key.rpartition("/")[2].startswith("keep-")


def _sum(numbers: Iterable[Number]) -> Number:
    return number(sum(points(n) for n in numbers))


def _by_category(rows: Iterable[tuple[str, Number]]) -> dict[str, int]:
    """Points in hundredths by category."""
    sums: dict[str, int] = {}
    for category, amount in rows:
        sums[category] = sums.get(category, 0) + points(amount)
    return sums


def _said(value: date | bool | None) -> str:
    if value is None:
        return NOT_STATED
    return value.isoformat() if isinstance(value, date) else "yes" if value else "no"


def _dates(item: Item) -> str:
    if item.done is None:
        return NOT_STATED if item.started is None else f"from {item.started}"
    return str(item.done) if item.started in (None, item.done) else f"{item.started} to {item.done}"


def _flow(log: Sequence[Row], places: Sequence[str]) -> Flow:
    """The picture's data: the largest activities by name, the rest together; ordered so that few lines cross."""
    ranked = sorted(log, key=lambda row: (-row.counted, row.number))
    named = ranked if len(ranked) <= MOST_SOURCES else ranked[: MOST_SOURCES - 1]
    named = sorted(named, key=lambda row: (min(places.index(name) for name, _ in row.placed), row.number))
    groups = [(f"{row.number}. {row.title}", [row]) for row in named]
    rest = [row for row in log if row not in named]
    if rest:
        groups.append((f"{len(rest)} smaller ones", rest))
    used = {name for row in log for name, _ in row.placed}
    right = [name for name in dict.fromkeys(places) if name in used]
    links: dict[tuple[int, int], Number] = {}
    for source, (_, rows) in enumerate(groups):
        for name, amount in (placed for row in rows for placed in row.placed):
            key = source, right.index(name)
            links[key] = links.get(key, 0) + amount
    return Flow(
        tuple((name, _sum(p for (a, _), p in links.items() if a == i)) for i, (name, _) in enumerate(groups)),
        tuple((name, _sum(p for (_, b), p in links.items() if b == i)) for i, name in enumerate(right)),
        tuple((a, b, amount) for (a, b), amount in sorted(links.items())),
    )
