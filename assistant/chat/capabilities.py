"""What one chat endpoint takes and holds, and how a refusal corrects what was hoped. Pure.

The refusals are worded as OpenAI, DeepSeek, DashScope, vLLM, llama.cpp and Ollama word them; an endpoint that
does not name what it dislikes gets the barest request (`bare`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

JsonMode = Literal["schema", "object", "text"]

OLLAMA_PORT = 11434
# Thoughts that ate the whole reply get this much room beside it from then on.
THOUGHT_TOKENS = 4096
# Tokenisers differ: a Chinese text takes from half to twice the tokens of cl100k_base.
FIRST_MARGIN, LARGEST_MARGIN = 1.2, 4.0

_WINDOW = re.compile(
    r"maximum context length (?:is|of) (\d+)|n_ctx\W{0,5}(\d+)|input length should be \[1, (\d+)"
    r"|> (\d+) maximum|context (?:length|window|size)(?: is| of)? ?\(?(\d+)"
)
_TOO_LONG = re.compile(r"context[ _-]?(?:length|window|size)|input length|prompt is too long|too many tokens")
_OUTPUT_LIMIT = re.compile(
    r"max_(?:completion_)?tokens\b.*?(?:at most|\[1,|<=|less than or equal to)\s*(\d+)", re.DOTALL
)
_THINKER = re.compile(r"thinking|reason|\br1\b|qwq")


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an endpoint is believed to take. Starts hopeful; `learn` corrects it."""

    context_tokens: int  # prompt and reply together
    margin: float = FIRST_MARGIN  # the endpoint's tokens for one of ours, at most
    output_tokens: int | None = None  # most tokens it writes; None: it has named no limit
    thought_tokens: int = 0  # room for thoughts, beside the reply
    limit_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    json_mode: JsonMode = "schema"
    temperature: bool = True
    stream_usage: bool = True  # stream_options.include_usage
    logprobs: bool = True  # logprobs and top_logprobs
    thinking_switch: bool = False  # enable_thinking (DashScope)
    template_switch: bool = False  # chat_template_kwargs.enable_thinking (vLLM, SGLang, llama.cpp)
    num_ctx: bool = False  # options.num_ctx (Ollama)
    window_checked: bool = False  # Ollama has been asked what context it really loaded
    unopened_thoughts: bool = False  # thoughts end in </think> without having begun with <think>


def expected(model: str, port: int | None, context_tokens: int) -> Capabilities:
    """The first guess, from the model's name and the endpoint's port."""
    name = model.lower()
    qwen3 = "qwen3" in name
    return Capabilities(
        context_tokens=context_tokens,
        thinking_switch=qwen3,
        template_switch=qwen3,
        num_ctx=port == OLLAMA_PORT,
        unopened_thoughts=bool(_THINKER.search(name)),
    )


def learn(known: Capabilities, refusal: str) -> Capabilities | None:
    """What a refusal teaches; None: nothing, asking again would be refused again.

    Every lesson takes something away or makes something smaller, so that learning ends.
    """
    text = refusal.lower()
    return _learn_limits(known, text) or _learn_fields(known, text)


def bare(known: Capabilities) -> Capabilities | None:
    """The request with nothing optional left in it; None: it was bare already."""
    barest = replace(
        known,
        json_mode="text",
        temperature=False,
        stream_usage=False,
        logprobs=False,
        thinking_switch=False,
        template_switch=False,
        num_ctx=False,
    )
    return None if barest == known else barest


def _learn_limits(known: Capabilities, text: str) -> Capabilities | None:
    if _TOO_LONG.search(text):
        found = _WINDOW.search(text)
        window = int(next(group for group in found.groups() if group)) if found else known.context_tokens
        if window < known.context_tokens:
            return replace(known, context_tokens=window)
        if known.margin < LARGEST_MARGIN:
            return replace(known, margin=known.margin * 1.3)
        return None
    limit = _OUTPUT_LIMIT.search(text)
    if limit and (known.output_tokens is None or int(limit[1]) < known.output_tokens):
        return replace(known, output_tokens=int(limit[1]))
    return None


def _learn_fields(known: Capabilities, text: str) -> Capabilities | None:
    lessons = (
        (r"\bmax_(?:completion_)?tokens\b", replace(known, limit_field="max_completion_tokens")),
        (r"stream_options|include_usage", replace(known, stream_usage=False)),
        (r"logprobs", replace(known, logprobs=False)),
        (r"chat_template_kwargs", replace(known, template_switch=False)),
        (r"enable_thinking", replace(known, thinking_switch=False)),
        (r"num_ctx|\boptions\b", replace(known, num_ctx=False)),
        (r"temperature", replace(known, temperature=False)),
        (r"response_format|json_schema|json_object|grammar|structured", weaker_json(known) or known),
    )
    return next((lesson for said, lesson in lessons if lesson != known and re.search(said, text)), None)


def weaker_json(known: Capabilities) -> Capabilities | None:
    """The next way down to ask for JSON; None: plain text was already asked for."""
    if known.json_mode == "text":
        return None
    return replace(known, json_mode="object" if known.json_mode == "schema" else "text")
