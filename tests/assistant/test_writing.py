from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.chat import ChatModel, Reply, Usage
from assistant.chat.metered import MeteredChat, Price
from assistant.chat.openai_chat import OpenAIChat
from assistant.chat.scripted import ScriptedChat
from assistant.citations import cite
from assistant.errors import ChatError, ChatUnavailable
from assistant.prompts import load_prompt
from assistant.records import Citation, Sentence, Withdrawn
from assistant.writing import Draft, Writer, write
from tests.scripted_endpoint import ScriptedEndpoint, Spoken
from tests.store_home import make_article

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
PROMPT, AGAIN, FOLLOWUP = (load_prompt(name, PROMPTS) for name in ("ask", "ask-again", "followup"))
STATION = "平阳市工会驿站从4月1日起试行通宵开放，首批12家。每家驿站的改造费用为3.5万元，由市总工会承担。"
HEADLINE = "夜归人有了歇脚处"
GOOD = "每家驿站的改造费用为3.5万元[1]。"
WRONG = "每家驿站的改造费用为8.8万元[1]。"


def sources() -> tuple[Citation, ...]:
    return (cite(make_article(STATION, headline=HEADLINE), number=1, start=0, end=len(STATION)),)


def events(
    chat: ChatModel, price: Price | None = None, *, others: Collection[int] = ()
) -> tuple[list[Sentence | Withdrawn], Draft]:
    writer = Writer(chat, PROMPT, AGAIN, FOLLOWUP, 300, price)
    question, today = "改造费用是多少？首批几家？", date(2024, 9, 12)
    *shown, draft = write(question, sources(), writer=writer, today=today, others=others)
    assert isinstance(draft, Draft)
    return [event for event in shown if not isinstance(event, Draft)], draft


def test_what_fails_is_asked_once_more_with_the_reason_and_replaced() -> None:
    chat = ScriptedChat([f"首批驿站12家[1]。{WRONG}", GOOD])
    shown, draft = events(chat)
    assert [each.text for each in draft.shown] == ["首批驿站12家。", "每家驿站的改造费用为3.5万元。"]
    assert tuple(shown) == draft.shown
    assert draft.struck == ()
    first, second = chat.asked
    assert second[: len(first)] == first  # the conversation goes on: what is known need not be read again
    assert "8.8万元" in second[-1].content
    assert "3.5万元" in second[-1].content  # the reason names what the source has


def test_what_fails_again_is_struck_with_its_reason_and_nobody_is_asked_a_third_time() -> None:
    chat = ScriptedChat([f"首批驿站12家[1]。{WRONG}", "每家驿站的改造费用为9.9万元[1]。", "不该问到。"])
    _, draft = events(chat)
    assert len(chat.asked) == 2
    assert ["8.8" in each.text or "9.9" in each.text for each in draft.struck] == [True, True]
    assert all(each.reason for each in draft.struck)
    assert [each.text for each in draft.shown] == ["首批驿站12家。"]


@pytest.mark.parametrize("reply", [f"{GOOD}首批12家[1]。", f"{GOOD}希望对您有帮助。"])
def test_where_nothing_of_substance_failed_nobody_is_asked_again(reply: str) -> None:
    chat = ScriptedChat([reply, "不该问到。"])
    events(chat)
    assert len(chat.asked) == 1


def test_headlines_that_a_model_lists_are_no_sentences() -> None:
    chat = ScriptedChat([f"《{HEADLINE}》[1]\n{GOOD}{HEADLINE}[1]", "不该问到。"])
    shown, draft = events(chat)
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]
    assert tuple(shown) == draft.shown
    assert draft.struck == ()
    assert len(chat.asked) == 1


def test_a_model_that_says_the_question_again_is_heard_for_its_answers_alone() -> None:
    chat = ScriptedChat(
        [f"问题1：改造费用是多少？[1]\n答案：{GOOD}\n首批几家？[1]\n首批驿站12家[1]。", "不该问到。"]
    )
    shown, draft = events(chat)
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。", "首批驿站12家。"]
    assert tuple(shown) == draft.shown
    assert draft.struck == ()


@pytest.mark.parametrize("blank", ["（无）", "无。", "暂无"])
def test_a_word_that_stands_where_an_answer_was_left_out_is_no_sentence(blank: str) -> None:
    shown, draft = events(ScriptedChat([f"{GOOD}\n{blank}", "不该问到。"]))
    assert tuple(shown) == draft.shown
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]


def test_what_only_reports_on_other_matters_say_is_struck_and_not_asked_again() -> None:
    chat = ScriptedChat([GOOD, "不该问到。"])
    _, draft = events(chat, others=[1])
    assert draft.shown == ()
    assert [each.reason for each in draft.struck] == ["所引的报道讲的是别的事"]
    assert len(chat.asked) == 1


def test_what_a_model_recites_of_its_prompt_is_struck() -> None:
    label = f"《试验日报》 2024年5月1日 第1版 标题：{HEADLINE}"
    _, draft = events(ScriptedChat([f"今天是 2024-09-12。[1]\n{label}[1]\n{GOOD}", ""]))
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]
    assert [each.text for each in draft.struck] == ["今天是 2024-09-12。", label]
    assert all(each.reason for each in draft.struck)
    assert draft.struck[1].reason == "照搬了提问时给模型的话"


def test_the_second_reply_repeats_nothing_and_says_no_absence() -> None:
    chat = ScriptedChat([f"首批驿站12家[1]。{WRONG}", "首批驿站12家[1]。报上没有提到改造费用。"])
    _, draft = events(chat)
    assert [each.text for each in draft.shown] == ["首批驿站12家。"]
    assert [each.text for each in draft.struck] == ["每家驿站的改造费用为8.8万元。"]


