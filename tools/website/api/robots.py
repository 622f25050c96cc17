"""robots.txt and .well-known/security.txt (RFC 9309, RFC 9116)."""

from __future__ import annotations

from datetime import date, timedelta

from mcheck import Catalog

from .envelope import address, data_day

SECURITY_PATH = ".well-known/security.txt"


def robots(catalog: Catalog) -> bytes:
    """Everything may be read by anyone."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {address(catalog, 'sitemap.xml')}\n".encode()


def security(catalog: Catalog) -> bytes:
    """Where to report a weakness. The project publishes no e-mail address, so it leads to the page that says how."""
    return (
        f"# Generated from data edition {catalog.edition}\n"
        f"Contact: {address(catalog, 'reference/api/#report-a-weakness')}\n"
        f"Expires: {_expires(data_day(catalog))}\n"
        "Preferred-Languages: en\n"
        f"Canonical: {address(catalog, SECURITY_PATH)}\n"
    ).encode()


def _expires(day: date) -> str:
    # A little less than a year, as RFC 9116 advises: data that nobody read again for so long has nobody to answer.
    return f"{day + timedelta(days=364)}T12:00:00Z"
