"""An address as a QR code, drawn while the site is built: paper leads to the page without typing."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def picture(address: str) -> Markup:
    """The code of an address as SVG; the address itself stands beside it on the page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, nl=False, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(out.getvalue().decode().replace("<svg", '<svg role="img" aria-label="QR code of the address"', 1))
