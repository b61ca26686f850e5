"""One request to an OpenAI-compatible endpoint: with `batches` the chat modules that know the openai package."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import openai
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam
from openai.types.chat.chat_completion import ChoiceLogprobs

from assistant.chat import Message
from assistant.chat.capabilities import Capabilities
from assistant.chat.failures import EndpointError

CONNECT_SECONDS = 10.0
TEMPERATURE = 0.0
TOP_LOGPROBS = 5  # DashScope gives no more
NO_KEY = "none"  # local servers take any key, the client none at all
OLLAMA_FINGERPRINT = "fp_ollama"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, in one go."""

    messages: tuple[Message, ...]
    max_tokens: int
    schema: str | None  # JSON schema as text; None: plain text
    stream: bool
    logprobs: bool = False  # ask how likely the first tokens were


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a reply; the whole of it where the request was not streamed."""

    text: str = ""
    thought: bool = False  # the endpoint sent a thought apart from the text
    finish: str | None = None  # the endpoint's word for why it ended; None: not ended
    prompt_tokens: int | None = None  # None: not told in this piece
    completion_tokens: int | None = None  # None: not told in this piece
    model: str = ""
    ollama: bool = False  # the endpoint says that it is Ollama
    opening: tuple[tuple[str, float], ...] = ()  # likeliest first tokens, with their log probabilities


class Wire:
    """A connection to one model of one endpoint."""

    def __init__(self, base_url: str, api_key: str, model: str, *, timeout: float) -> None:
        self._model = model
        self._key = api_key or NO_KEY
        self._root = base_url.rstrip("/").removesuffix("/v1")
        self._client = connect(base_url, self._key, timeout=timeout)

    def send(self, request: Request, known: Capabilities) -> Generator[Chunk]:
        """The pieces of the reply as they come. Raises EndpointError, at once or between pieces."""
        messages: list[ChatCompletionMessageParam] = [message_param(message) for message in request.messages]
        fields = optional_fields(request, known)
        with translated(self._key):
            if not request.stream:
                whole = self._client.chat.completions.create(
                    model=self._model, messages=messages, extra_body=fields
                )
                yield _whole(whole)
                return
            with self._client.chat.completions.create(
                model=self._model, messages=messages, stream=True, extra_body=fields
            ) as pieces:
                if re.search("html|json", pieces.response.headers.get("content-type", "")):
                    raise EndpointError("garbled")
                for piece in pieces:
                    yield _piece(piece)

    def loaded_window(self) -> int | None:
        """Tokens of context that Ollama loaded the model with; None: it does not tell.

        `/api/ps` lists the loaded models. Ollama's OpenAI interface drops `options.num_ctx` in most versions
        and cuts longer prompts without a word, so having asked for it proves nothing.
        """
        try:
            with translated(self._key):
                listed = self._client.get(f"{self._root}/api/ps", cast_to=object)
        except EndpointError:
            return None
        models = listed.get("models") if isinstance(listed, dict) else None
        for entry in models if isinstance(models, list) else ():
            names = (entry.get("name"), entry.get("model")) if isinstance(entry, dict) else ()
            if self._model in names or f"{self._model}:latest" in names:
                window = entry.get("context_length")
                return window if isinstance(window, int) and window > 0 else None
        return None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def connect(base_url: str, api_key: str, *, timeout: float) -> openai.OpenAI:
    """A client that asks once: whoever calls it decides when to ask again. For chat modules that know the package."""
    return openai.OpenAI(
        base_url=base_url,
        api_key=api_key,
        max_retries=0,
        http_client=openai.DefaultHttpxClient(
            timeout=openai.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
            trust_env=not _is_loopback(base_url),  # no proxy stands between this machine and itself
        ),
    )


@contextmanager
def translated(key: str) -> Iterator[None]:
    """Errors of the package raised as EndpointError, without the key."""
    # `from None`: the package's own errors may repeat the key.
    try:
        yield
    except openai.APITimeoutError:
        raise EndpointError("timeout") from None
    except openai.APIConnectionError as error:
        detail = without_key(str(error.__cause__ or error), key)
        raise EndpointError("connection", detail=detail) from None
    except openai.APIStatusError as error:
        raise EndpointError(
            "refused",
            status=error.status_code,
            detail=without_key(_said(error), key),
            retry_after=error.response.headers.get("retry-after"),
        ) from None
    except openai.APIError as error:  # an error event inside a stream
        raise EndpointError("connection", detail=without_key(error.message, key)) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise EndpointError("garbled") from None


def without_key(text: str, key: str) -> str:
    """The text with the key blotted out."""
    return text if key == NO_KEY else text.replace(key, "***")


def optional_fields(request: Request, known: Capabilities) -> dict[str, object]:
    """The body beside model and messages, as far as the endpoint is believed to take it."""
    fields: dict[str, object] = {known.limit_field: request.max_tokens}
    if known.temperature:
        fields["temperature"] = TEMPERATURE
    if request.logprobs and known.logprobs:
        fields |= {"logprobs": True, "top_logprobs": TOP_LOGPROBS}
    if request.stream and known.stream_usage:
        fields["stream_options"] = {"include_usage": True}
    if known.thinking_switch:
        fields["enable_thinking"] = False
    if known.template_switch:
        fields["chat_template_kwargs"] = {"enable_thinking": False}
    if known.num_ctx:
        fields["options"] = {"num_ctx": known.context_tokens}
    if request.schema is not None and known.json_mode == "object":
        fields["response_format"] = {"type": "json_object"}
    if request.schema is not None and known.json_mode == "schema":
        schema = {"name": "reply", "schema": json.loads(request.schema), "strict": True}
        fields["response_format"] = {"type": "json_schema", "json_schema": schema}
    return fields


def message_param(message: Message) -> ChatCompletionMessageParam:
    """The message in the package's form."""
    if message.role == "system":
        return {"role": "system", "content": message.content}
    if message.role == "user":
        return {"role": "user", "content": message.content}
    return {"role": "assistant", "content": message.content}


