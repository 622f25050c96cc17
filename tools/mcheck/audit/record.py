"""The record that 603 CMR 44.09 asks for, as data: cover sheet, log, evidence index, what is missing, what to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..catalog.rules import load_rules
from ..catalog.store import Catalog
from ..core.pointers import item_of
from ..core.points import points
from ..core.portfolio import Portfolio
from ..core.portfolio_file import PortfolioFile
from ..regulation.dates.deadlines import derive
from ..regulation.stated_totals import STATED
from .context import NOT_STATED, AuditContext, Citation
from .evidence import Proof, proofs
from .gaps import Gap, gaps
from .log import Flow, Row, flow, rows, total_of

if TYPE_CHECKING:
    from ..core.reports.report import LicenseRow, Number, Report, SourceRow

COVER_RULES = (
    "final-endorsement",
    "supervisor-approval",
    "who-approves",
    "approval-not-withheld",
    "no-approval-additional",
)


@dataclass(frozen=True, slots=True)
class Keep:
    """Until when to keep what."""

    title: str
    until: date
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything the renderers show. `report` is the report itself: verdicts, requirements, catalog, notice."""

    report: Report
    facts: tuple[tuple[str, str], ...]
    """(what, value) about the educator and the plan, for the cover sheet."""
    asks: tuple[tuple[str, tuple[Citation, ...]], ...]
    """What the rules say about the supervisor's approval."""
    keep: tuple[str, ...]
    keep_citations: tuple[Citation, ...]
    log: tuple[Row, ...]
    others: tuple[Row, ...]
    """Not counted or not done yet."""
    flow: Flow
    proofs: tuple[Proof, ...]
    gaps: tuple[Gap, ...]
    retention: tuple[Keep, ...]
    sources: tuple[SourceRow, ...]
    """What the report and the rest of the packet cite."""

    @property
    def counted(self) -> Number:
        """PDPs of the whole log."""
        return total_of(row.counted for row in self.log)

    @property
    def judged(self) -> list[LicenseRow]:
        """The licenses and endorsements of the report that are renewed with points."""
        return [x for x in self.report["licenses"] if x["status"] == "judged"]

    def apart(self, license: LicenseRow) -> str:
        """A word of warning where a license's own numbers are not those of the log; empty where they are.

        What decides one license may not decide another, so each verdict may rest on a placement of its own; the log can
        show only one placement for all.
        """
        rows = license["requirements"][-1]["ledger"]
        listed = [row for row in rows if not row["pointer"].startswith(STATED)]
        sums = "" if len(listed) == len(rows) else "These numbers include the sums you state, which are not in the log."
        own = _by_category((row["category"], row["points"]) for row in listed)
        placed = [p for a in self.report["activities"] for p in a["placed"] if p["license"] == license["pointer"]]
        if own == _by_category((p["category"], p["points"]) for p in placed):
            return sums
        differs = "These numbers are the ones that decide this license. The log and the picture count for all licenses "
        return f"{differs}together, which is different. {sums}".rstrip()

    def depends_on(self, license: LicenseRow) -> list[str]:
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
    badges: Mapping[tuple[str, str], str] | None = None,
) -> Packet:
    """The packet of a portfolio and the report on it, in which a license must be judged.

    `files` maps the path of each evidence file to the SHA-256 of what is there, None where nothing is; leave it out
    when nobody looked. `badges` says what a file that is a badge shows, by the pointer of what it proves and its path.
    """
    context = AuditContext(PortfolioFile.of(portfolio).portfolio, report, load_rules(catalog), files, badges or {})
    entries = rows(context)
    log = tuple(row for row in entries if row.counted)
    asks, lacking, until = tuple(_asks(context)), tuple(gaps(context, log)), tuple(_retention(context))
    cited = [context.kept, *(citations for _, citations in asks)]
    cited += [*(gap.citations for gap in lacking), *(keep.citations for keep in until)]
    return Packet(
        report=report,
        facts=tuple(_facts(context)),
        asks=asks,
        keep=tuple(context.edition.record["records"]["keep"]),
        keep_citations=context.kept,
        log=log,
        others=tuple(row for row in entries if not row.counted),
        flow=flow(log, context.places()),
        proofs=tuple(proofs(context)),
        gaps=lacking,
        retention=until,
        sources=tuple(catalog.sources_cited([report, [{"citations": each} for each in cited]])),
    )


def role(license: LicenseRow) -> str:
    """What a license of the report is renewed as, in words."""
    return str(license["renewed_as"]).replace("-", " ").replace("_", " ").capitalize()


def total(license: LicenseRow) -> str:
    """Points held and needed in all, in words."""
    row = license["requirements"][-1]
    return f"{row['have']} of {row['need']}"


def _facts(context: AuditContext) -> Iterator[tuple[str, str]]:
    """(what, value) for the cover sheet."""
    portfolio, plan = context.portfolio, context.portfolio.plan

    def label(vocabulary: str, term: str | None) -> str:
        return NOT_STATED if term is None else str(context.rules.catalog.terms(vocabulary)[term]["label"])

    yield "Role", label("roles", portfolio.role)
    yield "Employer", label("employers", portfolio.employer)
    yield "Application date", str(context.report["as_of"])
    yield "Plan (IPDP) submitted", _said(plan.ipdp_submitted)
    yield "Plan (IPDP) approved", _said(plan.ipdp_approved)
    yield "Educator plan used instead", _said(plan.educator_plan)
    yield "Supervisor's final approval", _said(plan.final_endorsement)


def _asks(context: AuditContext) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    for name in COVER_RULES:
        if name in context.plan_rules:
            yield context.plan_rules[name]["says"], context.cite_plan_rule(name)


def _retention(context: AuditContext) -> Iterator[Keep]:
    """The days of the calendar that are about keeping records."""
    for entry in derive(context.portfolio, context.rules, context.edition, context.applying):
        if entry.key.rpartition("/")[2].startswith("keep-"):
            yield Keep(entry.title, entry.day, entry.text, context.cite(entry.citations))


def _by_category(rows: Iterable[tuple[str, Number]]) -> Counter[str]:
    """Points in hundredths by category."""
    sums = Counter[str]()
    for category, amount in rows:
        sums[category] += points(amount)
    return sums


def _said(value: date | bool | None) -> str:
    if value is None:
        return NOT_STATED
    return value.isoformat() if isinstance(value, date) else "yes" if value else "no"
