"""Badges: signatures against PyJWT and cryptography, carriers, and what must not count."""

from __future__ import annotations

import hashlib
import json
import random
import zlib
from datetime import date
from typing import Any

import jwt
import pytest
from badge_baking import NEA, Signer, assertion, b64, base58, chunk, credential, itxt, png, svg
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from helpers import MORE, catalog
from hypothesis import given
from hypothesis import strategies as st
from mcheck.importing.badges import keys
from mcheck.importing.badges.canonical_json import canonical
from mcheck.importing.bring import bring

TODAY = date(2026, 11, 24)
ALGORITHMS = ("RS256", "ES256", "EdDSA")
SIGNERS = {algorithm: Signer(algorithm) for algorithm in ALGORITHMS}
EACH = 60 * MORE
"""Tokens of each algorithm that are good, and as many with one bit flipped."""


def read(raw: str | bytes, **more: Any) -> dict[str, Any]:
    """What comes of one file."""
    data = raw if isinstance(raw, bytes) else raw.encode()
    found: dict[str, Any] = bring([("badge", data)], catalog(), TODAY, **more).data()["files"][0]
    return found


def accepted_by_pyjwt(token: str, signer: Signer) -> bool:
    options: Any = {"verify_aud": False, "verify_nbf": False, "verify_exp": False}
    try:
        jwt.decode(token, signer.key.public_key(), [signer.algorithm], options=options)
    except jwt.InvalidTokenError:
        return False
    return True


def flipped(token: str, chance: random.Random) -> str:
    """The token with one bit of its header, payload or signature flipped."""
    parts = token.split(".")
    at = chance.randrange(3)
    raw = bytearray(keys.unbase64(parts[at]))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    parts[at] = b64(bytes(raw))
    return ".".join(parts)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_signatures_are_judged_as_by_another_implementation(algorithm: str) -> None:
    signer, chance = SIGNERS[algorithm], random.Random(algorithm)
    for n in range(EACH):
        token = signer.token(credential(signer.did, note=f"number {n}"))
        assert accepted_by_pyjwt(token, signer)
        assert read(token)["signature"] == "good"
        spoilt = flipped(token, chance)
        assert not accepted_by_pyjwt(spoilt, signer)
        found = read(spoilt)
        assert found.get("signature") != "good"
        assert found["badges"] == []


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("carrier", ["jwt", "png-itxt", "packed", "svg"])
def test_a_signed_badge_comes_in_from_every_carrier(algorithm: str, carrier: str) -> None:
    token = SIGNERS[algorithm].token(credential(SIGNERS[algorithm].did))
    files = {"jwt": token.encode(), "png-itxt": png(itxt(token)), "packed": png(itxt(token, True)), "svg": svg(token)}
    found = read(files[carrier])
    assert found["outcome"] == "imported"
    assert (found["carrier"], found["alg"]) == (carrier.replace("packed", "png-itxt"), algorithm)
    assert found["badges"] == [{"credential": "sel-self-awareness", "completed": "2025-01-15"}]
    assert not any("issued by NEA" in each["text"] for each in found["messages"])


@pytest.mark.parametrize(
    "raw",
    [
        png(chunk(b"tEXt", b"openbadges\0" + json.dumps(assertion()).encode())),
        png(chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(json.dumps(assertion()).encode()))),
        png(itxt(json.dumps(assertion()), keyword=b"openbadges")),
        svg(text=json.dumps(assertion()), version=2),
        json.dumps(assertion()).encode(),
        json.dumps([assertion()]).encode(),
    ],
    ids=["tEXt", "zTXt", "iTXt", "svg", "json", "list"],
)
def test_a_hosted_badge_is_asked_about_whatever_carries_it(raw: bytes) -> None:
    found = read(raw)
    assert (found["outcome"], found["signature"]) == ("ask", "none")
    assert [each["completed"] for each in found["badges"]] == ["2024-11-30"]
    assert "robin@" not in json.dumps(found)


def test_keys_of_the_header_count_only_where_the_issuer_is_no_key() -> None:
    one, other = SIGNERS["EdDSA"], Signer("EdDSA")
    assert read(one.token(credential("https://badges.example.org"), jwk=one.jwk, kid="x"))["signature"] == "good"
    assert read(other.token(credential(one.did), jwk=other.jwk))["signature"] == "bad"
    assert read(one.token(credential("did:web:example.org"), kid="did:web:example.org#1"))["signature"] == "not checked"


