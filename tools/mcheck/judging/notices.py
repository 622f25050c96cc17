"""Notices: what the judging itself has to say, beside the named checks."""

from __future__ import annotations

from itertools import pairwise

from ..catalog.editions import years_before
from ..core.codes import Code, code_table
from ..core.dates import Span
from ..core.messages import Message, message
from ..core.points import show
from ..core.portfolio import Badge
from ..core.wording import count, series
from ..regulation.application import primary_held
from ..regulation.formulation import may_serve
from ..regulation.targets import RenewalTarget, Role
from ..regulation.window import ONE_DAY, expiry, moved_expiry
from .answers import asked
from .assessment import Assessment
from .checks import named
from .license_dates import approval_due, lapsed
from .verdicts import DEPENDS, MET


def notices_of(assessment: Assessment) -> list[Message]:
    found = _moved_expiries(assessment)
    for entry in assessment.entries:
        found += _of_dates(assessment, entry)
        if entry.window.state == "unknown":
            found.append(
                message(
                    "P121",
                    entry.pointer,
                    f"{entry.label} has no expiry date; the last {count(entry.edition.oldest_years, 'year')} count.",
                    _asked(assessment, "When does it expire? Add `expires`.", f"{entry.pointer}/expires"),
                    entry.edition.window_citations,
                )
            )
        if entry.role == Role.PRIMARY and entry.window.state == "invalid":
            alike = entry.edition.targets["invalid_as_additional"]
            found.append(
                message(
                    "P122",
                    entry.pointer,
                    f"{entry.label} expired on {entry.window.expires}, more than "
                    f"{count(entry.edition.invalid_years, 'year')} ago, so it is invalid or may be. Whether an "
                    "invalid Primary takes what any Primary takes, or what any other "
                    "invalid license takes, is an open question: invalid-primary.",
                    "Ask the department's licensure office; `mcheck explain invalid-primary` has the text to send.",
                    alike.citations,
                )
            )
        opens = entry.window.can_apply_from
        if opens is not None:
            later = assessment.edition_by(opens, entry)
            extra = "" if later is None else f' The "{later.name}" will hold by then.'
            judged = "the points held today are judged"
            if not entry.window.begun:
                judged = f"only what is completed from {entry.window.first} on counts for it, so nothing does yet"
            found.append(
                message(
                    "P123",
                    entry.pointer,
                    f"{entry.label} cannot be renewed before {opens}; {judged}.{extra}",
                    f"Apply from {opens} on."
                    + ("" if entry.window.begun else " Check the dates of the license in your file, too."),
                    entry.edition.window_citations,
                )
            )
        if entry.is_endorsement and assessment.portfolio.activities:
            meant = any(activity.toward_endorsement == entry.name for activity in assessment.portfolio.activities)
            if not meant:
                found.append(
                    message(
                        "P128",
                        entry.pointer,
                        f"No activity says that it is meant for the {entry.label}, so none counts for it.",
                        f'Which activities are? Add `"toward_endorsement": "{entry.name}"` to each.',
                        assessment.catalog.get("licenses", entry.name)["citations"],
                    )
                )
    for endorsement in assessment.portfolio.endorsements or ():
        record = assessment.catalog.get("licenses", endorsement.id)
        if endorsement.renew and "requirements" not in record:
            text = f"No source read tells whether and how the {record['name']} is renewed, so it is not judged."
            found.append(message("P131", endorsement.pointer, text, citations=record["citations"]))
    for activity in assessment.portfolio.activities:
        if activity.categories is None and assessment.entries and not assessment.rules.kinds[activity.kind].parts:
            suggested = assessment.rules.kinds[activity.kind].suggested
            taken = f"it is taken as {', '.join(suggested)}" if suggested else "it counts toward the total only"
            found.append(
                message(
                    "P124",
                    activity.pointer,
                    f'"{activity.title}" does not say which categories it may count as; {taken}.',
                    _asked(
                        assessment,
                        "Which categories may it count as? Add `categories`.",
                        f"{activity.pointer}/categories",
                    ),
                    assessment.entries[0].edition.targets["primary"].citations,
                )
            )
    for badge in assessment.portfolio.badges:
        credential = assessment.catalog.get("credentials", badge.credential)
        plausible = credential["our_reading"]["categories"]
        odd = [c for c in badge.categories or () if c not in plausible]
        if odd:
            found.append(
                message(
                    "P125",
                    f"{badge.pointer}/categories",
                    f'"{badge.title}" does not look like {", ".join(odd)} to us. That is our reading, not a rule: '
                    "you and your supervisor decide.",
                    "Make sure your records show why it fits.",
                )
            )
        if badge.done is not None and badge.started is not None and badge.done.first < badge.started:
            found.append(
                message("P126", f"{badge.pointer}/started", f'"{badge.title}" was earned before it was started.', "")
            )
    for item in assessment.portfolio.items if assessment.entries else ():
        if item.planned and item.done is not None and item.done.last < assessment.as_of:
            text = (
                f'"{item.title}" ({item.done}) is marked `planned` though its date is before the day you apply '
                f"({assessment.as_of}), so it does not count."
            )
            found.append(message("P134", f"{item.pointer}/planned", text))
    found += _not_of_their_kind(assessment)
    found += _content_unsaid(assessment)
    found += _changed_rates(assessment)
    found += _placed_unlikely(assessment)
    for verdict, entry in zip(assessment.verdicts, assessment.entries, strict=True):
        placement = verdict.outcome.placement
        if verdict.word == DEPENDS and not (placement.decided and verdict.depends_on):
            placed = count(show(placement.placed[entry.index]), "PDP")
            text = (
                f"{entry.label}: the search for the best placement was cut off at its limit. The best found places "
                f"{placed} here; none can place more than {show(placement.bound[-1][entry.index])}."
            )
            if placement.decided:
                text = (
                    f"{entry.label}: the search was cut off at its limit before every way the open points may turn out "
                    f"was looked at. With all of them against you {placed} can be placed here."
                )
            found.append(message("P127", entry.pointer, text))
    return found


