"""Counts what a chat model uses and costs, and stops a run at its budget."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.chat.fit import prompt_tokens
from assistant.errors import BudgetExceeded
from vectorstore.token_count import count_tokens

PRICED_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, for a million tokens of each kind."""

    prompt: float
    completion: float
    currency: str = "元"
    batch: float = 1.0  # factor for calls through the Batch API, which many endpoints sell at half the price


@dataclass(frozen=True, slots=True)
class Call:
    """One reply and its cost."""

    model: str
    usage: Usage
    cost: float | None  # in the price's currency; None: no price is set


@dataclass(frozen=True, slots=True)
class Spent:
    """A run's calls added up."""

    usage: Usage
    cost: float | None  # in the price's currency; None: no price is set


def cost_of(usage: Usage, price: Price) -> float:
    """What the calls cost, in the price's currency."""
    prompt = usage.prompt_tokens * price.prompt
    return (prompt + usage.completion_tokens * price.completion) / PRICED_TOKENS


class MeteredChat:
    """Passes everything on to `chat` and keeps the account of it. Safe to use from several threads."""

    def __init__(
        self,
        chat: ChatModel,
        *,
        price: Price | None = None,  # None: tokens are counted, costs are not
        budget_tokens: int | None = None,  # prompt and completion of the whole run; None: no limit
    ) -> None:
        self._chat = chat
        self._price = price
        self._budget = budget_tokens
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._reserved = 0

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._chat.name

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every reply so far, in the order they ended."""
        with self._lock:
            return tuple(self._calls)

    @property
    def spent(self) -> Spent:
        """The run so far."""
        calls = self.calls
        usage = Usage(
            sum(call.usage.prompt_tokens for call in calls),
            sum(call.usage.completion_tokens for call in calls),
            sum(call.usage.calls for call in calls),
            estimated=any(call.usage.estimated for call in calls),
        )
        return Spent(usage, self._cost(usage))

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """See `ChatModel.reply`. Raises BudgetExceeded, before asking, when it might cross the budget."""
        with self._reservation(messages, max_tokens):
            reply = self._chat.reply(messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
            self._book(reply.model, reply.usage)
            return reply

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`. Raises like `reply`. A stream left early is booked by our own count."""
        pieces: list[str] = []
        booked = False
        with self._reservation(messages, max_tokens):
            try:
                for item in self._chat.stream(messages, max_tokens=max_tokens):
                    if isinstance(item, Reply):
                        self._book(item.model, item.usage)
                        booked = True
                    else:
                        pieces.append(item)
                    yield item
            finally:
                if pieces and not booked:
                    said = count_tokens("".join(pieces))
                    self._book(
                        self.name, Usage(prompt_tokens(messages, count_tokens), said, 1, estimated=True)
                    )

    @contextmanager
    def _reservation(self, messages: Sequence[Message], max_tokens: int) -> Iterator[None]:
        """Sets aside what the call may use at most, so that calls side by side keep the budget too."""
        needed = prompt_tokens(messages, count_tokens) + max_tokens
        with self._lock:
            used = sum(call.usage.prompt_tokens + call.usage.completion_tokens for call in self._calls)
            if self._budget is not None and used + self._reserved + needed > self._budget:
                raise BudgetExceeded(
                    f"这次运行的 token 预算是 {self._budget}，已用 {used}，下一次请求最多还要 {needed}："
                    "请调大预算，或减少问题。"
                )
            self._reserved += needed
        try:
            yield
        finally:
            with self._lock:
                self._reserved -= needed

    def _book(self, model: str, usage: Usage) -> None:
        with self._lock:
            self._calls.append(Call(model, usage, self._cost(usage)))

    def _cost(self, usage: Usage) -> float | None:
        return None if self._price is None else cost_of(usage, self._price)
