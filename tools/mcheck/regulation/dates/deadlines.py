"""Every date that follows from a portfolio and the rules, with the reason and the citation.

Left out, because nothing in a portfolio or the catalog gives the day they run from: the 14 days of local reviewers, the
appeal to the Commissioner, the comment period on guideline changes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ...catalog.conditions import blocking_endorsements, need_began
from ...catalog.editions import Edition, years_before
from ...catalog.fields import is_covered
from ...catalog.rules import Rules, load_rules
from ...catalog.store import Catalog
from ...catalog.switches import EARLY_RENEWAL_GAP, INVALID_FROM, SUPERVISOR_REVIEW
from ...core.dates import add_months, add_years
from ...core.portfolio import Badge, License, Portfolio
from ...core.portfolio_file import PortfolioFile
from ...core.records import Record
from ...core.wording import count
from .window import ONE_DAY, expiry, serves_twice

SELF_CHECK_YEARS_LEFT = 2
"""Our advice, not a rule: look hard at the points when so many years of the cycle are left."""


class Deadline(NamedTuple):
    """One dated entry.

    `key` names what the day is about (never the day), so that it stays the same when the day moves. `remind`: days
    before it on which a reminder makes sense. `advice` marks what is our advice and no rule; `question` is the id of
    the open question the day depends on.
    """

    key: str
    title: str
    day: date
    text: str
    citations: tuple[Record, ...]
    remind: tuple[int, ...] = ()
    advice: bool = False
    question: str | None = None


def deadlines(
    portfolio: PortfolioFile | Portfolio,
    catalog: Catalog,
    *,
    on: date | None = None,
    edition: str | None = None,
    today: date | None = None,
) -> list[Deadline]:
    """Every date that follows from a portfolio, in their order; the parameters and errors are those of `check`.

    On `today` nobody is known to apply, so no date is counted from it.
    """
    file, rules = PortfolioFile.of(portfolio), load_rules(catalog)
    day, origin = file.application_date(on, today)
    in_force = rules.edition_for(day) if edition is None else rules.edition(edition)
    return derive(file.portfolio, rules, in_force, None if origin == "today" else day)


def derive(portfolio: Portfolio, rules: Rules, edition: Edition, applying: date | None = None) -> list[Deadline]:
    """The entries in order of their days. `applying` is the day of the application, None when it is not known."""
    deadlines = [
        *_licenses(portfolio, rules, edition, applying),
        *_endorsements(portfolio, rules),
        *_plan(portfolio, rules, edition),
        *_badges(portfolio.badges, rules),
        *_notice(portfolio, edition),
    ]
    return sorted(deadlines, key=lambda entry: (entry.day, entry.key))


# -- licenses


def _licenses(portfolio: Portfolio, rules: Rules, edition: Edition, applying: date | None) -> Iterator[Deadline]:
    for license in portfolio.licenses:
        if _is_judged(license, rules):
            yield from _renewal(license, rules, edition)
            yield from _records(license, portfolio, edition, applying)
            yield from _first_approval(license, portfolio, edition)
        elif license.expires is not None:
            yield Deadline(
                f"license/{license.id}/expires",
                f"{license.label}: the license expires",
                license.expires,
                f"Your file says {license.expires_given}. PDPs do not renew this license.",
                _type_citations(license, rules),
                (90, 30),
            )


def _is_judged(license: License, rules: Rules) -> bool:
    judged = rules.catalog.terms("license-types")[license.type]["status"] == "judged"
    return judged and is_covered(rules.catalog, license)


def _type_citations(license: License, rules: Rules) -> tuple[Record, ...]:
    known = ("licenses", license.type) in rules.catalog
    return tuple(rules.catalog.get("licenses", license.type)["citations"]) if known else ()


def _supporting(citations: Iterable[Record], *names: str) -> tuple[Record, ...]:
    """Those of a record's citations that support the facts named."""
    return tuple(c for c in citations if set(names) & set(c["supports"]))


def _renewal(license: License, rules: Rules, edition: Edition) -> Iterator[Deadline]:
    expires = expiry(license, edition)
    if expires is None:
        return
    cycle = _supporting(edition.record["citations"], "cycle_years")
    where = f"license/{license.id}"
    exact, month = license.expires_last is None, license.expires_given
    opens = years_before(license.expires_last or expires, edition.opens_years)
    gap = rules.by_switch.get(EARLY_RENEWAL_GAP.name)
    yield Deadline(
        f"{where}/opens",
        f"{license.label}: renewal opens",
        opens,
        f"From this day you can apply to renew. The license expires {f'on {expires}' if exact else f'in {month}'}.",
        _supporting(edition.window_citations, "opens_years_before_expiry"),
        (0,),
        question=gap.id if gap is not None and gap.is_open(edition.texts(opens)) else None,
    )
    origin = "Your file gives this day." if license.expires else f"Worked out from the day of issue, {license.issued}."
    if license.expires_last is not None:
        origin = f"Your file gives only the month, {license.expires_given}: this is the first day of it."
    yield Deadline(
        f"{where}/expires",
        f"{license.label}: the license expires",
        expires,
        f"The last day the license is active. {origin} Renew before it ends.",
        cycle,
        (90, 30),
    )
    start = license.cycle_start or years_before(expires, edition.cycle_years)
    yield Deadline(
        f"{where}/self-check",
        f"{license.label}: check your points",
        add_years(start, edition.cycle_years - SELF_CHECK_YEARS_LEFT) + ONE_DAY,
        f"{SELF_CHECK_YEARS_LEFT} years of the cycle are left: see what is missing while there is time.",
        cycle,
        (0,),
        advice=True,
    )
    yield _invalid(license, expires, rules, edition)


