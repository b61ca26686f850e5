"""Scripts as Markdown, Word and the document that is handed over."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from docx import Document

from assistant.chat.scripted import ScriptedChat
from assistant.errors import ExportError, ScriptError
from assistant.explain_records import Cut, Kept, Script, Step, Timing
from assistant.export.handover import to_handover
from assistant.export.scripts import export_script
from assistant.script_json import script_from_json, script_to_json
from tests.assistant.test_explain import GOOD
from tests.explain_rig import NOON, article, script_of
from vectorstore.store import VectorStore


@pytest.fixture
def script(store: VectorStore) -> Script:
    with store.writing():
        store.add([article(external_id="a1")])
    made = script_of(store, ScriptedChat([GOOD]))
    return replace(made, cut=(Cut("每人*500*元。", ("“500元”（数字）在所依据的要点里没有",)),))


def read_docx(data: bytes) -> str:
    pages = Document(io.BytesIO(data))
    cells = [cell.text for table in pages.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in pages.paragraphs), *cells])


@pytest.mark.parametrize("name", ["a.md", "a.docx"])
def test_lines_claims_sources_and_label_stand_in_the_file(script: Script, name: str) -> None:
    data = export_script(script, name)
    text = read_docx(data) if name.endswith("docx") else data.decode("utf-8").replace("\\", "")
    assert "想问的职工可以拨打12351。[4]" in text
    assert "《松江工友》 2024-05-09 第2版 松江高温补贴来了：“想问的职工可以拨打12351。”" in text
    assert script.label.visible in text
    assert "状态：草稿" in text
    assert "每人*500*元。" in text
    assert "必讲" in text


def test_the_label_stands_in_the_metadata(script: Script) -> None:
    assert script.label.aigc
    assert f"AIGC: {script.label.aigc}" in export_script(script, "a.md").decode("utf-8")
    properties = Document(io.BytesIO(export_script(script, "a.docx"))).core_properties
    assert properties.keywords == "AIGC"
    assert json.loads(export_script(script, "a.json"))["AIGC"] == script.label.aigc


def test_words_cannot_become_markup(script: Script) -> None:
    assert "每人\\*500\\*元" in export_script(script, "a.md").decode("utf-8")


def test_a_word_file_has_a_place_for_three_signatures(script: Script) -> None:
    text = read_docx(export_script(script, "a.docx"))
    assert all(stage in text for stage in ("初审", "复审", "终审"))


def test_a_kept_script_shows_who_signed(script: Script) -> None:
    steps = (Step("made", "程序", NOON), Step("edited", "丁", NOON, line=2, before="旧", after="新"))
    text = read_docx(export_script(script, "a.docx", kept=Kept(1, script, steps)))
    assert "第 2 行：“旧” → “新”" in text


def test_what_is_handed_over(script: Script) -> None:
    values = json.loads(to_handover(script))["handover"]
    assert [line["start"] for line in values["lines"]] == [None] * len(script.lines)
    assert values["lines"][1]["sources"][0]["said"].startswith("《松江工友》 2024-05-09 第2版")
    first, *others = values["livetalking"]
    assert first == {"sessionid": "0", "type": "echo", "interrupt": True, "text": script.lines[0].text}
    assert not any(each["interrupt"] for each in others)
    assert values["fay"][0] == {"user": "User", "text": script.lines[0].text, "audio": None}


def test_the_listener_is_not_spoken_by_the_figure(script: Script) -> None:
    lines = (replace(script.lines[0], speaker="骑手小周"), *script.lines[1:])
    values = json.loads(to_handover(replace(script, lines=lines)))["handover"]
    assert len(values["livetalking"]) == len(script.lines) - 1
    assert values["lines"][0]["speaker"] == "骑手小周"


def test_timings_give_each_line_its_time(script: Script) -> None:
    timings = (Timing(1, "各位", 0.5, 1.0), Timing(1, "好。", 1.1, 2.0), Timing(2, "松江", 2.5, 4.0))
    lines = json.loads(to_handover(script, timings))["handover"]["lines"]
    assert [(line["start"], line["end"]) for line in lines[:3]] == [(0.5, 2.0), (2.5, 4.0), (None, None)]


def test_a_document_is_read_back(script: Script) -> None:
    assert script_from_json(to_handover(script)) == script
    assert script_from_json(script_to_json(script)) == script


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "union-news-script/1"}', '{"format": "x"}'])
def test_anything_else_is_not_read(text: str) -> None:
    with pytest.raises(ScriptError):
        script_from_json(text)


def test_an_unknown_ending_is_refused(script: Script) -> None:
    with pytest.raises(ExportError, match="docx"):
        export_script(script, "a.pdf")
