"""The part of a report that says what to do next, the least effort first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..core.codes import Code
from ..core.wording import count
from ..judging.answers import named
from ..judging.assessment import Assessment
from ..judging.license_dates import records
from ..judging.verdicts import MET, NOT_MET
from ..regulation.formulation import pointers_of
from ..regulation.targets import RenewalTarget
from .figures import more, topic_of_its_own

FIRST = (Code.NO_FINAL_ENDORSEMENT, Code.NO_EVIDENCE)
"""Checks that may find something although every requirement is met, and that are to be settled before applying."""


def next_steps_of(
    assessment: Assessment,
    licenses: Sequence[Mapping[str, Any]],
    questions: Sequence[Mapping[str, Any]],
    facts: Sequence[Mapping[str, Any]],
    messages: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Facts to add, questions to ask, what to earn, what must be had before applying, when to apply."""
    steps: list[dict[str, Any]] = []

    def step(text: str, pointer: str | None = None, citations: Sequence[Any] = ()) -> None:
        made: dict[str, Any] = {"text": text}
        if pointer is not None:
            made["pointer"] = pointer
        made["citations"] = list(citations)
        if made not in steps:
            steps.append(made)

    missing: dict[tuple[str, str, bool], list[Mapping[str, Any]]] = {}
    for fact in facts:
        missing.setdefault((fact["name"], fact["takes"], "given" in fact), []).append(fact)
    for (name, takes, in_part), facts in sorted(missing.items(), key=lambda row: len(row[1])):
        where = ", ".join(
            f"{fact['about']} ({fact['given']})" if in_part else fact["about"] for fact in facts if fact["about"]
        )
        answer = f" Answer with {facts[0]['answer']}." if "answer" in facts[0] else ""
        if "Add " in takes or name == "field":  # it says itself what to do
            step(f"{where}: {takes}{answer}" if where else f"{takes}{answer}", facts[0]["pointer"])
        else:
            each = "each of " if len(facts) > 1 else ""
            if in_part:
                do = f"Make `{name}` exact in {each}{where}"
            elif "/conditions/" in facts[0]["pointer"]:
                do = f"Add `{name}` under `conditions` of {each}{where}"
            else:
                do = f"Add `{name}` to {each}{where or 'the file'}"
            step(f"{do}. {takes}{answer}", facts[0]["pointer"])
    for question in questions:
        who = " or ".join(question["who_can_settle"])
        text = f'Ask {who} about "{question["title"]}"; `mcheck explain {question["id"]}` has the text to send.'
        step(text, None, question["citations"])
    unsaid = {m["pointer"] for m in messages if m["code"] == Code.NO_CATEGORIES}
    silent = [activity for activity in assessment.portfolio.activities if activity.pointer in unsaid]
    if silent and any(license.get("verdict") == NOT_MET for license in licenses):
        step(
            f"Add `categories` to {named(silent)}: it may count toward more than mcheck takes it for.",
            silent[0].pointer,
        )
    unsaid = {m["pointer"] for m in messages if m["code"] == Code.CONTENT_OF_UNSAID}
    of_none = [item for item in assessment.portfolio.items if item.pointer in unsaid]
    if of_none and any(license.get("verdict") == NOT_MET for license in licenses):
        step(
            f"Say in `content_of` of which license {named(of_none)} {'is' if len(of_none) == 1 else 'are'} content: "
            "it may be what a license lacks.",
            of_none[0].pointer,
        )
    past = {m["pointer"].removesuffix("/planned") for m in messages if m["code"] == Code.PLANNED_THOUGH_PAST}
    forgotten = [item for item in assessment.portfolio.items if item.pointer in past]
    if forgotten and any(license.get("verdict") not in (None, MET) for license in licenses):
        each = "each of " if len(forgotten) > 1 else ""
        text = f"Take `planned` out of {each}{named(forgotten)}, if that is done: it cannot count before."
        step(text, forgotten[0].pointer)
    planned = named([item for item in assessment.portfolio.items if item.planned])
    for license in licenses:
        for gate in license["gates"]:
            if gate["state"] == "failed":
                step(f"{license['label']}: {gate['text']}", gate["fact"], gate["citations"])
        done = license.get("once_done", {}).get("verdict")
        if done == MET and license.get("verdict") != MET:
            step(f"{license['label']}: finish what is planned, which is enough: {planned}.", license["pointer"])
        elif license.get("if_academic", license.get("verdict")) == NOT_MET:
            governed = " if it is an academic license," if "if_academic" in license else ""
            cites = {r["id"]: r["citations"] for r in license["requirements"]}
            parts = license["shortfall"]["requirements"] if "shortfall" in license else ()
            for r in parts:
                step(
                    f"{license['label']}:{governed} earn {more(r)} in {r['label']}{topic_of_its_own(r)}.",
                    license["pointer"],
                    cites.get(r["id"], ()),
                )
            if "shortfall" in license:
                in_all = license["shortfall"]["in_all"]
                step(
                    f"{license['label']}:{governed} {more(in_all)} in all{', these included' if parts else ''}"
                    f"{topic_of_its_own(in_all)}.",
                    license["pointer"],
                    cites["total"],
                )
    ready = [entry for entry, v in zip(assessment.entries, assessment.verdicts, strict=True) if v.word == MET]
    counted = {p for entry in ready for p in _counted(assessment, entry)}
    lacking = [m for m in messages if m["code"] in FIRST and (m["code"] != Code.NO_EVIDENCE or m["pointer"] in counted)]
    for m in lacking if ready else ():
        about = assessment.where(m["pointer"])
        step(f"{about}: {m['hint']}" if about else m["hint"], m["pointer"], m["citations"])
    for entry in ready:
        keep = records(assessment, entry)
        text = f"{entry.label}: {_apply(assessment, entry, bool(lacking))} {keep['text']}"
        step(text, entry.pointer, keep["citations"])
    return steps


def _counted(assessment: Assessment, entry: RenewalTarget) -> list[str]:
    """Pointers of what the verdict on an entry rests on."""
    placed = assessment.verdicts[entry.index].outcome.placed(entry.index)
    return [pointer for lot, _, _ in placed for pointer in pointers_of(lot.id)]


def _apply(assessment: Assessment, entry: RenewalTarget, lacking: bool) -> str:
    """When one can apply, as the dates and what has to be had first allow."""
    opens = entry.window.can_apply_from
    if entry.window.expires is None:
        early = count(entry.edition.opens_years, "year")
        return f"you can apply at most {early} before it expires: add `expires` to see from when."
    words = ["once that is done"] * lacking + ([] if opens is None else [f"from {opens} on"])
    later = None if opens is None else assessment.edition_by(opens, entry)
    again = "" if later is None else f' Check again then: the "{later.name}" will hold.'
    return f"you can apply {', '.join(words) or 'now'}.{again}"
