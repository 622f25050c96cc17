"""What a badge says, whichever standard it is written by; nothing of whom it was given to is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

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
    return {each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)}


def facts_of(data: Any) -> Facts | None:
    """What a badge says; None for what is none."""
    if not isinstance(data, Mapping):
        return None
    if isinstance(data.get("vc"), Mapping):
        data = {**data["vc"], **{key: data[key] for key in ("iss", "nbf", "exp") if key in data}}
    types = types_of(data)
    subject = _first(data.get("credentialSubject"))
    if types & {"ClrCredential"} or (isinstance(subject, Mapping) and "verifiableCredential" in subject):
        held = subject.get("verifiableCredential", ()) if isinstance(subject, Mapping) else ()
        return _credential(data, "clr2", {}, tuple(_listed(held)))
    if types & {"VerifiablePresentation"}:
        return _credential(data, "ob3", {}, tuple(_listed(data.get("verifiableCredential"))))
    if types & {"OpenBadgeCredential", "AchievementCredential"} or (
        isinstance(subject, Mapping) and "achievement" in subject
    ):
        achievement = _first(subject.get("achievement")) if isinstance(subject, Mapping) else {}
        return _credential(data, "ob3", achievement if isinstance(achievement, Mapping) else {})
    if types & {"Assertion"} or (
        "badge" in data and not {"recipient", "verify", "verification", "issuedOn"}.isdisjoint(data)
    ):
        return _assertion(data)
    return None


def held_in(data: Any) -> Iterator[Any]:
    """Badges in what is none itself: a list of them, or an object that holds them under a usual key."""
    if isinstance(data, list):
        yield from data
    elif isinstance(data, Mapping):
        for key in (
            "badges",
            "assertions",
            "credentials",
            "verifiableCredential",
            "badge",
            "assertion",
            "credential",
            "vc",
        ):
            if key in data:
                yield from _listed(data[key])


def _credential(data: Data, format: Format, achievement: Data, held: tuple[Any, ...] = ()) -> Facts:
    """A Verifiable Credential of Open Badges 3.0 or CLR 2.0."""
    issuer = data.get("issuer", data.get("iss"))
    codes = [achievement.get("humanCode"), achievement.get("fieldOfStudy")]
    status = any(key in data for key in ("credentialStatus", "refreshService", "terms"))
    return Facts(
        format,
        _text(achievement.get("name")) or _text(data.get("name")),
        tuple(_text(code) for code in codes if _text(code)),
        _text(issuer.get("name")) if isinstance(issuer, Mapping) else "",
        _text(issuer.get("id")) if isinstance(issuer, Mapping) else _text(issuer),
        day_of(data.get("awardedDate") or data.get("validFrom") or data.get("issuanceDate") or data.get("nbf")),
        max(day_of(data.get("validFrom") or data.get("issuanceDate")), day_of(data.get("nbf"))),
        min(
            filter(None, (day_of(data.get("validUntil") or data.get("expirationDate")), day_of(data.get("exp")))),
            default="",
        ),
        True if data.get("revoked") is True else "unknown" if status else "not stated",
        held=held,
    )


def _assertion(data: Data) -> Facts:
    """An Assertion of Open Badges 1 or 2."""
    badge = data.get("badge")
    badge = badge if isinstance(badge, Mapping) else {}
    issuer = badge.get("issuer")
    verification = data.get("verification") or data.get("verify") or {}
    words = {each.casefold() for each in types_of(verification)}
    signed = bool(words & {"signed", "signedbadge"})
    lists = isinstance(issuer, Mapping) and "revocationList" in issuer
    return Facts(
        "ob2",
        _text(badge.get("name")),
        tuple(_text(tag) for tag in _listed(badge.get("tags")) if _text(tag)),
        _text(issuer.get("name")) if isinstance(issuer, Mapping) else "",
        _text(issuer.get("id")) if isinstance(issuer, Mapping) else _text(issuer),
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
        value = next(
            (value[key] for key in ("@value", "en", "en-us", "en-US") if key in value), next(iter(value.values()), "")
        )
    return " ".join(value.split()) if isinstance(value, str) else ""


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
