from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import Conversations, turns_of
from assistant.errors import ConversationError
from assistant.records import Answer, Citation, Coverage, Sentence, Spent
from tests.store_home import traces

NOON = datetime(2024, 5, 1, 12, 0, 0)
QUOTE = "每家驿站的改造费用为3.5万元。"


def answer(
    question: str = "改造费用是多少？", *, unfinished: bool = False, asked: str | None = None
) -> Answer:
    return Answer(
        question=question,
        sentences=(Sentence(QUOTE, (1,), "supported"),),
        citations=(
            Citation(1, "a1", None, "驿站", "试验日报", date(2024, 4, 18), "1", QUOTE, 0, len(QUOTE)),
        ),
        refused=False,
        refusal=None,
        nearest=(),
        struck=(Sentence("明年发射卫星。", (1,), "unsupported", "没有"),),
        as_of=date(2024, 4, 20),
        coverage=Coverage(2, date(2024, 4, 18), date(2024, 4, 20), ("试验日报",)),
        model="m",
        prompt_digest="d",
        usage=Spent(10, 5, 1, 0.01),
        unfinished="interrupted" if unfinished else None,
        understood_as=asked,
    )


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    times = (NOON + timedelta(minutes=n) for n in range(99))
    with closing(Conversations(tmp_path / "c.sqlite", clock=lambda: next(times))) as kept:
        yield kept


def test_answers_come_back_as_they_were_broken_off_ones_too(kept: Conversations) -> None:
    number = kept.start("驿站").id
    kept.add(number, answer())
    kept.add(number, answer("后来呢？", unfinished=True, asked="驿站后来怎么样？"))
    assert kept.answers(number) == (answer(), answer("后来呢？", unfinished=True, asked="驿站后来怎么样？"))
    assert [turn.question for turn in turns_of(kept.answers(number))] == [
        "改造费用是多少？",
        "驿站后来怎么样？",
    ]


def test_the_one_spoken_in_last_is_listed_first(kept: Conversations) -> None:
    first, second = kept.start("一").id, kept.start("二").id
    assert [each.id for each in kept.listing()] == [second, first]
    kept.add(first, answer())
    assert [(each.id, each.turns) for each in kept.listing()] == [(first, 1), (second, 0)]


def test_titles_can_be_changed_but_not_to_nothing(kept: Conversations) -> None:
    number = kept.start("长" * 99).id
    assert len(kept.find(number).title) == 60
    kept.rename(number, "  驿站的\n费用 ")
    assert kept.find(number).title == "驿站的 费用"
    with pytest.raises(ConversationError, match="标题"):
        kept.rename(number, " ")


def test_a_deleted_conversation_leaves_nothing_readable(kept: Conversations, tmp_path: Path) -> None:
    number = kept.start("驿站").id
    kept.add(number, answer())
    kept.delete(number)
    assert kept.listing() == ()
    assert traces(tmp_path, "改造费用") == []
    for use in (kept.find, kept.answers, kept.delete):
        with pytest.raises(ConversationError, match=f"编号为 {number}"):
            use(number)
    with pytest.raises(ConversationError):
        kept.add(number, answer())


def test_another_process_reads_on(kept: Conversations, tmp_path: Path) -> None:
    number = kept.start("驿站").id
    kept.add(number, answer())
    with closing(Conversations(tmp_path / "c.sqlite", clock=lambda: NOON)) as other:
        assert other.answers(number) == (answer(),)
        other.add(number, answer("再问？"))
    assert len(kept.answers(number)) == 2
