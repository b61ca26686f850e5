"""Audiences and scenes from their TOML files, in `audiences/` and `scenes/` beside this module or in a folder given."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from assistant.errors import ScriptError
from assistant.explain_records import Ask, Audience, Scene

_HERE = Path(__file__).resolve().parent
AUDIENCES, SCENES = _HERE / "audiences", _HERE / "scenes"
ALL = "all"


def audience_keys(folder: Path = AUDIENCES) -> tuple[str, ...]:
    """The audiences there are files of, in the order of their names."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def scene_keys(folder: Path = SCENES) -> tuple[str, ...]:
    """The scenes there are files of."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def load_audience(key: str, folder: Path = AUDIENCES) -> Audience:
    """The audience of this key. Raises ScriptError: there is none, or its file cannot be used."""
    table = _table(key, folder, "听众", audience_keys(folder))
    chars = table.get("sentence_chars")
    vocabulary, asks = table.get("vocabulary", {}), table.get("asks", [])
    if not isinstance(chars, int) or chars < 10 or not isinstance(vocabulary, dict):
        raise ScriptError(f"听众文件 {key}.toml 须有 sentence_chars（不小于 10 的整数）和表 vocabulary。")
    return Audience(
        key=key,
        name=_text(table, "name", key),
        address=_text(table, "address", key),
        greeting=_text(table, "greeting", key),
        vocabulary=tuple((str(word), str(plain)) for word, plain in vocabulary.items()),
        sentence_chars=chars,
        asks=tuple(_ask(each, key) for each in (asks if isinstance(asks, list) else [None])),
        manner=_text(table, "manner", key),
        listener=_text(table, "listener", key),
    )


def load_scene(key: str, folder: Path = SCENES) -> Scene:
    """The scene of this key. Raises ScriptError like `load_audience`."""
    table = _table(key, folder, "场景", scene_keys(folder))
    opening = _text(table, "opening", key)
    if "{title}" not in opening:
        raise ScriptError(f"场景文件 {key}.toml 的 opening 里须有 {{title}}。")
    return Scene(
        key, _text(table, "name", key), opening, _text(table, "ending", key), _text(table, "manner", key)
    )


def _table(key: str, folder: Path, what: str, known: tuple[str, ...]) -> Mapping[str, object]:
    if key not in known:
        raise ScriptError(f"没有{what} {key}：可用 {'、'.join(known)}。")
    try:
        return tomllib.loads((folder / f"{key}.toml").read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScriptError(f"{what}文件 {key}.toml 读不了（{error}）：须是 UTF-8 的 TOML。") from error


def _ask(value: object, key: str) -> Ask:
    question = value.get("question") if isinstance(value, dict) else None
    words = value.get("words") if isinstance(value, dict) else None
    if (
        not isinstance(question, str)
        or not question.endswith("？")
        or not isinstance(words, list)
        or not words
    ):
        raise ScriptError(f"听众文件 {key}.toml 的每个 [[asks]] 须有以问号结尾的 question 和列表 words。")
    return Ask(question, tuple(str(word) for word in words))


def _text(table: Mapping[str, object], name: str, key: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ScriptError(f"文件 {key}.toml 缺少 {name}。")
    return value