def test_a_signed_badge_of_2_0_with_its_key_beside_it() -> None:
    signer = SIGNERS["RS256"]
    pem = signer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    payload = assertion(verification={"type": "signed", "creator": {"publicKeyPem": pem}})
    found = read(signer.token(payload, kid="https://badges.example.org/key"))
    assert (found["format"], found["carrier"], found["signature"]) == ("ob2", "jws", "good")
    assert found["outcome"] == "imported"
    del payload["verification"]["creator"]
    found = read(signer.token(payload, kid="https://badges.example.org/key"))
    assert (found["signature"], found["outcome"]) == ("not checked", "ask")


BROKEN = {
    "revoked": {"revoked": True},
    "not yet valid": {"validFrom": "2027-01-01T00:00:00Z"},
    "audience": {"aud": "https://other.example.org"},
    "two issuers": {"iss": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_must_not_count_does_not(how: str) -> None:
    signer = SIGNERS["EdDSA"]
    found = read(signer.token(credential(signer.did, **BROKEN[how])))
    assert (found["outcome"], found["badges"]) == ("refused", [])
    assert found["messages"]


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "None"},
        {"alg": "HS256"},
        {"crit": ["exp"], "alg": "EdDSA"},
        {"alg": 7},
        {"alg": "ES384"},
    ],
)
def test_a_header_that_asks_for_trust_gets_none(header: dict[str, Any]) -> None:
    token = ".".join(b64(json.dumps(part).encode()) for part in (header, credential(SIGNERS["EdDSA"].did))) + "."
    found = read(token)
    assert (found["outcome"], found["badges"]) == ("refused", [])
    assert found.get("signature") != "good"


def test_an_expired_badge_is_asked_about() -> None:
    signer = SIGNERS["ES256"]
    found = read(signer.token(credential(signer.did, validUntil="2026-01-01T00:00:00Z")))
    assert (found["expired"], found["outcome"], found["badges"][0]["asked"]) == (True, "ask", True)
    found = read(signer.token(credential(signer.did, validUntil="2026-01-01T00:00:00Z")), answers={"/badges/0": "keep"})
    assert found["outcome"] == "imported"


def test_a_name_without_the_issuer_is_no_match() -> None:
    signer = SIGNERS["EdDSA"]
    badge = credential(signer.did)
    badge["issuer"]["name"] = "Invented Circus"
    assert read(signer.token(badge))["match"] is None
    near = credential(signer.did, name="Self Awarenes")
    found = read(signer.token(near))
    assert (found["match"], found["badges"], found["outcome"]) == (None, [], "ask")
    found = read(signer.token(near), answers={"/badges/0/credential": "sel-self-awareness"})
    assert [each["credential"] for each in found["badges"]] == ["sel-self-awareness"]


def record(signer: Signer, held: list[Any]) -> dict[str, Any]:
    """A CLR 2.0 that holds badges."""
    made = credential(signer.did)
    made["type"] = ["VerifiableCredential", "ClrCredential"]
    made["@context"].append("https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json")
    made["credentialSubject"] = {"type": ["ClrSubject"], "verifiableCredential": held}
    return made


def test_a_record_of_several_badges() -> None:
    signer, other = SIGNERS["EdDSA"], SIGNERS["ES256"]
    good = other.token(credential(other.did, name="Co-Planning"))
    bad = flipped(good, random.Random(2))
    found = read(signer.token(record(signer, [credential(signer.did), good, bad])))
    assert (found["format"], found["signature"]) == ("clr2", "good")
    assert [each["credential"] for each in found["badges"]] == ["sel-self-awareness", "cot-co-planning"]
    assert len(found["refused"]) == 1


# -- embedded proofs


