"""What calls of a chat model used and cost, added up. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat import Usage
from assistant.chat.metered import Price, cost_of
from assistant.records import Spent


def spent_on(used: Sequence[Usage], price: Price | None) -> Spent:
    """The calls added up, with what they cost at this price."""
    return Spent(
        prompt_tokens=sum(usage.prompt_tokens for usage in used),
        completion_tokens=sum(usage.completion_tokens for usage in used),
        calls=sum(usage.calls for usage in used),
        cost=None if price is None else sum(cost_of(usage, price) for usage in used),
        currency=price.currency if price else "元",
    )


def added(one: Spent, other: Spent) -> Spent:
    """Both together; of unknown cost where either is."""
    known = one.cost is not None and other.cost is not None
    return Spent(
        one.prompt_tokens + other.prompt_tokens,
        one.completion_tokens + other.completion_tokens,
        one.calls + other.calls,
        (one.cost or 0.0) + (other.cost or 0.0) if known else None,
        other.currency,
    )
