"""A chat model as a second judge of sentences, beside the gate: how often the two agree is a metric.

Asking a model whether a sentence follows from its sources: Zheng et al., Judging LLM-as-a-Judge (NeurIPS 2023).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from assistant.chat import ChatModel, Message
from assistant.chat.json_reply import read_json
from assistant.citations import lay_out
from assistant.errors import Awaited, ChatError, ChatRefused, ChatUnavailable, NotAsked
from assistant.evaluation.records import Outcome
from assistant.prompts import Prompt
from assistant.records import Answer, Citation, Verdict

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"verdict": {"type": "string", "enum": list(_VERDICTS)}},
        "required": ["verdict"],
        "additionalProperties": False,
    }
)
_MAX_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Judge:
    """A chat model that judges."""

    chat: ChatModel
    prompt: Prompt


def judged_by_model(outcome: Outcome, answer: Answer, judge: Judge) -> Outcome:
    """The outcome with the model's verdict on each sentence that claims something and cites.

    Raises ChatError for what ends a run; a reply that is no verdict leaves the sentence without one.
    """
    by_number = {citation.number: citation for citation in answer.citations}
    sentences = tuple(
        replace(
            each, model=_verdict(each.text, [by_number[n] for n in each.citations if n in by_number], judge)
        )
        if each.claims and each.citations
        else each
        for each in outcome.sentences
    )
    return replace(outcome, sentences=sentences)


def read_verdict(reply: str) -> Verdict | None:
    """The verdict in a model's reply; None: it has none that can be relied on. Pure."""
    try:
        word = json.loads(read_json(reply, SCHEMA))["verdict"]
    except ValueError:
        return None
    return next((verdict for verdict in _VERDICTS if verdict == word), None)


def _verdict(sentence: str, citations: Sequence[Citation], judge: Judge) -> Verdict | None:
    system, user = judge.prompt.fill({"sources": lay_out(citations), "sentence": sentence})
    messages = (Message("system", system), Message("user", user))
    try:
        return read_verdict(judge.chat.reply(messages, max_tokens=_MAX_TOKENS, schema=SCHEMA).text)
    except (Awaited, ChatRefused, ChatUnavailable, NotAsked):
        raise
    except ChatError:  # a reply that cannot be used
        return None
