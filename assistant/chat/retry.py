"""When to ask an endpoint again: the only chat module that knows tenacity."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import tenacity

from assistant.chat.failures import EndpointError

FIRST_WAIT, LONGEST_BACKOFF = 0.5, 20.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pacing:
    """How waiting is done; tests pass a sleep that does not."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    jitter: Callable[[], float] = random.random  # from 0 to 1
    longest_wait: float = 60.0  # seconds; an endpoint that asks for more is reported as unavailable


def with_retries(action: Callable[[], Result], *, retries: int, pacing: Pacing) -> Result:
    """What `action` returns; asked again up to `retries` times after a passing EndpointError, then raised.

    Waits as long as `Retry-After` says (RFC 9110: seconds or a date), otherwise 0.5 s, 1 s, 2 s … less up to
    half of it at random, so that many clients do not come back at once.
    """

    def wait(state: tenacity.RetryCallState) -> float:
        asked = _asked_wait(state.outcome.exception() if state.outcome else None, pacing)
        if asked is not None:
            return asked
        longest = min(FIRST_WAIT * 2.0 ** (state.attempt_number - 1), LONGEST_BACKOFF)
        return longest * (1 - pacing.jitter() / 2)

    def worthwhile(error: BaseException) -> bool:
        asked = _asked_wait(error, pacing)
        in_time = asked is None or asked <= pacing.longest_wait
        return isinstance(error, EndpointError) and error.passing and in_time

    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(retries + 1),
        retry=tenacity.retry_if_exception(worthwhile),
        wait=wait,
        sleep=pacing.sleep,
        reraise=True,
    )(action)


def _asked_wait(error: BaseException | None, pacing: Pacing) -> float | None:
    """Seconds the endpoint asks to wait, at least 0; None: it asks for nothing that can be read."""
    header = error.retry_after if isinstance(error, EndpointError) else None
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - pacing.now()).total_seconds())
