"""What an evaluation is built from, and what its conditions tell of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.ask import Asking
from assistant.evaluate import asked
from assistant.evaluation.records import Conditions
from assistant.settings import Settings
from assistant.wiring_evaluate import (
    build_drafting,
    build_evaluation,
    build_judge,
    build_measured,
    spread,
)
from tests.chat_rig import KEY
from tests.evaluation_rig import stored
from tests.scripted_endpoint import ScriptedEndpoint, Spoken
from tests.store_home import make_article
from vectorstore.store import VectorStore

TODAY = date(2024, 5, 1)
QUESTIONS = [stored()]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "home", cache=tmp_path / "cache", chat_model="", judge_model="", base_url=""
    )


@pytest.fixture
def asking(store: VectorStore) -> Asking:
    with store.writing():
        store.add([make_article("每家驿站改造花费约3.5万元，添置了微波炉。", headline="驿站改造")])
    return Asking(store=store, writer=None)


def conditions(settings: Settings, asking: Asking) -> Conditions:
    return build_evaluation(settings, asking, QUESTIONS, today=TODAY).conditions


def test_conditions_tell_everything_that_decides_a_run(settings: Settings, asking: Asking) -> None:
    first = conditions(settings, asking)
    assert first == conditions(settings, asking)
    assert first.articles == 1
    assert "numpy" in dict(first.packages)
    changed: list[Callable[[], Conditions]] = [
        lambda: conditions(settings.model_copy(update={"embedder": "onnx:/x"}), asking),
        lambda: conditions(settings, replace(asking, depth=3)),
        lambda: build_evaluation(settings, asking, [stored("other")], today=TODAY).conditions,
        lambda: build_evaluation(settings, asking, QUESTIONS, today=date(2024, 5, 2)).conditions,
    ]
    assert all(change() != first for change in changed)
    with asking.store.writing():
        asking.store.add([make_article("又一篇报道。", headline="又一篇")])
    assert conditions(settings, asking).corpus != first.corpus


def test_what_is_measured_answers_as_readers_are_answered_with_that_embedder(
    settings: Settings, store: VectorStore
) -> None:
    assert build_measured(settings.model_copy(update={"embedder": "e5-small"}), store).fitted
    assert not build_measured(settings.model_copy(update={"embedder": "onnx:/x"}), store).fitted


def test_a_judge_is_asked_once_for_the_same_sentence(settings: Settings, asking: Asking) -> None:
    assert build_judge(settings) is None
    with ScriptedEndpoint([Spoken('{"verdict": "partly"}')]) as endpoint:
        judging = settings.model_copy(
            update={"judge_model": "judge", "base_url": endpoint.url, "api_key": SecretStr(KEY)}
        )
        evaluation = build_evaluation(judging, asking, QUESTIONS, today=TODAY)
        assert [name for name, _ in evaluation.conditions.prompts] == ["judge"]
        outcome = asked(stored(question="驿站改造一家花费多少元？"), evaluation.using)
        assert outcome.sentences
        assert {each.model for each in outcome.sentences} == {"partly"}
        times = len(endpoint.asked)
        again = asked(stored(question="驿站改造一家花费多少元？"), evaluation.using)
        assert again.sentences == outcome.sentences
        assert len(endpoint.asked) == times


def test_questions_are_drafted_by_a_model_only_where_there_is_one(settings: Settings) -> None:
    assert build_drafting(settings) is None


def test_articles_are_taken_from_all_over_and_always_the_same() -> None:
    ids = [f"{n:04d}" for n in range(100)]
    assert spread(ids, 5) == spread(list(reversed(ids)), 5)
    assert spread(ids, 5) != ids[:5]
    assert len(spread(ids[:3], 5)) == 3
