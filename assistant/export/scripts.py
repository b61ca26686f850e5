"""Scripts as files: Markdown, Word, or the JSON document that is handed over, chosen by the file's extension."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from assistant.errors import ExportError
from assistant.explain_records import Kept, Script, Timing
from assistant.export.handover import to_handover
from assistant.export.script_docx import script_to_docx
from assistant.export.script_markdown import script_to_markdown

SCRIPT_EXTENSIONS = (".md", ".docx", ".json")


def export_script(
    script: Script, name: str, *, kept: Kept | None = None, timings: Sequence[Timing] = ()
) -> bytes:
    """The script in the format of the file name's extension; `kept` None: it is not in the library.

    Raises ExportError for an extension that is not known.
    """
    extension = script_extension(name)
    if extension == ".md":
        return script_to_markdown(script).encode("utf-8")
    if extension == ".docx":
        return script_to_docx(script, kept)
    return to_handover(script, timings).encode("utf-8")


def script_extension(name: str) -> str:
    """The file name's extension. Raises ExportError for one that no script can be written in."""
    extension = PurePath(name).suffix.lower()
    if extension not in SCRIPT_EXTENSIONS:
        raise ExportError(f"不认识输出格式 {extension or name}：可用 {'、'.join(SCRIPT_EXTENSIONS)}。")
    return extension
