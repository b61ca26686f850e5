"""`assistant evaluate` over the sample newspaper, with a fake embedder: scores, gates, reports, imports, drafts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from assistant import cli_evaluate
from assistant.ask import Asking
from assistant.cli import run
from assistant.evaluation.records import Stored
from assistant.evaluation.runs import Runs, read_run
from assistant.ingest import ingest
from assistant.readers import Limits
from assistant.settings import Settings
from assistant.wiring_evaluate import Evaluation, build_evaluation
from benchmarks.damages import DAMAGES, GATES, System
from tests.store_home import StoreHome

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "evals" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def values(self) -> dict[str, object]:
        """The one JSON object it printed."""
        (line,) = self.out.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        return found


Evaluate = Callable[..., Done]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """The assistant over the sample newspaper."""
    with closing(StoreHome(tmp_path_factory.mktemp("home"))) as home:
        store = home.open()
        ingest([str(ROOT / "sample" / "pages")], store=store, limits=Limits(), report=lambda _step: None)
        yield Asking(store=store, writer=None)
    SharedSystemClient.clear_system_cache()


@pytest.fixture
def home(asking: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder for runs and drafts."""
    for name in ("ASSISTANT_CHAT_MODEL", "ASSISTANT_JUDGE_MODEL", "ASSISTANT_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(cli_evaluate, "build_asking", lambda *_arguments, **_options: asking)
    monkeypatch.setattr(cli_evaluate, "build_library", lambda _settings: asking.store.library)
    return tmp_path / "home"


@pytest.fixture
def evaluate(home: Path, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    """Runs the command in this process."""

    def command(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            run(["evaluate", *arguments])
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return command


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of every twelfth stored question."""
    path = tmp_path_factory.mktemp("questions") / "some.jsonl"
    rows = QUESTIONS.read_text(encoding="utf-8").splitlines()[::12]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_run_is_kept_and_can_be_compared_with(evaluate: Evaluate, some: Path, tmp_path: Path) -> None:
    kept = tmp_path / "baseline.json"
    done = evaluate(str(some), "--json", "--write-baseline", str(kept))
    assert done.code == 0, done.err
    scores = done.values
    assert float(str(scores["hit@10"])) > 0.5
    for before in (str(kept), "last", str(scores["run"])):
        again = evaluate(str(some), "--json", "--baseline", before, "--fail-on-drop", "fact_recall")
        assert again.code == 0, again.err
        assert again.values["baseline"] is not None
        assert again.values["fact_recall"] == scores["fact_recall"]


def test_a_gate_that_fails_ends_with_1_and_is_in_the_report(
    evaluate: Evaluate, some: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    done = evaluate(str(some), "--fail-under", "fact_recall=1.01", "--report", str(folder), "--worst", "1")
    assert done.code == 1
    assert "✗ 事实召回" in done.out
    assert "应答：" in done.out
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "<svg" in html
    assert "应不低于 1.01" in html
    assert b"<failure" in (folder / "junit.xml").read_bytes()
    assert json.loads((folder / "report.json").read_bytes())["gates"][0]["passed"] is False


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-under", "quality=1"), 1),
        (("--fail-under", "hit@5"), 1),
        (("--fail-on-drop", "hit@5"), 2),
        (("--baseline", "nothing"), 1),
        (("--nonsense",), 2),
    ],
)
def test_options_that_mean_nothing_are_said_in_a_line(
    evaluate: Evaluate, some: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = evaluate(str(some), *arguments)
    assert done.code == code
    assert len(done.err.strip().splitlines()) == 1


def test_help_says_what_the_command_can_do(evaluate: Evaluate) -> None:
    told = evaluate("--help")
    assert told.code == 0
    assert all(word in told.out for word in ("run", "import", "draft"))


def test_a_run_that_was_killed_goes_on(evaluate: Evaluate, home: Path, some: Path) -> None:
    evaluate(str(some))
    folder = home / "evaluations"
    whole = read_run(max(folder.glob("*T*-*.json")))
    for outcome in whole.outcomes[:5]:
        Runs(folder).keep(whole.conditions, outcome)
    done = evaluate(str(some))
    assert done.code == 0
    assert "5 题已经有了" in done.err
    assert list(folder.glob("*.partial.jsonl")) == []


def test_questions_of_another_tool_are_imported_and_asked(evaluate: Evaluate, tmp_path: Path) -> None:
    path = tmp_path / "goldens.json"
    row = {"input": "梁志强的赔款哪天到的账？", "expected_output": "6月14日到的账。"}
    path.write_text(json.dumps([row], ensure_ascii=False), encoding="utf-8")
    done = evaluate("import", str(path))
    assert done.code == 0, done.err
    assert "DeepEval" in done.out
    assert "没有出处" in done.out
    scores = evaluate(str(tmp_path / "goldens.questions.jsonl"), "--json").values
    assert {"fact_recall", "date_accuracy", "char_f1"} <= scores.keys()
    assert "hit@5" not in scores


def test_drafts_are_proposed_and_only_accepted_ones_become_questions(evaluate: Evaluate, home: Path) -> None:
    first = evaluate("draft", "--from-library", "5", "--json").values
    assert int(str(first["proposed"])) >= 3
    path = home / "evaluations" / "drafts.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {row["state"] for row in rows} == {"proposed"}
    refused = evaluate("import", str(path))
    assert refused.code == 1
    assert "没有人采用" in refused.err
    rows[0]["state"] = "accepted"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert evaluate("import", str(path), "--json").values["questions"] == 1
    evaluate("draft", "--from-library", "5")
    again = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert again[: len(rows)] == rows
    assert len({row["id"] for row in again}) == len(again)


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of every third stored question."""
    path = tmp_path_factory.mktemp("questions") / "third.jsonl"
    rows = QUESTIONS.read_text(encoding="utf-8").splitlines()[::3]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def baselines() -> dict[str, Path]:
    """Filled by the first test that needs one."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nothing", *DAMAGES])
def test_damage_done_on_purpose_fails_the_build(
    name: str,
    evaluate: Evaluate,
    third: Path,
    baselines: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not baselines:
        baselines["whole"] = tmp_path_factory.mktemp("baseline") / "baseline.json"
        assert evaluate(str(third), "--write-baseline", str(baselines["whole"])).code == 0

    def damaged(
        settings: Settings, asking: Asking, questions: Sequence[Stored], *, today: date
    ) -> Evaluation:
        whole = build_evaluation(settings, asking, questions, today=today)
        damage = DAMAGES.get(name, System.whole)
        return replace(whole, using=damage(System(asking, today, perf_counter)))

    monkeypatch.setattr(cli_evaluate, "build_evaluation", damaged)
    gates = [word for gate in GATES for word in ("--fail-on-drop", gate)]
    done = evaluate(str(third), "--baseline", str(baselines["whole"]), *gates)
    assert done.code == (0 if name == "nothing" else 1), done.out
