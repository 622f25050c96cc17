"""The record that an audit asks for, as data; `rendering.packet` shows it.

`record` makes it from the `log`, the index of `evidence`, what is missing (`gaps`) and how long records are kept.
"""

from .evidence import files_of
from .gaps import Gap
from .record import Packet, packet

__all__ = ["Gap", "Packet", "files_of", "packet"]
