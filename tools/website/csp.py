"""The Content-Security-Policy of a page: nothing from another host, and only the inline scripts that are in it."""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_DATA = re.compile(r"""type=["']?application/""")
_HEAD = '<meta charset="utf-8">'


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def with_policy(html: str, *, runs_engine: bool = False) -> str:
    """The page with its policy as the first thing after the character set, in force for all that follows.

    A page that `runs_engine` may compile WebAssembly, which is not `eval`, and start a worker from what it has fetched.
    """
    hashes: dict[str, dict[str, None]] = {"script": {}, "style": {}}
    for kind, attributes, content in _INLINE.findall(html):
        if "src=" not in attributes and not _DATA.search(attributes):
            hashes[kind][_hash(content)] = None
    policy = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *(["'wasm-unsafe-eval'"] if runs_engine else []), *hashes["script"]]),
            " ".join(["style-src 'self'", *hashes["style"]]),
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self' blob:" if runs_engine else "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return html.replace(_HEAD, f'{_HEAD}\n      <meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
