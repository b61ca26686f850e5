"""Any OpenAI-compatible endpoint as a ChatModel: OpenAI, DeepSeek, Qwen, vLLM, Ollama, llama.cpp."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import chain

from assistant.chat import Finish, Message, Reply, Usage
from assistant.chat.capabilities import THOUGHT_TOKENS, JsonMode, weaker_json
from assistant.chat.endpoint import Endpoint, Opened
from assistant.chat.failures import EndpointError
from assistant.chat.json_reply import read_json
from assistant.chat.retry import Pacing
from assistant.chat.thoughts import ThoughtFilter
from assistant.chat.wire import Chunk, Request
from assistant.errors import ChatError, ChatUnavailable

TIMEOUT_SECONDS = 120.0
ATTEMPTS = 2  # an empty reply, or one that is not the JSON asked for, is asked for once more
FINISHES: dict[str, Finish] = {"length": "length", "max_tokens": "length", "content_filter": "interrupted"}


class OpenAIChat:
    """A chat model behind an OpenAI-compatible endpoint.

    What the endpoint does not take is found at the first call and remembered (see `Capabilities`). Passing
    failures are retried; a prompt too long for the context loses its oldest turns, then its middle.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        *,
        timeout: float = TIMEOUT_SECONDS,  # seconds without a byte, not of the whole reply
        retries: int = 3,
        concurrency: int = 4,  # requests under way; a stream counts until it is read or closed
        context_tokens: int = 8192,  # prompt and reply together
        pacing: Pacing | None = None,  # None: real time
    ) -> None:
        """Makes no request. Raises ChatRefused where the address or the key cannot be one."""
        self._model = model
        self._endpoint = Endpoint(
            base_url,
            api_key,
            model,
            timeout=timeout,
            retries=retries,
            concurrency=concurrency,
            context_tokens=context_tokens,
            pacing=pacing or Pacing(),
        )

    @property
    def name(self) -> str:
        """The model's name as configured."""
        return self._model

    def close(self) -> None:
        """Close the connections to the endpoint."""
        self._endpoint.close()

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`. A connection that breaks after text came ends with `interrupted`."""
        return self._answer(Request(tuple(messages), max_tokens, None, stream=True))

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """See `ChatModel.reply`. With a schema, a reply that does not follow it is asked for once more."""
        request = Request(tuple(messages), max_tokens, schema, stream=False, logprobs=logprobs)
        return self._whole(request) if schema is None else self._document(request, schema)

    def _whole(self, request: Request) -> Reply:
        return next(item for item in self._answer(request) if isinstance(item, Reply))

    def _document(self, request: Request, schema: str) -> Reply:
        spent = Usage(0, 0, 0, estimated=False)
        modes: list[JsonMode] = []
        reason = ""
        for _ in range(ATTEMPTS):
            reply = self._whole(request)
            modes.append(self._endpoint.known.json_mode)
            spent = _sum(spent, reply.usage)
            try:
                return replace(reply, text=read_json(reply.text, schema), usage=spent)
            except ValueError as error:
                reason = "回答太长，被截断了" if reply.finish == "length" else str(error)
            # Some endpoints take response_format and ignore it: a step down, the prompt says it too.
            self._endpoint.known = weaker_json(self._endpoint.known) or self._endpoint.known
        self._endpoint.known = replace(self._endpoint.known, json_mode=modes[0])
        raise ChatError(f"模型 {self._model} 没有按要求的 JSON 格式回答（{reason}）：请重试，或换一个模型。")

    def _answer(self, request: Request) -> Generator[str | Reply]:
        """Pieces of text, then the Reply."""
        spent = Usage(0, 0, 0, estimated=False)
        finish: Finish = "stop"
        for _ in range(ATTEMPTS):
            opened = self._endpoint.open(request)
            thoughts = ThoughtFilter(hidden=self._endpoint.known.unopened_thoughts)
            heard: list[Chunk] = []
            yield from _listen(opened, thoughts, heard)
            spent = _sum(spent, self._endpoint.usage(opened, heard))
            finish = _finish(heard)
            self._remember(thoughts, finish)
            if thoughts.answer:
                named = next((chunk.model for chunk in heard if chunk.model), self._model)
                yield Reply(thoughts.answer, finish, named, spent, _opening(thoughts.answer, heard))
                return
        raise _emptiness(self._model, finish)

    def _remember(self, thoughts: ThoughtFilter, finish: Finish) -> None:
        known = self._endpoint.known
        if thoughts.unopened and not known.unopened_thoughts:
            self._endpoint.known = replace(known, unopened_thoughts=True)
        elif not thoughts.answer and finish == "length":
            self._endpoint.known = replace(known, thought_tokens=THOUGHT_TOKENS)


def _listen(opened: Opened, thoughts: ThoughtFilter, heard: list[Chunk]) -> Generator[str]:
    """The answer's text as it comes; `heard` collects the pieces. A break just ends it."""
    with closing(opened.rest), suppress(EndpointError):
        for chunk in chain(opened.head, opened.rest):
            heard.append(chunk)
            if chunk.thought:
                thoughts.trust()
            if shown := thoughts.feed(chunk.text):
                yield shown
    if rest := thoughts.finish():
        yield rest


def _finish(heard: Sequence[Chunk]) -> Finish:
    """How it ended; a reply whose end nobody announced was interrupted."""
    words = [chunk.finish for chunk in heard if chunk.finish]
    return FINISHES.get(words[-1], "stop") if words else "interrupted"


def _opening(answer: str, heard: Sequence[Chunk]) -> tuple[tuple[str, float], ...]:
    """What the answer might have begun with; () where nobody told, or what was told of are thoughts."""
    told = next((chunk.opening for chunk in heard if chunk.opening), ())
    return told if any(token.strip() and answer.startswith(token.strip()) for token, _ in told) else ()


def _emptiness(model: str, finish: Finish) -> ChatError:
    if finish == "interrupted":
        return ChatUnavailable(f"模型 {model} 的回答两次中断，一个字也没有留下：请稍后再试。")
    if finish == "length":
        return ChatError(f"模型 {model} 把回答长度都用来思考了：请调大回答长度，或换一个不思考的模型。")
    return ChatError(f"模型 {model} 两次都给出空回答：请换个问法，或换一个模型。")


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        one.prompt_tokens + other.prompt_tokens,
        one.completion_tokens + other.completion_tokens,
        one.calls + other.calls,
        estimated=one.estimated or other.estimated,
    )
