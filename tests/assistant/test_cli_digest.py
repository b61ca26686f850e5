"""`assistant digest` on a small library: one file, a folder, a dry run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from tests.digest_rig import put
from tests.scripted_endpoint import ScriptedEndpoint
from tests.store_home import make_article
from vectorstore.library import Library

PERIOD = ("--since", "2024-05-01", "--until", "2024-05-02")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    library = Library(tmp_path / "library.sqlite")
    put(
        library,
        [
            make_article("窗口追回欠薪两千万元，涉及劳动者3000人。", headline="窗口追回欠薪"),
            make_article("驿站这个月装上了空调。", headline="驿站添空调", issued=date(2024, 5, 2)),
        ],
    )
    library.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    for name in ("ASSISTANT_CHAT_MODEL", "ASSISTANT_BASE_URL", "OPENAI_BASE_URL", "ASSISTANT_PRICES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_a_file_the_digest_is_printed() -> None:
    done = CliRunner().invoke(app, ["digest", *PERIOD])
    assert done.exit_code == 0
    assert "# 报纸摘要（2024-05-01 至 2024-05-02）" in done.stdout
    assert "窗口追回欠薪两千万元，涉及劳动者3000人。[" in done.stdout


def test_a_watched_topic_is_told_of(home: Path) -> None:
    assert CliRunner().invoke(app, ["watch", "add", "欠薪"]).exit_code == 0
    assert CliRunner().invoke(app, ["watch", "list"]).stdout == "欠薪\n"
    assert "“欠薪”：本期 1 篇" in CliRunner().invoke(app, ["digest", *PERIOD]).stdout
    assert CliRunner().invoke(app, ["watch", "remove", "欠薪"]).exit_code == 0
    assert CliRunner().invoke(app, ["watch", "remove", "欠薪"]).exit_code == 1


def test_a_file_is_written_in_the_format_of_its_name(home: Path) -> None:
    done = CliRunner().invoke(app, ["digest", *PERIOD, "--out", "week.docx", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["items"] == 2
    assert (home / "week.docx").read_bytes().startswith(b"PK")


def test_each_day_gets_a_file_and_a_second_run_writes_none(home: Path) -> None:
    arguments = ["digest", *PERIOD, "--each", "day", "--out", "out", "--to", "html", "--jobs", "2", "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 2
    assert sorted(path.name for path in (home / "out").glob("*.html")) == [
        "2024-05-01.html",
        "2024-05-02.html",
    ]
    assert CliRunner().invoke(app, arguments).stdout == ""


def test_a_dry_run_counts_calls_and_money_and_asks_nobody(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "prices.toml").write_text("['model-x']\ninput = 2.0\noutput = 8.0\n", encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_PRICES", str(home / "prices.toml"))
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "model-x")
    with ScriptedEndpoint() as endpoint:
        monkeypatch.setenv("ASSISTANT_BASE_URL", endpoint.url)
        done = CliRunner().invoke(
            app, ["digest", *PERIOD, "--each", "day", "--out", "out", "--dry-run", "--json"]
        )
        assert done.exit_code == 0
        assert endpoint.asked == []
    values = json.loads(done.stdout)
    assert values["digests"] == 2
    assert values["calls"] == 4
    assert values["cost"] > 0
    assert not list((home / "out").glob("*.md"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--since", "2024-05-02", "--until", "2024-05-01"), 2),
        ((*PERIOD, "--each", "day"), 2),
        ((*PERIOD, "--out", "week.pdf"), 1),
    ],
)
def test_wrong_usage_is_refused_before_anything_is_read(arguments: tuple[str, ...], code: int) -> None:
    assert CliRunner().invoke(app, ["digest", *arguments]).exit_code == code
