"""Rows of CSV, XLSX, JSON and JSONL files, whatever they mean: the only module that imports openpyxl."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assistant.errors import ReadError

Row = Mapping[str, object]
_MOST_ROWS = 100_000


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of the file, by what its extension says. Raises ReadError."""
    try:
        return rows_of(path.read_bytes(), path)
    except OSError as error:
        raise ReadError(f"{path}：读不了这个文件（{error.strerror}），请检查路径。") from error


def rows_of(data: bytes, path: Path) -> tuple[Row, ...]:
    """The rows in the bytes of a file of this name. Raises ReadError."""
    match path.suffix.lower():
        case ".xlsx":
            rows = list(_xlsx(data, path))
        case ".csv" | ".tsv":
            rows = list(_csv(_text(data, path), path))
        case ".jsonl" | ".json" | ".ndjson":
            rows = list(_json(_text(data, path), path))
        case _:
            raise ReadError(
                f"{path}：认不得 {path.suffix or '没有扩展名的'} 文件；可用 json、jsonl、csv、xlsx。"
            )
    if not rows:
        raise ReadError(f"{path}：里面没有题目。")
    if len(rows) > _MOST_ROWS:
        raise ReadError(f"{path}：超过 {_MOST_ROWS} 行，请分成几个文件。")
    return tuple(rows)


def _xlsx(data: bytes, path: Path) -> Iterator[Row]:
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        lines = list(sheet.iter_rows(values_only=True, max_row=_MOST_ROWS + 2))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise ReadError(f"{path}：不是能读的 XLSX 文件；请用 Excel 另存后再试。") from error
    yield from _headed(lines)


def _csv(text: str, path: Path) -> Iterator[Row]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{path}：不是能读的 CSV 文件（{error}）。") from error
    yield from _headed(lines)


def _headed(lines: Sequence[Sequence[object]]) -> Iterator[Row]:
    """Rows under the names in the first line; empty cells and empty lines are left out."""
    if not lines:
        return
    names = ["" if cell is None else str(cell).strip() for cell in lines[0]]
    for line in lines[1:]:
        row = {
            name: str(cell)
            for name, cell in zip(names, line, strict=False)
            if name and cell is not None and str(cell).strip()
        }
        if row:
            yield row


def _json(text: str, path: Path) -> Iterator[Row]:
    """The objects of a JSON list, of the list under any name of a JSON object, or of JSON lines."""
    try:
        values = json.loads(text)
    except ValueError:
        yield from _lines(text, path)
        return
    found = _objects(values)
    if found is None:
        raise ReadError(f"{path}：没有找到题目的列表；请导出成对象的列表。")
    yield from found


def _objects(values: object) -> list[Row] | None:
    if isinstance(values, list):
        return [each for each in values if isinstance(each, dict)]
    if not isinstance(values, dict):
        return None
    for inner in values.values():  # {"results": [...]}, {"cases": [...]}, {"data": {"cases": [...]}}
        if isinstance(inner, list | dict) and (found := _objects(inner)):
            return found
    return [values] if any(isinstance(each, str) for each in values.values()) else None


def _lines(text: str, path: Path) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except ValueError as error:
            raise ReadError(f"{path} 第{number}行：不是 JSON（{error}）；请改正这一行。") from error
        if isinstance(values, dict):
            yield values


def _text(data: bytes, path: Path) -> str:
    for encoding in (
        "utf-8-sig",
        "gb18030",
    ):  # what Excel saves CSV as where Chinese is the system's language
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(f"{path}：编码认不得；请另存为 UTF-8。")
