"""Reads a model's reply as the JSON that was asked for, strictly. Pure."""

from __future__ import annotations

import json
import re

_FENCE = re.compile(r"\A```(?:json)?[ \t]*\n(.*)\n?```\Z", re.DOTALL | re.IGNORECASE)
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def read_json(text: str, schema: str) -> str:
    """The JSON document of `text`, which may stand in one Markdown fence and nothing else around it.

    Checked against the parts of JSON Schema that models are asked with: type, properties, required,
    additionalProperties: false, items, enum. Raises ValueError that says what does not fit and where.
    """
    bare = text.strip()
    if fenced := _FENCE.match(bare):
        bare = fenced[1].strip()
    _check(json.loads(bare), json.loads(schema), "$")
    return bare


def _check(value: object, schema: object, where: str) -> None:
    if not isinstance(schema, dict):
        return
    allowed = schema.get("enum")
    if isinstance(allowed, list) and value not in allowed:
        raise ValueError(f"{where}: not one of the values allowed")
    wanted = schema.get("type")
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(names, list) and not any(_is(value, str(name)) for name in names):
        raise ValueError(f"{where}: not of type {wanted}")
    if isinstance(value, dict):
        _check_object(value, schema, where)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, schema.get("items"), f"{where}[{index}]")


def _check_object(value: dict[str, object], schema: dict[str, object], where: str) -> None:
    properties, required = schema.get("properties"), schema.get("required")
    fields = properties if isinstance(properties, dict) else {}
    missing = [name for name in (required if isinstance(required, list) else ()) if name not in value]
    if missing:
        raise ValueError(f"{where}: {missing[0]} is missing")
    for name, item in value.items():
        if name in fields:
            _check(item, fields[name], f"{where}.{name}")
        elif schema.get("additionalProperties") is False:
            raise ValueError(f"{where}: {name} was not asked for")


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES.get(name, (object,)))
