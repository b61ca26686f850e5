"""Scripts as lines for people, and as the beginning of a conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.explain import basis_for
from assistant.explain_check import facts_table
from assistant.explain_records import Script, Step
from assistant.records import Coverage
from assistant.script_output import as_answer, kept_line, script_lines, steps_lines, table_json, table_lines
from tests.explain_rig import NOON, RIDERS, VIDEO, article, kept, script_of
from vectorstore.store import VectorStore


@pytest.fixture
def script(store: VectorStore) -> Script:
    with store.writing():
        store.add([article(external_id="a1")])
    return script_of(store)


def test_lines_claims_and_sources_are_shown(script: Script) -> None:
    text = "\n".join(script_lines(script))
    assert "1. 小宣：各位骑手、司机师傅好" in text
    assert "[2] 补贴6月1日起打到会员卡上" in text
    assert "（必讲：办事要知道的期限、条件或电话）" in text
    assert text.endswith(script.label.visible)


def test_a_table_says_who_is_not_told_what(script: Script) -> None:
    basis = basis_for(script, RIDERS, VIDEO)
    short = replace(script, audience="young", lines=script.lines[:-2])
    rows = facts_table([(script, basis), (short, basis)])
    lines = table_lines(rows)
    assert lines[0].endswith("有出入")
    assert "riders 全；young 缺 1 项" in lines[-1]
    assert table_json(rows)[-1]["told"] == {"riders": ["12351"], "young": []}
    assert table_lines(facts_table([(script, basis)]))[0].endswith("各听众完全一致")
    assert table_lines(()) == ()


def test_a_kept_script_tells_its_state_and_who_did_what(script: Script) -> None:
    found = kept(
        script, Step("first", "甲", NOON, "好"), Step("edited", "乙", NOON, line=2, before="旧", after="新")
    )
    assert "草稿，待初审" in kept_line(found)
    assert steps_lines(found)[1:] == (
        "2026-01-05 12:30 初审 甲：好",
        "2026-01-05 12:30 修改 乙：第 2 行“旧”→“新”",
    )


def test_a_conversation_begins_with_the_claims(script: Script) -> None:
    answer = as_answer(script, Coverage(1, None, None, ()))
    assert answer.question == "《松江高温补贴来了》"
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,), (3,), (4,)]
    assert answer.citations == script.citations
