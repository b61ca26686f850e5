from __future__ import annotations

from datetime import date

from assistant.ask import Asking, ask
from assistant.first_questions import first_questions
from tests.digest_rig import sample_articles
from vectorstore.records import Filter
from vectorstore.store import VectorStore


def test_questions_to_begin_with_are_of_the_newest_issue_and_are_answered(store: VectorStore) -> None:
    store.add(sample_articles())
    questions = first_questions(store)
    assert 2 <= len(questions) <= 4
    assert len(set(questions)) == len(questions)
    for question in questions:
        answer = ask(question, using=Asking(store, None), admit=Filter(), today=date(2024, 12, 5))
        assert not answer.refused, question
        assert any(citation.issued == date(2024, 12, 5) for citation in answer.citations), question


def test_an_empty_library_suggests_nothing(store: VectorStore) -> None:
    assert first_questions(store) == ()
