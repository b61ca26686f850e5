"""Questions that compare, asked of a store: quoted and written by a model, every cell judged, and shown everywhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.ask import Asking, ask
from assistant.chat import ChatModel
from assistant.chat.scripted import ScriptedChat
from assistant.cli_common import drawn
from assistant.conversations import Conversations
from assistant.errors import ChatUnavailable
from assistant.markdown import conversation_markdown
from assistant.output import answer_json, answer_lines
from assistant.prompts import load_prompt
from assistant.records import Answer, Sentence, Table
from assistant.web.render import table_html
from assistant.writing import TablePrompts, Writer
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
PROMPT, AGAIN, FOLLOWUP, TABLE, TABLE_AGAIN = (
    load_prompt(name, PROMPTS) for name in ("ask", "ask-again", "followup", "ask-table", "ask-table-again")
)
TODAY = date(2024, 9, 12)
WEST = "陕西省总工会的热线去年12月18日开通，设有8条线路。夜里由机器人接听，听不懂的请职工留言。"
EAST = "寿春市总工会的热线有4条线路。每晚由律师志愿者接听，误餐补助每晚120元。"
ACCOUNT = "三市总工会公布护薪账本：郢州追回工资2068万元；平阳追回工资1350万元。寿春的专户覆盖率为93.8%。"
NIGHT = "陕西和寿春的热线，夜里接听的办法有什么不同？"
RIGHT = "| 对象 | 夜里接听的办法 |\n|---|---|\n| 陕西 | 夜里由机器人接听[{west}] |\n| 寿春 | 每晚由律师志愿者接听[{east}] |"


def article(headline: str, text: str, day: int) -> Article:
    return Article("", headline, None, None, "中原工友报", date(2024, 4, day), "1", "article", text, "x")


@pytest.fixture
def filled(store: VectorStore) -> VectorStore:
    with store.writing():
        store.add(
            [article("一部热线", WEST, 18), article("夜里有人接", EAST, 19), article("护薪账本", ACCOUNT, 20)]
        )
    return store


def put(question: str, store: VectorStore, chat: ChatModel | None = None) -> Answer:
    prompts = TablePrompts(TABLE, TABLE_AGAIN)
    writer = Writer(chat, PROMPT, AGAIN, FOLLOWUP, 300, tables=prompts) if chat else None
    return ask(question, using=Asking(store=store, writer=writer), admit=Filter(), today=TODAY)


def cells(answer: Answer) -> dict[tuple[str, str], tuple[Sentence, ...]]:
    assert answer.table is not None
    return {
        (row.name, column): cell
        for row in answer.table.rows
        for column, cell in zip(answer.table.columns, row.cells, strict=True)
    }


def numbered(store: VectorStore, reply: str) -> str:
    """The reply with the numbers under which the two hotlines are laid before the model."""
    spy = ScriptedChat(["无", "无"])
    put(NIGHT, store, spy)
    laid = spy.asked[0][-1].content
    number = {
        name: laid[: laid.index(text[:12])].rpartition("<source id=")[2][0]
        for name, text in (("west", WEST), ("east", EAST))
    }
    return reply.format(**number)


def test_without_a_model_each_cell_is_quoted_from_an_article_on_its_thing(filled: VectorStore) -> None:
    answer = put(NIGHT, filled)
    found = cells(answer)
    assert "机器人" in found["陕西", "夜里接听的办法"][0].text
    assert "律师" in found["寿春", "夜里接听的办法"][0].text
    assert all(each.verdict == "supported" and each.citations for cell in found.values() for each in cell)
    assert set(answer.sentences) >= {each for cell in found.values() for each in cell}
    for citation in answer.citations:
        whole = filled.library.find(citation.article_id)
        assert whole is not None
        assert whole.text[citation.start : citation.end] == citation.quote


def test_one_article_on_several_gives_each_its_own_figure(filled: VectorStore) -> None:
    found = cells(put("郢州和平阳追回的工资各是多少？", filled))
    assert [each.text for each in found["郢州", "追回的工资"]] == ["郢州追回工资2068万元"]
    assert [each.text for each in found["平阳", "追回的工资"]] == ["平阳追回工资1350万元。"]


def test_a_thing_the_papers_do_not_cover_is_said_and_its_row_left_empty(filled: VectorStore) -> None:
    answer = put("比较陕西和河南的热线", filled)
    assert "关于“河南”，报道中没有提到。" in answer.text
    assert all(not cell for (name, _), cell in cells(answer).items() if name == "河南")
    assert any(cell for (name, _), cell in cells(answer).items() if name == "陕西")


def test_of_a_thing_they_name_it_is_not_said_that_they_do_not(filled: VectorStore) -> None:
    answer = put("陕西和郢州的热线，夜里接听的办法有什么不同？", filled)
    (absent,) = [each.text for each in answer.sentences if not each.citations]
    assert "郢州" in absent
    assert "没有提到" not in absent


def test_a_correction_fills_no_cell_and_is_stated_beside_the_table(filled: VectorStore) -> None:
    notice = (
        "本报4月18日一版刊发的《一部热线》一文，陕西省总工会的热线“设有8条线路”应为“设有9条线路”。特此更正。"
    )
    with filled.writing():
        filled.add([article("更正：陕西热线的线路数", notice, 22)])
    answer = put("陕西和寿春的热线各有几条线路？", filled)
    quoted = [sentence.text for cell in cells(answer).values() for sentence in cell]
    assert not any("更正" in text or "应为" in text for text in quoted)
    assert any("9条线路" in sentence.text for sentence in answer.sentences)


def test_where_they_cover_none_it_is_an_ordinary_question(filled: VectorStore) -> None:
    answer = put("比较沪市和深市的成交额", filled)
    assert answer.table is None
    assert answer.refused


def test_all_provinces_are_those_that_the_papers_name(filled: VectorStore) -> None:
    with filled.writing():
        filled.add([article("热线开通", "山西省总工会的职工热线3月2日开通，有6条线路。", 21)])
    answer = put("各省的热线分别有几条线路？", filled)
    assert answer.table is not None
    assert {row.name for row in answer.table.rows} == {"陕西", "山西"}
    assert "6条线路" in answer.text


def test_a_models_table_is_judged_cell_by_cell(filled: VectorStore) -> None:
    chat = ScriptedChat([numbered(filled, RIGHT)])
    answer = put(NIGHT, filled, chat)
    assert (
        [row.cells[0][0].text for row in answer.table.rows] == ["夜里由机器人接听", "每晚由律师志愿者接听"]
        if answer.table
        else False
    )
    assert answer.model == "scripted"
    assert answer.prompt_digest == TABLE.digest
    assert "夜里接听的办法" in chat.asked[0][-1].content
    assert {each.quote for each in answer.citations} == {
        "夜里由机器人接听，听不懂的请职工留言。",
        "每晚由律师志愿者接听，误餐补助每晚120元。",
    }


def test_what_is_true_of_another_thing_is_struck_and_shown_as_struck(filled: VectorStore) -> None:
    wrong = numbered(filled, RIGHT.replace("夜里由机器人接听[{west}]", "每晚由律师志愿者接听[{east}]"))
    chat = ScriptedChat([wrong, "| 对象 | 夜里接听的办法 |\n|---|---|\n| 陕西 | — |"])
    answer = put(NIGHT, filled, chat)
    (failed,) = cells(answer)["陕西", "夜里接听的办法"]
    assert failed.verdict == "unsupported"
    assert failed.reason
    assert "陕西｜" in chat.asked[1][-1].content  # it was asked for once more, by row and column
    assert failed in answer.struck
    assert failed not in answer.sentences
    assert "陕西｜夜里接听的办法：（已删去" in answer.text


def test_a_cell_that_fails_is_replaced_by_a_better_one(filled: VectorStore) -> None:
    wrong = numbered(filled, RIGHT.replace("夜里由机器人接听", "夜里由六十名话务员接听"))
    answer = put(NIGHT, filled, ScriptedChat([wrong, numbered(filled, RIGHT)]))
    assert cells(answer)["陕西", "夜里接听的办法"][0].text == "夜里由机器人接听"
    assert answer.struck == ()
    assert answer.usage.calls == 2


def test_a_figure_of_something_else_is_no_cell_of_this_column(filled: VectorStore) -> None:
    reply = numbered(
        filled,
        "| 对象 | 夜里接听的办法 |\n|---|---|\n| 陕西 | 夜里由机器人接听[{west}] |\n| 寿春 | 4条[{east}] |",
    )
    answer = put(NIGHT, filled, ScriptedChat([reply, "无"]))
    assert cells(answer)["寿春", "夜里接听的办法"][0].verdict == "unsupported"


@pytest.mark.parametrize(
    "reply", ["我不会画表格。", "| 对象 | 夜里接听的办法 |\n|---|---|\n| 陕西 | 由火星人接听[1] |"]
)
def test_where_a_model_writes_no_table_that_holds_the_papers_are_quoted(
    filled: VectorStore, reply: str
) -> None:
    answer = put(NIGHT, filled, ScriptedChat([reply, ChatUnavailable("没有连接")]))
    assert answer.model.startswith("摘句；scripted")
    assert "机器人" in answer.text
    assert "火星人" not in answer.text


def table_of(answer: Answer) -> Table:
    assert answer.table is not None
    return answer.table


def test_the_table_is_drawn_in_the_terminal_and_stands_in_json_and_markdown(filled: VectorStore) -> None:
    answer = put("比较陕西和河南的热线", filled)
    table = table_of(answer)
    grid = drawn(table)
    assert "陕西" in grid
    assert "—" in grid
    lines = "\n".join(answer_lines(answer, table=grid))
    assert lines.count("关于“河南”") == 1
    assert "─" in lines
    assert drawn(None) == ""
    assert "…" not in grid  # long sentences are folded, never cut
    assert all(sum(char in grid for char in each.text) == len(each.text) for each in table.sentences)
    written = answer_json(answer)["table"]
    assert isinstance(written, dict)
    assert written["columns"] == list(table.columns)
    assert [row["name"] for row in written["rows"]] == ["陕西", "河南"]
    markdown = conversation_markdown("比较", [answer])
    assert f"|  | {' | '.join(table.columns)} |" in markdown
    assert "| 河南 |" in markdown
    assert markdown.count("关于“河南”") == 1


def test_the_page_shows_it_escaped_with_what_was_struck(filled: VectorStore) -> None:
    wrong = numbered(filled, RIGHT.replace("夜里由机器人接听", "<b>夜里</b>由六十名话务员接听"))
    page = table_html(table_of(put(NIGHT, filled, ScriptedChat([wrong, "无"]))))
    assert page.count("<tr>") == 3
    assert "<b>" not in page
    assert "已删去" in page
    assert "律师志愿者" in page


def test_a_conversation_keeps_it(filled: VectorStore, tmp_path: Path) -> None:
    answer = put(NIGHT, filled)
    kept = Conversations(tmp_path / "c.sqlite", clock=lambda: datetime(2024, 9, 12))
    number = kept.start("比较").id
    kept.add(number, answer)
    assert kept.answers(number) == (answer,)
    kept.close()
