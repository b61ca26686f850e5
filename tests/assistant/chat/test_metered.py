"""The account of a run: tokens, costs, and a budget that is kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.chat import Message, Reply, Usage
from assistant.chat.metered import MeteredChat, Price
from assistant.chat.scripted import ScriptedChat
from assistant.errors import BudgetExceeded, ChatError, ChatUnavailable

QUESTION = (Message("user", "有多少骑手？"),)
PRICE = Price(prompt=2.0, completion=8.0)


def _reply(prompt: int, completion: int) -> Reply:
    return Reply("三千名。", "stop", "m-2024", Usage(prompt, completion, 1, estimated=False))


def test_every_call_is_booked_with_its_cost() -> None:
    chat = MeteredChat(ScriptedChat([_reply(1000, 500), _reply(2000, 0)]), price=PRICE)
    chat.reply(QUESTION, max_tokens=9)
    list(chat.stream(QUESTION, max_tokens=9))
    assert [(call.model, call.usage.prompt_tokens, call.cost) for call in chat.calls] == [
        ("m-2024", 1000, 0.006),
        ("m-2024", 2000, 0.004),
    ]
    assert chat.spent.usage == Usage(3000, 500, 2, estimated=False)
    assert chat.spent.cost == pytest.approx(0.01)


def test_without_prices_only_tokens_are_counted() -> None:
    chat = MeteredChat(ScriptedChat([_reply(10, 5)]))
    chat.reply(QUESTION, max_tokens=9)
    assert (chat.spent.usage.prompt_tokens, chat.spent.cost) == (10, None)


def test_a_call_that_might_cross_the_budget_is_not_made() -> None:
    model = ScriptedChat([_reply(60, 20), _reply(60, 20)])
    chat = MeteredChat(model, budget_tokens=150)
    chat.reply(QUESTION, max_tokens=40)
    with pytest.raises(BudgetExceeded, match="预算是 150，已用 80"):
        chat.reply(QUESTION, max_tokens=60)
    with pytest.raises(BudgetExceeded):
        list(chat.stream(QUESTION, max_tokens=60))
    assert len(model.asked) == 1
    chat.reply(QUESTION, max_tokens=30)


def test_calls_side_by_side_keep_the_budget() -> None:
    def slow(_: Sequence[Message]) -> Reply:
        time.sleep(0.01)
        return _reply(20, 100)

    chat = MeteredChat(ScriptedChat(slow), budget_tokens=600)

    def ask(_: int) -> bool:
        try:
            chat.reply(QUESTION, max_tokens=100)
        except BudgetExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        made = sum(pool.map(ask, range(24)))
    assert 1 <= made <= 5
    assert chat.spent.usage.completion_tokens == 100 * made


def test_a_failed_call_gives_its_reservation_back() -> None:
    chat = MeteredChat(ScriptedChat([ChatUnavailable("连不上"), _reply(10, 10)]), budget_tokens=150)
    with pytest.raises(ChatError):
        chat.reply(QUESTION, max_tokens=100)
    assert chat.reply(QUESTION, max_tokens=100).text == "三千名。"


def test_a_stream_left_early_is_booked_by_our_own_count() -> None:
    chat = MeteredChat(ScriptedChat(["三千名骑手参加了培训。"]), price=PRICE)
    stream = chat.stream(QUESTION, max_tokens=40)
    next(iter(stream))
    del stream
    (call,) = chat.calls
    assert call.usage.estimated
    assert 0 < call.usage.completion_tokens < 10
    assert call.usage.prompt_tokens > 0