def _invalid(license: License, expires: date, rules: Rules, edition: Edition) -> Deadline:
    """The last day on which an unrenewed license is certainly not invalid yet, however open questions turn out."""
    days = last_days_inactive(expires, rules, edition)
    question = rules.by_switch.get(INVALID_FROM.name)
    later = f" It may also be that the last day is {days[-1]}." if len(days) > 1 else ""
    return Deadline(
        f"license/{license.id}/invalid",
        f"{license.label}: last day before an expired license may become invalid",
        days[0],
        f"If not renewed, the license is inactive after {expires} and may be invalid after this day.{later}",
        _supporting(edition.record["citations"], "invalid_after_years"),
        (90,),
        question=question.id if question is not None and len(days) > 1 else None,
    )


def last_days_inactive(expires: date, rules: Rules, edition: Edition) -> list[date]:
    """The last day on which an unrenewed license is inactive and not invalid, under each open reading, in order."""
    anniversary = add_years(expires, edition.invalid_years)
    last = {"anniversary": anniversary, "calendar-year": date(anniversary.year, 12, 31)}
    question = rules.by_switch.get(INVALID_FROM.name)
    if question is None:
        return [anniversary]
    settlement = question.settlement(edition.texts(anniversary))
    readings = question.readings if settlement is None else [question.settled_reading(settlement)]
    return sorted({last[change["is"]] for reading in readings for change in reading["changes"]})


def _records(license: License, portfolio: Portfolio, edition: Edition, applying: date | None) -> Iterator[Deadline]:
    """Retention ends. Their keys carry the year of the cycle that was renewed: two of them run at the same time."""
    expires = expiry(license, edition)
    start = license.cycle_start or (years_before(expires, edition.cycle_years) if expires else None)
    renewals = []
    if license.renewed_on is not None and start is not None:
        renewals.append((start.year, license.renewed_on, False))
    if applying is not None and expires is not None and license.renew:
        renewals.append((expires.year, max(applying, years_before(expires, edition.opens_years)), True))
    rule = edition.record["records"]
    twice = [a.title for a in portfolio.activities if expires and start and serves_twice(a, start, expires, edition)]
    for year, day, coming in renewals:
        first = ", the first day you can," if coming and day != applying else ","
        when = f"If you renew on {day}{first} keep" if coming else f"You renewed on {day}: keep"
        years = edition.years_kept(day, twice=bool(twice))
        why = f" That long because points of an SEI endorsement course serve two cycles: {'; '.join(twice)}."
        yield Deadline(
            f"license/{license.id}/keep-records-{year}",
            f"{license.label}: keep the renewal records until this day",
            add_years(day, years),
            f"{when} all records of that renewal {count(years, 'year')}: {'; '.join(rule['keep'])}."
            f"{why if years > rule['years'] else ''}",
            tuple(rule["citations"]),
        )


class Due(NamedTuple):
    """A day that a rule of the plan gives."""

    day: date
    rule: Record


def first_approval(license: License, portfolio: Portfolio, edition: Edition) -> Due | None:
    """Until when the plan needs its first approval; None where no rule asks for it or the file says it was given."""
    rule, plan = _rule(edition, "approval-within-six-months"), portfolio.plan
    other_is_primary = not license.primary and any(x.primary for x in portfolio.licenses)
    done = plan.ipdp_approved is not None or plan.educator_plan
    if rule is None or license.issued is None or done or other_is_primary or portfolio.employer != "public-school":
        return None
    return Due(_after(license.issued, rule), rule)


def _first_approval(license: License, portfolio: Portfolio, edition: Edition) -> Iterator[Deadline]:
    due = first_approval(license, portfolio, edition)
    if due is not None:
        yield Deadline(
            f"license/{license.id}/first-approval",
            f"{license.label}: first approval of the plan is due",
            due.day,
            f"{due.rule['says']} Your file says it was issued or last renewed on {license.issued}. "
            "An educator plan may take its place.",
            tuple(due.rule["citations"]),
            (30,),
        )


