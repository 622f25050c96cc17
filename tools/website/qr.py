"""An address as a QR code, drawn while the site is built: paper leads to the page without typing."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def picture(address: str, told: str) -> Markup:
    """The code of an address as SVG, `told` to those who do not see it; the address stands beside it on the page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, nl=False, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    begin = Markup('<svg role="img" aria-label="{}"').format(told)
    return Markup(out.getvalue().decode().replace("<svg", begin, 1))
