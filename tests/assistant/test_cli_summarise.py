"""`assistant summarise` on a small library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli_summarise
from assistant.cli import app
from tests.store_home import make_article
from vectorstore.store import VectorStore

TEXT = "河阳市总工会昨天发放高温补贴300万元，惠及工友5000人。补贴直接打到银行卡上。"


@pytest.fixture(autouse=True)
def library(store: VectorStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with store.writing():
        store.add([make_article(TEXT, headline="河阳发放高温补贴", external_id="a1")])
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ASSISTANT_CHAT_MODEL", raising=False)
    monkeypatch.setattr(cli_summarise, "build_store", lambda _settings, **_: store)


def test_an_article_is_summarised_by_its_id() -> None:
    done = CliRunner().invoke(app, ["summarise", "a1", "--form", "line", "--json"])
    assert done.exit_code == 0
    (values,) = map(json.loads, done.stdout.splitlines())
    assert values["text"] == "河阳市总工会昨天发放高温补贴300万元，惠及工友5000人。[1]"


def test_a_query_is_summarised_with_sources_and_label() -> None:
    done = CliRunner().invoke(app, ["summarise", "--query", "河阳高温补贴发放多少"])
    assert done.exit_code == 0
    assert "出处：" in done.stdout
    assert "没有使用生成式人工智能" in done.stdout


def test_a_query_without_evidence_is_told_what_was_searched() -> None:
    done = CliRunner().invoke(app, ["summarise", "--query", "月球基地何时开工"])
    assert done.exit_code == 1
    assert "已检索 1 篇" in done.stderr


def test_an_unknown_id_fails_and_the_others_are_summarised() -> None:
    done = CliRunner().invoke(app, ["summarise", "a1", "zzz", "--json"])
    assert done.exit_code == 1
    assert "zzz" in done.stderr
    assert json.loads(done.stdout)["sentences"]


@pytest.mark.parametrize("arguments", [[], ["a1", "--query", "补贴"]])
def test_ids_or_a_query_and_not_both(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["summarise", *arguments]).exit_code == 2
