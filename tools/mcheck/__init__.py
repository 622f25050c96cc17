"""mcheck: checks a Massachusetts educator's portfolio of professional development points."""

__version__ = "0.1.0"
