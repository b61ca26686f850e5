"""Every format holds every sentence with its marks, the label for readers, and its entry for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from assistant.chat import Message
from assistant.chat.scripted import ScriptedChat
from assistant.digest import digest
from assistant.digest_records import Digest, DigestRequest
from assistant.errors import ExportError
from assistant.export import EXTENSIONS, export
from assistant.export.atom import to_atom
from assistant.labels import Label
from tests.digest_rig import NOON, digesting, put
from tests.store_home import make_article
from vectorstore.library import Library

DAY = date(2024, 5, 1)
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script>&lt;b&gt;*粗*[点我](javascript:x)|格"


def echo(messages: Sequence[Message]) -> str:
    return messages[-1].content.split(">\n", 1)[1].split("。", 1)[0].strip() + "。[1]"


@pytest.fixture(params=[False, True], ids=["extracted", "written"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Digest:
    library = Library(tmp_path / "library.sqlite")
    put(
        library,
        [
            make_article("窗口追回欠薪两千万元，涉及劳动者3000人。", headline="窗口追回欠薪"),
            make_article("平阳市的20座驿站这个月装上了空调。", headline=HOSTILE),
            make_article("营丘市求学圆梦项目开始报名，读完大专的会员可以领取补贴。", headline="求学圆梦报名"),
        ],
    )
    chat = ScriptedChat(echo, name="model-x") if request.param else None
    asked = DigestRequest(DAY, DAY, items=2, watched=("欠薪",))
    return digest(asked, using=digesting(library, chat), now=NOON)


def text_of(name: str, data: bytes) -> str:
    if name.endswith(".docx"):
        pages = Document(io.BytesIO(data))
        cells = [cell.text for table in pages.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in pages.paragraphs), *cells])
    if name.endswith(".json"):
        return data.decode("utf-8")
    if name.endswith((".xml", ".atom")):
        return "".join(ET.fromstring(data).itertext())  # noqa: S314  # our own file
    return data.decode("utf-8")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_format_has_the_sentences_the_label_and_what_was_left_out(made: Digest, extension: str) -> None:
    text = text_of(f"x{extension}", export(made, f"x{extension}"))
    for item in made.items:
        for sentence in item.sentences:
            assert sentence.text in text
    for citation in made.citations:
        assert citation.quote in text
    assert made.label.visible in text
    assert made.left_out[0].headline in text


def test_programs_can_read_that_the_text_was_generated(made: Digest) -> None:
    properties = Document(io.BytesIO(export(made, "x.docx"))).core_properties
    front = export(made, "x.md").decode().split("---")[1]
    page = export(made, "x.html").decode()
    values = json.loads(export(made, "x.json"))
    entry = ET.fromstring(export(made, "x.atom")).find(f"{ATOM}entry")  # noqa: S314  # our own file
    assert entry is not None
    if made.label.written:
        assert "AIGC: {" in front
        assert '<meta name="AIGC"' in page
        assert json.loads(values["label"]["AIGC"])["Label"] == "1"
        assert properties.keywords == "AIGC"
        assert json.loads(properties.comments.removeprefix("AIGC="))["Label"] == "1"
        category = entry.find(f"{ATOM}category")
        assert category is not None
        assert category.get("term") == "AIGC"
        assert "model-x" in front
    else:
        assert "AIGC" not in front
        assert 'name="AIGC"' not in page
        assert values["label"]["AIGC"] is None
        assert properties.keywords == "extracted"
        assert entry.find(f"{ATOM}category") is None


def test_words_of_the_papers_cannot_become_markup(made: Digest) -> None:
    page = export(made, "x.html").decode()
    assert "<script" not in page
    lines = export(made, "x.md").decode().splitlines()
    assert not any(
        "<script>" in line.replace("\\<", "") for line in lines if not line.startswith(("title", "label"))
    )
    entry = ET.fromstring(export(made, "x.atom")).find(f"{ATOM}entry/{ATOM}content")  # noqa: S314  # our own file
    assert entry is not None
    assert entry.text is not None
    assert "<script" not in entry.text


def test_a_page_loads_nothing_from_elsewhere(made: Digest) -> None:
    page = export(made, "x.html").decode()
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_marks_lead_to_their_sources(made: Digest) -> None:
    page = export(made, "x.html").decode()
    for citation in made.citations:
        assert f'href="#c{citation.number}"' in page
        assert f'id="c{citation.number}"' in page


def test_json_has_offsets_and_every_record(made: Digest) -> None:
    values = json.loads(export(made, "x.json"))
    assert values["request"]["since"] == "2024-05-01"
    assert [source["start"] for source in values["citations"]] == [each.start for each in made.citations]
    assert values["scope"]["articles"] == 3
    assert values["coverage"]


def test_a_feed_has_the_newest_period_first_and_stable_ids(made: Digest) -> None:
    later = replace(made, request=replace(made.request, since=date(2024, 6, 1), until=date(2024, 6, 1)))
    feed = ET.fromstring(to_atom([made, later]))  # noqa: S314  # our own file
    ids = [each.findtext(f"{ATOM}id") for each in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    again = ET.fromstring(to_atom([later]))  # noqa: S314  # our own file
    assert again.findtext(f"{ATOM}entry/{ATOM}id") == ids[0]


def test_characters_that_xml_has_no_place_for_do_not_break_a_file(made: Digest) -> None:
    broken = replace(made, title="报纸\x01摘要", label=Label(False, "程序\x02摘句", None, NOON))
    assert b"\x01" not in export(broken, "x.atom")
    assert Document(io.BytesIO(export(broken, "x.docx"))).paragraphs[0].text == "报纸摘要"


def test_a_title_longer_than_word_has_room_for_is_whole_on_the_page_and_cut_in_the_properties(
    made: Digest,
) -> None:
    pages = Document(io.BytesIO(export(replace(made, title="长" * 300), "x.docx")))
    assert pages.paragraphs[0].text == "长" * 300
    assert pages.core_properties.title == "长" * 255


def test_another_extension_is_refused_with_those_that_are_known(made: Digest) -> None:
    with pytest.raises(ExportError, match=r"\.docx"):
        export(made, "x.pdf")


def test_the_table_of_figures_is_whole_in_a_document(made: Digest) -> None:
    (table,) = Document(io.BytesIO(export(made, "x.docx"))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["数字", "报道", "原文", "出处"]
    assert rows[1:] == [
        [row.value, " ".join(row.headline.split()), row.context, f"[{row.citation}]"] for row in made.figures
    ]


def test_the_headline_line_reads_as_one_sentence(made: Digest) -> None:
    (line,) = [line for line in export(made, "x.md").decode().splitlines() if line.startswith("**提要**")]
    assert line.endswith("。")
    assert line.count("。") == 1


def test_quotations_inside_quotations_have_inner_marks(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    put(library, [make_article("平阳市的“夜归人驿站”这个月 装上了空调。", headline="驿站添空调")])
    made = digest(DigestRequest(DAY, DAY), using=digesting(library), now=NOON)
    assert "：“平阳市的‘夜归人驿站’这个月装上了空调。”" in export(made, "x.md").decode()