def test_a_second_call_that_fails_leaves_the_answer_as_it_stood() -> None:
    _, draft = events(ScriptedChat([f"首批驿站12家[1]。{WRONG}", ChatUnavailable("没有连接")]))
    assert [each.text for each in draft.shown] == ["首批驿站12家。"]
    assert [each.text for each in draft.struck] == ["每家驿站的改造费用为8.8万元。"]


def test_a_connection_that_breaks_keeps_what_was_judged_and_says_so() -> None:
    with ScriptedEndpoint([Spoken(f"{GOOD}首批驿站12家[1]。由市总", breaks_after=9)]) as endpoint:
        chat = OpenAIChat(endpoint.url, "k", "m", retries=0)
        _, draft = events(chat)
        chat.close()
    assert draft.unfinished == "interrupted"
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]
    assert draft.struck == ()  # half a sentence is nobody's claim
    assert draft.spent.calls == 1


class BreaksOff:
    """A model that raises between pieces."""

    name = "breaks"

    def reply(self, *_: object, **__: object) -> Reply:
        raise ChatUnavailable("断开")

    def stream(self, *_: object, **__: object) -> Iterator[str | Reply]:
        yield f"{GOOD}首批驿"
        raise ChatUnavailable("断开")


def test_an_error_between_pieces_is_an_interruption_and_its_tokens_are_counted() -> None:
    _, draft = events(BreaksOff())
    assert draft.unfinished == "interrupted"
    assert len(draft.shown) == 1
    assert draft.spent.prompt_tokens > 100
    assert draft.spent.completion_tokens > 5


def test_an_error_before_the_first_word_is_raised() -> None:
    with pytest.raises(ChatError):
        events(ScriptedChat([ChatUnavailable("没有连接")]))


def test_a_reply_cut_at_its_longest_is_marked() -> None:
    reply = Reply(f"{GOOD}首批驿站十", "length", "m", Usage(9, 9, 1, estimated=False))
    _, draft = events(ScriptedChat([reply]))
    assert draft.unfinished == "length"
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]


class ThinksAloud:
    """A model whose thoughts pass as text until its Reply puts that right."""

    name = "thinks"

    def reply(self, *_: object, **__: object) -> Reply:
        raise ChatUnavailable("不用")

    def stream(self, *_: object, **__: object) -> Iterator[str | Reply]:
        yield "首批驿站12家[1]。"
        yield GOOD
        yield Reply(GOOD, "stop", "thinks", Usage(1, 1, 1, estimated=False))


def test_what_was_shown_and_is_not_in_the_reply_is_withdrawn_by_name() -> None:
    shown, draft = events(ThinksAloud())
    (withdrawn,) = [event for event in shown if isinstance(event, Withdrawn)]
    assert withdrawn.sentence.text == "首批驿站12家。"
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]
    assert withdrawn.reason in (draft.struck[0].reason or "")


def test_cost_is_counted_over_both_calls_and_unknown_without_a_price() -> None:
    script = [
        Reply(WRONG, "stop", "m", Usage(1000, 100, 1, estimated=False)),
        Reply(GOOD, "stop", "m", Usage(2000, 50, 1, estimated=False)),
    ]
    _, draft = events(MeteredChat(ScriptedChat(script)), Price(2.0, 8.0))
    assert (draft.spent.prompt_tokens, draft.spent.completion_tokens, draft.spent.calls) == (3000, 150, 2)
    assert draft.spent.cost == pytest.approx((3000 * 2 + 150 * 8) / 1_000_000)
    assert events(ScriptedChat([GOOD]))[1].spent.cost is None


ADDED = "每家驿站的改造费用为3.5万元，受到出租车司机一致好评[1]。"


def test_what_is_supported_in_part_is_asked_again_and_gives_way_to_what_is_supported() -> None:
    better = "每家驿站的改造费用为3.5万元，由市总工会承担。"
    chat = ScriptedChat([f"{ADDED}首批驿站12家[1]。", f"{better[:-1]}[1]。"])
    shown, draft = events(chat)
    assert "出租车司机" in chat.asked[1][-1].content
    assert [each.text for each in draft.shown] == [better, "首批驿站12家。"]  # where the doubtful one stood
    assert [event.sentence.text for event in shown if isinstance(event, Withdrawn)] == [ADDED[:-4] + "。"]
    assert draft.struck == ()


@pytest.mark.parametrize("second", ["无", ADDED.replace("好评", "称赞"), ChatUnavailable("没有连接")])
def test_what_stays_supported_in_part_is_cut_down_to_the_clause_that_is(second: str | ChatError) -> None:
    shown, draft = events(ScriptedChat([ADDED, second]))
    assert [each.text for each in draft.shown] == ["每家驿站的改造费用为3.5万元。"]
    assert draft.shown[0].verdict == "supported"
    assert "出租车司机" in (draft.struck[0].reason or "")
    assert any(isinstance(event, Withdrawn) and "出租车司机" in event.sentence.text for event in shown)


def test_where_nothing_that_is_left_can_stand_the_sentence_stays_with_its_reason() -> None:
    sentence = "每家驿站的改造费用为3.5万元并且受到出租车司机一致好评。"
    _, draft = events(ScriptedChat([f"{sentence[:-1]}[1]。", "无"]))
    (shown,) = draft.shown
    assert shown.verdict == "partly"
    assert "出租车司机" in shown.marked
    assert "核对不上" in shown.marked
