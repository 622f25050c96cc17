"""What is missing from the record for an audit. Each of `GAP_RULES` yields what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ..core.codes import Code
from ..regulation.stated_totals import ADD_CERTIFICATES
from .context import NOT_STATED, AuditContext, Citation
from .evidence import proofs
from .log import Row

MOST_LINES = 8
"""So many lines of the log are named where they lack something; of more, only the numbers are given."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the record lacks, and the lines it concerns. `needed`: a rule asks for it; else it is our advice."""

    what: str
    lines: tuple[str, ...]
    todo: str
    needed: bool
    citations: tuple[Citation, ...]


def gaps(context: AuditContext, log: Sequence[Row]) -> list[Gap]:
    """Everything the record lacks."""
    return [gap for rule in GAP_RULES for gap in rule(context, log)]


# -- the plan and its approval


def plan_not_approved(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    plan = context.portfolio.plan
    if plan.ipdp_approved is None and not plan.educator_plan:
        todo = "Add `plan` with `ipdp_approved`, or `educator_plan` if an educator plan takes its place."
        yield Gap("No approved IPDP or educator plan is stated", (), todo, True, context.kept)
    elif not plan.files:
        yield Gap("No file is listed for the plan", (), "Add `files` to `plan`.", False, ())


def employer_not_stated(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    if context.portfolio.employer is None:
        todo = "Add `employer`: it decides whether the supervisor's approval is needed."
        yield Gap("The employer is not stated", (), todo, True, context.cite_plan_rule("supervisor-approval"))


def final_approval_missing(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    plan, check = context.portfolio.plan, context.checks.get(Code.NO_FINAL_ENDORSEMENT)
    if context.portfolio.employer != "public-school" or check is None or plan.educator_plan:
        return
    final = plan.final_endorsement
    if not (final <= context.applying if isinstance(final, date) else final is True):
        yield Gap(check["name"], (), check["mend"], True, context.cite(check["citations"]))


def conditions(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    """Conditions that are not met, and those that are met without a paper that shows it."""
    papers = {license.pointer: license.files for license in context.portfolio.licenses}
    for license in context.report["licenses"]:
        for gate in license["gates"]:
            if gate["state"] != "passed":
                todo = gate.get("ask") or gate["text"]
                yield Gap(f"{license['label']}: {gate['label']}", (), todo, True, tuple(gate["citations"]))
            elif "/conditions/" in gate["fact"] and papers.get(license["pointer"]) == ():  # endorsements name none
                what = f"{license['label']}: no document is listed for this condition: {gate['label']}"
                yield Gap(what, (), "Keep a copy, and add `files` to the license.", True, context.kept)


# -- the log


def stated_sums(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    stated = context.report.get("stated")
    if stated is None:
        return
    sums = [
        f"{context.place(x['license'], x['category'])}: {x['points']}"
        for x in stated["sums"]
        if x["license"] in context.labels
    ]
    if "badges" in stated:
        sums.append(f"Badges that are only counted: {stated['badges']['count']}")
    yield Gap("Points are stated as sums only", tuple(sums), ADD_CERTIFICATES, True, context.kept)


def no_proof(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    check = context.checks.get(Code.NO_EVIDENCE)
    todo = "Ask the provider for the certificate." if check is None else check["mend"]
    yield from _of_rows("No proof is listed", [r for r in log if not r.evidence], todo, context.kept)


def no_topic_or_day(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    lacking = [r for r in log if r.topic == NOT_STATED]
    yield from _of_rows("No topic is given", lacking, "Add `topic`.", context.kept)
    todo = "Add `completed` with year, month and day."
    yield from _of_rows("The day it ended is not stated", [r for r in log if not r.ended], todo, context.kept)


def file_not_found_or_changed(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    files, hashes = proofs(context), context.hashes or {}
    missing = tuple(f"{p.path} ({p.belongs_to})" for p in files if p.state == "not-found")
    if missing:
        todo = "Put it there, or fix its `path`."
        yield Gap("A file is not where the portfolio says", missing, todo, True, context.kept)
    changed = tuple(f"{p.path} ({p.belongs_to}): now {hashes[p.path]}" for p in files if p.state == "changed")
    if changed:
        todo = "Find the original, or record the new hash."
        yield Gap("A file does not match its recorded hash", changed, todo, True, context.kept)


def no_file(context: AuditContext, log: Sequence[Row]) -> Iterator[Gap]:
    todo = "Add `files`, so that the index shows where the proof is."
    yield from _of_rows("No file is listed", [r for r in log if r.evidence and not r.files], todo)


def _of_rows(
    what: str, lacking: Sequence[Row], todo: str, citations: tuple[Citation, ...] | None = None
) -> Iterator[Gap]:
    """A gap of some lines of the log; without citations it is our advice."""
    lines = tuple(f"{r.number}. {r.title}" for r in lacking)
    if len(lines) > MOST_LINES:
        lines = (f"Lines {', '.join(str(r.number) for r in lacking)} of the log",)
    if lines:
        yield Gap(what, lines, todo, citations is not None, citations or ())


GapRule: TypeAlias = Callable[[AuditContext, Sequence[Row]], Iterator[Gap]]
"""Finds gaps of one sort; its arguments are the case and the rows that count."""

GAP_RULES: tuple[GapRule, ...] = (
    *(plan_not_approved, employer_not_stated, final_approval_missing, conditions),
    *(stated_sums, no_proof, no_topic_or_day, file_not_found_or_changed, no_file),
)
"""Every rule, in the order in which a packet names what they find."""
