"""Have a chat model read the sources: do they state the answer? Asked where the evidence leaves it open.

A small model says 是 to nearly anything; how much likelier it finds 是 than 否 tells answers from near misses well
(Kadavath et al. 2022, Language Models (Mostly) Know What They Know).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.citations import lay_out, number_sources
from assistant.prompts import Prompt
from vectorstore.records import Hit

_YES = ("是",)
_NO = ("否", "不")
_TOKENS = 2
_READ = 2  # passages, each by itself: beside others a small model is less sure of the one that answers
_LEAST = 1e-4  # a probability below counts as this: endpoints tell only the likeliest few


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a model made of the sources."""

    odds: float | None  # natural log odds that one of them states the answer; None: the endpoint tells none
    used: tuple[Usage, ...]  # of each call


def confirm(
    question: str, hits: Sequence[Hit], *, chat: ChatModel, prompt: Prompt, enough: float = math.inf
) -> Confirmed:
    """How likely the model thinks it that the better of the best hits states the answer; from `enough` on the others
    are not read. Raises ChatError."""
    told: list[float] = []
    used: list[Usage] = []
    for hit in hits[:_READ]:
        system, user = prompt.fill({"sources": lay_out(number_sources([hit])), "question": question})
        messages = (Message("system", system), Message("user", user))
        reply = chat.reply(messages, max_tokens=_TOKENS, logprobs=True)
        used.append(reply.usage)
        odds = read_odds(reply)
        if odds is None:
            break
        told.append(odds)
        if odds >= enough:
            break
    return Confirmed(max(told, default=None), tuple(used))


def read_odds(reply: Reply) -> float | None:
    """Log odds of 是 over 否 as the first word; None where neither is among what the endpoint tells of it."""
    likely = [(token.strip(), math.exp(logprob)) for token, logprob in reply.opening]
    yes = sum(share for token, share in likely if token.startswith(_YES))
    no = sum(share for token, share in likely if token.startswith(_NO))
    if not yes and not no:
        return None
    return math.log(max(yes, _LEAST) / max(no, _LEAST))
