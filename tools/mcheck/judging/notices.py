"""Notices P121 to P141: what judging itself has to say about a portfolio, in addition to the named checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from ..allocation.minimal_sets import NONE
from ..catalog.editions import years_before
from ..catalog.switches import INVALID_PRIMARY
from ..core.codes import Code, code_table
from ..core.dates import Span
from ..core.messages import Message, message
from ..core.points import show
from ..core.portfolio import Badge
from ..core.registry import Registry
from ..core.wording import count, series
from ..regulation.activity_lots import may_serve
from ..regulation.application import primary_held
from ..regulation.dates.window import ONE_DAY, expiry, moved_expiry
from ..regulation.targets import Role
from .answers import asked, named
from .assessment import Assessment
from .license_dates import approval_due, lapsed
from .verdicts import DEPENDS, MET

NOTICES: Registry[Callable[[Assessment], Iterator[Message]]] = Registry()
"""Every notice by its code."""


def notices_of(assessment: Assessment) -> Iterator[Message]:
    """Everything that the notices say, in the order of their codes."""
    for notice in NOTICES.values():
        yield from notice(assessment)


def _asked(assessment: Assessment, question: str, pointer: str) -> str:
    """A question about a fact that the file leaves out, with the form of its answer."""
    return asked(question, pointer, assessment.portfolio, assessment.catalog)


# -- licenses


@NOTICES.register(Code.NO_EXPIRY_DATE)
def no_expiry(assessment: Assessment) -> Iterator[Message]:
    for entry in assessment.entries:
        if entry.window.state == "unknown":
            years = count(entry.edition.oldest_years, "year")
            text = f"{entry.label} has no expiry date; the last {years} count."
            ask = _asked(assessment, "When does it expire? Add `expires`.", f"{entry.pointer}/expires")
            yield message(Code.NO_EXPIRY_DATE, entry.pointer, text, ask, entry.edition.window_citations)


@NOTICES.register(Code.INVALID_PRIMARY)
def invalid_primary(assessment: Assessment) -> Iterator[Message]:
    question = assessment.rules.by_switch.get(INVALID_PRIMARY.name)
    if question is None:
        return
    for entry in assessment.entries:
        open_still = entry.edition.invalid is not None and question.settlement(entry.window.texts) is None
        if entry.role == Role.PRIMARY and entry.window.state == "invalid" and open_still:
            yield message(
                Code.INVALID_PRIMARY,
                entry.pointer,
                f"{entry.label} expired on {entry.window.expires}, more than "
                f"{count(entry.edition.invalid_years, 'year')} ago, so it is invalid or may be. Whether an "
                "invalid Primary takes what any Primary takes, or what any other "
                f"invalid license takes, is an open question: {question.id}.",
                f"Ask the department's licensure office; `mcheck explain {question.id}` has the text to send.",
                entry.edition.target("invalid_as_additional").citations,
            )


@NOTICES.register(Code.TOO_EARLY)
def too_early(assessment: Assessment) -> Iterator[Message]:
    for entry in assessment.entries:
        opens, begun = entry.window.can_apply_from, entry.window.begun
        if opens is None:
            continue
        later = assessment.edition_by(opens, entry)
        extra = "" if later is None else f' The "{later.name}" will apply by then.'
        judged = "the points you have today are judged"
        if not begun:
            judged = f"only what is completed from {entry.window.first} on counts for it, so nothing does yet"
        text = f"{entry.label} cannot be renewed before {opens}; {judged}.{extra}"
        hint = f"Apply from {opens} on.{'' if begun else ' Check the dates of the license in your file, too.'}"
        yield message(Code.TOO_EARLY, entry.pointer, text, hint, entry.edition.window_citations)


@NOTICES.register(Code.LICENSE_HAS_LAPSED)
def license_lapsed(assessment: Assessment) -> Iterator[Message]:
    for entry in assessment.entries:
        if lapse := lapsed(assessment, entry):
            yield message(Code.LICENSE_HAS_LAPSED, entry.pointer, lapse.text, lapse.do, lapse.citations)


@NOTICES.register(Code.FIRST_APPROVAL_DUE)
def first_approval_due(assessment: Assessment) -> Iterator[Message]:
    for entry in assessment.entries:
        if due := approval_due(assessment, entry):
            yield message(Code.FIRST_APPROVAL_DUE, "/plan/ipdp_approved", due.text, due.do, due.citations)


@NOTICES.register(Code.SEARCH_CUT_OFF)
def search_cut_off(assessment: Assessment) -> Iterator[Message]:
    for verdict, entry in zip(assessment.verdicts, assessment.entries, strict=True):
        searched = verdict.outcome.decided and (verdict.depends_on or verdict.sets == NONE)
        if verdict.word != DEPENDS or searched:
            continue
        placement = verdict.outcome.placement
        placed = count(show(placement.placed[entry.index]), "PDP")
        text = (
            f"{entry.label}: the search for the best way to count stopped at its limit. The best way found counts "
            f"{placed} here; none can count more than {show(placement.bound[-1][entry.index])}."
        )
        if placement.decided:
            text = (
                f"{entry.label}: the search stopped at its limit before every way the open points could turn out "
                f"had been tried. With all of them against you {placed} can be counted here."
            )
        yield message(Code.SEARCH_CUT_OFF, entry.pointer, text)


# -- endorsements


@NOTICES.register(Code.NOTHING_FOR_ENDORSEMENT)
def nothing_for_endorsement(assessment: Assessment) -> Iterator[Message]:
    activities = assessment.portfolio.activities
    for entry in assessment.entries:
        if not entry.is_endorsement or not activities:
            continue
        if not any(activity.toward_endorsement == entry.name for activity in activities):
            yield message(
                Code.NOTHING_FOR_ENDORSEMENT,
                entry.pointer,
                f"No activity is marked as meant for the {entry.label}, so none counts for it.",
                f'Which activities are? Add `"toward_endorsement": "{entry.name}"` to each.',
                assessment.catalog.get("licenses", entry.name)["citations"],
            )


@NOTICES.register(Code.RENEWAL_NOT_KNOWN)
def endorsement_not_judged(assessment: Assessment) -> Iterator[Message]:
    for endorsement in assessment.portfolio.endorsements or ():
        record = assessment.catalog.get("licenses", endorsement.id)
        if endorsement.renew and "requirements" not in record:
            text = f"None of our sources says whether or how the {record['name']} is renewed, so it is not judged."
            yield message(Code.RENEWAL_NOT_KNOWN, endorsement.pointer, text, citations=record["citations"])


# -- activities and badges


@NOTICES.register(Code.NO_CATEGORIES)
def no_categories(assessment: Assessment) -> Iterator[Message]:
    for activity in assessment.portfolio.activities if assessment.entries else ():
        kind = assessment.rules.kinds[activity.kind]
        if activity.categories is None and not kind.parts and activity.pointer in assessment.may_count:
            only = f"as {', '.join(kind.suggested)}" if kind.suggested else "toward the total"
            text = f'"{activity.title}" does not say which categories it may count as; so far it can only count {only}.'
            question = "Which categories may it count as? Add `categories`."
            ask = _asked(assessment, question, f"{activity.pointer}/categories")
            citations = assessment.entries[0].edition.targets["primary"].citations
            yield message(Code.NO_CATEGORIES, activity.pointer, text, ask, citations)


@NOTICES.register(Code.UNLIKELY_CATEGORY)
def unlikely_categories(assessment: Assessment) -> Iterator[Message]:
    for badge in assessment.portfolio.badges:
        plausible = assessment.catalog.get("credentials", badge.credential)["our_reading"]["categories"]
        odd = [c for c in badge.categories or () if c not in plausible]
        if odd and (not assessment.entries or badge.pointer in assessment.may_count):
            yield message(
                Code.UNLIKELY_CATEGORY,
                f"{badge.pointer}/categories",
                f'"{badge.title}" does not look like {", ".join(odd)} to us. That is our reading, not a rule: '
                "you and your supervisor decide.",
                "Make sure your records show why it fits.",
            )


@NOTICES.register(Code.BADGE_BEFORE_START)
def earned_before_started(assessment: Assessment) -> Iterator[Message]:
    for badge in assessment.portfolio.badges:
        if badge.done is not None and badge.started is not None and badge.done.first < badge.started:
            yield message(
                Code.BADGE_BEFORE_START,
                f"{badge.pointer}/started",
                f'"{badge.title}" was earned before it was started.',
                "",
            )


@NOTICES.register(Code.PLANNED_THOUGH_PAST)
def planned_in_the_past(assessment: Assessment) -> Iterator[Message]:
    for item in assessment.portfolio.items if assessment.entries else ():
        if item.planned and item.done is not None and item.done.last < assessment.as_of:
            text = (
                f'"{item.title}" ({item.done}) is marked `planned` though its date is before the day you apply '
                f"({assessment.as_of}), so it does not count."
            )
            yield message(Code.PLANNED_THOUGH_PAST, f"{item.pointer}/planned", text)


@NOTICES.register(Code.CATEGORY_NOT_OF_ITS_KIND)
def not_of_their_kind(assessment: Assessment) -> Iterator[Message]:
    """Activities that list categories which their kind may not serve."""
    labels = assessment.category_labels
    for activity in assessment.portfolio.activities if assessment.entries else ():
        worth = assessment.base.formulation.valuations.get(activity.pointer)
        kind = assessment.rules.kinds[activity.kind] if worth is None else worth.kind
        others = [c for c in activity.categories or () if kind.allowed is not None and c not in kind.allowed]
        if others and activity.pointer in assessment.may_count:
            text = (
                f'"{activity.title}" lists {series([labels[c] for c in others])}, which "{kind.name}" '
                f"cannot serve; it may count only as {may_serve(kind, labels)}. Its points still fill the "
                "total."
            )
            cites = [c for c in kind.record["citations"] if "allowed_categories" in c["supports"]]
            yield message(Code.CATEGORY_NOT_OF_ITS_KIND, f"{activity.pointer}/categories", text, citations=cites)


@NOTICES.register(Code.CONTENT_OF_UNSAID)
def content_unsaid(assessment: Assessment) -> Iterator[Message]:
    """What is taken as content of no license because the file leaves out of which; a fact that decides is told as one.

    Where everything is met without it, there is nothing to say.
    """
    if all(verdict.word == MET for verdict in assessment.verdicts):
        return
    decisive = {key for verdict in assessment.verdicts for chosen in verdict.depends_on for key in chosen}
    consulted = assessment.evaluations.consulted - decisive
    citations = assessment.entries[0].edition.targets["primary"].citations
    for item in assessment.portfolio.items:
        if f"fact:{item.pointer}/content_of" in consulted and item.pointer in assessment.may_count:
            text = (
                f'"{item.title}" may count as content, and the file does not say of which license, '
                "so it may not count as content at all."
            )
            ask = _asked(assessment, "Of which is it? Add `content_of`.", f"{item.pointer}/content_of")
            yield message(Code.CONTENT_OF_UNSAID, item.pointer, text, ask, citations)


@NOTICES.register(Code.RATE_HAS_CHANGED)
def changed_rates(assessment: Assessment) -> Iterator[Message]:
    """Activities that count at another rate than they would have before a day that a source names."""
    for activity in assessment.portfolio.activities:
        worth = assessment.base.formulation.valuations.get(activity.pointer)
        if worth is None or not worth.points:
            continue
        for before, value in pairwise(worth.kind.values):
            changed = worth.citations == value.citations and before.points != value.points
            if changed and activity.pointer in assessment.may_count:
                was, now = show(before.points), show(value.points)
                text = (
                    f'"{activity.title}" is valued as "{worth.kind.name}": {worth.how}. '
                    f"Since {value.start} the rate is {now}; before that, it was {was}."
                )
                variants = assessment.rules.kinds[activity.kind].variants
                unless = [v["unless"] for v in variants if v["use"] == worth.kind.id and "unless" in v]
                hint = "".join(f" An exception is stated with `{x}`: mcheck explain {worth.kind.id}." for x in unless)
                hint = f"{code_table()[Code.RATE_HAS_CHANGED].advice}{hint}"
                yield message(
                    Code.RATE_HAS_CHANGED, activity.pointer, text, hint, (*value.citations, *before.citations)
                )


@NOTICES.register(Code.EXPIRY_WAS_MOVED)
def moved_expiries(assessment: Assessment) -> Iterator[Message]:
    """What is known of licenses whose expiry was moved, which is not applied."""
    as_of = assessment.case.as_of
    licenses = {license.pointer: license for license in assessment.portfolio.licenses}
    concerned = [(licenses[e.pointer], e.edition) for e in assessment.entries if e.pointer in licenses]
    held = primary_held(assessment.case)
    waiting = next((e for e in assessment.entries if e.is_additional), None)
    if held is not None and waiting is not None:
        concerned.append((held, waiting.edition))
    for license, edition in concerned:
        move, expires = moved_expiry(license, edition, as_of), expiry(license, edition)
        if move is None or expires is None:
            continue
        days = Span(expires, license.expires_last or expires)
        verb, when = "expired" if days.last < as_of else "expires", f"{'on' if days.exact else 'in'} {days}"
        by = "" if move.renew_by is None else f", with renewal by {move.renew_by}"
        text = (
            f"{license.label} {verb} {when}. The expiry of Professional licenses that expired from "
            f"{move.after + ONE_DAY} to {move.to - ONE_DAY} and were not renewed was moved to {move.to}{by}. "
            "This check does not apply that: it uses the date in your file."
        )
        start = license.cycle_start or years_before(expires, edition.cycle_years)
        hint = (
            f'Look in your ELAR account. If it shows the later date, write that as `expires`, and "cycle_start": '
            f'"{start}", the last day before the cycle.'
        )
        yield message(Code.EXPIRY_WAS_MOVED, license.pointer, text, hint if days.exact else "", move.citations)


@NOTICES.register(Code.PLACED_BY_MCHECK)
def placed_unlikely(assessment: Assessment) -> Iterator[Message]:
    """Badges that are in the report where our reading would not put them, though the educator never said so."""
    if not assessment.portfolio.badges:
        return
    shown = [(assessment.base, entry) for entry in assessment.entries]
    shown += [(verdict.outcome, entry) for verdict, entry in zip(assessment.verdicts, assessment.entries, strict=True)]
    unlikely: dict[str, dict[str, Badge]] = {}
    for outcome, entry in shown:
        for lot, category, _ in outcome.placed(entry.index):
            for item in assessment.items_of(lot.id):
                if not isinstance(item, Badge) or item.categories is not None:
                    continue
                plausible = assessment.catalog.get("credentials", item.credential)["our_reading"]["categories"]
                if category not in plausible:
                    unlikely.setdefault(category, {})[item.pointer] = item
    labels = assessment.category_labels
    for category, badges in sorted(unlikely.items(), key=lambda row: list(labels).index(row[0])):
        items = [item for item in assessment.portfolio.badges if item.pointer in badges]
        it, them, is_ = ("it", "it", "is") if len(items) == 1 else ("they", "them", "are")
        text = (
            f'mcheck placed {named(items)} in "{labels[category]}", because the file does not say which '
            f"categories {it} may count as. From what {it} {is_} about we would not expect {them} there. That is our "
            "reading, not a rule: you and your supervisor decide."
        )
        cites = assessment.entries[0].edition.targets["primary"].citations
        question = f"Which categories may {it} count as? Ask your supervisor, and add `categories`."
        ask = _asked(assessment, question, f"{items[0].pointer}/categories")
        yield message(Code.PLACED_BY_MCHECK, items[0].pointer, text, ask, cites)
