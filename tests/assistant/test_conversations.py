from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import Conversations, Feedback, turns_of
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


def test_an_answer_grows_in_its_place(kept: Conversations) -> None:
    number = kept.start("驿站").id
    assert kept.add(number, answer(unfinished=True)) == 1
    assert kept.add(number, answer("后来呢？")) == 2
    kept.put(number, 1, answer())
    assert kept.answers(number) == (answer(), answer("后来呢？"))
    kept.delete(number)
    with pytest.raises(ConversationError, match="已经删除"):
        kept.put(number, 1, answer())


def test_what_readers_think_is_kept_with_the_answer_and_goes_with_it(
    kept: Conversations, tmp_path: Path
) -> None:
    number = kept.start("驿站").id
    kept.add(number, answer())
    kept.judge(number, 1, Feedback(good=True, reason=""))
    kept.judge(number, 1, Feedback(good=False, reason="出处太旧了吧"))
    assert kept.feedback(number) == {1: Feedback(good=False, reason="出处太旧了吧")}
    kept.judge(number, 1, None)
    assert kept.feedback(number) == {}
    kept.judge(number, 1, Feedback(good=False, reason="出处太旧了吧"))
    kept.delete(number)
    assert traces(tmp_path, "出处太旧了吧") == []


def test_a_shared_conversation_is_read_by_whoever_has_the_token(kept: Conversations) -> None:
    number = kept.of("甲").start("驿站").id
    kept.of("甲").add(number, answer())
    assert kept.of("甲").token(number) is None
    assert kept.of("甲").share(number, "t1") == "t1"
    assert kept.of("甲").share(number, "t2") == "t1"  # the link given away first still opens
    assert kept.of("乙").shared("t1") == ("驿站", (answer(),))
    for doing in (
        lambda: kept.of("乙").answers(number),
        lambda: kept.of("乙").share(number, "t3"),
        lambda: kept.of("乙").feedback(number),
        lambda: kept.of("乙").judge(number, 1, None),
        lambda: kept.of("乙").unshare(number),
    ):
        with pytest.raises(ConversationError):
            doing()
    kept.of("甲").unshare(number)
    with pytest.raises(ConversationError, match="打不开"):
        kept.of("乙").shared("t1")


def test_files_from_before_there_was_feedback_get_room_for_it(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, "
            "created TEXT NOT NULL, updated TEXT NOT NULL);"
            "CREATE TABLE turns (conversation INTEGER NOT NULL, number INTEGER NOT NULL, answer BLOB NOT NULL, "
            "PRIMARY KEY (conversation, number));"
            "INSERT INTO conversations VALUES (1, '旧的', '2024-05-01T12:00:00', '2024-05-01T12:00:00');"
        )
    with closing(Conversations(path, clock=lambda: NOON)) as kept:
        kept.add(1, answer())
        kept.judge(1, 1, Feedback(good=True, reason=""))
        assert kept.feedback(1) == {1: Feedback(good=True, reason="")}


def test_what_belongs_to_one_owner_is_not_there_for_another(kept: Conversations) -> None:
    mine, theirs = kept.of("王芳"), kept.of("李强")
    number = mine.start("驿站").id
    mine.add(number, answer())
    assert [each.id for each in mine.listing()] == [number]
    assert theirs.listing() == kept.listing() == ()
    tries: list[Callable[[], object]] = [
        lambda: theirs.find(number),
        lambda: theirs.answers(number),
        lambda: theirs.add(number, answer()),
        lambda: theirs.rename(number, "别的"),
        lambda: theirs.delete(number),
        lambda: theirs.feedback(number),
        lambda: theirs.share(number, "token"),
        lambda: kept.answers(number),
    ]
    for attempt in tries:
        with pytest.raises(ConversationError, match=f"没有编号为 {number} 的对话"):
            attempt()
    assert mine.answers(number) == (answer(),)


def test_conversations_from_before_there_were_owners_are_those_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    with closing(Conversations(path, clock=lambda: NOON)) as kept:
        number = kept.start("驿站").id
        kept.add(number, answer())
        with kept._db.write() as db:
            db.execute("ALTER TABLE conversations DROP COLUMN owner")
    with closing(Conversations(path, clock=lambda: NOON)) as kept:
        assert kept.answers(number) == (answer(),)
        assert kept.of("王芳").listing() == ()
