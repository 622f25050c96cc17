"""Public keys as badges carry them: JWK, did:key, did:jwk, PEM. A key that lies on a server is not fetched."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import signatures

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MOST_LENGTH = 5000
"""A key is never longer; the time to read base 58 grows with the square of its length."""


class BadKey(ValueError):
    """What should be a key is none."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: for Ed25519 its bytes, for P-256 a point, for RSA modulus and exponent."""

    kind: Literal["Ed25519", "P-256", "RSA"]
    raw: bytes = b""
    pair: tuple[int, int] = (0, 0)

    def verifies(self, algorithm: str, message: bytes, signature: bytes) -> bool:
        """Whether a signature by this algorithm of JWS is right; a key of another kind fits none."""
        if self.kind == "Ed25519" and algorithm in ("EdDSA", "Ed25519"):
            return signatures.ed25519(self.raw, message, signature)
        if self.kind == "P-256" and algorithm == "ES256":
            return signatures.p256(self.pair, message, signature)
        if self.kind == "RSA" and algorithm == "RS256":
            return signatures.rsa(*self.pair, message, signature)
        return False


def unbase64(text: str) -> bytes:
    """Bytes of base64url without padding, as JOSE writes it, and strictly so: one way to write it. Raises BadKey."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise BadKey("not base64url") from None
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        raise BadKey("not canonical base64url")
    return raw


def unbase58(text: str) -> bytes:
    """Bytes of base58btc; raises BadKey."""
    if len(text) > MOST_LENGTH:
        raise BadKey("too long")
    value = 0
    for sign in text:
        if sign not in BASE58:
            raise BadKey("not base58")
        value = 58 * value + BASE58.index(sign)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + value.to_bytes((value.bit_length() + 7) // 8, "big")


def from_jwk(jwk: Any) -> Key:
    """The key of a JSON Web Key; raises BadKey for one that is not public, not known, or wrong."""
    if not isinstance(jwk, Mapping) or "d" in jwk:
        raise BadKey("not a public key")
    kind, curve = jwk.get("kty"), jwk.get("crv")
    parts = {key: jwk[key] for key in ("x", "y", "n", "e") if isinstance(jwk.get(key), str)}
    if any(len(part) > MOST_LENGTH for part in parts.values()):
        raise BadKey("too long")
    raw = {key: unbase64(part.rstrip("=")) for key, part in parts.items()}
    if kind == "OKP" and curve == "Ed25519" and "x" in raw:
        return Key("Ed25519", raw["x"])
    numbers = {key: int.from_bytes(part, "big") for key, part in raw.items()}
    if kind == "EC" and curve == "P-256" and {"x", "y"} <= raw.keys():
        return Key("P-256", pair=(numbers["x"], numbers["y"]))
    if kind == "RSA" and {"n", "e"} <= raw.keys():
        return Key("RSA", pair=(numbers["n"], numbers["e"]))
    raise BadKey("a kind of key that is not known")


def from_did(did: str) -> Key | None:
    """The key that a did:key or did:jwk is; None for any other name. Raises BadKey."""
    did = did.partition("#")[0]
    if did.startswith("did:jwk:"):
        try:
            return from_jwk(json.loads(unbase64(did.removeprefix("did:jwk:"))))
        except (ValueError, RecursionError) as problem:
            raise BadKey(str(problem)) from None
    return from_multikey(did.removeprefix("did:key:")) if did.startswith("did:key:") else None


def from_multikey(text: str) -> Key:
    """The key of a multibase text with its multicodec before it; raises BadKey."""
    if not text.startswith("z"):
        raise BadKey("not base58btc")
    raw = unbase58(text[1:])
    if raw[:2] == b"\xed\x01" and len(raw) == 34:
        return Key("Ed25519", raw[2:])
    if raw[:2] == b"\x80\x24" and len(raw) == 35 and raw[2] in (2, 3):
        point = signatures.point_with(int.from_bytes(raw[3:], "big"), raw[2] == 3)
        if point is not None:
            return Key("P-256", pair=point)
    raise BadKey("a kind of key that is not known")


def from_pem(pem: str) -> Key:
    """The key of a public key in PEM, as Open Badges 2.0 has it; raises BadKey."""
    match = re.search(r"-----BEGIN (RSA )?PUBLIC KEY-----([\sA-Za-z0-9+/=]+)-----END", pem[:MOST_LENGTH])
    if match is None:
        raise BadKey("not a public key in PEM")
    try:
        der = base64.b64decode("".join(match[2].split()), validate=True)
        if not match[1]:
            parameters, bits = _pair(der, SEQUENCE, BIT_STRING)
            bits = bits[1:]
            if b"\x2a\x86\x48\xce\x3d\x03\x01\x07" in parameters and bits[:1] == b"\x04" and len(bits) == 65:
                return Key("P-256", pair=(int.from_bytes(bits[1:33], "big"), int.from_bytes(bits[33:], "big")))
            if parameters == b"\x06\x03\x2b\x65\x70":
                return Key("Ed25519", bits)
            der = bits
        modulus, exponent = _pair(der, INTEGER, INTEGER)
    except (ValueError, IndexError, binascii.Error):
        raise BadKey("not a public key in PEM") from None
    return Key("RSA", pair=(int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")))


SEQUENCE, BIT_STRING, INTEGER = 0x30, 0x03, 0x02


def _pair(der: bytes, first: int, second: int) -> tuple[bytes, bytes]:
    """What the two fields of these tags hold that a sequence in DER begins with."""
    inside, _ = _field(der, SEQUENCE)
    one, rest = _field(inside, first)
    return one, _field(rest, second)[0]


def _field(der: bytes, tag: int) -> tuple[bytes, bytes]:
    """(what a field of DER holds, what comes after it)."""
    if der[0] != tag:
        raise ValueError("another field")
    length, head = der[1], 2
    if length & 0x80:
        size = length & 0x7F
        length, head = int.from_bytes(der[2 : 2 + size], "big"), 2 + size
    if len(der) < head + length:
        raise ValueError("cut off")
    return der[head : head + length], der[head + length :]
