"""The record that an audit asks for.

`record` makes it as data. `as_html` and `as_markdown` render it, and `pictures` draws what the HTML shows as a picture.
"""

from .record import Gap, Packet, files_of, packet

__all__ = ["Gap", "Packet", "files_of", "packet"]
