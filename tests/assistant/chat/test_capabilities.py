"""The refusals of real servers, and what is learnt from each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.chat.capabilities import Capabilities, bare, expected, learn

KNOWN = Capabilities(context_tokens=32768, thinking_switch=True, template_switch=True, num_ctx=True)


@pytest.mark.parametrize(
    ("refusal", "lesson"),
    [
        (
            "This model's maximum context length is 16384 tokens. However, you requested 122946 tokens "
            "(112946 in the messages, 10000 in the completion).",
            {"context_tokens": 16384},
        ),
        (
            "'max_tokens' is too large: 9000. This model's maximum context length is 4096 tokens and your "
            "request has 100 input tokens",
            {"context_tokens": 4096},
        ),
        (
            "the request exceeds the available context size. try increasing the context size; "
            "type: exceed_context_size_error; n_prompt_tokens: 14429; n_ctx: 8192",
            {"context_tokens": 8192},
        ),
        ("request (3029 tokens) exceeds the available context size (2048 tokens)", {"context_tokens": 2048}),
        ("Range of input length should be [1, 30720]", {"context_tokens": 30720}),
        ("prompt is too long: 210000 tokens > 20000 maximum", {"context_tokens": 20000}),
        ("max_tokens is too large: 5. It supports at most 4 completion tokens", {"output_tokens": 4}),
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", {"output_tokens": 8192}),
        (
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            {"limit_field": "max_completion_tokens"},
        ),
        ("Unrecognized request argument supplied: stream_options", {"stream_usage": False}),
        ("This response_format type is unavailable now", {"json_mode": "object"}),
        ("response_format.type `json_schema` is unavailable now", {"json_mode": "object"}),
        (
            "Unsupported value: 'temperature' does not support 0.0 with this model. Only the default (1) "
            "value is supported.",
            {"temperature": False},
        ),
        (
            "The value of the enable_thinking parameter is restricted to True.",
            {"thinking_switch": False},
        ),
        ("chat_template_kwargs: Extra inputs are not permitted", {"template_switch": False}),
        ("Unknown field: options", {"num_ctx": False}),
    ],
)
def test_refusals_teach(refusal: str, lesson: dict[str, object]) -> None:
    learnt = learn(KNOWN, refusal)
    assert learnt is not None
    changed = {name for name in KNOWN.__slots__ if getattr(learnt, name) != getattr(KNOWN, name)}
    assert {name: getattr(learnt, name) for name in changed} == lesson


def test_learning_ends() -> None:
    words = "context length temperature max_tokens stream_options enable_thinking options response_format"
    known: Capabilities | None = KNOWN
    for _ in range(40):
        known = learn(known, words) if known else None
    assert known is None


def test_other_refusals_teach_nothing() -> None:
    assert learn(KNOWN, "Your account is suspended") is None


def test_the_barest_request_is_tried_once() -> None:
    barest = bare(KNOWN)
    assert barest is not None
    assert not barest.temperature
    assert bare(barest) is None
    assert bare(replace(barest, stream_usage=True)) == barest


@pytest.mark.parametrize(
    ("model", "port", "switches", "num_ctx", "held"),
    [
        ("Qwen/Qwen3-8B", 8000, True, False, False),
        ("qwen3:4b-thinking", 11434, True, True, True),
        ("deepseek-r1:7b", 11434, False, True, True),
        ("gpt-4o-mini", None, False, False, False),
    ],
)
def test_the_first_guess(model: str, port: int | None, switches: bool, num_ctx: bool, held: bool) -> None:
    known = expected(model, port, 4096)
    assert (known.thinking_switch, known.template_switch) == (switches, switches)
    assert (known.num_ctx, known.unopened_thoughts, known.context_tokens) == (num_ctx, held, 4096)
