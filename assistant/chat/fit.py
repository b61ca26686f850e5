"""Makes a conversation fit a model's context. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.chat import Message

# What a chat template puts around a message, and at the end, in tokens; the largest seen is 7.
MESSAGE_OVERHEAD = 8
OMITTED = "\n……（中间部分过长，已略去）……\n"
# Instructions and questions stand at the two ends of a prompt, the best sources near its beginning.
HEAD_SHARE = 0.7

CountTokens = Callable[[str], int]


def prompt_tokens(messages: Sequence[Message], count: CountTokens) -> int:
    """Tokens of the whole prompt, template included, as `count` counts them."""
    return sum(count(message.content) + MESSAGE_OVERHEAD for message in messages) + MESSAGE_OVERHEAD


def fit(messages: Sequence[Message], *, budget: int, count: CountTokens) -> tuple[Message, ...]:
    """The messages in at most `budget` tokens.

    The oldest turns go first; system messages and the last message stay. If these alone are too long, the
    longest loses its middle. Raises ValueError when even so nothing useful is left.
    """
    kept = list(messages)
    while prompt_tokens(kept, count) > budget:
        old = next((i for i, message in enumerate(kept[:-1]) if message.role != "system"), None)
        if old is None:
            break
        del kept[old]
    while (excess := prompt_tokens(kept, count) - budget) > 0:
        longest = max(range(len(kept)), key=lambda i: count(kept[i].content))
        content = kept[longest].content
        shorter = _without_middle(content, count(content) - excess, count)
        kept[longest] = replace(kept[longest], content=shorter)
    return tuple(kept)


def _without_middle(text: str, budget: int, count: CountTokens) -> str:
    room = budget - count(OMITTED)
    if room < 1:
        raise ValueError("no room for the prompt")
    chars = len(text) * room // max(count(text), 1)
    while chars > 0:
        head = int(chars * HEAD_SHARE)
        shorter = text[:head].rstrip() + OMITTED + text[len(text) - (chars - head) :].lstrip()
        if count(shorter) <= budget:
            return shorter
        chars = chars * 9 // 10
    raise ValueError("no room for the prompt")