# -- endorsements, plan, badges, audit


def _endorsements(portfolio: Portfolio, rules: Rules) -> Iterator[Deadline]:
    held = {e.id for e in portfolio.endorsements or ()}
    for record in blocking_endorsements(rules.catalog):
        rule, began = record["blocks_renewal"], need_began(record)
        if began is None or "grace_years" not in rule:
            continue
        since = portfolio.needed_since.get(began)
        if record["id"] in held or portfolio.role not in rule["roles"] or not isinstance(since, date):
            continue
        if since >= date.fromisoformat(rule["grace_from"]):
            yield Deadline(
                f"endorsement/{record['id']}/due",
                f"{record['name']}: due",
                add_years(since, rule["grace_years"]),
                f"{rule['says']} Your file says: {record['needed_once']['began']} on {since}.",
                _supporting(rule["citations"], "grace_years", "says"),
                (180, 30),
            )
    for endorsement in portfolio.endorsements or ():
        if endorsement.expires is not None:
            record = rules.catalog.get("licenses", endorsement.id)
            yield Deadline(
                f"endorsement/{endorsement.id}/expires",
                f"{record['name']}: the endorsement expires",
                endorsement.expires,
                f"Your file says {endorsement.expires}.",
                tuple(record["citations"]),
                (90, 30),
            )


def _plan(portfolio: Portfolio, rules: Rules, edition: Edition) -> Iterator[Deadline]:
    plan = portfolio.plan
    answer = _rule(edition, "decision-times")
    if answer is not None and plan.ipdp_submitted is not None and plan.ipdp_approved is None:
        yield Deadline(
            "plan/answer",
            "Supervisor's answer on your plan (IPDP) is due",
            _after(plan.ipdp_submitted, answer),
            f"{answer['says']} Your file says that the plan was submitted on {plan.ipdp_submitted}.",
            tuple(answer["citations"]),
        )
    review = _rule(edition, "review-every-two-years")
    if review is not None and plan.ipdp_approved is not None:
        question = rules.by_matter.get(SUPERVISOR_REVIEW)
        end = add_years(plan.ipdp_approved, edition.cycle_years)
        times = 1
        while (day := _after(plan.ipdp_approved, review, times)) < end:
            yield Deadline(
                f"plan/review-{times}",
                "Go over your plan (IPDP) with your supervisor",
                day,
                f"{review['says']} Your file says that the plan was approved on {plan.ipdp_approved}.",
                tuple(review["citations"]),
                (14,),
                question=question.id if question is not None and question.is_open(edition.texts(day)) else None,
            )
            times += 1


def _badges(badges: Iterable[Badge], rules: Rules) -> Iterator[Deadline]:
    facts = rules.catalog.get("programs", "nea")["facts"] if ("programs", "nea") in rules.catalog else ()
    limits = [f for f in facts if f["topic"] == "time-window" and f.get("unit") == "months"]
    seen: dict[str, int] = {}
    for badge in badges:
        times = seen[badge.credential] = seen.get(badge.credential, 0) + 1
        earned = badge.done is not None and not badge.planned
        if badge.started is None or earned or not limits:
            continue
        rule = min(limits, key=lambda fact: int(fact["value"]))
        again = f"-{times}" if times > 1 else ""
        yield Deadline(
            f"badge/{badge.credential}{again}/hand-in",
            f"Micro-credential {badge.title}: submit the evidence",
            _after(badge.started, rule),
            f"{rule['value']} {rule['unit']} after you started it on {badge.started}.",
            tuple(c for fact in limits for c in fact["citations"]),
            (60, 14),
        )


def _notice(portfolio: Portfolio, edition: Edition) -> Iterator[Deadline]:
    rule = next((f for f in edition.record["facts"] if f["id"] == "hearing" and "value" in f), None)
    if rule is not None and portfolio.audit_notice is not None:
        yield Deadline(
            "notice/hearing",
            "Last day to ask for a hearing, if the notice says requirements were not met",
            _after(portfolio.audit_notice, rule),
            f"{rule['says']} Counted from the date of the notice in your file, {portfolio.audit_notice}; read the "
            "notice itself, and ask your union now.",
            tuple(rule["citations"]),
            (14, 7, 1),
        )


# -- rules and days


def _rule(edition: Edition, rule_id: str) -> Record | None:
    """The plan rule of that id, if the edition has it with a number."""
    rules = edition.record["plan"]["rules"]
    return next((rule for rule in rules if rule["id"] == rule_id and "value" in rule), None)


def _after(day: date, rule: Record, times: int = 1) -> date:
    """The day `times` the period of a rule (`value`, `unit`) later."""
    length = int(rule["value"]) * times
    if rule["unit"] == "days":
        return day + timedelta(days=length)
    return add_months(day, length * (12 if rule["unit"] == "years" else 1))
