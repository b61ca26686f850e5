"""A digest as a JSON document: all that is known of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from assistant.digest_records import Digest
from assistant.export.phrases import changes, coverage


def digest_json(digest: Digest) -> Mapping[str, object]:
    """The digest's records field by field, with its label in words and as the standard has it."""
    values = asdict(digest)
    values["label"] = {
        "visible": digest.label.visible,
        "AIGC": digest.label.aigc,
        "written": digest.label.written,
        "model": digest.label.model,
        "prompt_digest": digest.label.prompt_digest,
        "made": digest.label.made.isoformat(timespec="seconds"),
    }
    return {**values, "changes": list(changes(digest)), "coverage": list(coverage(digest.scope))}


def to_json(digest: Digest) -> str:
    """The document, indented."""
    return json.dumps(digest_json(digest), ensure_ascii=False, indent=1, default=_day) + "\n"


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
