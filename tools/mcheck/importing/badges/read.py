"""A badge from any carrier: what it says, what its signature shows, which micro-credential it is, and what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...catalog.store import Catalog
from ...core.codes import Code
from ...core.messages import InputError
from ...loading.json_text import parse_json
from ..answers.days import day_or_part
from ..answers.names import Matched, badge_named, is_of_nea, mentions_nea
from ..reading import Reading
from ..result import MOST_BADGES, CannotImport, FileFacts, FileResult, Place, Taken, shown
from .facts import Facts, facts_of, held_in
from .keys import BadKey
from .proofs import Verdict, checked
from .tokens import CHECKED, OTHERS, TOKEN, key_of, token_of

NOT_CHECKED = "Its signature was not checked"
Fault = tuple[str, str]
"""Why nothing of a badge counts: the code of the message, and its text."""


@dataclass(slots=True)
class Badge:
    """One badge with what was found about it. `wrong` says why nothing of it counts."""

    facts: Facts
    carrier: str
    signature: Verdict = "none"
    how: str = ""
    """The algorithm or cryptosuite."""
    wrong: Fault | None = None
    why_not_checked: str = ""
    is_token: bool = False
    left_out: bool = False
    """Whether it comes in only once a person says so."""

    def expired(self, today: date) -> bool:
        return bool(self.facts.expires) and self.facts.expires < today.isoformat()


def badge_of(text: str, carrier: str) -> Badge:
    """A badge from its text, a token or JSON; raises CannotImport, or InputError for what is no sound JSON."""
    if TOKEN.fullmatch(bare := text.strip().strip('"')):
        return _from_token(bare, carrier)
    if re.match(r"https?://", text):
        about = "The picture holds only the address of a badge. Nothing is fetched: download the badge itself."
        raise CannotImport(about)
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
        formats = [each.format for each in map(facts_of, inner) if each is not None]
        return Badge(Facts("ob2" if "ob2" in formats else "ob3", held=tuple(inner)), carrier)
    made = Badge(facts, carrier)
    read = [facts.name, facts.issuer, facts.issuer_id, facts.awarded]
    made.signature, made.how = checked(data, facts.issuer_id, read)
    if made.signature == "not checked":
        made.why_not_checked = f"It has a proof ({made.how}), which is not checked here"
    return made


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
        made.wrong = _not_counted("Its header demands what is not known here (crit), so it must not be read.")
        return made
    if token.algorithm.startswith("HS"):
        made.wrong = _not_counted("It is signed with a secret that two share, which shows nobody else anything.")
        return made
    try:
        key = key_of(token, facts.issuer_id, token.payload)
    except BadKey:
        text = "The key that it names is no sound key, so its signature cannot be right."
        made.signature, made.wrong = "bad", (Code.SIGNATURE_IS_WRONG, text)
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


def _not_counted(text: str) -> Fault:
    return Code.BADGE_DOES_NOT_COUNT, text


def _contradiction(payload: Mapping[str, Any], facts: Facts) -> Fault | None:
    """What forbids to use a token whose signature may be right."""
    if "aud" in payload:
        return _not_counted("It was issued for one reader only (aud), and that is somebody else.")
    if facts.issuer_id and payload.get("iss", facts.issuer_id) != facts.issuer_id and facts.format != "ob2":
        return _not_counted("It names two different issuers, so it is not clear who made it.")
    return None


def read_badge(badge: Badge, reading: Reading) -> None:
    """Notes what a badge brings, with what its signature shows and what is to be asked."""
    told, catalog, today = reading.told, reading.catalog, reading.today
    told.kind = "badge"
    facts = badge.facts
    match = matched(facts, catalog)
    told.facts = _shown_facts(badge, match, today)
    _tell_signature(badge, told)
    if wrong := badge.wrong or _wrong(badge, today):
        told.fail(wrong[1], wrong[0])
    elif facts.held:
        _read_held(badge, reading)
    elif taken := _taken(badge, match, reading, 0, Place()):
        told.taken.append(taken)


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
    issuer = shown(badge.facts.issuer)
    says = f"It says that {issuer} issued it" if issuer else "It does not name its issuer"
    if badge.signature == "good":
        told.say(Code.SIGNATURE_IS_GOOD, "The signature fits: the file is whole, as it was when it was signed.")
        shows = "the key is no known key of an issuer, so the signature does not show who made it."
        told.say(Code.ISSUER_ONLY_SAID, f"{says}; {shows}")
    elif badge.signature == "not checked":
        text = f"{badge.why_not_checked or NOT_CHECKED}: that is no sign that it is genuine."
        told.say(Code.CANNOT_BE_KNOWN_OFFLINE, text)
    elif badge.signature == "none" and badge.wrong is None:
        text = "it is hosted, so only the issuer's server could show that it is genuine, and nothing is fetched"
        told.say(Code.NO_SIGNATURE, f"No signature: {text if badge.facts.hosted else 'anybody could have written it'}.")
        told.say(Code.ISSUER_ONLY_SAID, f"{says}; nothing shows that.")


def _wrong(badge: Badge, today: date) -> Fault | None:
    """Why nothing of a badge counts, found once it was read."""
    if badge.signature == "bad":
        return Code.SIGNATURE_IS_WRONG, "The signature does not fit: the file was changed, or signed with another key."
    if badge.facts.revoked is True:
        return _not_counted("It was revoked by its issuer.")
    if badge.facts.begins > today.isoformat():
        return _not_counted(f"It is not valid before {badge.facts.begins}.")
    if badge.facts.awarded > today.isoformat():
        return _not_counted(f"It says that it was awarded on {badge.facts.awarded}, which is in the future.")
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
    if reading.answers.leaves(at):
        told.refuse("Left out, as answered.", place)
        return None
    credential = match.id or _answered_credential(facts, match, reading, f"{at}/credential", place)
    completed = facts.awarded or _answered_day(reading, f"{at}/completed", place)
    if not credential or not completed:
        return None
    taken = Taken({"credential": credential, "completed": completed}, place)
    if reading.answers.keeps(at):
        return taken
    for about in _doubts(badge, reading.today):
        told.ask(about, at, place)
        taken.asked = True
    return None if badge.left_out else taken


def _answered_credential(facts: Facts, match: Matched, reading: Reading, at: str, place: Place) -> str:
    told, catalog, given = reading.told, reading.catalog, reading.answers.get(at)
    if given is not None and ("credentials", given) in catalog:
        return str(catalog.get("credentials", given)["id"])
    name = f'"{shown(facts.name)}"' if facts.name else "A badge without a name"
    text = f"{name} is no micro-credential of the catalog under that name and issuer, so no points for it are known."
    told.say(Code.BADGE_NOT_IN_THE_CATALOG, f"{text} If you hold a certificate with points, that is another matter.")
    about = f"Which micro-credential of the catalog is it, if any? Until then it does not come in.{match.perhaps}"
    told.ask(about, at, place)
    return ""


def _answered_day(reading: Reading, at: str, place: Place) -> str:
    given, about = reading.answers.get(at), "It does not say when it was awarded. When was it?"
    try:
        if given is not None:
            return day_or_part(given)
    except ValueError as problem:
        about = str(problem)
    reading.told.ask(about, at, place)
    return ""


def _doubts(badge: Badge, today: date) -> Iterator[str]:
    """What a person has to settle before a badge is in a portfolio without a question."""
    facts = badge.facts
    if badge.expired(today):
        rules = f"whether the points of {facts.awarded} still count is for the rules of renewal"
        yield f"It expired on {facts.expires}; {rules}. Shall it come in?"
    if badge.signature == "none" and not facts.hosted:
        yield "It has no signature. Did you download it from where it was issued?"
    if badge.signature == "not checked":
        yield f"{badge.why_not_checked or NOT_CHECKED}. Did you download it from where it was issued?"
    if facts.hosted:
        yield "It is hosted: whether it is genuine and still stands is known to the issuer's server only. Is it yours?"
    elif facts.revoked == "unknown":
        yield "Whether it was revoked is known to a list on a server only, which is not fetched. Does it still stand?"


def _read_held(badge: Badge, reading: Reading) -> None:
    """The badges of a record of several, each with its own signature where it has one, else under that of the whole."""
    told, today = reading.told, reading.today
    if len(badge.facts.held) > MOST_BADGES:
        held = f"{len(badge.facts.held):,} badges"
        told.ask(f"It holds {held}, and a portfolio holds at most {MOST_BADGES}: none comes in.")
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
        if inner.facts.held:
            told.refuse("It holds further badges, which are not looked for this deep.", place)
        elif wrong := inner.wrong or _wrong(inner, today):
            told.refuse(wrong[1], place)
            told.say(*wrong)
        elif taken := _taken(inner, matched(inner.facts, reading.catalog), reading, number, place):
            told.taken.append(taken)
    if badge.expired(today):
        told.ask(f"The record expired on {badge.facts.expires}. Do its badges still stand?")
    if badge.facts.revoked == "unknown":
        told.ask("Whether the record was revoked is known to a list on a server only. Does it still stand?")
