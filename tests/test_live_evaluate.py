"""A real chat model that is no longer told to name its sources fails the evaluation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import cli_evaluate
from assistant.ask import Asking
from assistant.cli import run
from assistant.settings import Settings
from assistant.wiring import build_asking
from benchmarks.damages import without_citation_rule
from tests.command import load_sample
from tests.local_model import local_endpoint  # noqa: F401  # the fixture `endpoint`

pytestmark = [
    pytest.mark.live,
    pytest.mark.slow,
    pytest.mark.timeout(1500),
]  # two cores write a few words a second

QUESTIONS = Path(__file__).resolve().parents[1] / "evals" / "questions.jsonl"
ASKED = 6


def test_without_the_prompts_citation_rule_the_build_fails(
    endpoint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "home"
    load_sample(home)
    for name, value in {
        "ASSISTANT_HOME": str(home),
        "ASSISTANT_CHAT_MODEL": "local",
        "OPENAI_BASE_URL": endpoint,
        "OPENAI_API_KEY": "any",
        "ASSISTANT_CHAT_TIMEOUT": "300",
        "ASSISTANT_CHAT_MAX_TOKENS": "90",
    }.items():
        monkeypatch.setenv(name, value)
    some = tmp_path / "some.jsonl"
    rows = QUESTIONS.read_text(encoding="utf-8").splitlines()[
        27 : 27 + ASKED
    ]  # one figure each: short replies
    some.write_text("\n".join(rows) + "\n", encoding="utf-8")
    kept = tmp_path / "baseline.json"
    assert ended("evaluate", str(some), "--write-baseline", str(kept)) == 0
    gate = ("--baseline", str(kept), "--fail-on-drop", "self_citation")

    def untold(settings: Settings, **options: object) -> Asking:
        asking = build_asking(settings, report=lambda _label, _share: None)
        assert asking.writer is not None
        return replace(asking, writer=without_citation_rule(asking.writer))

    monkeypatch.setattr(cli_evaluate, "build_asking", untold)
    assert ended("evaluate", str(some), *gate) == 1


def ended(*arguments: str) -> int:
    """The exit code of the command, run in this process."""
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    return int(ended.value.code or 0)
