"""Scripts as JSON documents, written and read back: what is kept, exported and handed to voice and video. Pure."""

from __future__ import annotations

import json

from pydantic import TypeAdapter, ValidationError

from assistant.errors import ScriptError
from assistant.explain_records import Script

FORMAT = "union-news-script/1"
_SCRIPT = TypeAdapter(Script)


def script_to_json(script: Script) -> str:
    """The document: `format`, the label in words and as the standard has it, and the script field by field."""
    values = {
        "format": FORMAT,
        "label": script.label.visible,
        "AIGC": script.label.aigc,
        "script": _SCRIPT.dump_python(script, mode="json"),
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def script_from_json(text: str) -> Script:
    """The script of a document that `script_to_json` wrote. Raises ScriptError."""
    try:
        values = json.loads(text)
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ScriptError(f"这不是讲稿文件：须是 assistant explain 写出的 JSON（format 为 {FORMAT}）。")
        return _SCRIPT.validate_python(values["script"], strict=False)
    except (ValueError, KeyError, ValidationError) as error:
        raise ScriptError("讲稿文件已损坏，读不出来：请用 assistant script export 重新导出。") from error
