"""`assistant ask` with a scripted model behind HTTP, and `assistant conversation`: real subprocesses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.command import assistant, lines, load_sample
from tests.scripted_endpoint import ScriptedEndpoint, Spoken

QUESTION = "平阳改造一家通宵驿站要花多少钱？"
REPLY = Spoken("每家驿站改造花费3.5万元[1]。", usage=(1000, 50))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    load_sample(folder)
    return folder


def model(endpoint: ScriptedEndpoint, **more: str) -> Mapping[str, str]:
    return {
        "ASSISTANT_CHAT_MODEL": "qwen-plus",
        "OPENAI_BASE_URL": endpoint.url,
        "OPENAI_API_KEY": "k",
        "ASSISTANT_CHAT_RETRIES": "0",
        **more,
    }


def test_tokens_calls_and_cost_are_reported_and_an_unknown_price_is_no_cost(
    home: Path, tmp_path: Path
) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text('["qwen-plus"]\ninput = 2.0\noutput = 8.0\n', encoding="utf-8")
    with ScriptedEndpoint([REPLY]) as endpoint:
        priced = assistant(
            "ask", QUESTION, "--json", home=home, stdin=b"", **model(endpoint, ASSISTANT_PRICES=str(prices))
        )
        free = assistant("ask", QUESTION, "--json", home=home, stdin=b"", **model(endpoint))
    (answer,), (unpriced,) = lines(priced), lines(free)
    usage = dict(answer["usage"])  # type: ignore[call-overload]
    calls = usage["calls"]
    assert (usage["prompt_tokens"], usage["completion_tokens"]) == (1000 * calls, 50 * calls)
    assert usage["cost"] == pytest.approx(calls * (1000 * 2 + 50 * 8) / 1_000_000)
    assert usage["currency"] == "元"
    assert "cost" not in unpriced["usage"]  # type: ignore[operator]


def test_a_batch_stops_at_its_budget_in_one_line_and_keeps_what_is_done(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "b.jsonl"
    batch.write_text("".join(json.dumps({"id": n, "question": QUESTION}) + "\n" for n in range(5)), "utf-8")
    with ScriptedEndpoint([REPLY]) as endpoint:
        done = assistant(
            "ask",
            "--batch",
            str(batch),
            home=home,
            stdin=b"",
            **model(endpoint, ASSISTANT_CHAT_BUDGET="7000"),
        )
    assert done.returncode == 1
    assert 1 <= len(lines(done)) < 5
    (complaint,) = done.stderr.strip().splitlines()
    assert "预算是 7000" in complaint
    assert "Traceback" not in done.stderr


def test_a_conversation_is_begun_continued_listed_exported_and_deleted(home: Path) -> None:
    (first,) = lines(assistant("ask", QUESTION, "--conversation", "new", "--json", home=home))
    number = str(first["conversation"])
    (second,) = lines(assistant("ask", "它从哪天开始试行？", "--conversation", number, "--json", home=home))
    assert second["question"] == "它从哪天开始试行？"
    assert "平阳" in str(second["understood_as"])
    assert "驿站的事" in assistant("conversation", "rename", number, "驿站的事", home=home).stdout
    (listed,) = lines(assistant("conversation", "list", "--json", home=home))
    assert (listed["title"], listed["turns"]) == ("驿站的事", 2)
    assert len(lines(assistant("conversation", "show", number, "--json", home=home))) == 2
    exported = assistant("conversation", "export", number, home=home).stdout
    assert exported.startswith("# 驿站的事\n")
    assert "出处：" in exported
    assert assistant("conversation", "delete", number, home=home).returncode == 0
    gone = assistant("conversation", "show", number, home=home)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert len(gone.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("value", ["-1", "abc"])
def test_a_conversation_must_be_a_number_or_new(home: Path, value: str) -> None:
    done = assistant("ask", QUESTION, f"--conversation={value}", home=home)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