def _not_of_their_kind(assessment: Assessment) -> list[Message]:
    """Activities that list categories which their kind may not serve."""
    labels, found = assessment.category_labels, []
    for activity in assessment.portfolio.activities if assessment.entries else ():
        worth = assessment.base.worths.get(activity.pointer)
        kind = assessment.rules.kinds[activity.kind] if worth is None else worth.kind
        others = [c for c in activity.categories or () if kind.allowed is not None and c not in kind.allowed]
        if others:
            text = (
                f'"{activity.title}" lists {series([labels[c] for c in others])}, which "{kind.name}" '
                f"cannot serve; it may count only as {may_serve(kind, labels)}. Its points still fill the "
                "total."
            )
            cites = [c for c in kind.record["citations"] if "allowed_categories" in c["supports"]]
            found.append(message("P136", f"{activity.pointer}/categories", text, citations=cites))
    return found


def _of_dates(assessment: Assessment, entry: RenewalTarget) -> list[Message]:
    """That a license has lapsed, and that the first approval of its plan is due."""
    said = [("P140", entry.pointer, lapsed(assessment, entry))]
    said.append(("P141", "/plan/ipdp_approved", approval_due(assessment, entry)))
    return [
        message(code, pointer, part.text, part.do, part.citations) for code, pointer, part in said if part is not None
    ]


def _asked(assessment: Assessment, question: str, pointer: str) -> str:
    """A question about a fact that the file leaves out, with the form of its answer."""
    return asked(question, pointer, assessment.portfolio, assessment.catalog)


