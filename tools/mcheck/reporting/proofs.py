"""Why each verdict holds, as report data: the ledgers, the tight sets, and what each activity outside them lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..allocation.problem import Need
from ..allocation.tight_sets import Assumption
from ..core.grouping import grouped
from ..core.points import Points, number, show
from ..core.portfolio import Activity, Item
from ..core.wording import count
from ..judging.assessment import Assessment, title_of
from ..judging.certificates import Ledger, Tight
from ..judging.scenarios.evaluation import Evaluation
from ..regulation.application import Application
from ..regulation.lots import pointers_of
from ..regulation.targets import RenewalTarget

if TYPE_CHECKING:
    from ..core.reports.report import ChosenRow, LedgerRow, ReadingRow, TightRequirementRow, TightSetRow

EVERYTHING_FOR = "everything for "


class Ledgers:
    """The ledgers of a report, each once, numbered in the order in which they are asked for."""

    def __init__(self) -> None:
        self.rows: list[LedgerRow] = []

    def number_of(self, ledger: Ledger) -> int:
        """The place of a ledger among those found, to which it is added if it is new."""
        row = _ledger(ledger)
        if row not in self.rows:
            self.rows.append(row)
        return self.rows.index(row)


def _ledger(ledger: Ledger) -> LedgerRow:
    outcome = ledger.outcome
    row = {
        "favored": sorted(ledger.favorable),
        "choices": [
            {
                "uses": list(choice.uses),
                "lots": [lot.id for lot in choice.lots],
                "topic": choice.lots[0].group,
                **({"third_topic": choice.lots[-1].group} if len(choice.uses) > 2 else {}),
            }
            for choice in outcome.placement.chosen
        ],
        "rows": [
            {"lot": lot.id, "license": entry.pointer, "category": category, "points": number(amount)}
            for entry in outcome.entries
            for lot, category, amount in outcome.placed(entry.index)
        ],
    }
    return cast("LedgerRow", row)


def proof_of(assessment: Assessment, entry: RenewalTarget, ledgers: Ledgers) -> dict[str, Any]:
    """What proves the verdict on a target; its ledgers go to those of the report."""
    certificate, case = assessment.certificates[entry.index], assessment.case
    proof: dict[str, Any] = {
        "proof": certificate.kind,
        "ledgers": [ledgers.number_of(ledger) for ledger in certificate.ledgers],
    }
    if certificate.further:
        proof["further"] = [
            {
                "favored": sorted(one.scenario.named),
                "readings": readings_of(case, one.scenario.chosen_readings),
                "sets": [sorted(some) for some in one.sets],
            }
            for one in certificate.further
        ]
    if certificate.tight:
        shown = assessment.verdicts[entry.index].outcome
        proof["tight_sets"] = [_tight_set(case, tight, shown) for tight in certificate.tight]
    return proof


def readings_of(case: Application, chosen_readings: Mapping[str, int]) -> list[ReadingRow]:
    """The reading that is picked of each unordered question, as report data."""
    questions = case.rules.questions
    return [
        {"question": name, "reading": questions[name].readings[pick % len(questions[name].readings)]["id"]}
        for name, pick in sorted(chosen_readings.items())
    ]


def _tight_set(case: Application, proven: Tight, shown: Evaluation) -> TightSetRow:
    """A tight set for one way the unordered questions may go; `shown` is the outcome that the requirements show.

    It holds even if every other open point falls in the educator's favor and everything may be divided except what
    must stay whole: where there are several for one way, one holds whatever that counts as.
    """
    outcome, tight = proven.outcome, proven.tight_set
    needs = [outcome.formulation.problem.needs[n] for n in tight.needs]
    rows: list[TightRequirementRow] = [
        {"license": outcome.entries[need.target].pointer, "requirement": need.id, "points": number(need.demand)}
        for need in needs
    ]
    whole = {need.target for need in needs} if any(need.categories is None for need in needs) else set()
    total = outcome.entries[needs[0].target].target.total if len(whole) == 1 else None
    serving = dict.fromkeys(pointer for lot in (*tight.lots, *tight.tokens) for pointer in pointers_of(lot))
    chosen = readings_of(case, proven.chosen_readings)
    text = _text(_groups(outcome, needs), tight.need, tight.give) if total is None else _text_all(total, tight.give)
    if not tight.case and tight.give != _sure(needs, shown, everything=total is not None):
        text += " The numbers beside the requirements leave out what is not settled."
    others = [item for item in case.portfolio.items if item.pointer not in serving]
    if any(isinstance(item, Activity) and item.categories is None and not item.planned for item in others):
        text += " Activities without `categories` are counted as their kind suggests; listing them could change this."
    assumed = [(pointers_of(one.lot)[0], _assumed(case, outcome, one)) for one in tight.case]
    if assumed:
        text = f"If {' and '.join(words for _, words in assumed)}: {text[0].lower()}{text[1:]}"
    row = {
        **({"readings": chosen} if chosen else {}),
        **({"case": [_as_row(outcome, one) for one in tight.case]} if assumed else {}),
        "requirements": rows,
        "need": number(tight.need),
        "activities": list(serving),
        "give": number(tight.give),
        **({"hubs": list(tight.hubs)} if tight.hubs else {}),
        "text": text,
        "others": [
            {"pointer": item.pointer, "title": item.title, "why": _why_not(item, outcome, assumed)} for item in others
        ],
    }
    return cast("TightSetRow", row)


def _as_row(outcome: Evaluation, one: Assumption) -> ChosenRow:
    row: ChosenRow = {"lot": one.lot, "license": outcome.entries[one.target].pointer}
    return row if one.categories is None else row | {"categories": sorted(one.categories)}


def _assumed(case: Application, outcome: Evaluation, one: Assumption) -> str:
    """What an activity that must stay whole is assumed to count as, in words."""
    pointer, label = pointers_of(one.lot)[0], outcome.entries[one.target].label
    title = title_of(case.portfolio, case.catalog, pointer)
    if one.categories is None:
        return f'"{title}" counts for {label} only'
    labels = case.rules.category_labels(outcome.entries[one.target].edition)
    where = f" for {label}" if len(outcome.entries) > 1 else ""
    return f'"{title}" counts as {" or ".join(labels[c] for c in sorted(one.categories))}{where}'


def _sure(needs: Sequence[Need], shown: Evaluation, *, everything: bool) -> Points:
    """What the outcome that is shown has for these needs; for `everything` in a license all that it places there."""
    if everything:
        return shown.placement.placed[needs[0].target]
    mine = {(need.target, need.id) for need in needs}
    places = {n for n, need in enumerate(shown.formulation.problem.needs) if (need.target, need.id) in mine}
    return sum(amount for (_, n), amount in shown.placement.flow.items() if n in places)


def _groups(outcome: Evaluation, needs: Sequence[Need]) -> list[str]:
    """The requirements in words; where several licenses are judged, those of a license together."""
    groups = []
    for target, mine in grouped(needs, lambda need: need.target).items():
        entry = outcome.entries[target]
        names = {r.id: r.label for r in entry.target.requirements}
        labels = [names.get(need.id, "the total") for need in mine]
        if len(outcome.entries) == 1:
            groups += labels
        elif len(mine) == sum(need.target == target for need in outcome.formulation.problem.needs):
            groups.append(f"{EVERYTHING_FOR}{entry.label}")
        else:
            groups.append(f"{entry.label} ({'; '.join(labels)})")
    return groups


def _text(asked: list[str], need: Points, give: Points) -> str:
    one = len(asked) == 1
    listed = asked[0] if one else f"{', '.join(asked[:-1])} and {asked[-1]}"
    needs = "needs" if one else "need together"
    plain = one or all(words.startswith(EVERYTHING_FOR) for words in asked)
    beyond = "" if plain else " (each counted beyond what the others already take)"
    return (
        f"Even at best, {listed} {needs} {count(show(need), 'PDP')}{beyond}, "
        f"and what can serve {'it' if one else 'them'} gives {show(give)}."
    )


def _text_all(need: Points, give: Points) -> str:
    """For a set with the total in it: what can serve it is everything that counts."""
    needed = count(show(need), "PDP")
    return f"Even at best, {needed} are needed in all, and all that counts is {show(give)}."


def _why_not(item: Item, outcome: Evaluation, assumed: Sequence[tuple[str, str]]) -> str:
    if item.planned:
        return "It is planned, not done."
    reasons = outcome.reasons.get(item.pointer, ())
    if reasons:
        return reasons[0][1]
    for pointer, words in assumed:
        if pointer == item.pointer:
            return f"In this case {words}."
    if item.categories:
        return "It counts, but not toward these requirements: none of the categories it may count as serves them."
    return "It counts, but not toward these requirements."
