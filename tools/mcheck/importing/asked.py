"""The one table of questions about a portfolio: their words, an example, what helps to answer, and how it is read.

`mcheck init` and `mcheck add` ask them on a terminal, the check page on its screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .answers.amounts import quantity
from .answers.days import day_or_part, one_day
from .answers.replies import expiry, points, whole


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `like` is an answer as it may be typed; `read` makes a value of one, or raises ValueError."""

    text: str
    like: str = ""
    hint: str = ""
    read: Callable[[str], Any] = str

    @property
    def line(self) -> str:
        """The question with its example, for a terminal."""
        return f"{self.text} Like {self.like}" if self.like else self.text


TABLE: Mapping[str, Asked] = {
    "license_type": Asked("What kind of license do you want to renew?", hint="Your license in ELAR tells you."),
    "field": Asked("Which field does your license name?", "Mathematics 8-12", "The field decides which rules apply."),
    "expires": Asked(
        "When does it expire?", "6/17/2027, or a month, like 6/2027", "The date is on your license in ELAR.", expiry
    ),
    "points": Asked("How many PDPs do you have?", hint="Add up what your certificates say.", read=points),
    "topics_of_ten": Asked("Are all of these from workshops or courses with {floor} PDPs or more on one topic?"),
    "badges": Asked(
        "How many NEA badges have you earned?", hint="A badge is what you get for an NEA micro-credential.", read=whole
    ),
    "same_stack": Asked("Are your badges all from the same stack?", hint="A stack is a set of badges on one theme."),
    "role": Asked("What is your job?", hint="Some jobs need the SEI endorsement to renew."),
    "english_learner_assigned": Asked(
        "Was an English learner ever assigned to you?", hint="It decides whether you need the SEI endorsement."
    ),
    "english_learner_since": Asked("Since which day?", "6/17/2020", read=one_day),
    "endorsements": Asked("Do you hold the SEI endorsement?", hint="In some jobs you cannot renew without it."),
    "primary": Asked("Which license is Primary?", hint="Leave it open, and the best one is found."),
    "stated": Asked(
        "Do your certificates show what you typed?",
        hint="Sums cannot be checked. Certificates can: dates, topics and course rates.",
    ),
    "title": Asked("What was it?", hint="Its title, as the certificate says."),
    "badge": Asked("Which badge is it?"),
    "amount": Asked("How much was it?", "6 hours, 1.5 CEU, 3 credits or 12 PDPs", read=quantity),
    "completed": Asked("When did you complete it?", "6/17/2027", "The date on the certificate.", day_or_part),
    "categories": Asked("What may it count as?"),
    "topic": Asked("What is its topic?", hint="Activities on one topic add up."),
}
"""Questions by the name of what they ask for."""
