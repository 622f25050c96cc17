"""mcheck: checks a Massachusetts educator's portfolio of professional development points (PDPs).

This is the whole public interface; everything else may change from one release to the next. A name is imported when it
is first used, so that `import mcheck` costs nothing that is not needed. The types that the signatures speak of are in
`mcheck.types`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .core import __version__ as __version__

if TYPE_CHECKING:
    from .audit.record import packet as packet
    from .catalog.store import Catalog as Catalog
    from .core.messages import InputError as InputError
    from .core.portfolio import Portfolio as Portfolio
    from .core.reports.report import Report as Report
    from .loading.catalog_folder import load_catalog as load_catalog
    from .loading.load import load_portfolio as load_portfolio
    from .planning.planner import plan as plan
    from .regulation.dates.deadlines import deadlines as deadlines
    from .rendering.formats import render as render
    from .reporting.build import check as check
    from .reporting.comparison import compare as compare
    from .verification.verify import verify as verify

_HOMES = {
    "Catalog": "catalog.store",
    "InputError": "core.messages",
    "Portfolio": "core.portfolio",
    "Report": "core.reports.report",
    "check": "reporting.build",
    "compare": "reporting.comparison",
    "deadlines": "regulation.dates.deadlines",
    "load_catalog": "loading.catalog_folder",
    "load_portfolio": "loading.load",
    "packet": "audit.record",
    "plan": "planning.planner",
    "render": "rendering.formats",
    "verify": "verification.verify",
}
"""Each public name and the module that holds it."""

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
