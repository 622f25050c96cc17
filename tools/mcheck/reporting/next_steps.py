"""The part of a report that says what to do next, the least effort first: one function for each kind of step.

`STEPS`, at the end, has them in the order in which they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..core.codes import Code
from ..core.grouping import grouped
from ..core.portfolio import Activity, Item
from ..core.wording import count
from ..judging.answers import named
from ..judging.assessment import Assessment
from ..judging.license_dates import records
from ..judging.verdicts import MET, NOT_MET
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget
from .requirements import more, topic_of_its_own

if TYPE_CHECKING:
    from ..core.reports.report import FactRow, LicenseRow, MessageRow, NextStepRow, QuestionRow

Kind: TypeAlias = Literal["answer", "ask", "condition", "finish", "earn", "settle", "apply"]

SETTLE_FIRST = (Code.NO_FINAL_ENDORSEMENT, Code.NO_EVIDENCE)
"""Checks that may find something although every requirement is met, and that are to be settled before applying."""


class _Context:
    """The parts of the report that steps follow from."""

    def __init__(
        self,
        assessment: Assessment,
        licenses: Sequence[LicenseRow],
        questions: Sequence[QuestionRow],
        facts: Sequence[FactRow],
        messages: Sequence[MessageRow],
    ) -> None:
        self.assessment, self.licenses = assessment, licenses
        self.questions, self.facts, self.messages = questions, facts, messages

    def told(self, code: str, ending: str = "") -> list[Item]:
        """The activities and badges that messages of a code are about; `ending` is the key that they name."""
        pointers = {m["pointer"].removesuffix(ending) for m in self.messages if m["code"] == code}
        return [item for item in self.assessment.portfolio.items if item.pointer in pointers]

    @cached_property
    def any_not_met(self) -> bool:
        return any(license.get("verdict") == NOT_MET for license in self.licenses)

    @cached_property
    def ready(self) -> list[RenewalTarget]:
        """What can be renewed as far as points go."""
        pairs = zip(self.assessment.entries, self.assessment.verdicts, strict=True)
        return [entry for entry, verdict in pairs if verdict.word == MET]

    @cached_property
    def lacking(self) -> list[MessageRow]:
        """What is to be settled before applying."""
        counted = {
            pointer
            for entry in self.ready
            for lot, _, _ in self.assessment.verdicts[entry.index].outcome.placed(entry.index)
            for pointer in pointers_of(lot.id)
        }
        missing = [m for m in self.messages if m["code"] in SETTLE_FIRST]
        return [m for m in missing if m["code"] != Code.NO_EVIDENCE or m["pointer"] in counted] if self.ready else []


def next_steps_of(
    assessment: Assessment,
    licenses: Sequence[LicenseRow],
    questions: Sequence[QuestionRow],
    facts: Sequence[FactRow],
    messages: Sequence[MessageRow],
) -> Iterator[NextStepRow]:
    """Facts to add, questions to ask, what to earn, what must be had before applying, when to apply; each once.

    They are worked out one by one.
    """
    context = _Context(assessment, licenses, questions, facts, messages)
    told: list[NextStepRow] = []
    for step in chain.from_iterable(kind(context) for kind in STEPS):
        if step not in told:
            told.append(step)
            yield step


def _step(kind: Kind, text: str, pointer: str | None = None, citations: Iterable[Any] = ()) -> NextStepRow:
    if pointer is None:
        return {"kind": kind, "text": text, "citations": list(citations)}
    return {"kind": kind, "text": text, "pointer": pointer, "citations": list(citations)}


def _add_facts(context: _Context) -> Iterator[NextStepRow]:
    """Facts that are missing, those of one name together; the rarest first."""
    missing = grouped(context.facts, lambda fact: (fact["name"], fact["takes"], "given" in fact))
    for (name, takes, in_part), facts in sorted(missing.items(), key=lambda row: len(row[1])):
        where = ", ".join(
            f"{fact['about']} ({fact['given']})" if "given" in fact else fact["about"]
            for fact in facts
            if fact["about"]
        )
        answer = f" Answer with {facts[0]['answer']}." if "answer" in facts[0] else ""
        each = f"each of {where}" if len(facts) > 1 else where
        if "Add " in takes or name == "field":  # it says itself what to do
            text = f"{where}: {takes}{answer}" if where else f"{takes}{answer}"
        elif in_part:
            text = f"Make `{name}` exact in {each}. {takes}{answer}"
        elif "/conditions/" in facts[0]["pointer"]:
            text = f"Add `{name}` under `conditions` of {each}. {takes}{answer}"
        else:
            each = f"{'each of ' if len(facts) > 1 else ''}{where or 'the file'}"
            text = f"Add `{name}` to {each}. {takes}{answer}"
        yield _step("answer", text, facts[0]["pointer"])


def _ask_questions(context: _Context) -> Iterator[NextStepRow]:
    for question in context.questions:
        who = " or ".join(question["who_can_settle"])
        text = f'Ask {who} about "{question["title"]}"; `mcheck explain {question["id"]}` has the text to send.'
        yield _step("ask", text, None, question["citations"])


def _name_categories(context: _Context) -> Iterator[NextStepRow]:
    silent = [item for item in context.told(Code.NO_CATEGORIES) if isinstance(item, Activity)]
    if silent and context.any_not_met:
        it = "it" if len(silent) == 1 else "they"
        text = f"Add `categories` to {named(silent)}: {it} may count toward more than mcheck assumes."
        yield _step("answer", text, silent[0].pointer)


def _name_licenses(context: _Context) -> Iterator[NextStepRow]:
    of_none = context.told(Code.CONTENT_OF_UNSAID)
    if of_none and context.any_not_met:
        which = f"of which license {named(of_none)} {'is' if len(of_none) == 1 else 'are'} content"
        yield _step("answer", f"Say in `content_of` {which}: it may be what a license lacks.", of_none[0].pointer)


def _say_it_is_done(context: _Context) -> Iterator[NextStepRow]:
    forgotten = context.told(Code.PLANNED_THOUGH_PAST, "/planned")
    if forgotten and any(license.get("verdict") not in (None, MET) for license in context.licenses):
        each = "each of " if len(forgotten) > 1 else ""
        text = f"Take `planned` out of {each}{named(forgotten)}, if that is done: it cannot count until then."
        yield _step("answer", text, forgotten[0].pointer)


def _close_gaps(context: _Context) -> Iterator[NextStepRow]:
    """Of each license the conditions that failed, and the points that it lacks."""
    planned = named([item for item in context.assessment.portfolio.items if item.planned])
    for license in context.licenses:
        for gate in license["gates"]:
            if gate["state"] == "failed":
                yield _step("condition", f"{license['label']}: {gate['text']}", gate["fact"], gate["citations"])
        verdict = license.get("verdict")
        if "once_done" in license and license["once_done"]["verdict"] == MET != verdict:
            text = f"{license['label']}: finish what is planned, which is enough: {planned}."
            yield _step("finish", text, license["pointer"])
        elif "shortfall" in license and license.get("if_academic", verdict) == NOT_MET:
            yield from _earn(license)


def _earn(license: LicenseRow) -> Iterator[NextStepRow]:
    shortfall = license["shortfall"]
    cites = {row["id"]: row["citations"] for row in license["requirements"]}
    whose = license["label"] + (": if it is an academic license," if "if_academic" in license else ":")
    for part in shortfall["requirements"]:
        text = f"{whose} earn {more(part)} in {part['label']}{topic_of_its_own(part)}."
        yield _step("earn", text, license["pointer"], cites.get(part["id"], ()))
    included = ", these included" if shortfall["requirements"] else ""
    in_all = shortfall["in_all"]
    text = f"{whose} {more(in_all)} in all{included}{topic_of_its_own(in_all)}."
    yield _step("earn", text, license["pointer"], cites["total"])


def _settle_before_applying(context: _Context) -> Iterator[NextStepRow]:
    for message in context.lacking:
        about = context.assessment.where(message["pointer"])
        text = f"{about}: {message['hint']}" if about else message["hint"]
        yield _step("settle", text, message["pointer"], message["citations"])


def _apply(context: _Context) -> Iterator[NextStepRow]:
    for entry in context.ready:
        keep = records(context.assessment, entry)
        text = f"{entry.label}: {_when(context, entry)} {keep['text']}"
        yield _step("apply", text, entry.pointer, keep["citations"])


def _when(context: _Context, entry: RenewalTarget) -> str:
    """When one can apply, as the dates and what has to be had first allow."""
    opens = entry.window.can_apply_from
    if entry.window.expires is None:
        early = count(entry.edition.opens_years, "year")
        return f"you can apply at most {early} before it expires: add `expires` to see from when."
    words = ["once that is done"] * bool(context.lacking) + ([] if opens is None else [f"from {opens} on"])
    later = None if opens is None else context.assessment.edition_by(opens, entry)
    again = "" if later is None else f' Check again then: the "{later.name}" will apply.'
    return f"you can apply {', '.join(words) or 'now'}.{again}"


STEPS: tuple[Callable[[_Context], Iterator[NextStepRow]], ...] = (
    _add_facts,
    _ask_questions,
    _name_categories,
    _name_licenses,
    _say_it_is_done,
    _close_gaps,
    _settle_before_applying,
    _apply,
)
"""The functions of the steps, in the order in which steps are told."""
