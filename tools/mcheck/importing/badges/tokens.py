"""Signed badges as tokens: JWS in compact form (RFC 7515), as a VC-JWT of Open Badges 3.0 or the JWS of 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...core.messages import InputError
from ...loading.json_text import parse_json
from ..result import CannotImport
from .keys import BadKey, Key, from_did, from_jwk, from_pem, unbase64

TOKEN = re.compile(r"[\w-]+\.[\w-]*\.[\w-]*", re.ASCII)
CHECKED = ("RS256", "ES256", "EdDSA", "Ed25519")
"""Algorithms of JWS that are checked."""
OTHERS = ("RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "ES256K", "Ed448")
"""Those that exist beside."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart. `signed` is what its signature is over."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signed: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        return str(self.header.get("alg", "none"))


def token_of(text: str) -> Token:
    """A token from its text; raises CannotImport."""
    parts = text.strip().split(".")
    try:
        header, payload = parse_json(unbase64(parts[0])), parse_json(unbase64(parts[1]))
        signature = unbase64(parts[2])
    except (BadKey, InputError, IndexError):
        raise CannotImport("The signed badge is damaged: its parts cannot be decoded. Download it again.") from None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise CannotImport("The signed badge is damaged: its parts are no objects.")
    return Token(header, payload, f"{parts[0]}.{parts[1]}".encode("ascii", "replace"), signature)


def key_of(token: Token, issuer: str, hints: Mapping[str, Any]) -> Key | None:
    """The key to check a token with; None where it lies on a server. Raises BadKey.

    An issuer that is a key decides alone. Otherwise the key that the token names, or that its badge holds.
    """
    for name in (issuer, str(token.payload.get("iss", ""))):
        if (key := from_did(name)) is not None:
            return key
    kid = token.header.get("kid")
    if isinstance(kid, str) and (key := from_did(kid)) is not None:
        return key
    if "jwk" in token.header:
        return from_jwk(token.header["jwk"])
    return next((from_pem(pem) for pem in _pems(hints)), None)


def _pems(data: Any, depth: int = 0) -> Iterator[str]:
    """Keys in PEM that a badge of 2.0 holds beside its issuer or its verification."""
    if isinstance(data, Mapping) and depth < 4:
        if isinstance(data.get("publicKeyPem"), str):
            yield data["publicKeyPem"]
        for key in ("verification", "verify", "creator", "badge", "issuer", "publicKey"):
            yield from _pems(data.get(key), depth + 1)
