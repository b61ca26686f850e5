"""What all Word documents of ours have in common: fonts, properties, and text that XML has a place for."""

from __future__ import annotations

import io
import re

from docx.document import Document as Pages
from docx.oxml.ns import qn

from assistant.labels import PRODUCER, Label

_FONT, _CHINESE = "Times New Roman", "宋体"
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # XML has no place for these
_PROPERTY = 255  # characters that a property may have


def style(pages: Pages) -> None:
    """Fonts that Chinese offices have; python-docx names none for ideographs."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = pages.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _CHINESE)
        for theme in ("w:eastAsiaTheme", "w:asciiTheme", "w:hAnsiTheme"):
            fonts.attrib.pop(qn(theme), None)


def clean(text: str) -> str:
    """The text on one line, without what XML has no place for."""
    return _UNPRINTABLE.sub("", " ".join(text.split()))


def set_properties(pages: Pages, title: str, *, written: bool) -> None:
    """Title, author and whether a model wrote in it, as Word's own properties: all that python-docx writes."""
    properties = pages.core_properties
    properties.title = _short(title)
    properties.author = PRODUCER
    properties.keywords = "AIGC" if written else "extracted"


def set_label(pages: Pages, label: Label) -> None:
    """How the text was made, as properties; the standard's entry is the comment."""
    properties = pages.core_properties
    properties.created = properties.modified = label.made.replace(tzinfo=None)
    properties.subject = _short(f"model={label.model}; prompt={label.prompt_digest}")
    properties.comments = _short(f"AIGC={label.aigc}" if label.aigc else label.visible)


def saved(pages: Pages) -> bytes:
    """The bytes of the .docx file."""
    file = io.BytesIO()
    pages.save(file)
    return file.getvalue()


def _short(text: str) -> str:
    return clean(text)[:_PROPERTY]
