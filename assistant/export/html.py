"""A digest as one HTML file, for the browser, the printer and e-mail: the only module that imports jinja2."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.digest_records import Digest
from assistant.export.phrases import (
    changes,
    coverage,
    headlined,
    named,
    notes,
    source,
    tags,
    watch_line,
)
from assistant.summarise import joined

_FOLDER = Path(__file__).resolve().parent


def to_html(digest: Digest) -> str:
    """The digest; every word of it escaped, nothing loaded from elsewhere."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("digest.html.jinja").render(
        digest=digest,
        changes=changes(digest),
        coverage=coverage(digest.scope),
        headlined=headlined,
        joined=joined,
        named=named,
        notes=notes,
        source=source,
        tags=tags,
        watch_line=watch_line,
    )
