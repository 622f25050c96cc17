"""What a badge says, whichever standard it is written by; nothing of whom it was given to is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

from ...loading.file_kinds import AROUND_BADGES, is_assertion

Format = Literal["ob2", "ob3", "clr2"]
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """One badge. Days are YYYY-MM-DD in the offset that the badge gives, "" where it gives none."""

    format: Format
    name: str = ""
    codes: tuple[str, ...] = ()
    issuer: str = ""
    issuer_id: str = ""
    awarded: str = ""
    begins: str = ""
    expires: str = ""
    revoked: Literal[True, "unknown", "not stated"] = "not stated"
    hosted: bool = False
    """Whether only the issuer's server could show that it is genuine."""
    held: tuple[Any, ...] = field(default=())
    """What a record of several badges holds: objects or tokens."""


def types_of(data: Any) -> set[str]:
    types = data.get("type", data.get("@type")) if isinstance(data, Mapping) else None
    return {each for each in listed(types) if isinstance(each, str)}


def facts_of(data: Any) -> Facts | None:
    """What a badge says; None for what is none."""
    if not isinstance(data, Mapping):
        return None
    if isinstance(data.get("vc"), Mapping):
        data = {**data["vc"], **{key: data[key] for key in ("iss", "nbf", "exp") if key in data}}
    types = types_of(data)
    subject = _first(data.get("credentialSubject"))
    subject = subject if isinstance(subject, Mapping) else {}
    if "ClrCredential" in types or "verifiableCredential" in subject:
        held = subject.get("verifiableCredential", ())  # a record without any holds one thing that is no badge
        return _credential(data, "clr2", {}, tuple(listed(held)))
    if "VerifiablePresentation" in types:
        return _credential(data, "ob3", {}, tuple(listed(data.get("verifiableCredential"))))
    if types & {"OpenBadgeCredential", "AchievementCredential"} or "achievement" in subject:
        achievement = _first(subject.get("achievement"))
        return _credential(data, "ob3", achievement if isinstance(achievement, Mapping) else {})
    return _assertion(data) if "Assertion" in types or is_assertion(data) else None


def held_in(data: Any) -> Iterator[Any]:
    """Badges in what is none itself: a list of them, or an object that holds them under a usual key."""
    if isinstance(data, list):
        yield from data
    elif isinstance(data, Mapping):
        for key in AROUND_BADGES:
            yield from listed(data.get(key))


def _issuer(issuer: Any) -> tuple[str, str]:
    """The name and the id of an issuer, who may be given by the id alone."""
    if isinstance(issuer, Mapping):
        return _text(issuer.get("name")), _text(issuer.get("id"))
    return "", _text(issuer)


def _credential(data: Data, format: Format, achievement: Data, held: tuple[Any, ...] = ()) -> Facts:
    """A Verifiable Credential of Open Badges 3.0 or CLR 2.0."""
    codes = map(_text, (achievement.get("humanCode"), achievement.get("fieldOfStudy")))
    status = any(key in data for key in ("credentialStatus", "refreshService", "terms"))
    begins = data.get("validFrom") or data.get("issuanceDate")
    ends = day_of(data.get("validUntil") or data.get("expirationDate")), day_of(data.get("exp"))
    return Facts(
        format,
        _text(achievement.get("name")) or _text(data.get("name")),
        tuple(filter(None, codes)),
        *_issuer(data.get("issuer", data.get("iss"))),
        day_of(data.get("awardedDate") or begins or data.get("nbf")),
        max(day_of(begins), day_of(data.get("nbf"))),
        min(filter(None, ends), default=""),
        True if data.get("revoked") is True else "unknown" if status else "not stated",
        held=held,
    )


def _assertion(data: Data) -> Facts:
    """An Assertion of Open Badges 1 or 2."""
    badge = data.get("badge")
    badge = badge if isinstance(badge, Mapping) else {}
    issuer = badge.get("issuer")
    verification = types_of(data.get("verification") or data.get("verify") or {})
    signed = any(each.casefold() in ("signed", "signedbadge") for each in verification)
    lists = isinstance(issuer, Mapping) and "revocationList" in issuer
    return Facts(
        "ob2",
        _text(badge.get("name")),
        tuple(filter(None, map(_text, listed(badge.get("tags"))))),
        *_issuer(issuer),
        day_of(data.get("issuedOn")),
        "",
        day_of(data.get("expires")),
        True if data.get("revoked") is True else "unknown" if not signed or lists else "not stated",
        not signed,
    )


def day_of(value: Any) -> str:
    """The day of a time in the offset it carries; of a number of seconds the day in UTC. "" for anything else."""
    if isinstance(value, str) and (match := re.match(r"(\d{4}-\d\d-\d\d)(?:[T ]|$)", value.strip())):
        try:
            return date.fromisoformat(match[1]).isoformat()
        except ValueError:
            return ""
    number = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,13}(\.\d+)?", number):
        return ""
    seconds = int(number.partition(".")[0])
    try:
        return datetime.fromtimestamp(seconds if seconds < 10**11 else seconds // 1000, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _text(value: Any) -> str:
    """A text, or of one in several languages the English one, else the first."""
    if isinstance(value, Mapping):
        texts = [value[key] for key in ("@value", "en", "en-us", "en-US") if key in value]
        value = next(iter((*texts, *value.values())), "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def listed(value: Any) -> list[Any]:
    """What may be one thing or a list of several, as a list; None is nothing."""
    return value if isinstance(value, list) else [] if value is None else [value]
