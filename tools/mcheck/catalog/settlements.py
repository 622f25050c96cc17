"""What has become of open questions: the texts that settle them, what each reaches, and which are still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.records import Record
from .activity_kinds import ActivityKind
from .questions import Question, Settlement, Texts
from .rules import Rules
from .switches import BADGE_SWITCHES, SWITCHES, TRANSITION, Switch


@dataclass(frozen=True, slots=True)
class Ending:
    """A text that settles a question, with the reading that holds and what it holds for, in words."""

    settlement: Settlement
    reading: Record
    what: str
    dated: bool

    @property
    def reach(self) -> str:
        """What it holds for, with the day where that is not what an edition judges."""
        return f"{self.what} on or after {self.settlement.start}" if self.dated else self.what


def of_worth(question: Question) -> bool:
    """Whether it is about what something is worth, or may serve: then the day of completion says which text holds."""
    changes = (change for change in question.changes if "record" not in change)
    return any("activity" in change or SWITCHES[change["switch"]].of_worth for change in changes)


def is_asked_of(question: Question, kind: ActivityKind) -> bool:
    """Whether it is about the worth of a kind of activity: only then a value of that kind may settle it."""
    switches = {change["switch"] for change in question.changes if "switch" in change}
    if any(change.get("activity") == kind.id for change in question.changes):
        return True
    if "badges" in kind.takes and not switches.isdisjoint(switch.name for switch in BADGE_SWITCHES):
        return True
    disputed = TRANSITION.name in switches and any(value.disputed_start == question.id for value in kind.values)
    return disputed or any(variant.get("switch") in switches for variant in kind.variants)


def endings(rules: Rules, question: Question) -> list[Ending]:
    """Every text that settles a question, the oldest first."""
    what = "what is completed" if of_worth(question) else "applications"
    texts = [(one, what, True) for one in question.settled]
    for kind in rules.kinds.values():
        for value in kind.values:
            texts += [(one, f"{kind.name} completed", True) for one in value.settles]
    for edition in rules.editions:
        texts += [(one, f'applications judged by the "{edition.name}"', False) for one in edition.settles]
    texts = sorted((text for text in texts if text[0].question == question.id), key=lambda text: text[0].start)
    return [Ending(one, question.settled_reading(one), reached, dated) for one, reached, dated in texts]


def is_open(rules: Rules, question: Question, day: date) -> bool:
    """Whether it is open for something that is completed, and applied with, on a day."""
    edition, kinds = rules.edition_on(day), [kind for kind in rules.kinds.values() if is_asked_of(question, kind)]
    if edition is None or question.settlement(edition.texts(day)) is not None:
        return edition is None
    texts = [Texts(day, value.settles if value else ()) for value in (kind.value_on(day) for kind in kinds)]
    return not texts or any(question.settlement(each) is None for each in texts)


def open_question(rules: Rules, switch: Switch, day: date) -> Question | None:
    """The question that sets a switch, while it is open on a day."""
    question = rules.by_switch.get(switch.name)
    return question if question is not None and is_open(rules, question, day) else None
