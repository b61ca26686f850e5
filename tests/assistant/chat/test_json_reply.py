"""JSON is read strictly: all of the text, and all of the schema that models are asked with."""

from __future__ import annotations

import json

import pytest

from assistant.chat.json_reply import read_json

SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {
            "verdict": {"enum": ["是", "否"]},
            "dates": {"type": "array", "items": {"type": "string"}},
            "count": {"type": ["integer", "null"]},
        },
        "required": ["verdict"],
        "additionalProperties": False,
    }
)


@pytest.mark.parametrize(
    "text",
    [
        '{"verdict": "是"}',
        ' {"verdict": "否", "dates": [], "count": null}\n',
        '```json\n{"verdict": "是"}\n```',
    ],
)
def test_what_follows_the_schema_is_returned_bare(text: str) -> None:
    read = read_json(text, SCHEMA)
    assert json.loads(read)["verdict"] in ("是", "否")
    assert read[0] + read[-1] == "{}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("是", "Expecting value"),
        ('好的：{"verdict": "是"}', "Expecting value"),
        ('{"verdict": "是"} 完', "Extra data"),
        ('{"verdict": "也许"}', "verdict"),
        ("{}", "verdict is missing"),
        ('["是"]', "not of type"),
        ('{"verdict": "是", "dates": ["一日", 2]}', r"dates\[1\]"),
        ('{"verdict": "是", "count": true}', "count"),
        ('{"verdict": "是", "why": "…"}', "why was not asked for"),
    ],
)
def test_what_does_not_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_json(text, SCHEMA)
