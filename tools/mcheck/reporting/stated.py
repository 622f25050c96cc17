"""The part of a report about sums that the educator states: what counted, and what was not checked of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..core.points import Points, number, show
from ..core.portfolio import Stated
from ..core.records import Record
from ..core.wording import count
from ..judging.assessment import Assessment
from ..judging.details import Details
from ..regulation.lots import pointers_of
from ..regulation.stated_totals import BADGES, STATED

if TYPE_CHECKING:
    from ..core.report import StatedRow


def stated_of(assessment: Assessment, details: Details) -> StatedRow:
    """Each sum and the badges that are only counted, with what of them is placed, and everything not checked."""
    given, base = assessment.portfolio.stated, assessment.base
    assert given is not None
    places = {license.id: license.pointer for license in assessment.portfolio.licenses}
    counted: dict[str, Points] = {}
    for entry in base.entries:
        for lot, _, amount in base.placed(entry.index):
            pointer = pointers_of(lot.id)[0]
            if pointer.startswith(STATED) and "@" not in lot.id:
                counted[pointer] = counted.get(pointer, 0) + amount
    found: dict[str, Any] = {
        "points": number(sum(one.points for one in given.sums)),
        "sums": [
            {
                "pointer": one.pointer,
                "license": places[one.license],
                "category": one.category,
                "points": number(one.points),
                "counted": number(counted.get(one.pointer, 0)),
            }
            for one in given.sums
        ],
    }
    if given.badges:
        badges: dict[str, Any] = {"count": given.badges}
        if given.same_stack is not None:
            badges["same_stack"] = given.same_stack
        badges["worth_least"], badges["worth_most"] = (number(worth) for worth in details.stated_badges or (0, 0))
        found["badges"] = badges | {"counted": number(counted.get(BADGES, 0))}
    found["not_checked"] = [
        {"id": name, "text": text, "citations": assessment.cite(citations, assessment.entries[0].edition)}
        for name, text, citations in _not_checked(assessment, given)
    ]
    return cast("StatedRow", found)


def _not_checked(assessment: Assessment, given: Stated) -> Iterator[tuple[str, str, Sequence[Record]]]:
    """(id, words, citations) for each thing that a list would show and sums do not."""
    edition = assessment.entries[0].edition
    yield "window", "Whether each was completed on a day that counts.", edition.window_citations
    if not given.topics_of_ten and edition.floor:
        least = count(show(edition.floor), "PDP")
        yield "topics", f"Whether each topic has at least {least}.", edition.floor_citations
    yield "kinds", "Whether each kind of activity counts, where you put it, and no more of it than may count.", ()
    yield "course-rates", "At which rate each course counts.", ()
    yield (
        "evidence",
        "Whether you hold a certificate of each, and used none of them for an earlier renewal.",
        (edition.record["records"]["citations"]),
    )
    if given.badges:
        yield "badges", "Which micro-credentials these are: that none is counted twice, and which are related.", ()
