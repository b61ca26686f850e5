"""Digests as files: one module a format, chosen by the file's extension."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from assistant.digest_records import Digest
from assistant.errors import ExportError
from assistant.export.atom import to_atom
from assistant.export.docx import to_docx
from assistant.export.html import to_html
from assistant.export.json import to_json
from assistant.export.markdown import to_markdown

_FORMATS: Mapping[str, Callable[[Digest], bytes]] = {
    ".md": lambda digest: to_markdown(digest).encode("utf-8"),
    ".html": lambda digest: to_html(digest).encode("utf-8"),
    ".docx": to_docx,
    ".json": lambda digest: to_json(digest).encode("utf-8"),
    ".atom": lambda digest: to_atom([digest]),
    ".xml": lambda digest: to_atom([digest]),
}
EXTENSIONS = tuple(_FORMATS)


def export(digest: Digest, name: str) -> bytes:
    """The digest in the format of the file name's extension. Raises ExportError for one that is not known."""
    return exporter(name)(digest)


def exporter(name: str) -> Callable[[Digest], bytes]:
    """What writes files of this name. Raises ExportError."""
    extension = PurePath(name).suffix.lower()
    if extension not in _FORMATS:
        raise ExportError(f"不认识输出格式 {extension or name}：可用 {'、'.join(EXTENSIONS)}。")
    return _FORMATS[extension]
