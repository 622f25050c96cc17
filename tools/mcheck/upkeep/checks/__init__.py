"""The checks of the catalog, a theme a module. Every module in this folder is loaded; the register fills itself."""

from __future__ import annotations

import pkgutil
from importlib import import_module

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
