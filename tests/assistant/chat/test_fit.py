"""Prompts are fitted to the context, losing what matters least first."""

from __future__ import annotations

import pytest

from assistant.chat import Message
from assistant.chat.fit import fit, prompt_tokens

SYSTEM = Message("system", "规则")
OLD, OLD_REPLY = Message("user", "旧" * 50), Message("assistant", "答" * 50)
QUESTION = Message("user", "甲" * 60 + "问题")


def test_what_fits_is_left_alone() -> None:
    messages = (SYSTEM, OLD, OLD_REPLY, QUESTION)
    assert fit(messages, budget=prompt_tokens(messages, len), count=len) == messages


def test_the_oldest_turns_go_first() -> None:
    budget = prompt_tokens((SYSTEM, OLD_REPLY, QUESTION), len)
    assert fit((SYSTEM, OLD, OLD_REPLY, QUESTION), budget=budget, count=len) == (SYSTEM, OLD_REPLY, QUESTION)


@pytest.mark.parametrize("budget", [70, 80, 90])
def test_then_the_longest_loses_its_middle(budget: int) -> None:
    system, question = fit((SYSTEM, OLD, QUESTION), budget=budget, count=len)
    assert system == SYSTEM
    assert question.content.startswith("甲甲甲")
    assert question.content.endswith("问题")
    assert prompt_tokens((system, question), len) <= budget


def test_no_room_is_an_error() -> None:
    with pytest.raises(ValueError, match="room"):
        fit((SYSTEM, QUESTION), budget=30, count=len)
