"""Which questions are still open, and what ended the others, on the day for which the site is built."""

from __future__ import annotations

from mcheck.catalog import settlements
from mcheck.catalog.settlements import Ending
from mcheck.catalog.switches import BADGE_SWITCHES, Switch

from .context import Site


def open_questions(site: Site, *ids: str) -> tuple[str, ...]:
    """Those of these questions, moved ids followed, that no text settles yet; all that are open where none is named."""
    named = ids or tuple(site.rules.questions)
    current = (str(site.catalog.get("questions", name)["id"]) for name in named)
    return tuple(i for i in current if i in _still_open(site))


def _still_open(site: Site) -> frozenset[str]:
    rules = site.rules
    found = (i for i, question in rules.questions.items() if settlements.is_open(rules, question, site.today))
    return site.catalog.once(("open questions", site.today), lambda: frozenset(found))


def open_on(site: Site, about: Switch | str) -> str:
    """The question that a switch, or a matter of records, turns on; "" where none does any longer."""
    rules = site.rules
    question = rules.by_switch.get(about.name) if isinstance(about, Switch) else rules.by_matter.get(about)
    return "" if question is None else "".join(open_questions(site, question.id))


def open_about_badges(site: Site) -> tuple[str, ...]:
    """The open questions about what badges are worth."""
    found = (open_on(site, switch) for switch in BADGE_SWITCHES)
    return tuple(dict.fromkeys(name for name in found if name))


def endings(site: Site, question: str) -> list[Ending]:
    """The texts that settle a question, the oldest first."""
    return settlements.endings(site.rules, site.rules.questions[question])
