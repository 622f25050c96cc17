"""Proofs embedded in a credential (Data Integrity): eddsa-jcs-2022, and with the extra eddsa-rdfc-2022."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .canonical_json import canonical
from .facts import listed
from .keys import BadKey, Key, from_did, unbase58

Verdict = Literal["good", "bad", "none", "not checked"]
JCS, RDFC = "eddsa-jcs-2022", "eddsa-rdfc-2022"


def checked(credential: Mapping[str, Any], issuer: str, read: Sequence[str] = ()) -> tuple[Verdict, str]:
    """(what the proofs of a credential show, their cryptosuite). One that is wrong outweighs others that are right.

    `read` are texts taken from the credential, each of which must be part of what is signed.
    """
    proofs = listed(credential.get("proof"))
    if not proofs:
        return "none", ""
    verdicts = [_one(credential, proof, issuer, read) for proof in proofs]
    suites = [str(each.get("cryptosuite") or each.get("type")) for each in proofs if isinstance(each, Mapping)]
    verdict: Verdict = "bad" if "bad" in verdicts else "good" if "good" in verdicts else "not checked"
    return verdict, suites[0] if suites else ""


def _one(credential: Mapping[str, Any], proof: Any, issuer: str, read: Sequence[str]) -> Verdict:
    if not isinstance(proof, Mapping):
        return "bad"
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") not in (JCS, RDFC):
        return "not checked"
    value = str(proof.get("proofValue", ""))
    try:
        key = _key(proof.get("verificationMethod"), issuer)
        signature = unbase58(value[1:])
    except BadKey:
        return "bad"
    if key is None:
        return "not checked"
    if proof.get("proofPurpose") != "assertionMethod" or not value.startswith("z"):
        return "bad"
    config = {name: part for name, part in proof.items() if name != "proofValue"}
    document = {name: part for name, part in credential.items() if name != "proof"}
    digest = _digest_jcs(config, document) if proof["cryptosuite"] == JCS else _digest_rdfc(config, document, read)
    if digest is None:
        return "not checked"
    return "good" if key.kind == "Ed25519" and key.verifies("EdDSA", digest, signature) else "bad"


def _key(method: Any, issuer: str) -> Key | None:
    """The key of a verification method; None if it lies on a server. BadKey if it is not the issuer's."""
    if not isinstance(method, str):
        raise BadKey("no verification method")
    if issuer.startswith(("did:key:", "did:jwk:")) and method.partition("#")[0] != issuer:
        raise BadKey("another key than the issuer's")
    return from_did(method)


def _digest_jcs(config: dict[str, Any], document: dict[str, Any]) -> bytes:
    """What a signature by eddsa-jcs-2022 is over; empty if what there is has no canonical form."""
    try:
        return hashlib.sha256(canonical(config)).digest() + hashlib.sha256(canonical(document)).digest()
    except (ValueError, OverflowError):
        return b""


def _digest_rdfc(config: dict[str, Any], document: dict[str, Any], read: Sequence[str]) -> bytes | None:
    """What a signature by eddsa-rdfc-2022 is over; None if that cannot be worked out here."""
    from .rdf import canonical_rdf

    try:
        first = canonical_rdf({**config, "@context": document.get("@context")})
        second = canonical_rdf(document)
    except ImportError:
        return None
    if first is None or second is None:
        return None
    if not all(json.dumps(text, ensure_ascii=False)[1:-1] in second for text in read):
        return None
    return hashlib.sha256(first.encode()).digest() + hashlib.sha256(second.encode()).digest()
