"""A document as a page, by the template beside this module. Everything is escaped but what the template writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.escaping import html as escape
from ..document import VERDICTS, Block, Only, Section, SourceList
from . import svg
from .renewal_bar import CSS, bays_of, renewal_bar

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from ...core.reports.report import SourceRow


def render(blocks: Sequence[Block], sources: Iterable[SourceRow]) -> str:
    """The page of a document that has a title, paragraphs, sections, and paragraphs below them."""
    flat = [inner for block in blocks for inner in (block.blocks if isinstance(block, Only) else (block,))]
    sections = [n for n, block in enumerate(flat) if isinstance(block, Section)]
    first, end = sections[0], sections[-1] + 1
    page = environment().get_template("page.html.j2")
    title, *lead = flat[:first]
    return page.render(title=title, lead=lead, sections=flat[first:end], foot=flat[end:], sources=SourceList(sources))


def escaped(value: Any) -> Markup:
    """What every expression of a template passes through: what is no markup yet is escaped, and only here."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else Markup(escape(value))


def joined(parts: Iterable[object]) -> Markup:
    """Parts as one piece of markup; those that are none yet are escaped."""
    return escaped("").join(map(escaped, parts))


def environment(folder: Path = Path(__file__).parent) -> Environment:
    """What the templates of pages in a folder share."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def breakable(text: str) -> Markup:
        """A word longer than a column, such as an address, may be broken, lest it push columns off the sheet."""
        return Markup(re.sub(r"((?:&[^;]+;|[^\s&]){20})(?=\S)", r"\1<wbr>", escape(text)))

    def days(text: str) -> Markup:
        """No day is broken at its hyphens."""
        words = (f"<time>{escape(word)}</time>" if word[:1].isdigit() else escape(word) for word in text.split(" "))
        return Markup(" ".join(words))

    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"breakable": breakable, "days": days, "kind": lambda value: type(value).__name__}
    made.globals |= {
        "verdicts": VERDICTS,
        "flow": lambda picture: Markup(svg.flow(picture)),
        "renewal_bar": lambda it: Markup(
            renewal_bar(bays_of(it.license), it.license["pointer"].strip("/").replace("/", "-"), longest=it.longest)
        ),
        "renewal_bar_css": Markup(CSS),
    }
    return made
