"""The stored questions about the sample newspaper, asked of the assistant and of systems that game the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest

from assistant.ask import Asking
from assistant.citations import cite
from assistant.errors import BudgetExceeded
from assistant.evaluate import Evaluating, evaluate, evaluating
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.questions import load_questions
from assistant.evaluation.records import Conditions, Run, Stored
from assistant.evaluation.results import Result, summed_up
from assistant.evaluation.runs import Runs
from assistant.ingest import ingest
from assistant.readers import Limits
from assistant.records import Answer, Sentence
from assistant.refuse import refuse
from tests.store_home import StoreHome
from vectorstore.records import Hit

ROOT = Path(__file__).resolve().parents[2]
CONDITIONS = Conditions("qd", "cd", 36, "2024-12-05", (), (), ())
ANSWERS = {
    "fact_recall",
    "number_accuracy",
    "date_accuracy",
    "char_f1",
    "conflict_handling",
    "correction_handling",
    "citation_precision",
    "citation_recall",
    "faithfulness",
    "refusal_f1",
}


@pytest.fixture(scope="module")
def questions() -> tuple[Stored, ...]:
    """Every third stored question, so that each kind is among them."""
    return load_questions([ROOT / "evals" / "questions.jsonl"])[::3]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluating]:
    """The assistant over the sample newspaper; its embedder is a fake, so it finds less than it would."""
    with closing(StoreHome(tmp_path_factory.mktemp("home"))) as home:
        store = home.open()
        ingest([str(ROOT / "sample" / "pages")], store=store, limits=Limits(), report=lambda _step: None)
        ticks = count()
        yield evaluating(
            Asking(store=store, writer=None), today=date(2024, 12, 5), clock=lambda: next(ticks) / 10
        )


def run(questions: Sequence[Stored], using: Evaluating, folder: Path) -> Run:
    return evaluate(
        questions,
        using=using,
        runs=Runs(folder),
        conditions=CONDITIONS,
        now=lambda: datetime(2024, 12, 5),
        report=lambda _done, _total: None,
    )


@pytest.fixture(scope="module")
def baseline(
    questions: tuple[Stored, ...], sound: Evaluating, tmp_path_factory: pytest.TempPathFactory
) -> Result:
    """What the assistant scores."""
    return summed_up(run(questions, sound, tmp_path_factory.mktemp("runs")))


def silent(sound: Evaluating) -> Callable[[str], Answer]:
    """A system that never says anything."""

    def answer(question: str) -> Answer:
        return refuse(replace(sound.answer(question), sentences=(), citations=()), (), missing=())

    return answer


def copying(sound: Evaluating) -> Callable[[str], Answer]:
    """A system that shows every article it finds, whole, each citing itself."""

    def answer(question: str) -> Answer:
        hits: Sequence[Hit] = sound.search(question)
        articles = [hit.article for hit in hits]
        citations = tuple(
            cite(each, number=n, start=0, end=len(each.text)) for n, each in enumerate(articles, 1)
        )
        told = tuple(Sentence(each.quote, (each.number,), "supported") for each in citations)
        return replace(
            sound.answer(question),
            sentences=told,
            citations=citations,
            refused=False,
            refusal=None,
            remarks=(),
        )

    return answer


def test_time_is_that_of_answers(baseline: Result) -> None:
    assert baseline.value("latency_p50") == pytest.approx(0.1)


@pytest.mark.parametrize(("system", "most"), [(silent, 0.3), (copying, 0.25)])
def test_neither_silence_nor_copying_pays(
    system: Callable[[Evaluating], Callable[[str], Answer]],
    most: float,
    questions: tuple[Stored, ...],
    sound: Evaluating,
    baseline: Result,
    tmp_path: Path,
) -> None:
    result = summed_up(run(questions, replace(sound, answer=system(sound)), tmp_path))
    scores = {metric.name: result.value(metric.name) for metric in METRICS}
    assert scores.keys() >= ANSWERS
    for name in ANSWERS:
        value, ours = scores[name], baseline.value(name)
        assert value is not None
        assert ours is not None
        assert value <= most, name
        assert value < ours, name


def test_a_run_broken_off_goes_on_where_it_was(
    questions: tuple[Stored, ...], sound: Evaluating, tmp_path: Path
) -> None:
    asked: list[str] = []

    def answer(question: str) -> Answer:
        if len(asked) == 5:
            raise BudgetExceeded("预算用完")
        asked.append(question)
        return sound.answer(question)

    with pytest.raises(BudgetExceeded):
        run(questions[:8], replace(sound, answer=answer), tmp_path)
    assert len(Runs(tmp_path).begun(CONDITIONS)) == 5
    asked.clear()
    whole = run(questions[:8], replace(sound, answer=answer), tmp_path)
    assert asked == [each.question for each in questions[5:8]]
    assert [each.stored for each in whole.outcomes] == list(questions[:8])


def test_what_is_searched_for_retrieval_is_what_answers_are_made_from(sound: Evaluating) -> None:
    hits = sound.search("6月20日的报纸有哪些报道")
    assert {hit.article.issued for hit in hits} == {date(2024, 6, 20)}


def test_every_question_is_reported(questions: tuple[Stored, ...], sound: Evaluating, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    evaluate(
        questions[:3],
        using=sound,
        runs=Runs(tmp_path),
        conditions=CONDITIONS,
        now=lambda: datetime(2024, 12, 5),
        report=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
