"""`assistant explain` and `assistant script` on a small library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant import cli_explain
from assistant.cli import app, run
from assistant.explain import Explaining
from assistant.settings import Settings
from assistant.wiring_explain import build_script_writer
from tests.explain_rig import article
from tests.scripted_endpoint import ScriptedEndpoint, Spoken
from vectorstore.store import VectorStore

BAD = "松江市总工会给2300名户外劳动者每人每月发180元。[1]\n河南的工友也都能领到。[2]\n想问的职工可以拨打12351。[4]"


@pytest.fixture(autouse=True)
def library(store: VectorStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with store.writing():
        store.add([article(external_id="a1")])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ASSISTANT_CHAT_MODEL", raising=False)

    def explaining(settings: Settings, **_: object) -> Explaining:
        return Explaining(store, build_script_writer(settings))

    monkeypatch.setattr(cli_explain, "build_explaining", explaining)
    monkeypatch.setattr(cli_explain, "build_library", lambda _settings: store.library)


def assistant(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def failing(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == 1
    return capsys.readouterr().err


def test_a_topic_is_explained_kept_and_written(tmp_path: Path) -> None:
    done = assistant("explain", "松江高温补贴", "--out", "out/a.md")
    assert done.exit_code == 0
    assert "1. 小宣：各位骑手、司机师傅好，我是小宣。今天说说松江高温补贴。" in done.stdout
    assert "没有使用生成式人工智能" in done.stdout
    assert "已存为讲稿 1" in done.stdout
    assert "# 小宣讲：松江高温补贴" in (tmp_path / "out/a.md").read_text(encoding="utf-8")


def test_all_audiences_get_a_file_each_and_a_table(tmp_path: Path) -> None:
    done = assistant("explain", "--article", "a1", "--audience", "all", "--out", "a.docx", "--json")
    *scripts, table = map(json.loads, done.stdout.splitlines())
    assert [each["script"]["audience"] for each in scripts] == [
        "migrant", "officers", "riders", "shift", "women", "young",
    ]  # fmt: skip
    assert all(row["identical"] for row in table["table"])
    assert len(list(tmp_path.glob("a-*.docx"))) == 6


def test_a_model_that_adds_is_caught_over_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedEndpoint([Spoken(BAD)]) as endpoint:
        monkeypatch.setenv("ASSISTANT_BASE_URL", endpoint.url)
        monkeypatch.setenv("ASSISTANT_API_KEY", "sk-1")
        monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "small")
        done = assistant("explain", "--article", "a1", "--minutes", "3", "--json")
        assert len(endpoint.asked) == 2  # once more, with the reasons
        assert "“180元”（数字）在所依据的要点里没有" in endpoint.bodies[1]["messages"][-1]["content"]
    values = json.loads(done.stdout)
    said = "".join(line["text"] for line in values["script"]["lines"])
    assert "180元" not in said
    assert "河南" not in said
    assert "150元" in said
    assert [cut["text"] for cut in values["script"]["cut"]] == [line[:-3] for line in BAD.splitlines()[:2]]
    assert "人工智能生成" in values["label"]


def test_topic_or_article_and_not_both() -> None:
    assert assistant("explain").exit_code == 2
    assert assistant("explain", "补贴", "--article", "a1").exit_code == 2


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有找到" in failing(capsys, "explain", "月球基地开工")
    assert "可用 migrant" in failing(capsys, "explain", "松江高温补贴", "--audience", "nobody")
    assert ".docx" in failing(capsys, "explain", "松江高温补贴", "--out", "a.pdf")
    assert "没有编号为 9" in failing(capsys, "script", "show", "9")


def test_a_script_is_signed_off_by_three_and_falls_back_when_edited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant("explain", "--article", "a1", "--minutes", "3")
    assert "待初审" in assistant("script", "list").stdout
    assistant("script", "review", "1", "--by", "甲", "--note", "可以")
    assert "不同的人" in failing(capsys, "script", "review", "1", "--by", "甲")
    assert "已复审" in assistant("script", "review", "1", "--by", "乙").stdout
    assert "已批准" in assistant("script", "approve", "1", "--by", "丙").stdout
    shown = assistant("script", "show", "1").stdout
    assert all(words in shown for words in ("初审 甲：可以", "复审 乙", "终审 丙"))
    said = failing(
        capsys, "script", "edit", "1", "--line", "5", "--text", "想问的可以拨打12345。", "--by", "丁"
    )
    assert "12345" in said
    done = assistant(
        "script", "edit", "1", "--line", "5", "--text", "想问的职工，可以打12351。", "--by", "丁"
    )
    assert "草稿，待初审" in done.stdout
    assert assistant("script", "export", "1", "--out", "x.json").exit_code == 0
    values = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert values["handover"]["state"] == "draft"
    assert values["handover"]["lines"][4]["text"] == "想问的职工，可以打12351。"


def test_a_script_is_sent_back_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assistant("explain", "--article", "a1")
    assert "原因" in failing(capsys, "script", "review", "1", "--by", "甲", "--return")
    assert "退回：甲" in assistant("script", "review", "1", "--by", "甲", "--return", "--note", "太长").stdout
    assert assistant("script", "delete", "1").exit_code == 0
    assert assistant("script", "list").stdout == ""


def test_scripts_of_withdrawn_articles_are_listed(store: VectorStore) -> None:
    assistant("explain", "--article", "a1")
    assert "没有讲稿" in assistant("explain", "--stale").stdout
    article_id = store.library.find("a1")
    assert article_id is not None
    with store.writing():
        store.delete([article_id.id])
    (found,) = map(json.loads, assistant("explain", "--stale", "--json").stdout.splitlines())
    assert found["id"] == 1
    assert "已不在文库里" in found["reasons"][0]
