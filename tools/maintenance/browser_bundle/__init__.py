"""The engine for the check page: Pyodide, a slim standard library, mcheck and the catalog, as files of the site.

Nothing of it is committed. It is made from the pinned npm package, whose hash is checked, and from what is installed.
"""

from .build import files, write
from .npm import Unavailable

__all__ = ["Unavailable", "files", "write"]