def _content_unsaid(assessment: Assessment) -> list[Message]:
    """What is taken as content of no license because the file leaves out of which; a fact that decides is told as one.

    Where everything is met without it, there is nothing to say.
    """
    decisive = {key for verdict in assessment.verdicts for chosen in verdict.depends_on for key in chosen}
    asked = assessment.evaluations.consulted - decisive
    if all(verdict.word == MET for verdict in assessment.verdicts):
        return []
    citations = assessment.entries[0].edition.targets["primary"].citations
    return [
        message(
            "P135",
            item.pointer,
            f'"{item.title}" may count as content, and the file does not say of which license, '
            "so it may not count as content at all.",
            _asked(assessment, "Of which is it? Add `content_of`.", f"{item.pointer}/content_of"),
            citations=citations,
        )
        for item in assessment.portfolio.items
        if f"fact:{item.pointer}/content_of" in asked
    ]


def _changed_rates(assessment: Assessment) -> list[Message]:
    """Activities that count at another rate than they would have before a day that a source names."""
    found = []
    for activity in assessment.portfolio.activities:
        worth = assessment.base.worths.get(activity.pointer)
        if worth is None or not worth.points:
            continue
        for before, value in pairwise(worth.kind.values):
            if worth.citations == value.citations and before.points != value.points:
                was, now = show(before.points), show(value.points)
                text = (
                    f'"{activity.title}" counts as "{worth.kind.name}": {worth.how}. '
                    f"Since {value.start} the rate is {now}; before, it was {was}."
                )
                variants = assessment.rules.kinds[activity.kind].variants
                unless = [v["unless"] for v in variants if v["use"] == worth.kind.id and "unless" in v]
                hint = "".join(f" An exception is stated with `{x}`: mcheck explain {worth.kind.id}." for x in unless)
                found.append(
                    message(
                        "P133",
                        activity.pointer,
                        text,
                        f"{code_table()[Code.RATE_HAS_CHANGED].advice}{hint}",
                        (*value.citations, *before.citations),
                    )
                )
    return found


def _moved_expiries(assessment: Assessment) -> list[Message]:
    """What is known of licenses whose expiry was moved, which is not applied."""
    as_of = assessment.case.as_of
    licenses = {license.pointer: license for license in assessment.portfolio.licenses}
    concerned = [(licenses[e.pointer], e.edition) for e in assessment.entries if e.pointer in licenses]
    held = primary_held(assessment.case)
    waiting = next((e for e in assessment.entries if e.is_additional), None)
    if held is not None and waiting is not None:
        concerned.append((held, waiting.edition))
    found = []
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
            "This check does not apply that: it goes by the date in your file."
        )
        start = license.cycle_start or years_before(expires, edition.cycle_years)
        hint = (
            f'Look in your ELAR account. If it shows the later date, write that as `expires`, and "cycle_start": '
            f'"{start}", the last day before the cycle.'
        )
        found.append(message("P129", license.pointer, text, hint if days.exact else "", move.citations))
    return found


def _placed_unlikely(assessment: Assessment) -> list[Message]:
    """Badges that stand in the report where our reading would not put them, though the educator never said so."""
    if not assessment.portfolio.badges:
        return []
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
    labels, found = assessment.category_labels, []
    for category, badges in sorted(unlikely.items(), key=lambda row: list(labels).index(row[0])):
        items = [item for item in assessment.portfolio.badges if item.pointer in badges]
        it, them, is_ = ("it", "it", "is") if len(items) == 1 else ("they", "them", "are")
        text = (
            f'mcheck placed {named(items)} in "{labels[category]}", because the file does not say which '
            f"categories {it} may count as. From what {it} {is_} about we would not expect {them} "
            "there. That is our reading, not a rule: you and your supervisor decide."
        )
        cites = assessment.entries[0].edition.targets["primary"].citations
        question = f"Which categories may {it} count as? Ask your supervisor, and add `categories`."
        ask = _asked(assessment, question, f"{items[0].pointer}/categories")
        found.append(message("P130", items[0].pointer, text, ask, cites))
    return found
