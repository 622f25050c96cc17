"""Proofs embedded in a credential (Data Integrity): eddsa-jcs-2022, and with the extra eddsa-rdfc-2022."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from .canonical_json import canonical
from .keys import BadKey, Key, from_did, unbase58

Verdict = Literal["good", "bad", "none", "not checked"]
JCS, RDFC = "eddsa-jcs-2022", "eddsa-rdfc-2022"


def checked(credential: Mapping[str, Any], issuer: str) -> tuple[Verdict, str]:
    """(what the proofs of a credential show, their cryptosuite). One that is wrong outweighs others that are right."""
    proofs = credential.get("proof")
    proofs = proofs if isinstance(proofs, list) else [] if proofs is None else [proofs]
    if not proofs:
        return "none", ""
    verdicts = [_one(credential, proof, issuer) for proof in proofs]
    suite = next(
        (str(proof.get("cryptosuite") or proof.get("type")) for proof in proofs if isinstance(proof, Mapping)), ""
    )
    for verdict in ("bad", "good"):
        if verdict in verdicts:
            return ("bad" if verdict == "bad" else "good"), suite
    return "not checked", suite


def _one(credential: Mapping[str, Any], proof: Any, issuer: str) -> Verdict:
    if not isinstance(proof, Mapping):
        return "bad"
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") not in (JCS, RDFC):
        return "not checked"
    method = proof.get("verificationMethod")
    try:
        key = _key(method, issuer)
        signature = unbase58(str(proof.get("proofValue", ""))[1:])
    except BadKey:
        return "bad"
    if key is None:
        return "not checked"
    if proof.get("proofPurpose") != "assertionMethod" or not str(proof.get("proofValue", "")).startswith("z"):
        return "bad"
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    document = {name: value for name, value in credential.items() if name != "proof"}
    if proof["cryptosuite"] == RDFC:
        config["@context"] = document.get("@context")
    digest = _digest(config, document, proof["cryptosuite"])
    if digest is None:
        return "not checked"
    return "good" if digest and key.kind == "Ed25519" and key.verifies("EdDSA", digest, signature) else "bad"


def _key(method: Any, issuer: str) -> Key | None:
    """The key of a verification method; None if it lies on a server. BadKey if it is not the issuer's."""
    if not isinstance(method, str):
        raise BadKey("no verification method")
    if issuer.startswith(("did:key:", "did:jwk:")) and method.partition("#")[0] != issuer:
        raise BadKey("another key than the issuer's")
    return from_did(method)


def _digest(config: dict[str, Any], document: dict[str, Any], suite: str) -> bytes | None:
    """What the signature is over; None if it cannot be worked out here, b"" if what there is has no canonical form."""
    if suite == JCS:
        try:
            return hashlib.sha256(canonical(config)).digest() + hashlib.sha256(canonical(document)).digest()
        except (ValueError, OverflowError):
            return b""
    from .rdf import canonical_rdf

    try:
        texts = [canonical_rdf(each) for each in (config, document)]
    except ImportError:
        return None
    return b"".join(hashlib.sha256(text).digest() for text in texts if text is not None) if None not in texts else None
