"""Signatures checked: Ed25519 (RFC 8032), ECDSA on P-256 (FIPS 186-5) and RSA (RFC 8017), all with public data only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeAlias, TypeVar

T = TypeVar("T")

# -- Ed25519: points in extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z

_Q = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _Q) % _Q
_ROOT = pow(2, (_Q - 1) // 4, _Q)
Extended: TypeAlias = tuple[int, int, int, int]
_ZERO: Extended = (0, 1, 1, 0)


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of 64 bytes is right, for a key of 32 bytes."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, s = _decompressed(key), int.from_bytes(signature[32:], "little")
    if public is None or s >= _L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    x, y, z, t = public
    made = _sum(_times(_BASE, s, _ZERO, _sum), _times((-x % _Q, y, z, -t % _Q), h, _ZERO, _sum))
    return _compressed(made) == signature[:32]


def _decompressed(raw: bytes) -> Extended | None:
    """The point that 32 bytes stand for; None if there is none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _Q:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _Q) % _Q
    x = pow(square, (_Q + 3) // 8, _Q)
    if x * x % _Q != square:
        x = x * _ROOT % _Q
    if x * x % _Q != square or (x == 0 and sign):
        return None
    x = _Q - x if x & 1 != sign else x
    return x, y, 1, x * y % _Q


def _compressed(point: Extended) -> bytes:
    inverse = pow(point[2], -1, _Q)
    x, y = point[0] * inverse % _Q, point[1] * inverse % _Q
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _sum(p: Extended, q: Extended) -> Extended:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _Q, (p[1] + p[0]) * (q[1] + q[0]) % _Q
    c, d = 2 * p[3] * q[3] * _D % _Q, 2 * p[2] * q[2] % _Q
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _Q, g * h % _Q, f * g % _Q, e * h % _Q


def _times(point: T, factor: int, nothing: T, add: Callable[[T, T], T]) -> T:
    """A point of a curve added to itself so many times, by doubling."""
    made = nothing
    while factor:
        if factor & 1:
            made = add(made, point)
        point, factor = add(point, point), factor >> 1
    return made


def _base() -> Extended:
    point = _decompressed((4 * pow(5, -1, _Q) % _Q).to_bytes(32, "little"))
    assert point is not None
    return point


_BASE = _base()

# -- P-256: points in Jacobian coordinates (X, Y, Z) with x = X/Z^2, y = Y/Z^3; Z is 0 for the point at infinity

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point: TypeAlias = tuple[int, int]
Jacobian: TypeAlias = tuple[int, int, int]
_INFINITY: Jacobian = (1, 1, 0)


def p256(key: Point, message: bytes, signature: bytes) -> bool:
    """Whether a signature of 64 bytes (r and s) over the SHA-256 of a message is right, for a point of the curve."""
    x, y = key
    on_curve = 0 <= x < _P and 0 <= y < _P and (y * y - (x * x * x - 3 * x + _B)) % _P == 0
    if len(signature) != 64 or not on_curve:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < _N and 0 < s < _N):
        return False
    inverse = pow(s, -1, _N)
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    base = _times((*_G, 1), digest * inverse % _N, _INFINITY, _add)
    made = _add(base, _times((x, y, 1), r * inverse % _N, _INFINITY, _add))
    if made[2] == 0:
        return False
    return made[0] * pow(made[2], -2, _P) % _P % _N == r


def point_with(x: int, odd: bool) -> Point | None:
    """The point of P-256 with this x whose y is odd or even, as a compressed key gives it; None if there is none."""
    square = (x * x * x - 3 * x + _B) % _P
    y = pow(square, (_P + 1) // 4, _P)
    if x >= _P or y * y % _P != square:
        return None
    return x, (y if bool(y & 1) == odd else _P - y)


def _double(p: Jacobian) -> Jacobian:
    x, y, z = p
    if y == 0 or z == 0:
        return _INFINITY
    a = 4 * x * y * y % _P
    m = 3 * (x - z * z) * (x + z * z) % _P
    x3 = (m * m - 2 * a) % _P
    return x3, (m * (a - x3) - 8 * pow(y, 4, _P)) % _P, 2 * y * z % _P


def _add(p: Jacobian, q: Jacobian) -> Jacobian:
    if p[2] == 0:
        return q
    if q[2] == 0:
        return p
    zp, zq = p[2] * p[2] % _P, q[2] * q[2] % _P
    u, v = p[0] * zq % _P, q[0] * zp % _P
    s, t = p[1] * zq * q[2] % _P, q[1] * zp * p[2] % _P
    if u == v:
        return _double(p) if s == t else _INFINITY
    h, r = (v - u) % _P, (t - s) % _P
    h2 = h * h % _P
    h3 = h * h2 % _P
    x3 = (r * r - h3 - 2 * u * h2) % _P
    return x3, (r * (u * h2 - x3) - s * h3) % _P, h * p[2] * q[2] % _P


# -- RSA, PKCS #1 v1.5 with SHA-256

_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
"""The name of SHA-256 in DER, as it stands before the digest."""
LEAST_BITS, MOST_BITS = 2048, 8192


def rsa(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    """Whether an RSA signature over the SHA-256 of a message is right."""
    size = (modulus.bit_length() + 7) // 8
    if not LEAST_BITS <= modulus.bit_length() <= MOST_BITS or not 3 <= exponent < 2**33 or len(signature) != size:
        return False
    value = int.from_bytes(signature, "big")
    if value >= modulus:
        return False
    tail = _SHA256 + hashlib.sha256(message).digest()
    expected = b"\0\1" + b"\xff" * (size - len(tail) - 3) + b"\0" + tail
    return pow(value, exponent, modulus).to_bytes(size, "big") == expected
