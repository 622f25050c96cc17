"""A badge from any carrier: what it says, what its signature shows, which micro-credential it is, and what to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...catalog.store import Catalog
from ...core.codes import Code
from ...core.messages import InputError
from ...loading.json_text import parse_json
from ..answers.days import NoDate, NoSuchDay, day_or_part
from ..answers.names import Matched, badge_named, is_of_nea, mentions_nea
from ..reading import Reading
from ..result import CannotImport, FileFacts, FileResult, Place, Taken, shown
from .facts import Facts, facts_of, held_in
from .keys import BadKey
from .proofs import Verdict, checked
from .tokens import CHECKED, OTHERS, TOKEN, key_of, token_of

MOST_HELD = 200
KEEP, LEAVE = ("keep", "yes", "y", "take"), ("leave", "no", "n", "out")


@dataclass(slots=True)
class Badge:
    """One badge with what was found about it. `wrong` says why nothing of it counts, with the code of the message."""

    facts: Facts
    carrier: str
    signature: Verdict = "none"
    how: str = ""
    """The algorithm or cryptosuite."""
    wrong: tuple[str, str] | None = None
    why_not_checked: str = ""
    is_token: bool = False
    left_out: bool = False
    """Whether it comes in only once a person says so."""

    def expired(self, today: date) -> bool:
        return bool(self.facts.expires) and self.facts.expires < today.isoformat()


def badge_of(text: str, carrier: str) -> Badge:
    """A badge from its text, a token or JSON; raises CannotImport, or InputError for what is no sound JSON."""
    if TOKEN.fullmatch(text.strip().strip('"')):
        return _from_token(text.strip().strip('"'), carrier)
    if re.match(r"https?://", text):
        raise CannotImport(
            "The picture holds only the address of a badge. Nothing is fetched: download the badge itself."
        )
    return badge_from(parse_json(text.encode()), carrier)


def badge_from(data: Any, carrier: str) -> Badge:
    """A badge from its JSON; raises CannotImport for what is none."""
    if isinstance(data, Mapping) and isinstance(data.get("signature"), str) and isinstance(data.get("payload"), str):
        return _from_token(f"{data.get('protected', '')}.{data['payload']}.{data['signature']}", carrier)  # JWS as JSON
    facts = facts_of(data)
    if facts is None:
        inner = list(held_in(data))
        if not inner:
            raise CannotImport("This is JSON, but neither a badge nor a portfolio.", Code.OTHER_KIND_OF_FILE)
        return Badge(Facts("ob2" if any(_is_ob2(each) for each in inner) else "ob3", held=tuple(inner)), carrier)
    made = Badge(facts, carrier)
    made.signature, made.how = checked(
        data, facts.issuer_id, [facts.name, facts.issuer, facts.issuer_id, facts.awarded]
    )
    if made.signature == "not checked":
        made.why_not_checked = f"It has a proof ({made.how}), which is not checked here"
    return made


def _is_ob2(data: Any) -> bool:
    facts = facts_of(data)
    return facts is not None and facts.format == "ob2"


def _from_token(text: str, carrier: str) -> Badge:
    token = token_of(text)
    facts = facts_of(token.payload)
    if facts is None:
        raise CannotImport("This is a signed token, but not of a badge.", Code.OTHER_KIND_OF_FILE)
    if carrier in ("json", "jwt"):
        carrier = "jws" if facts.format == "ob2" else "jwt"
    made = Badge(facts, carrier, how=token.algorithm, is_token=True)
    if token.algorithm.casefold() == "none":
        made.wrong = (Code.NO_SIGNATURE, 'It says "alg": "none", which is no signature: anybody could have written it.')
        return made
    made.signature = "not checked"
    if "crit" in token.header or token.header.get("b64") is False:
        made.wrong = (
            Code.BADGE_DOES_NOT_COUNT,
            "Its header demands what is not known here (crit), so it must not be read.",
        )
        return made
    if token.algorithm.startswith("HS"):
        made.wrong = (
            Code.BADGE_DOES_NOT_COUNT,
            "It is signed with a secret that two share, which shows nobody else anything.",
        )
        return made
    try:
        key = key_of(token, facts.issuer_id, token.payload)
    except BadKey:
        made.signature = "bad"
        made.wrong = (
            Code.SIGNATURE_IS_WRONG,
            "The key that it names is no sound key, so its signature cannot be right.",
        )
        return made
    if token.algorithm in OTHERS and (key is None or key.kind == "RSA"):
        made.why_not_checked = f"It is signed by {token.algorithm}, which is not checked here"
        made.left_out = True
    elif token.algorithm in CHECKED and key is None:
        made.why_not_checked = "The key it is signed with lies on the issuer's server, and nothing is fetched"
    else:
        fits = key is not None and key.verifies(token.algorithm, token.signed, token.signature)
        made.signature = "good" if fits else "bad"
    made.wrong = _contradiction(token.payload, facts)
    return made


def _contradiction(payload: Mapping[str, Any], facts: Facts) -> tuple[str, str] | None:
    """What forbids to use a token whose signature may be right."""
    if "aud" in payload:
        return Code.BADGE_DOES_NOT_COUNT, "It was issued for one reader only (aud), and that is somebody else."
    if facts.issuer_id and payload.get("iss", facts.issuer_id) != facts.issuer_id and facts.format != "ob2":
        return Code.BADGE_DOES_NOT_COUNT, "It names two different issuers, so it is not clear who made it."
    return None


def read_badge(badge: Badge, reading: Reading) -> None:
    """Notes what a badge brings, with what its signature shows and what is to be asked."""
    told, catalog, today = reading.told, reading.catalog, reading.today
    told.kind = "badge"
    facts = badge.facts
    match = matched(facts, catalog)
    told.facts = _shown_facts(badge, match, today)
    _tell_signature(badge, told)
    wrong = badge.wrong or _wrong(badge, today)
    if wrong is not None:
        told.fail(wrong[1], wrong[0])
        return
    if facts.held:
        _read_held(badge, reading)
        return
    taken = _taken(badge, match, reading, 0, Place())
    told.taken += [taken] if taken is not None else []


def _shown_facts(badge: Badge, match: Matched, today: date) -> FileFacts:
    facts = badge.facts
    return {
        "signature": badge.signature,
        "expired": badge.expired(today),
        "revoked": facts.revoked,
        "match": match.id or None,
        "name": shown(facts.name, 300) or None,
        "issuer": shown(facts.issuer, 300) or None,
        "awarded": facts.awarded or None,
        "format": facts.format,
        "carrier": badge.carrier,
        **({"expires": facts.expires} if facts.expires else {}),
        **(({"alg": badge.how} if badge.is_token else {"cryptosuite": badge.how}) if badge.how else {}),
    }


def _tell_signature(badge: Badge, told: FileResult) -> None:
    """What the signature shows, and separately whose key it is."""
    says = (
        f"It says that {shown(badge.facts.issuer)} issued it; "
        if badge.facts.issuer
        else "It does not name its issuer; "
    )
    if badge.signature == "good":
        told.say(Code.SIGNATURE_IS_GOOD, "The signature fits: the file is whole, as it was when it was signed.")
        told.say(
            Code.ISSUER_ONLY_SAID,
            f"{says}the key is no known key of an issuer, so the signature does not show who made it.",
        )
    elif badge.signature == "not checked":
        told.say(
            Code.CANNOT_BE_KNOWN_OFFLINE,
            f"{badge.why_not_checked or 'Its signature was not checked'}: that is no sign that it is genuine.",
        )
    elif badge.signature == "none" and badge.wrong is None:
        text = "it is hosted, so only the issuer's server could show that it is genuine, and nothing is fetched"
        told.say(Code.NO_SIGNATURE, f"No signature: {text if badge.facts.hosted else 'anybody could have written it'}.")
        told.say(Code.ISSUER_ONLY_SAID, f"{says}nothing shows that.")


def _wrong(badge: Badge, today: date) -> tuple[str, str] | None:
    """Why nothing of a badge counts, found once it was read."""
    if badge.signature == "bad":
        return Code.SIGNATURE_IS_WRONG, "The signature does not fit: the file was changed, or signed with another key."
    if badge.facts.revoked is True:
        return Code.BADGE_DOES_NOT_COUNT, "It was revoked by its issuer."
    if badge.facts.begins > today.isoformat():
        return Code.BADGE_DOES_NOT_COUNT, f"It is not valid before {badge.facts.begins}."
    if badge.facts.awarded > today.isoformat():
        return (
            Code.BADGE_DOES_NOT_COUNT,
            f"It says that it was awarded on {badge.facts.awarded}, which is in the future.",
        )
    return None


def matched(facts: Facts, catalog: Catalog) -> Matched:
    """The micro-credential by name and issuer; where its name or code alone fits, it is only near."""
    if facts.held:
        return Matched()
    by_name = badge_named(facts.name, catalog)
    by_code = next((named.id for code in facts.codes if (named := badge_named(code, catalog)).id), "")
    one = by_name.id or by_code
    if one and is_of_nea(facts.issuer) and by_code in ("", one):
        return Matched(one)
    if facts.issuer and not is_of_nea(facts.issuer) and not mentions_nea(facts.issuer):
        return Matched()
    return Matched("", tuple(dict.fromkeys(filter(None, (by_name.id, by_code, *by_name.near)))))


def _taken(badge: Badge, match: Matched, reading: Reading, number: int, place: Place) -> Taken | None:
    """The badge as a portfolio has it; None where something has to be answered first."""
    told, facts, at = reading.told, badge.facts, reading.at("badges", number)
    said = (reading.answers.get(at) or "").casefold()
    if said in LEAVE:
        told.refuse("Left out, as answered.", place)
        return None
    credential = match.id or _answered_credential(facts, match, reading, f"{at}/credential", place)
    completed = facts.awarded or _answered_day(reading, f"{at}/completed", place)
    if not credential or not completed:
        return None
    doubts = _doubts(badge, reading.today)
    for about in doubts if said not in KEEP else ():
        told.ask(about, at, place)
    if badge.left_out and said not in KEEP:
        return None
    return Taken({"credential": credential, "completed": completed}, place, bool(doubts) and said not in KEEP)


def _answered_credential(facts: Facts, match: Matched, reading: Reading, at: str, place: Place) -> str:
    told, catalog, given = reading.told, reading.catalog, reading.answers.get(at)
    if given is not None and ("credentials", given) in catalog:
        return str(catalog.get("credentials", given)["id"])
    name = f'"{shown(facts.name)}"' if facts.name else "A badge without a name"
    text = f"{name} is no micro-credential of the catalog under that name and issuer, so no points for it are known."
    told.say(Code.BADGE_NOT_IN_THE_CATALOG, f"{text} If you hold a certificate with points, that is another matter.")
    near = f" Perhaps {' or '.join(match.near)}?" if match.near else ""
    told.ask(f"Which micro-credential of the catalog is it, if any? Until then it does not come in.{near}", at, place)
    return ""


def _answered_day(reading: Reading, at: str, place: Place) -> str:
    told, given = reading.told, reading.answers.get(at)
    try:
        if given is not None:
            return day_or_part(given)
    except (NoDate, NoSuchDay) as problem:
        told.ask(str(problem), at, place)
        return ""
    told.ask("It does not say when it was awarded. When was it?", at, place)
    return ""


def _doubts(badge: Badge, today: date) -> list[str]:
    """What a person has to settle before a badge is in a portfolio without a question."""
    facts, doubts = badge.facts, []
    if badge.expired(today):
        rules = f"whether the points of {facts.awarded} still count is for the rules of renewal"
        doubts.append(f"It expired on {facts.expires}; {rules}. Shall it come in?")
    if badge.signature == "none" and not facts.hosted:
        doubts.append("It has no signature. Did you download it from where it was issued?")
    if badge.signature == "not checked":
        doubts.append(
            f"{badge.why_not_checked or 'Its signature was not checked'}. Did you download it from where it was issued?"
        )
    if facts.hosted:
        doubts.append(
            "It is hosted: whether it is genuine and still stands is known to the issuer's server only. Is it yours?"
        )
    elif facts.revoked == "unknown":
        doubts.append(
            "Whether it was revoked is known to a list on a server only, which is not fetched. Does it still stand?"
        )
    return doubts


def _read_held(badge: Badge, reading: Reading) -> None:
    """The badges of a record of several, each with its own signature where it has one, else under that of the whole."""
    told, today = reading.told, reading.today
    if len(badge.facts.held) > MOST_HELD:
        told.ask(
            f"It holds {len(badge.facts.held):,} badges, and a portfolio holds at most {MOST_HELD}: none comes in."
        )
        return
    for number, each in enumerate(badge.facts.held):
        place = Place(row=number + 1)
        try:
            inner = _from_token(each, "jwt") if isinstance(each, str) else badge_from(each, badge.carrier)
        except (CannotImport, InputError) as why:
            told.refuse(str(why), place)
            continue
        covered = inner.signature == "none" or (inner.signature == "not checked" and not isinstance(each, str))
        if covered and inner.wrong is None and badge.signature != "none":  # the signature of the whole is over it, too
            inner.signature, inner.why_not_checked = badge.signature, badge.why_not_checked
        wrong = inner.wrong or _wrong(inner, today)
        if inner.facts.held:
            told.refuse("It holds further badges, which are not looked for this deep.", place)
        elif wrong is not None:
            told.refuse(wrong[1], place)
            told.say(*wrong)
        else:
            taken = _taken(inner, matched(inner.facts, reading.catalog), reading, number, place)
            told.taken += [taken] if taken is not None else []
    if badge.expired(today):
        told.ask(f"The record expired on {badge.facts.expires}. Do its badges still stand?")
    if badge.facts.revoked == "unknown":
        told.ask("Whether the record was revoked is known to a list on a server only. Does it still stand?")
