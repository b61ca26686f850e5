"""What all Word documents of ours have in common: fonts, and text that XML has a place for."""

from __future__ import annotations

import re

from docx.document import Document as Pages
from docx.oxml.ns import qn

_FONT, _CHINESE = "Times New Roman", "宋体"
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # XML has no place for these


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
