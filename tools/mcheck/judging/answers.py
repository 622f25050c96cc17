"""How people are asked for a missing fact: items by name, and the form of the answer that the file expects."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalog.store import Catalog
from ..core.portfolio import Item, Portfolio
from ..core.wording import series

DAY = 'a day, such as "2025-06-30"'
DAY_OR_NEVER = f'{DAY}, or "never"'
AMOUNT = "a number, such as 3 or 1.5"
YES_OR_NO = "true or false"
FORMS = {
    "completed": DAY,
    "from": DAY,
    "expires": DAY,
    "ipdp_approved": DAY,
    "final_endorsement": f"{DAY}, or true or false",
    "english_learner_assigned": DAY_OR_NEVER,
    "endorsements": 'a list, such as [{"id": "sei"}], or [] if you hold none',
    "hours": AMOUNT,
    "credits": AMOUNT,
    "ceus": AMOUNT,
    "awarded": AMOUNT,
    "degree_eligible": YES_OR_NO,
    "accepted_elsewhere": YES_OR_NO,
    "upper_level_new_content": YES_OR_NO,
    "audited": YES_OR_NO,
    "letter_of_equal_work": YES_OR_NO,
    "demonstration": YES_OR_NO,
    "educator_plan": YES_OR_NO,
    "same_stack": YES_OR_NO,
    "stated": "an entry for each certificate in place of the sums, such as "
    '{"kind": "workshop", "completed": "2025-06-30", "hours": 15, "categories": ["content"]} under `activities`',
}
"""By the last part of the pointer of the fact."""
MOST_NAMED = 8
"""Titles in one sentence; who has more finds each of them under what did not count."""


def form(pointer: str, portfolio: Portfolio, catalog: Catalog) -> str:
    """What to write for the fact at a pointer of the file, in words; "" where no form is known."""
    name = pointer.rpartition("/")[2]
    if pointer.startswith("/needed_since/"):
        return DAY_OR_NEVER
    if "/conditions/" in pointer:
        return YES_OR_NO
    if name == "role":
        return f"one of {series(list(catalog.terms('roles')), 'or')}"
    if name == "categories":
        return f"a list of some of {series(list(catalog.terms('categories')))}"
    if name == "content_of":
        ids = ", ".join(f'"{license.id}"' for license in portfolio.licenses)
        return f"a list of some of the licenses of this file: [{ids}]"
    if name == "toward_endorsement":
        ids = ", ".join(f'"{endorsement.id}"' for endorsement in portfolio.endorsements or ())
        return f"the id of the endorsement: {ids}" if ids else ""
    return FORMS.get(name, "")


def asked(question: str, pointer: str, portfolio: Portfolio, catalog: Catalog) -> str:
    """A question with the form of its answer."""
    known = form(pointer, portfolio, catalog)
    return f"{question} Answer with {known}." if known else question


def named(items: Sequence[Item], *, dated: bool = False) -> str:
    """Their titles as part of a sentence; where there are many, only how many more there are."""
    words = [f'"{item.title}"' + (f" ({item.done})" if dated else "") for item in items]
    if len(words) > MOST_NAMED:
        words[MOST_NAMED - 1 :] = [f"{len(words) - MOST_NAMED + 1} more"]
    return series(words)