def _whole(reply: ChatCompletion) -> Chunk:
    # The package checks nothing it reads: a page of HTML comes as a string, missing fields as None.
    if not isinstance(reply, ChatCompletion) or not reply.choices:
        raise EndpointError("garbled")
    choice = reply.choices[0]
    return Chunk(
        text=choice.message.content or "",
        finish=choice.finish_reason or "stop",
        prompt_tokens=reply.usage.prompt_tokens if reply.usage else None,
        completion_tokens=reply.usage.completion_tokens if reply.usage else None,
        model=reply.model or "",
        ollama=reply.system_fingerprint == OLLAMA_FINGERPRINT,
        thought=_has_thought(choice.message.model_extra),
        opening=_opening(choice.logprobs),
    )


def _piece(piece: ChatCompletionChunk) -> Chunk:
    choice = piece.choices[0] if piece.choices else None  # the last piece carries usage alone
    return Chunk(
        text=(choice.delta.content or "") if choice and choice.delta else "",
        finish=choice.finish_reason if choice else None,
        prompt_tokens=piece.usage.prompt_tokens if piece.usage else None,
        completion_tokens=piece.usage.completion_tokens if piece.usage else None,
        model=piece.model or "",
        ollama=piece.system_fingerprint == OLLAMA_FINGERPRINT,
        thought=_has_thought(choice.delta.model_extra) if choice and choice.delta else False,
    )


def _opening(told: ChoiceLogprobs | None) -> tuple[tuple[str, float], ...]:
    first = told.content[0] if told is not None and told.content else None
    return tuple((each.token, each.logprob) for each in first.top_logprobs or ()) if first else ()


def _has_thought(extra: dict[str, object] | None) -> bool:
    return bool(extra and (extra.get("reasoning_content") or extra.get("reasoning")))


def _said(error: openai.APIStatusError) -> str:
    """The endpoint's message, and what it names beside it (OpenAI: the parameter; llama.cpp: its context)."""
    if not isinstance(error.body, dict):
        return error.message
    message = str(error.body.get("message") or error.body.get("detail") or error.body.get("error") or "")
    named = [
        f"{name}: {value}" for name, value in error.body.items() if name != "message" and value is not None
    ]
    return "; ".join([message, *named])


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
