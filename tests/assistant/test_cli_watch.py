"""`assistant watch`: topics come and go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))


def test_topics_are_added_listed_and_removed() -> None:
    run = CliRunner().invoke
    assert "还没有关注的主题" in run(app, ["watch", "list"]).stdout
    assert json.loads(run(app, ["watch", "add", " 欠薪 ", "--json"]).stdout) == {
        "topic": "欠薪",
        "added": True,
    }
    assert run(app, ["watch", "add", "欠薪"]).stdout == "早已关注：欠薪\n"
    assert run(app, ["watch", "list"]).stdout == "欠薪\n"
    assert run(app, ["watch", "remove", "欠薪"]).exit_code == 0
    missing = run(app, ["watch", "remove", "欠薪"])
    assert missing.exit_code == 1
    assert "没有关注“欠薪”" in missing.stderr


def test_a_blank_topic_is_refused() -> None:
    assert CliRunner().invoke(app, ["watch", "add", "  "]).exit_code == 2
