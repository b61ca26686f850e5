"""`assistant digest --each`: the feed, the Batch API, being told to stop."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from tests.batch_server import BatchServer
from tests.digest_rig import put_days
from tests.scripted_endpoint import Answer, Asked, ScriptedEndpoint, Spoken, refusal
from vectorstore.library import Library

ATOM = "{http://www.w3.org/2005/Atom}"
PERIOD = ("--since", "2024-05-01", "--until", "2024-05-03")
EACH = ["digest", *PERIOD, "--each", "day", "--out", "out"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    library = Library(tmp_path / "library.sqlite")
    put_days(library, ("窗口追回欠薪", "驿站装上空调", "求学圆梦报名"))
    library.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_API_KEY", "none")
    for name in ("ASSISTANT_CHAT_MODEL", "ASSISTANT_BASE_URL", "OPENAI_BASE_URL", "ASSISTANT_PRICES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("assistant.chat.batch_rounds.WAITS", (0.0,) * 4)
    return tmp_path


def use(monkeypatch: pytest.MonkeyPatch, endpoint: ScriptedEndpoint) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "model-x")
    monkeypatch.setenv("ASSISTANT_BASE_URL", endpoint.url)


def spoken(asked: Asked) -> Spoken:
    source = asked.body["messages"][-1]["content"].split(">\n", 1)[1]
    return Spoken(source.split("。", 1)[0].strip() + "。[1]")


def echo(asked: Asked) -> Answer:
    return spoken(asked)


def feed(home: Path) -> ET.Element:
    return ET.fromstring((home / "out" / "feed.atom").read_bytes())  # noqa: S314  # our own file


def entries(home: Path, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in feed(home).findall(f"{ATOM}entry")]


def test_the_feed_has_every_digest_of_the_folder_newest_first(home: Path) -> None:
    assert CliRunner().invoke(app, [*EACH, "--to", "html"]).exit_code == 0
    assert [title[-11:-1] for title in entries(home, "title")] == ["2024-05-03", "2024-05-02", "2024-05-01"]
    assert feed(home).findtext(f"{ATOM}title") == "报纸每日摘要"
    assert feed(home).findtext(f"{ATOM}updated") == max(entries(home, "updated"))
    for entry in feed(home).findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (home / "out" / (link.get("href") or "")).is_file()


def test_a_later_run_adds_to_the_feed_and_keeps_ids(home: Path) -> None:
    CliRunner().invoke(app, ["digest", "--since", "2024-05-01", "--until", "2024-05-02", *EACH[5:]])
    before = entries(home, "id")
    CliRunner().invoke(app, ["digest", "--since", "2024-05-03", "--until", "2024-05-03", *EACH[5:]])
    assert entries(home, "id")[1:] == before
    (home / "out" / "2024-05-01.md").unlink()
    assert CliRunner().invoke(app, EACH).exit_code == 0
    assert entries(home, "id")[1:] == before


def test_a_digest_that_was_deleted_is_no_longer_in_the_feed(home: Path) -> None:
    CliRunner().invoke(app, EACH)
    (home / "out" / "2024-05-01.md").unlink()
    CliRunner().invoke(app, ["digest", "--since", "2024-05-03", "--until", "2024-05-03", *EACH[5:]])
    assert len(entries(home, "id")) == 2


def test_by_the_batch_api_all_is_made_in_two_batches_and_told_of(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with BatchServer(echo) as server:
        use(monkeypatch, server)
        done = CliRunner().invoke(app, [*EACH, "--batch-api", "--jobs", "2"])
        assert done.exit_code == 0
        assert len(server.batches) == 2
        assert "批处理已完成：3/3 条" in done.stderr
        assert len(done.stdout.splitlines()) == 3
        assert CliRunner().invoke(app, [*EACH, "--batch-api"]).stdout == ""
        # What the batches paid for serves a run without them too.
        (home / "out" / "2024-05-02.md").unlink()
        assert CliRunner().invoke(app, EACH).exit_code == 0
        assert len(server.batches) == 2
    assert len(entries(home, "id")) == 3


def test_a_dry_run_for_the_batch_api_reckons_with_its_price(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "prices.toml").write_text(
        "['model-x']\ninput = 20.0\noutput = 80.0\nbatch = 0.5\n", encoding="utf-8"
    )
    monkeypatch.setenv("ASSISTANT_PRICES", str(home / "prices.toml"))
    costs = []
    with BatchServer(echo) as server:
        use(monkeypatch, server)
        for more in ([], ["--batch-api"]):
            done = CliRunner().invoke(app, [*EACH, "--dry-run", *more])
            assert done.exit_code == 0
            costs.append(float(done.stdout.split("最多")[-1].split()[0]))
        assert server.files == {}
    assert costs[1] == pytest.approx(costs[0] / 2, abs=0.02)
    assert not (home / "out").exists()


def test_a_dry_run_counts_only_what_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedEndpoint(echo) as endpoint:
        use(monkeypatch, endpoint)
        CliRunner().invoke(app, ["digest", "--since", "2024-05-01", "--until", "2024-05-02", *EACH[5:]])
        assert CliRunner().invoke(app, [*EACH, "--dry-run"]).stdout.startswith("1 份摘要：2 次调用")


def test_an_endpoint_without_batches_is_told_of_in_a_line(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedEndpoint([refusal(404, "Not Found")]) as endpoint:
        use(monkeypatch, endpoint)
        done = CliRunner().invoke(app, [*EACH, "--batch-api"])
        assert done.exit_code == 1
        assert "没有批处理接口" in str(done.exception)


@pytest.mark.parametrize("model", ["", "model.gguf"])
def test_without_a_model_that_can_there_is_nothing_to_send(
    home: Path, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", model)
    done = CliRunner().invoke(app, [*EACH, "--batch-api"])
    assert done.exit_code == 1
    assert "ASSISTANT_CHAT_MODEL" in str(done.exception)


def test_one_digest_is_no_batch() -> None:
    assert CliRunner().invoke(app, ["digest", *PERIOD, "--batch-api"]).exit_code == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_keeps_the_reply_under_way_and_asks_no_more(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    told = [False]

    def say(asked: Asked) -> Answer:
        if not told[0]:
            told[0] = True
            os.kill(os.getpid(), number)
            return replace(spoken(asked), seconds=0.3)
        return echo(asked)

    before = signal.getsignal(number)
    with ScriptedEndpoint(say) as endpoint:
        use(monkeypatch, endpoint)
        done = CliRunner().invoke(app, EACH)
        assert done.exit_code == 1
        assert "正在停下" in done.stderr
        assert len(endpoint.asked) == 1
        assert len(list((home / "out" / ".digest" / "replies").rglob("*.json"))) == 1
        assert signal.getsignal(number) == before
        assert CliRunner().invoke(app, EACH).exit_code == 0
        asked = [body["messages"][-1]["content"] for body in endpoint.bodies]
        assert len(asked) == len(set(asked)) == 6
