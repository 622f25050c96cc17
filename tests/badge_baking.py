"""Badges made for tests: credentials, keys, tokens and the pictures they are baked into. All data is invented."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from mcheck.importing.badges.keys import BASE58

NEA = "National Education Association"


class Signer:
    """A new key of an algorithm, its DID, and tokens and proofs made with it."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.key: Any
        if algorithm == "RS256":
            self.key = rsa.generate_private_key(65537, 2048)
            numbers = self.key.public_key().public_numbers()
            self.jwk = {"kty": "RSA", "n": b64(number(numbers.n)), "e": b64(number(numbers.e))}
            self.did = "did:jwk:" + b64(json.dumps(self.jwk).encode())
        elif algorithm == "ES256":
            self.key = ec.generate_private_key(ec.SECP256R1())
            point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
            self.did = "did:key:z" + base58(b"\x80\x24" + point)
            both = self.key.public_key().public_numbers()
            self.jwk = {
                "kty": "EC",
                "crv": "P-256",
                "x": b64(both.x.to_bytes(32, "big")),
                "y": b64(both.y.to_bytes(32, "big")),
            }
        else:
            self.key = ed25519.Ed25519PrivateKey.generate()
            raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            self.did = "did:key:z" + base58(b"\xed\x01" + raw)
            self.jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}

    def token(self, payload: dict[str, Any], **header: Any) -> str:
        return jwt.encode(
            payload, self.key, self.algorithm, headers={"typ": "vc+jwt", "kid": f"{self.did}#0", **header}
        )


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def base58(raw: bytes) -> str:
    value, text = int.from_bytes(raw, "big"), ""
    while value:
        value, rest = divmod(value, 58)
        text = BASE58[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def credential(issuer: str, name: str = "Self-Awareness", **more: Any) -> dict[str, Any]:
    """An Open Badge 3.0, as its payload in a token."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": "urn:uuid:33cde9aa-21fd-5171-9df6-b4615ffaa4bf",
        "issuer": {"id": issuer, "type": ["Profile"], "name": NEA},
        "validFrom": "2025-01-15T23:30:00-05:00",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example.org/a",
                "type": ["Achievement"],
                "name": name,
                "description": "Test data.",
                "criteria": {"narrative": "Test data."},
            },
        },
        **more,
    }


def assertion(name: str = "Self-Awareness", **more: Any) -> dict[str, Any]:
    """An Open Badge 2.0."""
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "robin@example.org"},
        "issuedOn": "2024-11-30T23:30:00-05:00",
        "verification": {"type": "HostedBadge"},
        "badge": {"type": "BadgeClass", "name": name, "issuer": {"type": "Issuer", "name": NEA}},
        **more,
    }


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    """A picture of one pixel with further chunks."""
    pixel = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + pixel + b"".join(chunks) + chunk(b"IEND", b"")


def itxt(text: str | bytes, packed: bool = False, keyword: bytes = b"openbadgecredential") -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return chunk(b"iTXt", keyword + b"\0" + bytes([packed, 0]) + b"\0\0" + (zlib.compress(raw, 9) if packed else raw))


def svg(verify: str = "", text: str = "", head: str = "", version: int = 3) -> bytes:
    space, tag = (
        ("https://purl.imsglobal.org/ob/v3p0", "credential") if version == 3 else ("http://openbadges.org", "assertion")
    )
    inside = f"<![CDATA[{text}]]>" if text else ""
    said = f' verify="{verify}"' if verify else ""
    badge = f"<openbadges:{tag}{said}>{inside}</openbadges:{tag}>"
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{space}">{badge}</svg>'.encode()