def with_proof(signer: Signer, badge: dict[str, Any], suite: str = "eddsa-jcs-2022") -> dict[str, Any]:
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2025-01-15T00:00:00Z",
        "verificationMethod": f"{signer.did}#{signer.did[8:]}",
        "proofPurpose": "assertionMethod",
    }
    if suite == "eddsa-jcs-2022":
        texts = [json.dumps(each, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for each in (proof, badge)]
    else:
        from mcheck.importing.badges.rdf import _load
        from pyld import jsonld

        how = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
        texts = [jsonld.normalize(each, how) for each in ({**proof, "@context": badge["@context"]}, badge)]
    digest = b"".join(hashlib.sha256(text.encode()).digest() for text in texts)
    return {**badge, "proof": {**proof, "proofValue": "z" + base58(signer.key.sign(digest))}}


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-rdfc-2022"])
def test_embedded_proofs(suite: str) -> None:
    signer = SIGNERS["EdDSA"]
    made = with_proof(signer, credential(signer.did), suite)
    assert read(json.dumps(made))["signature"] == "good"
    made["credentialSubject"]["achievement"]["name"] = "Co-Planning"
    found = read(json.dumps(made))
    assert (found["signature"], found["outcome"], found["badges"]) == ("bad", "refused", [])


def test_what_no_context_defines_is_not_signed() -> None:
    signer = SIGNERS["EdDSA"]
    made = with_proof(signer, credential(signer.did), "eddsa-rdfc-2022")
    assert read(json.dumps({**made, "expirationDate": "2020-01-01T00:00:00Z"}))["signature"] == "not checked"
    made["credentialSubject"]["achievement"]["@context"] = {"name": "https://example.org/other"}
    assert read(json.dumps(made))["signature"] == "not checked"


def test_other_proofs_are_told_and_not_checked() -> None:
    signer = SIGNERS["EdDSA"]
    made = with_proof(signer, credential(signer.did))
    made["proof"]["cryptosuite"] = "bbs-2023"
    assert (read(json.dumps(made))["signature"], read(json.dumps(made))["outcome"]) == ("not checked", "ask")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=5),
        lambda x: st.lists(x) | st.dictionaries(st.text(max_size=3), x),
    )
)
def test_canonical_json_means_the_same(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (4.50, "4.5"),
        (333333333.33333329, "333333333.3333333"),
    ],
)
def test_numbers_are_written_as_in_the_standard(value: float, text: str) -> None:
    assert canonical(value) == text.encode()


# -- traps


BOMB = zlib.compress(b"a" * 50_000_000, 9)
LAUGHS = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
TRAPS = {
    "packed text": png(chunk(b"iTXt", b"openbadges\0\1\0\0\0" + BOMB)),
    "entities": svg(text="{}", head=LAUGHS),
    "outer entity": svg(text="{}", head='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "cut off": png(itxt(json.dumps(assertion())))[:-30],
    "only a head": b"\x89PNG\r\n\x1a\n",
    "damaged": png(itxt(json.dumps(assertion()))).replace(b"Self-Aware", b"Self-Awarf"),
    "two badges": png(itxt(json.dumps(assertion())), itxt(json.dumps(assertion("Co-Planning")))),
    "an address": png(itxt("https://badges.example.org/7")),
    "no badge": png(),
    "deep": svg(text="{}").replace(b"<svg ", b"<svg><g>" + b"<g>" * 500 + b"<svg "),
    "no token": b"aa.bb.cc",
    "deep json": b"[" * 100_000,
    "many badges": json.dumps([assertion()] * 300).encode(),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_brings_nothing(name: str) -> None:
    found = read(TRAPS[name])
    assert found["badges"] == []
    assert found["outcome"] == ("ask" if name == "many badges" else "refused")


@pytest.mark.parametrize("name", ["pic", "svg", "json"])
def test_changed_bytes_never_do_more_than_be_refused(name: str) -> None:
    signer, chance = SIGNERS["EdDSA"], random.Random(name)
    token = signer.token(credential(signer.did))
    raw = {
        "pic": png(itxt(token, True)),
        "svg": svg(token),
        "json": json.dumps(with_proof(signer, credential(signer.did))).encode(),
    }[name]
    for _ in range(60 * MORE):
        made = bytearray(raw)
        for _ in range(chance.randint(1, 4)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        found = read(bytes(made[: chance.choice((len(made), chance.randrange(len(made))))]))
        assert found["outcome"] in ("imported", "ask", "refused")


def test_who_the_issuer_is_has_to_be_said() -> None:
    signer = SIGNERS["EdDSA"]
    assert NEA in read(signer.token(credential(signer.did)))["messages"][1]["text"]
